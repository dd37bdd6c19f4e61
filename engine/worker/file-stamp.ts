/**
 * The state of a file of weights, told without reading it. Two looks that give one stamp saw the same bytes: every write, rename and
 * copy over a file gives it another time of change in nanoseconds, also where size and time of modification are put back (`cp -p`).
 * The one gap is a write in the same tick of the file system's clock as the look; `unsettledMs` tells when that is over.
 */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, join, parse } from 'node:path';

/** Stamps of files and folders by their paths. */
export type FileStamps = Readonly<Record<string, string>>;

/** How deep the folder of one model is looked through: its parts lie one below it, ONNX's data and tokenizers not much deeper. */
const DEPTH_MAX = 4;
/** Longest tick of the clock that times of change are taken from; of a file system that keeps whole seconds, two of them. */
const TICK_MS = 20;
const WHOLE_SECONDS_MS = 2000;

/** What a look at a file told; of a folder, of all its files. */
export type Look = { stamp: string; /** When one was last changed. */ ctimeNs: bigint };

/** A file's device, inode, size, and times of the last change of its content and of anything, in nanoseconds. */
export function lookOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Look {
  return { stamp: [dev, ino, size, mtimeNs, ctimeNs].join(':'), ctimeNs };
}

/** A look at a file, or at all files of a folder that aren't hidden; its stamp is '' where there is none or it can't be looked at. */
export function lookAt(path: string): Look {
  try {
    const info = statSync(path, { bigint: true });
    return info.isDirectory() ? lookInto(path) : lookOf(info);
  } catch {
    return { stamp: '', ctimeNs: 0n };
  }
}

/** The stamps of what is read beside a checkpoint in one file: its configs and its tokenizer, '' for those that aren't there. */
export function stampsBeside(path: string): FileStamps {
  const { dir, name } = parse(path);
  const configs = ['.arch.json', '.yaml', '.tokenizer'].map(ending => name + ending);
  const places = [...configs, 'tokenizer', 'vocab.json', 'merges.txt', '../tokenizer'];
  return Object.fromEntries(places.map(place => join(dir, place)).map(each => [each, lookAt(each).stamp]));
}

/** The name of the first file that isn't what its stamp says any more, or null. */
export function changedFile(stamps: FileStamps): string | null {
  const changed = Object.entries(stamps).find(([path, stamp]) => lookAt(path).stamp !== stamp);
  return changed ? basename(changed[0]) : null;
}

/** Milliseconds after which a write is sure to give the file another stamp than this look did; 0 when it is now. */
export function unsettledMs({ ctimeNs }: Look): number {
  const tick = ctimeNs % 1_000_000_000n === 0n ? WHOLE_SECONDS_MS : TICK_MS;
  const age = Date.now() - Number(ctimeNs / 1_000_000n);
  // A change in the future was made by another clock, of which nothing is known.
  return age < -tick ? 0 : Math.max(0, tick - age);
}

function lookInto(folder: string): Look {
  const looks = looksBelow(folder, DEPTH_MAX);
  return {
    stamp: createHash('sha1')
      .update(looks.map(({ stamp }) => stamp).join('\n'))
      .digest('hex'),
    ctimeNs: looks.reduce((latest, { ctimeNs }) => (ctimeNs > latest ? ctimeNs : latest), 0n)
  };
}

function looksBelow(folder: string, depth: number): Look[] {
  const names = readdirSync(folder).filter(name => !name.startsWith('.'));
  return names.sort().flatMap(name => {
    const path = join(folder, name);
    const info = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (info?.isDirectory()) {
      return depth > 0 ? looksBelow(path, depth - 1) : [];
    }
    const look = info && lookOf(info);
    return look ? [{ ...look, stamp: `${path} ${look.stamp}` }] : [];
  });
}
