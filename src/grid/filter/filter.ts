/**
 * Which cells a person wants to see. A filter is plain data; what it asks of pictures (are they nearly the same, how far from the
 * reference) it is told by whoever compares them. All that it says must hold; of several values of one axis any will do.
 */
import { tagKey } from '../../../schema/tags';
import type { PlanAxis } from '../../../schema/wire';
import { hasTag } from '../marks/tag-words';
import type { CellView } from '../sweep-state';

export type Flagged = 'all' | 'pick' | 'reject' | 'undecided';

export type Rule =
  | { kind: 'value'; axis: string; values: readonly number[] }
  /** Null: without any tag. */
  | { kind: 'tag'; tag: string | null }
  | { kind: 'words'; words: string }
  | { kind: 'alike' }
  | { kind: 'first' }
  | { kind: 'differs'; percent: number }
  | { kind: 'resembles'; percent: number };

export type Filter = { flag: Flagged; stars: number; rules: readonly Rule[] };

export const NO_FILTER: Filter = { flag: 'all', stars: 0, rules: [] };

/** What is known of how much pictures look like each other, by positions of cells; null where it isn't known (yet). */
export interface IResemblance {
  /** How many other cells look nearly the same. */
  alike(cell: number): number | null;
  /** Whether no cell before it looks nearly the same. */
  isFirst(cell: number): boolean | null;
  /** How far two pictures are apart, in percent. */
  difference(cell: number, other: number): number | null;
}

/** Whether it leaves anything out at all. */
export function restricts({ flag, stars, rules }: Filter): boolean {
  return flag !== 'all' || stars > 0 || rules.some(rule => rule.kind !== 'words' || rule.words.trim() !== '');
}

/** Whether it can only be answered by comparing pictures. */
export function comparesPictures({ rules }: Filter): boolean {
  return rules.some(({ kind }) => ['alike', 'first', 'differs', 'resembles'].includes(kind));
}

type Sweep = { axes: readonly PlanAxis[]; cells: readonly CellView[] };

/** Of each cell whether it matches. */
export function matchesOf(
  { axes, cells }: Sweep,
  { flag, stars, rules }: Filter,
  pictures: IResemblance,
  reference: number | null
): boolean[] {
  const tests = rules.map(rule => testOf(rule, axes, pictures, reference));
  return cells.map(
    (cell, position) =>
      isFlagged(cell, flag) && (cell.mark.rating ?? 0) >= stars && tests.every(test => test(cell, position))
  );
}

export function isFlagged({ mark }: Pick<CellView, 'mark'>, flag: Flagged): boolean {
  return flag === 'all' || (flag === 'undecided' ? mark.flag === null : mark.flag === flag);
}

type Test = (cell: CellView, position: number) => boolean;

function testOf(
  rule: Rule,
  axes: readonly PlanAxis[],
  pictures: IResemblance,
  reference: number | null
): Test {
  const difference = (position: number): number | null =>
    reference === null ? null : pictures.difference(position, reference);
  switch (rule.kind) {
    case 'value': {
      const at = axes.findIndex(({ id }) => id === rule.axis);
      return ({ index }) => at < 0 || rule.values.includes(index[at]);
    }
    case 'tag':
      return cell => (rule.tag === null ? cell.mark.tags.length === 0 : hasTag(cell, rule.tag));
    case 'words': {
      const words = folded(rule.words).split(/\s+/u).filter(Boolean);
      return ({ params }) => {
        const prompt = folded(params.prompt);
        return words.every(word => prompt.includes(word));
      };
    }
    case 'alike':
      return (_, position) => (pictures.alike(position) ?? 0) > 0;
    case 'first':
      return (_, position) => pictures.isFirst(position) ?? false;
    case 'differs':
      return (_, position) => (difference(position) ?? -1) >= rule.percent;
    case 'resembles':
      return (_, position) => (difference(position) ?? Infinity) < rule.percent;
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('und');

/** The filter with a rule more: a value joins those of its axis, another rule of its kind takes the place of the one there is. */
export function withRule(filter: Filter, rule: Rule): Filter {
  const { rules } = filter;
  const at = rules.findIndex(each => isOfOneKind(each, rule));
  if (at < 0) {
    return { ...filter, rules: [...rules, rule] };
  }
  const known = rules[at];
  const joined =
    known.kind === 'value' && rule.kind === 'value'
      ? { ...known, values: [...new Set([...known.values, ...rule.values])].sort((a, b) => a - b) }
      : rule;
  return { ...filter, rules: rules.map((each, position) => (position === at ? joined : each)) };
}

export function withoutRule(filter: Filter, at: number): Filter {
  return { ...filter, rules: filter.rules.filter((_, position) => position !== at) };
}

const COMPARING = ['differs', 'resembles'];
const SIMILAR = ['alike', 'first'];

function isOfOneKind(one: Rule, other: Rule): boolean {
  if (one.kind === 'value' && other.kind === 'value') {
    return one.axis === other.axis;
  }
  if (one.kind === 'tag' && other.kind === 'tag') {
    // Several tags may be asked for; "without tags" goes with none of them.
    return one.tag === null || other.tag === null || tagKey(one.tag) === tagKey(other.tag);
  }
  return (
    one.kind === other.kind ||
    [COMPARING, SIMILAR].some(kinds => kinds.includes(one.kind) && kinds.includes(other.kind))
  );
}
