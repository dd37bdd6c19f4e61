/** Tags as they are written into a field: what is ready of them, and which that are known already fit. */
import { TAG_SEPARATORS, tagKey, tidyTags } from '../../../schema/tags';
import type { Mark } from '../../../schema/wire';

type Marked = { mark: Pick<Mark, 'tags'> };

/** The tags that are used among these cells, the most used first. */
export function tagsInUse(cells: readonly Marked[]): string[] {
  const counts = new Map<string, { tag: string; count: number }>();
  for (const tag of cells.flatMap(({ mark }) => mark.tags)) {
    const known = counts.get(tagKey(tag));
    counts.set(tagKey(tag), { tag: known?.tag ?? tag, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag))
    .map(({ tag }) => tag);
}

/** The tags that every one of these cells has. */
export function tagsOfAll(cells: readonly Marked[]): string[] {
  const [first, ...others] = cells;
  return (first?.mark.tags ?? []).filter(tag => others.every(cell => hasTag(cell, tag)));
}

export function hasTag({ mark }: Marked, tag: string): boolean {
  return mark.tags.some(each => tagKey(each) === tagKey(tag));
}

/** What was written before the last comma, as tags, and what is still being written. */
export function splitTags(written: string): { ready: string[]; rest: string } {
  const parts = written.split(new RegExp(TAG_SEPARATORS, 'g'));
  return { ready: tidyTags(parts.slice(0, -1)), rest: (parts.at(-1) ?? '').replace(/^\s+/u, '') };
}

/** Known tags that what is written may become: those that begin with it, then those in which a word does; none of those given already. */
export function offeredTags(
  known: readonly string[],
  given: readonly string[],
  written: string,
  most = 6
): string[] {
  const wanted = tagKey(written.trim());
  const has = new Set(given.map(tagKey));
  const free = known.filter(tag => !has.has(tagKey(tag)) && tagKey(tag) !== wanted);
  const begins = free.filter(tag => tagKey(tag).startsWith(wanted));
  const within = free.filter(tag => !begins.includes(tag) && tagKey(tag).includes(wanted));
  return [...begins, ...within].slice(0, most);
}

/** The tags with others put in and taken out. */
export function changedTags(
  tags: readonly string[],
  put: readonly string[],
  taken: readonly string[]
): string[] {
  const gone = new Set(taken.map(tagKey));
  return tidyTags([...tags.filter(tag => !gone.has(tagKey(tag))), ...put]);
}
