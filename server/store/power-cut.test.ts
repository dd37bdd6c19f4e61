import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RecordedDisk } from '../testing/recorded-files';
import { temporaryFolder } from '../testing/test-service';
import { randomOf } from '../testing/torture/torture';
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
