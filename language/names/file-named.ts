import { Fault, type FaultData } from '../../schema/fault';
import type { FileKind } from '../../schema/wire';
import { excerpt } from '../cell/source';
import { fileStem, findFile, hashBeside, type HashBeside, type NamedFile, unreadTotal } from './find-file';
import { nearest } from './nearest';

/** Names that a refusal lists. */
const SHOWN_MAX = 5;

export type NamedOptions = {
  /** Names that could have been meant, too. */
  others?: readonly string[];
  /** Files of other kinds. */
  elsewhere?: readonly (NamedFile & { kind: FileKind })[];
  /** Hears where the hash beside a name says otherwise than the name. */
  tell?(remark: FaultData): void;
};

/** Fewest characters of a part of a name that let the whole be suggested. */
const PART_MIN = 3;

/**
 * The one file of a kind that a name means among `files`, all of that kind. Throws `name_ambiguous` with the names that tell several
 * apart, `hash_unknown` for a hash that no file is known by, `model_missing` or `weights_missing` with the file of another kind that is
 * called so, or the nearest name.
 */
export function fileNamed<F extends NamedFile>(
  kind: FileKind,
  written: string,
  files: readonly F[],
  { others = [], elsewhere = [], tell }: NamedOptions = {}
): F {
  const found = findFile(written, files);
  const name = excerpt(written);
  if (found && 'file' in found) {
    if (found.beside) {
      tell?.(besideFault(kind, name, found.file, found.beside, files));
    }
    return found.file;
  }
  if (found && 'candidates' in found) {
    const hash = hashBeside(written);
    const candidates = found.candidates.map(each => each.name);
    throw new Fault('name_ambiguous', { name, kind, candidates, ...(hash && { hash }) });
  }
  if (found) {
    throw new Fault('hash_unknown', {
      ...{ hash: found.hash, kind },
      ...{ unread: unreadTotal(files), old: found.old ? 1 : 0 }
    });
  }
  const other = findFile(written, elsewhere);
  const is = other && 'file' in other ? { file: other.file.name, is: other.file.kind } : {};
  const near =
    'is' in is ? undefined : nearFile(written, kind === 'lora' ? files.filter(fitsInTag) : files, others);
  // The hash beside the name may be that of a file whose own was never read.
  const unread = hashBeside(written) === undefined ? {} : { unread: unreadTotal(files) };
  throw kind === 'checkpoint'
    ? new Fault('model_missing', {
        ...{ name, near, ...is, ...unread },
        ...(near === undefined && !('is' in is) && hereAmong(files))
      })
    : new Fault('weights_missing', { name, kind, near, ...is, ...unread });
}

/** What is to be said of a hash beside a name that says otherwise. */
export function besideFault<F extends NamedFile>(
  kind: FileKind,
  name: string,
  file: F,
  { hash, other, unread }: HashBeside<F>,
  files: readonly F[]
): FaultData {
  return other
    ? { code: 'name_by_hash', facts: { name, kind, file: file.name } }
    : {
        code: 'name_hash_differs',
        facts: {
          ...{ kind, hash, file: file.name },
          ...{ candidates: unread.map(each => each.name), unread: unreadTotal(files) }
        }
      };
}

/** Whether a tag can hold a file's name. */
const fitsInTag = ({ name }: NamedFile): boolean => !/[:<>]/.test(name);

/** A few of the names that can be used, and how many more. */
function hereAmong(files: readonly NamedFile[]): { here: string[]; more: number } {
  const names = files.filter(({ usable = true }) => usable).map(({ name }) => name);
  return { here: names.slice(0, SHOWN_MAX), more: Math.max(0, names.length - SHOWN_MAX) };
}

/** The name, alias or stem that was most likely meant: a typo away, or the only one that the written name is a part of. */
export function nearFile(
  written: string,
  files: readonly NamedFile[],
  others: readonly string[] = []
): string | undefined {
  const stem = fileStem(written).toLowerCase();
  const names = files.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const near = nearest(written, [...names, ...others]) ?? nearest(fileStem(written), names);
  const parts = files.filter(({ name }) => stem.length >= PART_MIN && name.toLowerCase().includes(stem));
  return near ?? (parts.length === 1 ? parts[0].name : undefined);
}
