import { Fault } from '../../schema/fault';
import type { FileKind } from '../../schema/wire';
import { excerpt } from '../cell/source';
import { fileStem, findFile, type NamedFile, unreadTotal } from './find-file';
import { nearest } from './nearest';

/** Names that a refusal lists. */
const SHOWN_MAX = 5;
/** Fewest characters of a part of a name that let the whole be suggested. */
const PART_MIN = 3;

/**
 * The one file of a kind that a name means among `files`, all of that kind. Throws `name_ambiguous` with the names that tell several
 * apart, `hash_unknown` for a hash that no file is known by, `model_missing` or `weights_missing` with the nearest name (`others` are
 * names that could have been meant, too).
 */
export function fileNamed<F extends NamedFile>(
  kind: FileKind,
  written: string,
  files: readonly F[],
  others: readonly string[] = []
): F {
  const found = findFile(written, files);
  const name = excerpt(written);
  if (found && 'file' in found) {
    return found.file;
  }
  if (found && 'candidates' in found) {
    throw new Fault('name_ambiguous', { name, kind, candidates: found.candidates.map(each => each.name) });
  }
  if (found) {
    throw new Fault('hash_unknown', {
      ...{ hash: found.hash, kind },
      ...{ unread: unreadTotal(files), old: found.old ? 1 : 0 }
    });
  }
  const near = nearFile(written, files, others);
  throw kind === 'checkpoint'
    ? new Fault('model_missing', { name, near, ...(near === undefined && hereAmong(files)) })
    : new Fault('weights_missing', { name, kind, near });
}

/** A few of the names that there are, and how many more. */
function hereAmong(files: readonly NamedFile[]): { here: string[]; more: number } {
  const names = files.map(({ name }) => name);
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
