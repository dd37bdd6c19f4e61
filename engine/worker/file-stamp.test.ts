import fc from 'fast-check';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { changedFile, lookAt, stampsBeside, unsettledMs } from './file-stamp';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stamp-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Ways in which other bytes come to lie at a path; none leaves the stamp as it was. */
const WAYS: Record<string, (path: string, bytes: string) => void> = {
  'written over in place': (path, bytes) => writeFileSync(path, bytes),
  'written over, its time put back': (path, bytes) => {
    const { atime, mtime } = statSync(path);
    writeFileSync(path, bytes);
    utimesSync(path, atime, mtime);
  },
  'renamed over': (path, bytes) => {
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  },
  'renamed over with an old time': (path, bytes) => {
    writeFileSync(`${path}.part`, bytes);
    utimesSync(`${path}.part`, 1e9, 1e9);
    renameSync(`${path}.part`, path);
  },
  'removed and made again': (path, bytes) => {
    rmSync(path);
    writeFileSync(path, bytes);
  },
  'put in the place of another by a link': (path, bytes) => {
    writeFileSync(`${path}.part`, bytes);
    rmSync(path);
    linkSync(`${path}.part`, path);
    rmSync(`${path}.part`);
  }
};

test('whatever way other bytes come to a path, no two states have one stamp', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(WAYS)), { maxLength: 4 }), async ways => {
      const path = join(folder, 'a.safetensors');
      writeFileSync(path, '0');
      const seen = [];
      for (const [i, way] of [null, ...ways].entries()) {
        if (way !== null) {
          WAYS[way](path, String(i));
        }
        await pause(unsettledMs(lookAt(path)));
        seen.push(lookAt(path).stamp);
        expect(lookAt(path).stamp).toBe(seen[i]);
      }
      expect(new Set(seen).size).toBe(seen.length);
    }),
    { numRuns: 15 }
  );
});

test('a folder has one stamp of all its files, and hidden ones are nobody’s', async () => {
  mkdirSync(join(folder, 'unet'));
  writeFileSync(join(folder, 'unet/a.safetensors'), 'a');
  await pause(unsettledMs(lookAt(folder)));
  const before = lookAt(folder).stamp;
  writeFileSync(join(folder, '.DS_Store'), 'x');
  expect(changedFile({ [folder]: before })).toBeNull();
  writeFileSync(join(folder, 'unet/a.safetensors'), 'b');
  expect(changedFile({ [folder]: before })).toBe(folder.split('/').pop());
});

test('what is not there has the empty stamp, and is changed once it is there', () => {
  const path = join(folder, 'one.safetensors');
  expect(lookAt(path).stamp).toBe('');
  const beside = stampsBeside(path);
  expect(changedFile(beside)).toBeNull();
  mkdirSync(join(folder, 'tokenizer'));
  writeFileSync(join(folder, 'tokenizer/vocab.json'), '{}');
  expect(changedFile(beside)).toBe('tokenizer');
});

test('a file just written is unsettled for a moment, one that clocks say is to come is not waited for', () => {
  const path = join(folder, 'a');
  writeFileSync(path, '');
  expect(unsettledMs(lookAt(path))).toBeGreaterThan(0);
  const at = (ms: number): bigint => BigInt(Math.round(Date.now() + ms)) * 1_000_000n + 1n;
  expect(unsettledMs({ stamp: '', ctimeNs: at(-1000) })).toBe(0);
  expect(unsettledMs({ stamp: '', ctimeNs: at(60_000) })).toBe(0);
});
