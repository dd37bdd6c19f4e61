/**
 * Finding a file of weights by a name that people and other programs write. There is one way of it, whoever asks: plan, drawing,
 * completion, panel, command line.
 *
 * A name is compared in ever looser ways: as listed or as its place below the folder of its kind, then in whatever case, then with
 * blanks, `_` and `-` alike, then without folders, then by an alias, then by the hash of the bytes. The first way that
 * finds anything decides; what it finds more than once is one where the bytes are the same. A hash beside the name decides before all
 * that: among the files of that stem or alias, then among all. Endings may be left out, and `\` is `/`.
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
  /** What several files call themselves: it names none of them. */
  sharedAliases?: readonly string[];
  sha256?: string | null;
  /** Hash of a .safetensors file without its header, as sites know LoRAs by: AutoV3. */
  autov3?: string | null;
  usable?: boolean;
};

/**
 * What the hash beside a name says against it: nothing known has it (`unread` of the files called so could), or a file that is called
 * otherwise has, which is then the one.
 */
export type HashBeside<F> = { hash: string; other: boolean; unread: readonly F[] };

/** One file, several that might be meant, or none of a hash that is known to be one; null where nothing is alike. */
export type FileFound<F> =
  { file: F; beside?: HashBeside<F> } | { candidates: readonly F[] } | { hash: string; old: boolean } | null;

const HASH_BESIDE = /(?<!\s)\s*\[([0-9a-f]{6,64})\]$/i;
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
  const named = byName(text, files);
  if (hash === undefined) {
    return named ?? byHash(text, files) ?? byOldNumber(text, files);
  }
  const called = calledSo(text, files);
  const having = hash.length < OLD_HASH_LENGTH ? [] : files.filter(file => hasHash(file, hash));
  const among = called.filter(file => having.includes(file));
  if (among.length > 0) {
    return named && 'file' in named && among.includes(named.file) ? named : oneOf(among);
  }
  // The old kind of hash is of a part of the file: where no file has it, it tells nothing.
  const tells = having.length > 0 || hash.length > OLD_HASH_LENGTH;
  const unread = called.filter(({ sha256, usable = true }) => usable && !sha256);
  const found = having.length > 0 ? oneOf(having) : named;
  return tells && found && 'file' in found
    ? { ...found, beside: { hash, other: having.length > 0, unread } }
    : found;
}

function byName<F extends NamedFile>(text: string, files: readonly F[]): FileFound<F> {
  for (const matches of waysOf(text)) {
    const found = text === '' ? [] : files.filter(matches);
    if (found.length > 0) {
      return oneOf(found);
    }
  }
  const found = files.filter(aliasIs(text));
  const wanted = loosely(withoutEnding(text));
  const shared = files.filter(({ sharedAliases = [] }) =>
    sharedAliases.some(each => loosely(each) === wanted)
  );
  return found.length > 0 ? oneOf(found) : shared.length > 1 ? oneOf(shared) : null;
}

/** All files of a stem or alias, however it is spelled. */
function calledSo<F extends NamedFile>(text: string, files: readonly F[]): F[] {
  const ways = [stemIs(text, loosely), aliasIs(text)];
  return text === '' ? [] : files.filter(file => ways.some(is => is(file)));
}

/** The file of which a hash is known to be the beginning, whatever else is called so. */
export function findHash<F extends NamedFile>(hash: string, files: readonly F[]): FileFound<F> {
  return byHash(hash, files);
}

/** How many files could have a hash that none is known by: the usable ones whose own was never read. */
export function unreadTotal(files: readonly NamedFile[]): number {
  return files.filter(({ sha256, usable = true }) => usable && !sha256).length;
}

/** The hash that is written beside a name. */
export function hashBeside(written: string): string | undefined {
  return readName(written).hash;
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
  return [...whole, ...spellings.map(ends), ...spellings.map(spell => stemIs(text, spell)), vaeStemIs(text)];
}

function stemIs(text: string, spell: (name: string) => string): Matches {
  const wanted = spell(lastOf(withoutEnding(text)));
  return ({ name, path = name }) => spell(lastOf(withoutEnding(read(path)))) === wanted;
}

/** A1111 has VAEs as `name.vae.pt`. */
function vaeStemIs(text: string): Matches {
  const wanted = loosely(lastOf(withoutEnding(text)));
  return ({ name, path = name }) => {
    const stem = loosely(lastOf(withoutEnding(read(path))));
    return stem.endsWith('.vae') && stem.slice(0, -'.vae'.length) === wanted;
  };
}

function aliasIs(text: string): Matches {
  const wanted = loosely(withoutEnding(text));
  return ({ aliases = [] }) => wanted !== '' && aliases.some(each => loosely(each) === wanted);
}

/** By the hash that stands for the name. */
function byHash<F extends NamedFile>(text: string, files: readonly F[]): FileFound<F> {
  if (!HASH.test(text)) {
    return null;
  }
  const hash = text.toLowerCase();
  const found = files.filter(file => hasHash(file, hash));
  return found.length > 0 ? oneOf(found) : { hash, old: hash.length === OLD_HASH_LENGTH };
}

/** Lists once told files of one stem apart by numbers: `name-2`. Which was the second can't be said any more. */
function byOldNumber<F extends NamedFile>(text: string, files: readonly F[]): FileFound<F> {
  const [, stem] = /^(.+)-\d+$/.exec(withoutEnding(text)) ?? [];
  const found =
    stem === undefined
      ? []
      : files.filter(({ name, path = name }) => lastOf(withoutEnding(read(path))) === stem);
  return found.length > 1 ? oneOf(found) : null;
}

function oneOf<F extends NamedFile>(found: readonly F[]): FileFound<F> {
  const [first] = found;
  const same = found.every(({ sha256 }) => sha256 && sha256 === first.sha256);
  return found.length > 1 && !same ? { candidates: found } : { file: first };
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
    .trim()
    .replace(/^(\.?\/)*/, '');
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
