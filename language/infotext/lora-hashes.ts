/** LoRAs of pasted settings by their hashes: A1111's `Lora hashes: "name: AutoV3, …"`, and the `Hashes` of model sites. */
import type { FaultData } from '../../schema/fault';
import type { Draft } from '../cell/spec/draft';
import type { Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { isPastedHash } from '../names/choices';
import { findFile, findHash, loosely, unreadTotal, withoutEnding } from '../names/find-file';
import { Joined, sourceOf } from '../prompt/places';
import { findTags } from '../prompt/tags';
import { escaped } from '../prompt/written';
import type { CellPair } from './line-pairs';

/** Finds the LoRA of each hash whose name stands in a tag: the tag then names that file, and where name and hash disagree it is said. */
export function readLoraHashes(
  draft: Draft,
  pairs: readonly CellPair[],
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): void {
  const hashes = hashesIn(pairs);
  const given = draft.base.get('prompt');
  if (hashes.size === 0 || !given) {
    return;
  }
  const prompt = String(given.value);
  const made = new Joined();
  let end = 0;
  for (const { index, 0: whole, 1: kind } of findTags(prompt)) {
    const start = index + kind.length + 2;
    const [name] = prompt.slice(start, index + whole.length - 1).split(':');
    const told = hashes.get(loosely(withoutEnding(name)));
    const file = told && /^(lora|lyco)$/.test(kind) ? fileOf(name, told, source, context, warnings) : null;
    if (file !== null) {
      made.add(prompt.slice(end, start), end);
      made.add(file, start);
      end = start + name.length;
    }
  }
  if (end > 0) {
    made.add(prompt.slice(end), end);
    const { text: value, places } = made;
    const { inside } = given;
    draft.base.set('prompt', {
      ...given,
      value,
      ...(inside && { inside: (from, to) => inside(sourceOf(places, from), sourceOf(places, to)) })
    });
  }
}

type Told = { hash: string; pair: CellPair };

/** What a tag has to name instead to mean the file of the hash; null where it may stay. */
function fileOf(
  name: string,
  { hash, pair }: Told,
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): string | null {
  const files = context.models.filter(({ kind }) => kind === 'lora');
  const where = source.where(pair.value.span);
  const kind = 'lora';
  const named = findFile(name, files);
  const found = findHash(hash, files);
  if (found && 'file' in found) {
    const { file } = found;
    const meant = named && ('file' in named ? [named.file] : 'candidates' in named ? named.candidates : []);
    if (!meant?.includes(file)) {
      warnings.push({ code: 'name_by_hash', facts: { name, kind, file: file.name }, where });
    }
    return named && 'file' in named && named.file === file ? null : inTag(file.name, hash);
  }
  if (named && 'file' in named) {
    const { name: file, sha256 } = named.file;
    const facts = { kind, hash, file, candidates: sha256 ? [] : [file] };
    warnings.push({ code: 'name_hash_differs', facts, where });
  } else if (named === null) {
    context.tell?.({ code: 'weights_missing', facts: { name, kind, unread: unreadTotal(files) }, where });
  }
  return null;
}

/** A file's name as it is written in a tag; its hash where a mark of tags stands in it. */
function inTag(name: string, hash: string): string {
  return /[:>=]/.test(name) ? hash : escaped(name, { braces: true });
}

/** By their names, told apart no more than files are. */
function hashesIn(pairs: readonly CellPair[]): Map<string, Told> {
  const all = new Map<string, Told>();
  for (const pair of pairs) {
    const { value } = pair.value;
    const found = /^lora hashes$/i.test(pair.key)
      ? value.split(',').map(halves)
      : /^hashes$/i.test(pair.key)
        ? [...value.matchAll(/"(?:lora|lyco):([^"]+)"\s*:\s*"([0-9a-f]+)"/gi)].map(([, ...each]) => each)
        : [];
    for (const [name, hash] of found) {
      if (isPastedHash(hash)) {
        all.set(loosely(withoutEnding(name)), { hash, pair });
      }
    }
  }
  return all;
}

/** What stands before the last colon and behind it. */
function halves(text: string): string[] {
  const colon = text.lastIndexOf(':');
  return [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
}
