/**
 * The filter of one grid. Open, it is in force and the cells it leaves out are dimmed in their places; closed, it leaves out nothing and is
 * kept. Collapsed, only values with a match are on the sheet: as they were when the filter was last changed, for a mark that is given
 * meanwhile moves nothing.
 */
import type { ShownValues } from '../../../language/layout/arrange';
import type { PlanAxis } from '../../../schema/wire';
import { lastOnly } from '../../ui/last-only';
import { shownOf } from '../shown-values';
import type { CellView, SweepState } from '../sweep-state';
import {
  comparesPictures,
  type Filter,
  type Flagged,
  type IResemblance,
  matchesOf,
  NO_FILTER,
  restricts,
  type Rule,
  withoutRule,
  withRule
} from './filter';

export type FilterView = {
  open: boolean;
  filter: Filter;
  /** Of each cell whether it matches; null while nothing is left out. */
  matches: readonly boolean[] | null;
  count: number;
  collapse: boolean;
  flags: Readonly<Record<Flagged, number>>;
};

/** What of it outlives a reload. */
export type KeptFilter = { open: boolean; collapse: boolean; filter: Filter };

export const NO_KEPT_FILTER: KeptFilter = { open: false, collapse: false, filter: NO_FILTER };

type Pictures = IResemblance & { version: number };

export class Filtering {
  private open = false;
  private filter: Filter = NO_FILTER;
  private collapse = false;
  private readonly match = lastOnly(matchCells);
  private readonly flags = lastOnly(countFlags);
  private readonly seen = lastOnly(viewOf);
  private kept: {
    filter: Filter;
    axes: readonly PlanAxis[];
    version: number;
    values: ShownValues | null;
  } | null = null;

  constructor(private readonly onChange: () => void) {}

  get isOpen(): boolean {
    return this.open;
  }

  get content(): KeptFilter {
    const { open, collapse, filter } = this;
    return { open, collapse, filter };
  }

  /** As it was kept; nobody is told. */
  restore({ open, collapse, filter }: KeptFilter): void {
    this.open = open;
    this.collapse = collapse;
    this.filter = filter;
    this.kept = null;
  }

  /** Another sweep of the same pictures is shown, in which the filter is written otherwise; nobody is told. */
  carry(change: (filter: Filter) => Filter): void {
    this.restore({ ...this.content, filter: change(this.filter) });
  }

  toggle(open = !this.open): void {
    this.change(() => (this.open = open));
  }

  setFlag(flag: Flagged): void {
    this.put({ ...this.filter, flag });
  }

  /** At least so many stars; the same once more: with or without. */
  setStars(stars: number): void {
    this.put({ ...this.filter, stars: stars === this.filter.stars ? 0 : stars });
  }

  addRule(rule: Rule): void {
    this.put(withRule(this.filter, rule));
  }

  removeRule(at: number): void {
    this.put(withoutRule(this.filter, at));
  }

  clear(): void {
    this.put(NO_FILTER);
  }

  toggleCollapse(): void {
    this.change(() => (this.collapse = !this.collapse));
  }

  /** Another sweep is shown. */
  reset(): void {
    this.restore(NO_KEPT_FILTER);
  }

  view(sweep: SweepState | null, pictures: Pictures, reference: number | null): FilterView {
    const cells = sweep?.cells ?? NO_CELLS;
    const on = this.open && restricts(this.filter);
    const version = comparesPictures(this.filter) ? pictures.version : 0;
    const matches = on
      ? this.match(sweep?.axes ?? NO_AXES, cells, this.filter, pictures, version, reference)
      : null;
    return this.seen(this.open, this.filter, matches, cells.length, this.collapse, this.flags(cells));
  }

  /** The values that are on the sheet: all that a person sees, or those of them with a match. */
  narrowed(sweep: SweepState, { matches }: FilterView, shown: ShownValues, pictures: Pictures): ShownValues {
    if (!this.collapse || !matches) {
      this.kept = null;
      return shown;
    }
    const { kept, filter } = this;
    const version = comparesPictures(filter) ? pictures.version : 0;
    const { axes, cells } = sweep;
    if (!kept || kept.filter !== filter || kept.axes !== axes || kept.version !== version) {
      const found = cells.filter((_, position) => matches[position]);
      const values = found.length === 0 ? null : valuesOf(axes, found);
      this.kept = { filter, axes, version, values };
    }
    return this.within(axes, shown, this.kept?.values ?? null);
  }

  private readonly within = lastOnly(
    (axes: readonly PlanAxis[], shown: ShownValues, values: ShownValues | null): ShownValues => {
      if (!values) {
        return shown;
      }
      const entries = axes.map((axis): [string, readonly number[]] => {
        const all = shownOf(shown, axis);
        const left = all.filter(value => values[axis.id]?.includes(value));
        return [axis.id, left.length > 0 ? left : all];
      });
      return Object.fromEntries(entries);
    }
  );

  private put(filter: Filter): void {
    this.change(() => (this.filter = filter));
  }

  private change(work: () => unknown): void {
    work();
    this.onChange();
  }
}

const NO_CELLS: readonly CellView[] = [];
const NO_AXES: readonly PlanAxis[] = [];

/** `version` is another number whenever `pictures` would answer otherwise. */
function matchCells(
  axes: readonly PlanAxis[],
  cells: readonly CellView[],
  filter: Filter,
  pictures: IResemblance,
  _version: number,
  reference: number | null
): readonly boolean[] {
  return matchesOf({ axes, cells }, filter, pictures, reference);
}

function countFlags(cells: readonly CellView[]): FilterView['flags'] {
  const counts = { all: cells.length, pick: 0, reject: 0, undecided: 0 };
  cells.forEach(({ mark }) => (counts[mark.flag ?? 'undecided'] += 1));
  return counts;
}

function viewOf(
  open: boolean,
  filter: Filter,
  matches: readonly boolean[] | null,
  cells: number,
  collapse: boolean,
  flags: FilterView['flags']
): FilterView {
  const count = matches ? matches.filter(Boolean).length : cells;
  return { open, filter, matches, count, collapse, flags };
}

function valuesOf(axes: readonly PlanAxis[], cells: readonly CellView[]): ShownValues {
  return Object.fromEntries(
    axes.map(({ id }, at) => [id, [...new Set(cells.map(({ index }) => index[at]))]])
  );
}
