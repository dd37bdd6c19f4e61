import { memo, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { innerGroups, outerGroups } from '../../../language/layout/arrange';
import { runOf, type Lines } from '../lines';
import { axisLabel, fullValue, outerWords } from '../names';
import type { Sheet } from '../sheet';
import { AxisName } from './axis-name';
import { useGrid } from './context';

/** Where everything on the sheet lies. It is the same while somebody scrolls. */
export type Geometry = {
  columns: Lines;
  rows: Lines;
  groups: { columns: Groups; rows: Groups };
  /** The lines of each value of the inner axis: several where cells hold several pictures. */
  values: { columns: Runs; rows: Runs };
  headColumns: number;
  headRows: number;
  /** Pixels before the first column, and before the first row. */
  left: number;
  top: number;
};
type Groups = ReturnType<typeof outerGroups>;
type Runs = ReturnType<typeof innerGroups>;

type HeadsProps = {
  axes: readonly PlanAxis[];
  sheet: Sheet;
  geometry: Geometry;
  /** The columns that are drawn. */
  drawn: readonly number[];
  here: number;
};

/** The header rows: outer values over inner ones, and the corner that names both axes. */
export const Heads = memo(function Heads({ axes, sheet, geometry, drawn, here }: HeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement } = sheet;
  const { headColumns, groups, values, columns, left } = geometry;
  const { at } = arrangement;
  const outer = at.xx === null ? null : axes[at.xx];
  const inner = at.x === null ? null : axes[at.x];
  const place = (run: { start: number; count: number }): { left: number; width: number } => {
    const { at: from, length: width } = runOf(columns, run);
    return { left: left + from, width };
  };
  return (
    <>
      {outer ? (
        <div role="row" className="jd-Sheet-outer" aria-rowindex={1}>
          {drawnRuns(groups.columns, drawn).map(group => (
            <div
              key={group.start}
              role="columnheader"
              aria-colindex={group.start + 1 + headColumns}
              aria-colspan={group.count}
              className="jd-Super-col"
              {...valueData(at.xx, group.outer)}
              style={place(group)}
              title={`${axisLabel(outer, text)}: ${fullValue(outer, group.outer ?? 0)}`}
            >
              <span className="jd-cut">{outerWords(outer, group.outer ?? 0, text)}</span>
            </div>
          ))}
        </div>
      ) : null}
      <div role="row" className="jd-Sheet-inner" aria-rowindex={outer ? 2 : 1}>
        {headColumns > 0 ? <Corner axes={axes} sheet={sheet} column={headColumns} /> : null}
        {drawnRuns(values.columns, drawn).map(run => {
          const { start, count } = run;
          const value = arrangement.columns[start]?.inner ?? 0;
          return inner ? (
            <div
              key={start}
              role="columnheader"
              aria-colindex={start + 1 + headColumns}
              aria-colspan={count > 1 ? count : undefined}
              className={here >= start && here < start + count ? 'jd-Col jd-mod-here' : 'jd-Col'}
              {...valueData(at.x, value)}
              style={place(run)}
              title={`${axisLabel(inner, text)}: ${fullValue(inner, value)}`}
            >
              <span className="jd-cut">{inner.labels[value]}</span>
            </div>
          ) : null;
        })}
      </div>
    </>
  );
});

/** Of which value a header is, for the menu that opens at it, and for dragging it among its axis's. */
function valueData(
  axis: number | null,
  value: number | null
): { 'data-axis'?: number; 'data-value'?: number; draggable?: true } {
  return axis === null || value === null ? {} : { 'data-axis': axis, 'data-value': value, draggable: true };
}

/** The runs of which something is drawn. */
function drawnRuns<R extends { start: number; count: number }>(
  runs: readonly R[],
  drawn: readonly number[]
): R[] {
  return runs.filter(({ start, count }) => drawn.some(line => line >= start && line < start + count));
}

type CornerProps = { axes: readonly PlanAxis[]; sheet: Sheet; column: number };

function Corner({ axes, sheet, column }: CornerProps): ReactElement {
  const { text } = useGrid();
  const { at } = sheet.arrangement;
  return (
    <div className="jd-Corner" role="columnheader" aria-colindex={column}>
      {(['x', 'y'] as const).map(place => {
        const axis = at[place] === null ? null : axes[at[place]];
        return axis ? (
          <AxisName key={place} axis={axis}>
            <span className="jd-cut">{axisLabel(axis, text)}</span> {place === 'x' ? '→' : '↓'}
          </AxisName>
        ) : null;
      })}
    </div>
  );
}

/** The headers that the first drawn row of a run bears for all of it. */
export type Begins = { outer: boolean; inner: boolean };

/** Of each drawn row, whether it is the first of its outer group, and of its value, to be drawn. */
export function beginsOf({ groups, values }: Geometry, drawn: readonly number[]): Begins[] {
  let [outer, inner] = [0, 0];
  return drawn.map(row => {
    const begins = { outer: row >= outer, inner: row >= inner };
    outer = begins.outer ? endOf(groups.rows, row) : outer;
    inner = begins.inner ? endOf(values.rows, row) : inner;
    return begins;
  });
}

function endOf(runs: readonly { start: number; count: number }[], row: number): number {
  const run = runs.find(({ start, count }) => row < start + count);
  return run ? run.start + run.count : row + 1;
}

type RowHeadsProps = {
  axes: readonly PlanAxis[];
  sheet: Sheet;
  geometry: Geometry;
  row: number;
  /** Whether it bears the header of its outer value, and of its own. */
  outer: boolean;
  inner: boolean;
  here: boolean;
};

/** The headers of a row: its own value, and the outer one where it is the first of its group to be drawn. Each is as high as what it heads. */
export function RowHeads({ axes, sheet, geometry, row, ...bears }: RowHeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement, heads } = sheet;
  const { groups, values, rows } = geometry;
  const { at } = arrangement;
  const outer = at.yy === null ? null : axes[at.yy];
  const inner = at.y === null ? null : axes[at.y];
  const holds = ({ start, count }: { start: number; count: number }): boolean =>
    row >= start && row < start + count;
  const group = outer && bears.outer ? groups.rows.find(holds) : undefined;
  const run = bears.inner ? values.rows.find(holds) : undefined;
  const place = (of: { start: number; count: number }): { marginTop: number; height: number } => {
    const { at: from, length: height } = runOf(rows, of);
    return { marginTop: from - rows.starts[row], height };
  };
  const innerColumn = heads.outer > 0 ? 2 : 1;
  const value = arrangement.rows[row]?.inner ?? 0;
  return (
    <>
      {outer && group ? (
        <div
          role="rowheader"
          aria-colindex={1}
          aria-rowspan={group.count}
          className="jd-Super-row"
          {...valueData(at.yy, group.outer)}
          style={{ gridColumn: 1, ...place(group) }}
          title={`${axisLabel(outer, text)}: ${fullValue(outer, group.outer ?? 0)}`}
        >
          <span>{outerWords(outer, group.outer ?? 0, text)}</span>
        </div>
      ) : null}
      {!run ? null : inner ? (
        <div
          role="rowheader"
          aria-colindex={innerColumn}
          aria-rowspan={run.count > 1 ? run.count : undefined}
          className={bears.here ? 'jd-Row jd-mod-here' : 'jd-Row'}
          {...valueData(at.y, value)}
          style={{ gridColumn: innerColumn, ...place(run) }}
          title={`${axisLabel(inner, text)}: ${fullValue(inner, value)}`}
        >
          <span>{inner.labels[value]}</span>
        </div>
      ) : heads.inner > 0 ? (
        <div className="jd-Row" style={{ gridColumn: innerColumn, ...place(run) }} aria-hidden="true" />
      ) : null}
    </>
  );
}
