/**
 * Finding a file of weights by a name that people and other programs write. There is one way of it, whoever asks: plan, drawing,
 * completion, panel, command line.
 *
 * A name is compared in ever looser ways: as listed or as its place below the folder of its kind, then in whatever case, then with
 * blanks, `_` and `-` alike, then without folders, then by an alias, then by the hash of the bytes. The first way that
 * finds anything decides; what it finds more than once is told apart by the hash beside the name, or else is one where the bytes are
 * the same. Endings may be left out, and `\` is `/`.
 */

import { WEIGHTS_FILE } from './weight-endings';

/** A file of weights by all that it may be called. */
export type NamedFile = {
  /** As lists show it: the stem where that is the only one of its kind. */
  name: string;
  /** Its place below the folder of its kind, with its ending. */
  path?: string;
  /** What it calls itself: A1111 shows a LoRA by its `ss_output_name` unless told otherwise. */
  aliases?: readonly string[];
  sha256?: string | null;
  /** Hash of a .safetensors file without its header, as sites know LoRAs by: AutoV3. */
  autov3?: string | null;
  usable?: boolean;
};

/** One file, several that might be meant, or none of a hash that is known to be one; null where nothing is alike. */
export type FileFound<F> = { file: F } | { candidates: readonly F[] } | { hash: string; old: boolean } | null;

const HASH_BESIDE = /\s*\[([0-9a-f]{6,64})\]$/i;
const HASH = /^[0-9a-f]{8,64}$/i;
/** Digits of the hash that A1111 wrote before version 1.0: of a few bytes in the file's middle. */
const OLD_HASH_LENGTH = 8;

/** The file that `written` means among those of its kind. */
export function findFile<F extends NamedFile>(written: string, files: readonly F[]): FileFound<F> {
  const exact = files.find(({ name }) => name === written);
  if (exact) {
    return { file: exact };
  }
  const { text, hash } = readName(written);
  for (const matches of waysOf(text)) {
    const found = text === '' ? [] : files.filter(matches);
    if (found.length > 0) {
      return oneOf(found, hash);
    }
  }
  return byAlias(text, hash, files) ?? byHash(text, hash, files) ?? byOldNumber(text, files);
}

/** The file of which a hash is known to be the beginning, whatever else is called so. */
export function findHash<F extends NamedFile>(hash: string, files: readonly F[]): FileFound<F> {
  return byHash(hash, undefined, files);
}

/** How many files could have a hash that none is known by: the usable ones whose own was never read. */
export function unreadTotal(files: readonly NamedFile[]): number {
  return files.filter(({ sha256, usable = true }) => usable && !sha256).length;
}

/** A file's name without folders, hash and ending. */
export function fileStem(name: string): string {
  return lastOf(withoutEnding(readName(name).text));
}

/** A name without the ending of a file of weights. */
export function withoutEnding(name: string): string {
  return name.replace(WEIGHTS_FILE, '').trim();
}

type Matches = (file: NamedFile) => boolean;

/** The ways in which a name is compared, the strictest first. */
function waysOf(text: string): Matches[] {
  const spellings: ((name: string) => string)[] = [name => name, name => name.toLowerCase(), loosely];
  const whole = spellings.flatMap(spell => [
    ({ name, path = name }: NamedFile) => [name, path].some(each => spell(read(each)) === spell(text)),
    ({ name, path = name }: NamedFile) =>
      [name, path].some(each => spell(withoutEnding(read(each))) === spell(withoutEnding(text)))
  ]);
  const ends =
    (spell: (name: string) => string) =>
    ({ name, path = name }: NamedFile) => {
      const [place, wanted] = [withoutEnding(read(path)), withoutEnding(text)].map(spell);
      return place.endsWith(`/${wanted}`) || wanted.endsWith(`/${place}`);
    };
  const stems =
    (spell: (name: string) => string) =>
    ({ name, path = name }: NamedFile) =>
      spell(lastOf(withoutEnding(read(path)))) === spell(lastOf(withoutEnding(text)));
  return [...whole, ...spellings.map(ends), ...spellings.map(stems)];
}

function byAlias<F extends NamedFile>(
  text: string,
  hash: string | undefined,
  files: readonly F[]
): FileFound<F> {
  const wanted = loosely(withoutEnding(text));
  const found = files.filter(({ aliases = [] }) => aliases.some(each => loosely(each) === wanted));
  return wanted !== '' && found.length > 0 ? oneOf(found, hash) : null;
}

/** By the hash that stands for the name, or beside a name that nothing has. */
function byHash<F extends NamedFile>(
  text: string,
  beside: string | undefined,
  files: readonly F[]
): FileFound<F> {
  const alone = HASH.test(text) ? text.toLowerCase() : undefined;
  const hash = alone ?? beside;
  if (hash === undefined) {
    return null;
  }
  const found = hash.length < OLD_HASH_LENGTH ? [] : files.filter(file => hasHash(file, hash));
  if (found.length > 0) {
    return oneOf(found, hash);
  }
  return alone === undefined ? null : { hash, old: hash.length === OLD_HASH_LENGTH };
}

/** Lists once told files of one stem apart by numbers: `name-2`. Which was the second can't be said any more. */
function byOldNumber<F extends NamedFile>(text: string, files: readonly F[]): FileFound<F> {
  const [, stem] = /^(.+)-\d+$/.exec(withoutEnding(text)) ?? [];
  const found =
    stem === undefined
      ? []
      : files.filter(({ name, path = name }) => lastOf(withoutEnding(read(path))) === stem);
  return found.length > 1 ? oneOf(found, undefined) : null;
}

function oneOf<F extends NamedFile>(found: readonly F[], hash: string | undefined): FileFound<F> {
  const told = hash === undefined ? [] : found.filter(file => hasHash(file, hash));
  const left = told.length > 0 ? told : found;
  const [first] = left;
  const same = left.every(({ sha256 }) => sha256 && sha256 === first.sha256);
  if (left.length > 1 && !same) {
    return { candidates: left };
  }
  return { file: first };
}

function hasHash({ sha256, autov3 }: NamedFile, hash: string): boolean {
  return [sha256, autov3].some(each => each?.toLowerCase().startsWith(hash.toLowerCase()));
}

/** A written name, and the hash that stands beside it. */
function readName(written: string): { text: string; hash?: string } {
  const text = read(written);
  const [beside, hash] = HASH_BESIDE.exec(text) ?? [];
  return beside === undefined ? { text } : { text: text.slice(0, -beside.length), hash: hash.toLowerCase() };
}

/** One form for what file systems and programs write differently: accents, slashes, blanks around. */
function read(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\\/g, '/')
    .replace(/^\s*(\.?\/)*|\s+$/g, '');
}

/** The last step of a path. */
export const lastOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).trim();

/** A name without what people and programs write differently. Unlike choices, files keep their separators: `style-2` and `style2` are two. */
export function loosely(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}
