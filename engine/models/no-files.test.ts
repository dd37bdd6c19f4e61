/** What lies in a model's folder under the name of a file and is none, a pipe or a device, is never opened. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSmallFile, readSmallFileAsync } from '../weights';
import { configDigest } from './config-digest';
import { inspectFile } from '.';

const MODEL = join(__dirname, '../../models/emoji-diffusion');
const FILES = [
  ...['model_index.json', 'scheduler/scheduler_config.json', 'unet/config.json', 'vae/config.json'],
  ...['text_encoder/config.json', 'tokenizer/vocab.json', 'tokenizer/merges.txt'],
  ...['unet/diffusion_pytorch_model.safetensors', 'vae/diffusion_pytorch_model.safetensors'],
  'text_encoder/model.safetensors'
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'no-files-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function modelWithout(file: string, make: (path: string) => void): string {
  const folder = join(root, 'model');
  for (const each of FILES) {
    mkdirSync(join(folder, dirname(each)), { recursive: true });
    symlinkSync(join(MODEL, each), join(folder, each));
  }
  rmSync(join(folder, file));
  make(join(folder, file));
  return folder;
}

const KINDS: Readonly<Record<string, (path: string) => void>> = {
  'a pipe': path => execFileSync('mkfifo', [path]),
  'a device': path => symlinkSync('/dev/zero', path),
  'a folder': path => mkdirSync(path),
  'far too large': path => {
    writeFileSync(path, '');
    truncateSync(path, 5e9);
  }
};

describe.each(Object.keys(KINDS).slice(0, 3))('where a file is %s', kind => {
  test.each(FILES.filter(file => !file.startsWith('tokenizer/')))(
    'instead of %s, the model has a problem',
    file => {
      const { problems } = inspectFile(modelWithout(file, KINDS[kind]));
      expect(problems.map(({ code }) => code)).toContainEqual(
        expect.stringMatching(/^model_(missing|incomplete|corrupt)$/)
      );
    }
  );

  test.each(FILES.filter(file => /json|txt/.test(file)))(
    'instead of %s, the rest of the configs has a digest',
    file => {
      expect(configDigest(modelWithout(file, KINDS[kind]), null)).toMatch(/^[\da-f]{64}$/);
    }
  );

  test('beside a file of weights, nothing is read of it', () => {
    const file = join(root, 'one.safetensors');
    copyFileSync(join(MODEL, 'vae/diffusion_pytorch_model.safetensors'), file);
    KINDS[kind](join(root, 'one.yaml'));
    KINDS[kind](join(root, 'one.arch.json'));
    expect(inspectFile(file)).toBeDefined();
    expect(configDigest(file, null)).toBeUndefined();
  });
});

test.each([
  ['a pipe', 'ESPIPE'],
  ['a device', 'ESPIPE'],
  ['a folder', 'EISDIR'],
  ['far too large', 'EFBIG']
])('%s is told by a code', async (kind, code) => {
  const path = join(root, 'it');
  KINDS[kind](path);
  expect(() => readSmallFile(path, 1e6)).toThrow(expect.objectContaining({ code }));
  await expect(readSmallFileAsync(path, 1e6)).rejects.toMatchObject({ code });
});
