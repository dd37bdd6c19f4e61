/** The text of a sweep with other values of its axes. What chance chose stays chosen, or every picture would be another. */
import {
  fieldItems,
  fieldValues,
  hasAxisText,
  withMoreValues,
  withValues,
  withWord,
  wordText,
  writtenList,
  type AxisRows
} from '../../../language/cell/editor';
import { printSweep } from '../../../language/cell/print';
import { IMAGE, isVariantName } from '../../../language/names/sweep-words';
import { findParameter } from '../../../schema/catalogue';
import type { PlanAxis } from '../../../schema/wire';
import type { SweepState } from '../sweep-state';
import { isPictures, isWholeCount, picturesIn, withPictures } from './batch-text';

type Axis = Pick<PlanAxis, 'id' | 'params' | 'values'>;
/** What is written behind an axis's values. */
export type Addition = { axis: Axis; typed: string };
/** A change of a text; null where it doesn't hold what is to change. */
export type TextChange = (text: string) => string | null;

/** The sweep's text, or where an axis can't be found in that the one that its spec makes; null where neither holds the axis. */
export function textWith(sweep: Pick<SweepState, 'text' | 'plan'>, axes: readonly Axis[]): string | null {
  const holds = (text: string): boolean =>
    axes.every(axis => (isPictures(axis) ? picturesIn(text) !== null : hasAxisText(text, axis.params)));
  if (sweep.text !== null && holds(sweep.text)) {
    return sweep.text;
  }
  const printed = sweep.plan ? printSweep(sweep.plan.spec) : null;
  return printed !== null && holds(printed) ? printed : null;
}

/** Whether an axis's values are written somewhere, so that others can be. */
export function isWritten(sweep: Pick<SweepState, 'text' | 'plan'>, axis: Axis): boolean {
  return textWith(sweep, [axis]) !== null;
}

/** Writes new values behind those that there are; a blank addition is none. */
export function adding(additions: readonly Addition[]): TextChange {
  return text =>
    additions.reduce<string | null>((longer, { axis, typed }) => {
      const more = typedValues(axis, typed);
      if (longer === null || more === '') {
        return longer;
      }
      return isPictures(axis)
        ? withPictures(longer, axis.values.length + Number(more))
        : withMoreValues(longer, axis.params, more);
    }, text);
}

/** Writes these values of each axis, and no other. */
export function setting(axes: readonly { axis: Axis; rows: AxisRows }[]): TextChange {
  return text =>
    axes.reduce<string | null>(
      (changed, { axis, rows }) => (changed === null ? null : withValues(changed, axis.params, rows)),
      text
    );
}

/** What was typed as it stands behind an axis's values: names with blanks in them are one value each, as in a field of the panel. */
export function typedValues({ params }: Pick<Axis, 'params'>, typed: string): string {
  const [name] = params;
  if (name === IMAGE) {
    return isWholeCount(typed) ? typed.trim() : '';
  }
  const { kind = 'text' } = findParameter(name) ?? {};
  const isList = params.length > 1 || kind === 'integer' || kind === 'number' || isVariantName(name);
  return isList ? typed.trim() : writtenList(fieldValues(typed));
}

const CHANCE = /^-1(?:\.0*)?$/;

/** Puts into a text the seeds that chance gave the sweep, where it leaves them to chance. */
export function withChosenSeeds(text: string, sweep: Pick<SweepState, 'axes' | 'cells' | 'origins'>): string {
  const { axes, cells, origins } = sweep;
  const [first] = cells;
  const isVaried = cells.some(({ params }) => params.subseed_strength > 0);
  return (['seed', ...(isVaried ? (['subseed'] as const) : [])] as const).reduce((fixed, name) => {
    const written = wordText(fixed, name);
    const axis = axes.find(({ params }) => params.length === 1 && params[0] === name);
    const isChance = written !== null && fieldItems(written).some(({ text: item }) => CHANCE.test(item));
    if (axis) {
      return isChance ? (withValues(fixed, axis.params, axis.values) ?? fixed) : fixed;
    }
    const isLinked = axes.some(({ params }) => params.includes(name));
    const isOpen = isChance || (written === null && origins[name] !== 'user');
    return first && isOpen && !isLinked ? withWord(fixed, name, String(first.params[name])) : fixed;
  }, text);
}

/** The values of an axis once some were added: by their size where they stood by their size, else new ones behind. */
export function inOrder(before: Axis, after: Axis): AxisRows {
  const numbers = (rows: AxisRows): number[] =>
    rows.flatMap(row => (row.length === 1 && typeof row[0] === 'number' ? [row[0]] : []));
  const old = numbers(before.values);
  const all = numbers(after.values);
  const sign = old.length > 1 && old.every((value, k) => k === 0 || value > old[k - 1]) ? 1 : -1;
  const isSorted = old.every((value, k) => k === 0 || (value - old[k - 1]) * sign > 0);
  return old.length === before.values.length && all.length === after.values.length && isSorted
    ? [...all].sort((a, b) => (old.length === 1 ? a - b : (a - b) * sign)).map(value => [value])
    : after.values;
}

/** Whether two lists of values say the same in the same order. */
export function sameRows(a: AxisRows, b: AxisRows): boolean {
  return a.length === b.length && a.every((row, k) => sameRow(row, b[k]));
}

/** Whether two values of an axis are one. */
export function sameRow(a: AxisRows[number], b: AxisRows[number]): boolean {
  return a.length === b.length && a.every((value, k) => value === b[k]);
}
