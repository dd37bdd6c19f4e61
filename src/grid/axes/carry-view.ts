/** What a person chose to see of a sweep, once its axes have other values: the same values, the same picture in focus. */
import { own } from '../../../schema/own';
import type { PlanAxis } from '../../../schema/wire';
import type { ShownValues } from '../../../language/layout/arrange';
import type { Filter, Rule } from '../filter/filter';
import type { CellView, SweepState } from '../sweep-state';
import type { View } from '../view';
import { sameRow } from './changed-text';

type Sweep = Pick<SweepState, 'axes' | 'cells'>;
type Carried = Pick<View, 'layout' | 'pins' | 'shown' | 'focus' | 'reference' | 'wanted' | 'inside'>;

export function carriedView(view: Carried, before: Sweep, after: Sweep): Carried {
  const ids = new Set(after.axes.map(({ id }) => id));
  const layout =
    view.layout &&
    Object.fromEntries(Object.entries(view.layout).filter(([, id]) => id !== undefined && ids.has(id)));
  const cellOf = cellFinder(before, after);
  return {
    layout,
    pins: carriedPins(view.pins, before.axes, after.axes),
    shown: carriedValues(view.shown, before.axes, after.axes),
    inside: view.inside !== null && ids.has(view.inside) ? view.inside : null,
    focus: cellOf(view.focus),
    reference: cellOf(view.reference),
    wanted: null
  };
}

/** A filter asks for the same values, wherever they stand now; a rule none of whose values is left is gone. */
export function carriedFilter(filter: Filter, before: Sweep, after: Sweep): Filter {
  const rules = filter.rules.flatMap((rule): Rule[] => {
    if (rule.kind !== 'value') {
      return [rule];
    }
    const [old, axis] = [before, after].map(({ axes }) => axes.find(({ id }) => id === rule.axis));
    const values = rule.values.flatMap(value =>
      old && axis ? (positionIn(axis, old.values[value]) ?? []) : []
    );
    const isSame =
      values.length === rule.values.length && values.every((value, k) => value === rule.values[k]);
    return isSame
      ? [rule]
      : values.length > 0
        ? [{ ...rule, values: [...values].sort((a, b) => a - b) }]
        : [];
  });
  const isSame = rules.length === filter.rules.length && rules.every((rule, k) => rule === filter.rules[k]);
  return isSame ? filter : { ...filter, rules };
}

/** Hidden values stay hidden, new ones are seen: behind the others, or where the sweep has them while all stood so. */
function carriedValues(
  shown: ShownValues,
  before: readonly PlanAxis[],
  after: readonly PlanAxis[]
): ShownValues {
  const entries = after.flatMap((axis): [string, readonly number[]][] => {
    const old = before.find(({ id }) => id === axis.id);
    const order = own(shown, axis.id);
    if (!old || !order) {
      return [];
    }
    const kept = order.flatMap(value => positionIn(axis, old.values[value]) ?? []);
    const fresh = axis.values.flatMap((row, k) => (positionIn(old, row) === null ? [k] : []));
    const isAsWritten = kept.every((value, k) => k === 0 || value > kept[k - 1]);
    const all = [...kept, ...fresh];
    const values = isAsWritten ? [...all].sort((a, b) => a - b) : all;
    const isWhole = isAsWritten && values.length === axis.values.length;
    return values.length === 0 || isWhole ? [] : [[axis.id, values]];
  });
  return Object.fromEntries(entries);
}

function carriedPins(
  pins: View['pins'],
  before: readonly PlanAxis[],
  after: readonly PlanAxis[]
): View['pins'] {
  const entries = after.flatMap((axis): [string, number][] => {
    const old = before.find(({ id }) => id === axis.id);
    const pinned = own(pins, axis.id);
    const position = old && pinned !== undefined ? positionIn(axis, old.values[pinned]) : null;
    return position === null ? [] : [[axis.id, position]];
  });
  return Object.fromEntries(entries);
}

function positionIn({ values }: PlanAxis, row: PlanAxis['values'][number] | undefined): number | null {
  const at = row === undefined ? -1 : values.findIndex(each => sameRow(each, row));
  return at >= 0 ? at : null;
}

/** Finds the cell with the values of another's, on the axes that both sweeps have. */
function cellFinder(before: Sweep, after: Sweep): (id: string | null) => string | null {
  return id => {
    const from = id === null ? undefined : before.cells.find(cell => cell.id === id);
    if (!from) {
      return null;
    }
    const wanted = after.axes.map(axis => {
      const k = before.axes.findIndex(each => each.id === axis.id);
      return k < 0 ? null : positionIn(axis, before.axes[k].values[from.index[k]]);
    });
    const matches = ({ index }: CellView): boolean =>
      wanted.every((value, k) => value === null || value === index[k]);
    return after.cells.find(matches)?.id ?? null;
  };
}
