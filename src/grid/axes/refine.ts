/** Values between one of an axis and its neighbours. */
import { findParameter, isSeed } from '../../../schema/catalogue';
import type { PlanAxis } from '../../../schema/wire';

type Axis = Pick<PlanAxis, 'params' | 'values'>;

/** Beyond this many digits behind the point a half-way value is no one's wish. */
const DIGITS = 4;

/**
 * The values half-way between the one at `position` and the next smaller and larger ones of the axis, on the parameter's own grid where
 * that has one between: for CFG 7 beside 6 and 8, 6.5 and 7.5. Whole numbers stay whole; none for what isn't a number, or is a seed.
 */
export function valuesAround({ params, values }: Axis, position: number): number[] {
  const parameter = params.length === 1 ? findParameter(params[0]) : undefined;
  if (!parameter || isSeed(parameter.name) || (parameter.kind !== 'integer' && parameter.kind !== 'number')) {
    return [];
  }
  const all = values.flatMap(([value]) => (typeof value === 'number' ? [value] : []));
  const at = values[position]?.[0];
  if (typeof at !== 'number') {
    return [];
  }
  const below = Math.max(...all.filter(value => value < at));
  const above = Math.min(...all.filter(value => value > at));
  return [between(below, at), between(at, above)].flatMap(value => (value === null ? [] : [value]));

  function between(low: number, high: number): number | null {
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      return null;
    }
    const { step = 1, min = 0, kind } = parameter!;
    const half = (low + high) / 2;
    const onGrid = plain(min + Math.round((half - min) / step) * step);
    if (onGrid > low && onGrid < high) {
      return onGrid;
    }
    const whole = kind === 'integer' ? null : plain(half);
    return whole !== null && whole > low && whole < high ? whole : null;
  }
}

function plain(value: number): number {
  return Number(value.toFixed(DIGITS));
}

/** Values that would go on as the last ones do, for an example; empty where there is no telling. */
export function valuesBeyond({ params, values }: Axis): number[] {
  const numbers = values.flatMap(([value]) => (typeof value === 'number' ? [value] : []));
  const [before, last] = numbers.slice(-2);
  if (params.length !== 1 || numbers.length < 2 || numbers.length !== values.length) {
    return [];
  }
  const { min = -Infinity, max = Infinity } = findParameter(params[0]) ?? {};
  const step = last - before;
  return [plain(last + step), plain(last + 2 * step)].filter(value => value >= min && value <= max);
}
