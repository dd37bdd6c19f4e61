import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RecordedDisk } from '../testing/recorded-files';
import { temporaryFolder } from '../testing/test-service';
import { randomOf } from '../testing/torture/random-of';
import { sha256 } from './content-key';
import { type FileCalls, filesThrough } from './files';
import { PictureFiles } from './picture-files';

const ROUNDS = 25;
const CUTS = 60;

/** Pictures that begin with the same two letters share a folder. */
const PICTURES = Array.from({ length: 6 }, (_, k) => Buffer.from(`picture ${k}`.repeat(20)));

/** Stores pictures side by side, some of them several times. */
async function store(
  disk: RecordedDisk,
  root: string,
  random: () => number,
  calls: FileCalls = disk.calls
): Promise<void> {
  const pictures = new PictureFiles(root, filesThrough(calls));
  const put = async (bytes: Buffer): Promise<void> => {
    await new Promise(later => setTimeout(later, random() * 3));
    await pictures.put(bytes).then(
      hash => disk.tell(hash),
      () => undefined
    );
  };
  const wanted = Array.from({ length: 10 }, () => PICTURES[Math.floor(random() * PICTURES.length)]);
  await Promise.all(wanted.map(put));
  // One that was told to be stored is stored already.
  await put(wanted[0]);
}

/** Syncs of folders fail now and then, as a disk's do that is about to go. */
function failing(calls: FileCalls, random: () => number): FileCalls {
  return {
    ...calls,
    async open(path, flags) {
      if (flags === 'r' && random() < 0.1) {
        throw Object.assign(new Error('EIO: made for a test'), { code: 'EIO' });
      }
      return calls.open(path, flags);
    }
  };
}

test('after a power cut at any moment, every picture that was told to be stored is there, whole', async () => {
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = randomOf(seed);
    const root = temporaryFolder();
    const disk = new RecordedDisk(root);
    await store(disk, root, random, failing(disk.calls, random));
    for (let k = 0; k < CUTS; k++) {
      const cut = Math.floor(random() * (disk.steps.length + 1));
      const { files, told } = disk.after(cut, random);
      const lost = told.filter(
        hash => sha256(files.get(join('images', 'v1', hash.slice(0, 2), `${hash}.png`)) ?? '') !== hash
      );
      expect({ seed, cut, lost }).toEqual({ seed, cut, lost: [] });
    }
  }
});

/** What a cut at the end leaves of what was told: nothing that isn't synced stays. */
function lostOf(disk: RecordedDisk): string[] {
  const { files, told } = disk.after(disk.steps.length, () => 1);
  return told.filter(hash => !files.has(join('images', 'v1', hash.slice(0, 2), `${hash}.png`)));
}

test('a folder whose entry the disk refused to make sure of is made sure of by who comes next', async () => {
  const root = temporaryFolder();
  const disk = new RecordedDisk(root);
  let refused = false;
  const open: FileCalls['open'] = (path, flags) => {
    if (path === root && !refused) {
      refused = true;
      return Promise.reject(Object.assign(new Error('EIO: made for a test'), { code: 'EIO' }));
    }
    return disk.calls.open(path, flags);
  };
  const pictures = new PictureFiles(root, filesThrough({ ...disk.calls, open }));
  await expect(pictures.put(PICTURES[0])).rejects.toThrow('EIO');
  disk.tell(await pictures.put(PICTURES[1]));
  expect(lostOf(disk)).toEqual([]);
});

test('who finds a folder that somebody else is still making waits until that is sure', async () => {
  const root = temporaryFolder();
  const disk = new RecordedDisk(root);
  let answer = (): void => undefined;
  const slow = new Promise<void>(resolve => (answer = resolve));
  const open: FileCalls['open'] = async (path, flags) => {
    if (path === join(root, 'images')) {
      await slow;
    }
    return disk.calls.open(path, flags);
  };
  const pictures = new PictureFiles(root, filesThrough({ ...disk.calls, open }));
  const first = pictures.put(PICTURES[0]);
  while (!existsSync(join(root, 'images', 'v1'))) {
    await new Promise(later => setImmediate(later));
  }
  const second = pictures.put(PICTURES[1]).then(hash => disk.tell(hash));
  await new Promise(later => setTimeout(later, 50));
  expect(lostOf(disk)).toEqual([]);
  answer();
  await Promise.all([first, second]);
  expect(lostOf(disk)).toEqual([]);
});

test('what a power cut leaves is put in order at the next start: what is whole is listed, no half file is handed out', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = randomOf(seed);
    const root = temporaryFolder();
    const disk = new RecordedDisk(root);
    await store(disk, root, random);
    const left = temporaryFolder();
    const { files, told } = disk.after(Math.floor(random() * disk.steps.length), random);
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(left, path)), { recursive: true });
      writeFileSync(join(left, path), bytes);
    }
    const pictures = new PictureFiles(left);
    const listed = await pictures.list();
    expect(told.every(hash => listed.has(hash))).toBe(true);
    for (const bytes of PICTURES) {
      expect([null, bytes.toString()]).toContainEqual(
        (await pictures.get(sha256(bytes)))?.toString() ?? null
      );
      expect(await pictures.put(bytes)).toBe(sha256(bytes));
      expect((await pictures.get(sha256(bytes)))!.equals(bytes)).toBe(true);
    }
  }
});
