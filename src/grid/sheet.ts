/**
 * The sheet that follows from a sweep and what a person chose to see: where cells stand, how large they are, how wide the headers.
 * Nothing of it depends on how far the cells are drawn, so events of a job leave it as it is.
 */
import type { Layout, PlanAxis } from '../../schema/wire';
import type { IDiffusionText } from '../tokens';
import { alongAxis, arrange, type Arrangement } from '../../language/layout/arrange';
import { completeLayout } from '../../language/layout/choose-layout';
import { lastOnly } from '../ui/last-only';
import { axisLabel } from './names';
import { boxOf, fitSize, shapeOf, type Box } from './size';
import type { CellView, SweepState } from './sweep-state';
import type { View } from './view';

export type Sheet = {
  layout: Layout;
  arrangement: Arrangement;
  /** Position in `cells` by id. Another map stands for other cells. */
  positions: ReadonlyMap<string, number>;
  /** Pixels of the row headers and of the outer row headers; 0 where there are none. */
  heads: { inner: number; outer: number };
  size: number;
  box: Box;
  shape: Box;
};

type Heads = Sheet['heads'];
type ViewOfSheet = Pick<View, 'layout' | 'pins' | 'shown' | 'size' | 'width' | 'height'>;

/** Makes sheets, and hands out the same one while nothing has changed that it follows from. */
export class SheetMaker {
  private cells: readonly CellView[] = [];
  private places: SweepState['places'] = new Map();
  private readonly complete = lastOnly(completeLayout);
  private readonly arrange = lastOnly(arrange);
  private readonly shape = lastOnly(shapeOf);
  private readonly heads = lastOnly(headsOf);
  private readonly fit = lastOnly(fitOf);
  private readonly sheet = lastOnly(
    (
      layout: Layout,
      arrangement: Arrangement,
      positions: ReadonlyMap<string, number>,
      heads: Heads,
      size: number,
      shape: Box
    ): Sheet => ({ layout, arrangement, positions, heads, size, shape, box: boxOf(size, shape) })
  );

  make(
    sweep: Pick<SweepState, 'axes' | 'layout' | 'cells' | 'places'>,
    view: ViewOfSheet,
    text: IDiffusionText
  ): Sheet {
    const { axes, places } = sweep;
    // However far they are drawn: nothing here follows from that.
    this.cells = places === this.places ? this.cells : sweep.cells;
    this.places = places;
    const layout = view.layout ?? this.complete(axes, sweep.layout);
    const arrangement = this.arrange(axes, layout, this.cells, view.pins, view.shown);
    const shape = this.shape(this.cells);
    const heads = this.heads(axes, arrangement, text);
    const size = view.size ?? this.fit(arrangement, heads, shape, view.width, view.height);
    return this.sheet(layout, arrangement, places, heads, size, shape);
  }
}

/** The cells that differ from one along an axis alone, of the values that are shown, in their order; `at` is its own place among them, or -1. */
export function neighboursOf(
  { axes, cells }: Pick<SweepState, 'axes' | 'cells'>,
  { values }: Arrangement,
  cell: number,
  axis: number
): { cells: (number | null)[]; values: readonly number[]; at: number } {
  const shown = values[axis];
  return {
    cells: alongAxis(axes, cells, cell, axis, shown),
    values: shown,
    at: shown.indexOf(cells[cell].index[axis])
  };
}

const USUAL_WIDTH = 900;
const USUAL_HEIGHT = 600;
const HEAD_MIN = 44;
const HEAD_MAX = 168;

function headsOf(axes: readonly PlanAxis[], { at }: Arrangement, text: IDiffusionText): Heads {
  const widthOf = (place: 'y' | 'yy'): number => {
    const axis = at[place];
    return axis === null ? 0 : headWidth(axes[axis].labels);
  };
  const corner = (['x', 'y'] as const).map(place => {
    const axis = at[place];
    return axis === null ? 0 : labelWidth(`${axisLabel(axes[axis], text)} →`) + 14;
  });
  const inner = at.y === null && at.x === null ? 0 : Math.max(widthOf('y'), ...corner);
  return { inner: Math.min(HEAD_MAX, inner), outer: widthOf('yy') };
}

function headWidth(labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, labelWidth(label) + 18), 0);
  return Math.min(HEAD_MAX, Math.max(HEAD_MIN, longest));
}

/** About how wide a label is drawn: wide enough, since a face may be wider than ours. */
function labelWidth(label: string): number {
  let width = 0;
  for (const sign of label) {
    width += sign.charCodeAt(0) > 0x2e7f ? 13 : 7.4;
  }
  return Math.ceil(width);
}

function fitOf(
  { at, columns, rows, values }: Arrangement,
  heads: Heads,
  shape: Box,
  width: number,
  height: number
): number {
  const groups = (place: 'xx' | 'yy'): number => {
    const axis = at[place];
    return axis === null ? 1 : values[axis].length;
  };
  return fitSize(
    {
      width: (width || USUAL_WIDTH) - heads.inner - heads.outer - 12,
      height: (height || USUAL_HEIGHT) - 44,
      columns: columns.length,
      rows: rows.length,
      outerColumns: groups('xx'),
      outerRows: groups('yy')
    },
    shape
  );
}
