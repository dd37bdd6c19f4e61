/** Reads a filter that was kept with a view: with care, for it may be of an older version, or of a sweep that has other values now. */
import type { PlanAxis } from '../../../schema/wire';
import type { Filter, Flagged, Rule } from './filter';
import type { KeptFilter } from './filtering';

const FLAGS: readonly Flagged[] = ['all', 'pick', 'reject', 'undecided'];
const STARS = 5;
/** Characters and rules of a filter that are taken; nobody writes as many. */
const WORDS_MAX = 1000;
const RULES_MAX = 100;

/** What of it holds for these axes. */
export function readFilter(value: unknown, axes: readonly PlanAxis[]): KeptFilter {
  const { open, collapse, filter } = asRecord(value);
  const { flag, stars, rules } = asRecord(filter);
  const read: Filter = {
    flag: FLAGS.find(each => each === flag) ?? 'all',
    stars: isWhole(stars, STARS) ? stars : 0,
    rules: (Array.isArray(rules) ? rules : []).slice(0, RULES_MAX).flatMap(rule => readRule(rule, axes) ?? [])
  };
  return { open: open === true, collapse: collapse === true, filter: read };
}

function readRule(value: unknown, axes: readonly PlanAxis[]): Rule | null {
  const rule = asRecord(value);
  switch (rule.kind) {
    case 'value': {
      const axis = axes.find(({ id }) => id === rule.axis);
      const values = Array.isArray(rule.values) ? rule.values : [];
      const known = values.filter(each => axis && isWhole(each, axis.labels.length - 1));
      return axis && known.length > 0 ? { kind: 'value', axis: axis.id, values: known } : null;
    }
    case 'tag':
      return rule.tag === null || isText(rule.tag) ? { kind: 'tag', tag: rule.tag } : null;
    case 'words':
      return isText(rule.words) ? { kind: 'words', words: rule.words } : null;
    case 'alike':
    case 'first':
      return { kind: rule.kind };
    case 'differs':
    case 'resembles':
      return typeof rule.percent === 'number' && rule.percent >= 0 && rule.percent <= 100
        ? { kind: rule.kind, percent: rule.percent }
        : null;
    default:
      return null;
  }
}

const isWhole = (value: unknown, most: number): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= WORDS_MAX;

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
