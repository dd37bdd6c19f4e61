/** Where the keyboard is in the grid, and which values it can reach: steps on the sheet, along an axis, to a cell by name. */
import type { ShownValues } from '../../language/layout/arrange';
import type { LayoutWord as Place } from '../../language/names/sweep-words';
import { move, nearestSeen, nextAlong, type Motion } from './navigate';
import { neighboursOf } from './sheet';
import { withAll } from './shown-values';
import type { CellView } from './sweep-state';
import type { GridSnapshot, View } from './view';

export type WalkOptions = {
  snapshot(): GridSnapshot;
  view(): View;
  change(change: Partial<View>): void;
  /** Called before a step on the sheet. */
  onMove(): void;
};

export class Walk {
  constructor(private readonly options: WalkOptions) {}

  /** Changes which values of an axis are seen, and in which order; the keyboard goes to a cell that is. */
  showValues(change: (shown: ShownValues) => ShownValues): void {
    const before = this.now.sheet?.arrangement;
    this.options.change({ shown: change(this.options.view().shown) });
    const { sheet, sweep, focus } = this.now;
    if (before && sweep && sheet && sheet.arrangement.spotOf(focus) === null) {
      const near = nearestSeen(sweep.cells, focus, before.values, sheet.arrangement);
      this.options.change({
        focus: near === null ? null : sweep.cells[near].id,
        focusMoves: this.options.view().focusMoves + 1
      });
    }
  }

  /** Shows another value of an axis without a place; the keyboard stays at the same place of the sheet. */
  pin(axis: string, value: number): void {
    const along = this.along(axis);
    const next = along?.cells[along.values.indexOf(value)] ?? null;
    const focus = next === null ? this.options.view().focus : (this.now.sweep?.cells[next].id ?? null);
    this.options.change({ pins: { ...this.options.view().pins, [axis]: value }, focus });
  }

  /** Moves the keyboard to a cell without opening it. */
  focusCell(id: string, takeFocus = true): void {
    this.options.change({ focus: id, focusMoves: this.options.view().focusMoves + (takeFocus ? 1 : 0) });
  }

  /** Moves the keyboard on the sheet. */
  moveFocus(motion: Motion): void {
    const { sweep, sheet, focus } = this.now;
    const from = sheet?.arrangement.spotOf(focus);
    if (!sweep || !sheet) {
      return;
    }
    const spot = from ? move(sheet.arrangement, from, motion) : { row: 0, column: 0 };
    const position = sheet.arrangement.cellAt(spot);
    this.options.onMove();
    if (position !== null) {
      this.focusCell(sweep.cells[position].id);
    }
  }

  /** To the neighbour along the axis at a place; along the other direction's axis when that one is the only one there is. */
  moveAlong(place: Place, step: 1 | -1): void {
    const { sweep, sheet } = this.now;
    const axis = sheet?.arrangement.at[place] ?? null;
    const along = axis === null ? null : this.along(sweep?.axes[axis].id);
    const next = along && nextAlong(along.cells, along.at, step);
    if (sweep && next !== null) {
      this.show(sweep.cells[next]);
    }
  }

  /** The cells that differ from the one in focus along an axis alone; null for an axis that there is none of. */
  along(id: string | undefined): ReturnType<typeof neighboursOf> | null {
    const { sweep, sheet, focus } = this.now;
    const axis = sweep?.axes.findIndex(each => each.id === id) ?? -1;
    return sweep && sheet && axis >= 0 ? neighboursOf(sweep, sheet.arrangement, focus, axis) : null;
  }

  /** Shows another cell in the full picture, keeping the zoom so that two can be compared. */
  show(cell: CellView): void {
    const pins = { ...this.options.view().pins };
    this.now.sheet?.arrangement.pinned.forEach(({ axis }) => {
      const id = this.now.sweep?.axes[axis].id;
      if (id !== undefined) {
        pins[id] = cell.index[axis];
      }
    });
    this.options.change({ focus: cell.id, pins });
  }

  /** Shows the values of a cell that are hidden: what is done with it is seen. */
  reveal(id: string): void {
    const { sweep, sheet } = this.now;
    const cell = sweep?.cells.find(each => each.id === id);
    const hidden = sweep?.axes.filter(
      (_, k) => cell && !sheet?.arrangement.values[k].includes(cell.index[k])
    );
    if (hidden && hidden.length > 0) {
      this.options.change({ shown: hidden.reduce(withAll, this.options.view().shown) });
    }
  }

  /** Moves the keyboard to a cell, in the view that is seen. */
  goTo(id: string): void {
    const cell = this.now.sweep?.cells.find(each => each.id === id);
    if (cell && this.options.view().mode !== 'grid') {
      this.show(cell);
    } else {
      this.focusCell(id);
    }
  }

  private get now(): GridSnapshot {
    return this.options.snapshot();
  }
}
