/** Which values of an axis a person sees, and in which order. An axis is never without a value. */
import type { ShownValues } from '../../language/layout/arrange';
import { own } from '../../schema/own';
import type { PlanAxis } from '../../schema/wire';

type Axis = Pick<PlanAxis, 'id' | 'labels' | 'values'>;

/** The positions of the values that are shown. */
export function shownOf(shown: ShownValues, { id, labels }: Axis): readonly number[] {
  return own(shown, id) ?? labels.map((_, value) => value);
}

/** Those that are not, in the sweep's order. */
export function hiddenOf(shown: ShownValues, axis: Axis): number[] {
  const seen = new Set(shownOf(shown, axis));
  return axis.labels.flatMap((_, value) => (seen.has(value) ? [] : [value]));
}

export function withoutValue(shown: ShownValues, axis: Axis, value: number): ShownValues {
  const left = shownOf(shown, axis).filter(each => each !== value);
  return left.length === 0 ? shown : { ...shown, [axis.id]: left };
}

export function withOnly(shown: ShownValues, axis: Axis, value: number): ShownValues {
  return { ...shown, [axis.id]: [value] };
}

/** All values again: those that were hidden, where the sweep has them. */
export function withAll(shown: ShownValues, axis: Axis): ShownValues {
  const order = shownOf(shown, axis);
  if (isInOrder(order)) {
    return withoutAxis(shown, axis);
  }
  const hidden = hiddenOf(shown, axis);
  return { ...shown, [axis.id]: [...order, ...hidden] };
}

/** A value that was hidden, behind the others or where the sweep has it while all stand so. */
export function withValue(shown: ShownValues, axis: Axis, value: number): ShownValues {
  const order = shownOf(shown, axis);
  if (order.includes(value)) {
    return shown;
  }
  const all = [...order, value];
  const values = isInOrder(order) ? [...all].sort((a, b) => a - b) : all;
  return isInOrder(values) && values.length === axis.labels.length
    ? withoutAxis(shown, axis)
    : { ...shown, [axis.id]: values };
}

/** A value put before or behind another one. */
export function withPut(
  shown: ShownValues,
  axis: Axis,
  value: number,
  to: { value: number; behind: boolean }
): ShownValues {
  const order = shownOf(shown, axis);
  if (value === to.value || !order.includes(value) || !order.includes(to.value)) {
    return shown;
  }
  const left = order.filter(each => each !== value);
  const at = left.indexOf(to.value) + (to.behind ? 1 : 0);
  const values = [...left.slice(0, at), value, ...left.slice(at)];
  return isInOrder(values) && values.length === axis.labels.length
    ? withoutAxis(shown, axis)
    : { ...shown, [axis.id]: values };
}

/** A value put one place before or behind its neighbour. */
export function withMoved(shown: ShownValues, axis: Axis, value: number, step: -1 | 1): ShownValues {
  const order = [...shownOf(shown, axis)];
  const at = order.indexOf(value);
  if (at < 0 || !(at + step in order)) {
    return shown;
  }
  [order[at], order[at + step]] = [order[at + step], order[at]];
  return { ...shown, [axis.id]: order };
}

export type Order = 'rising' | 'falling' | 'written';

/** The values that are shown by their size, numbers as numbers, or as the sweep has them. */
export function withSorted(shown: ShownValues, axis: Axis, order: Order): ShownValues {
  const sign = order === 'falling' ? -1 : 1;
  const compare = (a: number, b: number): number =>
    (order === 'written' ? 0 : sign * compareValues(axis, a, b)) || a - b;
  const sorted = [...shownOf(shown, axis)].sort(compare);
  return isInOrder(sorted) && sorted.length === axis.labels.length
    ? withoutAxis(shown, axis)
    : { ...shown, [axis.id]: sorted };
}

/** Whether the values that are shown stand in this order. */
export function isSorted(shown: ShownValues, axis: Axis, order: Order): boolean {
  return sameOrder(shownOf(shown, axis), shownOf(withSorted(shown, axis, order), axis));
}

/** Linked parameters are compared by the first that differs. */
function compareValues({ labels, values }: Axis, a: number, b: number): number {
  for (const [k, one] of (values[a] ?? []).entries()) {
    const other = values[b]?.[k];
    if (typeof one === 'number' && typeof other === 'number') {
      if (one !== other) {
        return one - other;
      }
    } else if (one !== other) {
      break;
    }
  }
  return labels[a].localeCompare(labels[b], undefined, { numeric: true });
}

function withoutAxis(shown: ShownValues, { id }: Axis): ShownValues {
  const { [id]: _, ...rest } = shown;
  return rest;
}

const isInOrder = (values: readonly number[]): boolean =>
  values.every((value, at) => at === 0 || values[at - 1] < value);

const sameOrder = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);
