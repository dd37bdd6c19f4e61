import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Message } from '../graph';
import { inspectModel } from '../models';
import { writeOnnxFolder } from '../testing/write-onnx-folder';
import { openOnnxFolder } from './onnx-folder';
import { Fault } from '../../schema/fault';

const SD1 = join(__dirname, '../../goldens/A/sd1/diffusers');
/** Each must be refused this fast, whatever it claims; in the processor's time, since others may use it too. */
const SOON_MS = 1000;
const busyMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

let root: string;
let sound: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'onnx-bad-'));
  sound = join(root, 'sound');
  writeOnnxFolder(sound, SD1, { external: true });
});
afterAll(() => rmSync(root, { recursive: true }));

let copies = 0;

/** What a copy of the sound folder is refused with, after `spoil` changed it. */
function refusal(spoil: (folder: string) => void): Fault {
  const folder = join(root, `copy ${copies++}`);
  cpSync(sound, folder, { recursive: true });
  spoil(folder);
  const started = busyMs();
  try {
    openOnnxFolder(folder);
  } catch (error) {
    expect(busyMs() - started).toBeLessThan(SOON_MS);
    expect(error).toBeInstanceOf(Fault);
    return error as Fault;
  }
  throw new Error('it was not refused');
}

type Node = { op: string; domain?: string };
type Weight = { dims?: number[]; raw?: Uint8Array; location?: string; length?: number };

/** A model file with these nodes and weights, which is sound but for what they say. */
function model(nodes: readonly Node[], weights: readonly Weight[] = []): Uint8Array {
  const graph = new Message();
  nodes.forEach(({ op, domain = '' }) => graph.message(1, new Message().string(4, op).string(7, domain)));
  weights.forEach(({ dims = [1], raw, location, length }) => {
    const tensor = new Message().int(2, 1).string(8, 'w');
    dims.forEach(size => tensor.int(1, size));
    const entries = { location, length: length === undefined ? undefined : String(length) };
    Object.entries(entries).forEach(([key, value]) => {
      if (value !== undefined) {
        tensor.message(13, new Message().string(1, key).string(2, value));
      }
    });
    graph.message(5, raw ? tensor.raw(9, raw) : tensor.int(14, location === undefined ? 0 : 1));
  });
  graph.message(12, new Message().string(1, 'out'));
  return new Message().int(1, 9).message(7, graph).finish();
}

const unetIs = (bytes: Uint8Array | string) => (folder: string) =>
  writeFileSync(join(folder, 'unet/model.onnx'), bytes);

test('the sound folder is sound', () => expect(inspectModel(sound).problems).toEqual([]));

test.each<[string, Node, object]>([
  [
    'an unknown domain',
    { op: 'Evil', domain: 'com.evil' },
    { reason: 'onnx_domain', value: 'Evil', key: 'com.evil' }
  ],
  [
    'an operator that CUDA alone has',
    { op: 'NhwcConv', domain: 'com.microsoft' },
    { reason: 'onnx_cuda', value: 'NhwcConv' }
  ]
])('%s is named', (_, node, facts) => {
  const { code, facts: found } = refusal(unetIs(model([{ op: 'Conv' }, node])));
  expect(code).toBe('model_unsupported');
  expect(found).toMatchObject({ file: 'unet/model.onnx', ...facts });
});

describe('weights outside the folder are refused:', () => {
  test.each(['/etc/passwd', '../../secret', 'sub/../../secret', 'C:\\secret', '\\secret', '..\\secret', ''])(
    '%j',
    location => {
      const bytes = model([], [{ dims: [4], location, length: 16 }]);
      expect(refusal(unetIs(bytes)).facts).toMatchObject({ reason: 'onnx_foreign_data', value: location });
    }
  );

  test('through a link', () => {
    writeFileSync(join(root, 'secret'), Buffer.alloc(64));
    const spoil = (folder: string): void => {
      symlinkSync(join(root, 'secret'), join(folder, 'unet/linked'));
      unetIs(model([], [{ dims: [4], location: 'linked', length: 16 }]))(folder);
    };
    expect(refusal(spoil).facts).toMatchObject({ reason: 'onnx_foreign_data', value: 'linked' });
  });

  test('in a folder', () => {
    const spoil = (folder: string): void => {
      mkdirSync(join(folder, 'unet/data'));
      unetIs(model([], [{ dims: [4], location: 'data', length: 16 }]))(folder);
    };
    expect(refusal(spoil).facts).toMatchObject({ reason: 'onnx_foreign_data' });
  });
});

test('a cache that links file and weights into one folder of blobs is fine', () => {
  const folder = join(root, 'cache');
  cpSync(sound, folder, { recursive: true });
  const blobs = join(root, 'blobs');
  cpSync(join(folder, 'unet'), blobs, { recursive: true });
  ['model.onnx', 'model.onnx_data'].forEach(name => {
    rmSync(join(folder, 'unet', name));
    symlinkSync(join(blobs, name), join(folder, 'unet', name));
  });
  expect(inspectModel(folder).problems).toEqual([]);
});

test.each<[string, (folder: string) => void, string, object]>([
  [
    'weights that end early',
    folder => truncateSync(join(folder, 'unet/model.onnx_data'), 1000),
    'model_truncated',
    { file: 'model.onnx_data' }
  ],
  [
    'missing weights',
    folder => rmSync(join(folder, 'unet/model.onnx_data')),
    'model_incomplete',
    { reason: 'file_missing', missing: 'model.onnx_data' }
  ],
  [
    'a missing part',
    folder => rmSync(join(folder, 'vae_decoder'), { recursive: true }),
    'model_incomplete',
    { reason: 'file_missing', missing: 'vae_decoder/model.onnx' }
  ],
  [
    'a file that ends early',
    folder => truncateSync(join(folder, 'unet/model.onnx'), 5000),
    'model_corrupt',
    {}
  ],
  ['an empty file', unetIs(''), 'model_corrupt', { reason: 'not_onnx' }],
  ['text', unetIs('version https://git-lfs.github.com/spec/v1\n'), 'model_corrupt', { reason: 'not_onnx' }],
  ['a claim of 10^18 numbers', unetIs(model([], [{ dims: [1e9, 1e9] }])), 'model_corrupt', { tensor: 'w' }],
  ['a claim of 10^12 numbers', unetIs(model([], [{ dims: [1e6, 1e6] }])), 'model_corrupt', { tensor: 'w' }],
  ['a negative size', unetIs(model([], [{ dims: [-4] }])), 'model_corrupt', { tensor: 'w' }],
  [
    'fewer bytes than the shape takes',
    unetIs(model([], [{ dims: [4], raw: new Uint8Array(12) }])),
    'model_corrupt',
    { reason: 'entry_size', tensor: 'w' }
  ],
  [
    'an input that nobody knows',
    unetIs(readUnknownInput()),
    'model_unsupported',
    { reason: 'onnx_input', value: 'x' }
  ]
])('%s: refused', (_, spoil, code, facts) => expect(refusal(spoil)).toMatchObject({ code, facts }));

test('graphs within graphs end somewhere', () => {
  let graph = new Message();
  for (let i = 0; i < 3000; i++) {
    const attribute = new Message().message(6, graph);
    graph = new Message().message(1, new Message().string(4, 'If').message(5, attribute));
  }
  expect(refusal(unetIs(new Message().message(7, graph).finish()))).toMatchObject({ code: 'model_corrupt' });
});

test('a missing tokenizer is a problem, not a failure', () => {
  const folder = join(root, 'mute');
  cpSync(sound, folder, { recursive: true });
  rmSync(join(folder, 'tokenizer'), { recursive: true });
  expect(inspectModel(folder).problems).toMatchObject([{ facts: { reason: 'tokenizer_missing' } }]);
});

test('whatever the bytes, an answer comes soon: the folder is read or refused', () => {
  const folder = join(root, 'fuzzed');
  cpSync(sound, folder, { recursive: true });
  const bytes = readFileSync(join(sound, 'unet/model.onnx'));
  const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), fc.nat(bytes.length), (changes, end) => {
      const spoilt = Buffer.from(bytes);
      changes.forEach(({ at, value }) => (spoilt[at] = value));
      unetIs(end % 3 === 0 ? spoilt.subarray(0, end) : spoilt)(folder);
      const started = busyMs();
      try {
        openOnnxFolder(folder);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
      expect(busyMs() - started).toBeLessThan(SOON_MS);
    }),
    { numRuns: 40 }
  );
});

/** A model with one input, which no UNet has. */
function readUnknownInput(): Uint8Array {
  const shape = new Message().message(1, new Message().int(1, 1));
  const type = new Message().message(1, new Message().int(1, 1).message(2, shape));
  const graph = new Message()
    .message(11, new Message().string(1, 'x').message(2, type))
    .message(12, new Message().string(1, 'out'));
  return new Message().int(1, 9).message(7, graph).finish();
}
