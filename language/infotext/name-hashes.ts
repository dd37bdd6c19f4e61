/** LoRAs and embeddings of pasted settings by the hashes that are told of them. */
import type { FaultData } from '../../schema/fault';
import type { Draft } from '../cell/spec/draft';
import type { Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { besideFault } from '../names/file-named';
import { findFile, unreadTotal, withoutEnding } from '../names/find-file';
import { Joined, sourceOf } from '../prompt/places';
import { findTags } from '../prompt/tags';
import { escaped } from '../prompt/written';
import type { CellPair } from './line-pairs';
import { hashesOfKind, listedName, type ToldHash } from './told-hashes';

type Kind = 'lora' | 'embedding';
/** A name in a prompt. */
type Named = { at: number; length: number };
type Edit = Named & { text: string };

/**
 * Finds the file of each hash whose name stands in a prompt, a LoRA's in a tag and an embedding's as a word: the prompt then names that
 * file, and where name and hash disagree it is said.
 */
export function readNameHashes(
  draft: Draft,
  pairs: readonly CellPair[],
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): void {
  const edits = new Map<string, Edit[]>();
  const find = (
    kind: Kind,
    name: string,
    told: ToldHash,
    places: readonly (Named & { param: string })[]
  ): void => {
    const file = places.length > 0 ? fileOf(kind, name, told, source, context, warnings) : null;
    for (const { param, at, length } of file === null ? [] : places) {
      edits.set(param, [...(edits.get(param) ?? []), { at, length, text: file! }]);
    }
  };
  const texts = ['prompt', 'negative_prompt'].flatMap(param => {
    const given = draft.base.get(param);
    return given ? [{ param, text: String(given.value) }] : [];
  });
  const loras = hashesOfKind('lora', pairs);
  for (const { param, text } of texts.filter(each => each.param === 'prompt' && loras.size > 0)) {
    for (const { name, at } of tagsIn(text)) {
      const told = loras.get(listedName(name));
      if (told) {
        find('lora', name, told, [{ param, at, length: name.length }]);
      }
    }
  }
  for (const told of hashesOfKind('embedding', pairs).values()) {
    const places = texts.flatMap(({ param, text }) =>
      wordsIn(text, told.name).map(each => ({ param, ...each }))
    );
    find('embedding', told.name, told, places);
  }
  edits.forEach((all, param) => rename(draft, param, all));
}

/** The names of LoRAs in tags. */
function tagsIn(text: string): { name: string; at: number }[] {
  return [...findTags(text)].flatMap(({ index, 0: whole, 1: kind }) => {
    const at = index + kind.length + 2;
    const [name] = text.slice(at, index + whole.length - 1).split(':');
    return /^(lora|lyco)$/.test(kind) ? [{ name, at }] : [];
  });
}

/** Where the name of an embedding stands outside of tags, in whatever case. */
function wordsIn(text: string, name: string): Named[] {
  const stem = withoutEnding(name);
  const written = stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const tags = [...findTags(text)].map(({ index, 0: whole }) => ({ from: index, to: index + whole.length }));
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}_])${written}(?![\\p{L}\\p{N}_])`, 'giu'))]
    .map(({ index: at, 0: { length } }) => ({ at, length }))
    .filter(({ at, length }) => length > 0 && !tags.some(({ from, to }) => at >= from && at < to));
}

/** What a prompt has to name instead to mean the file of the hash; null where the name may stay. */
function fileOf(
  kind: Kind,
  name: string,
  { hash, pair }: ToldHash,
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): string | null {
  const files = context.models.filter(each => each.kind === kind);
  const where = source.where(pair.value.span);
  const found = findFile(`${name} [${hash}]`, files);
  if (found && 'file' in found) {
    const { file, beside } = found;
    if (beside) {
      warnings.push({ ...besideFault(kind, name, file, beside, files), where });
    }
    const named = findFile(name, files);
    return named && 'file' in named && named.file === file ? null : written(kind, file.name, hash);
  }
  if (found && 'candidates' in found) {
    const candidates = found.candidates.map(each => each.name);
    context.tell?.({ code: 'name_ambiguous', facts: { name, kind, candidates, hash }, where });
  } else {
    context.tell?.({ code: 'weights_missing', facts: { name, kind, unread: unreadTotal(files) }, where });
  }
  return null;
}

/** A file's name as it is written in a prompt; a LoRA's hash where a mark of tags stands in its name. */
function written(kind: Kind, name: string, hash: string): string {
  return kind === 'lora' && /[:>=]/.test(name) ? hash : escaped(name, { braces: true });
}

/** Puts other names into a prompt; the rest of it stays where it was written. */
function rename(draft: Draft, param: string, edits: readonly Edit[]): void {
  const given = draft.base.get(param)!;
  const text = String(given.value);
  const made = new Joined();
  let end = 0;
  for (const { at, length, text: name } of [...edits].sort((a, b) => a.at - b.at)) {
    made.add(text.slice(end, at), end);
    made.add(name, at);
    end = at + length;
  }
  made.add(text.slice(end), end);
  const { text: value, places } = made;
  const { inside } = given;
  draft.base.set(param, {
    ...given,
    value,
    ...(inside && { inside: (from, to) => inside(sourceOf(places, from), sourceOf(places, to)) })
  });
}
