import type { ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { innerGroups, outerGroups } from '../../../language/layout/arrange';
import type { Lines, Tracks } from '../lines';
import { axisLabel, fullValue, outerWords } from '../names';
import type { Sheet } from '../sheet';
import { AxisName } from './axis-name';
import { useGrid } from './context';

/** Where everything on the sheet lies, and which of its columns and rows are drawn. */
export type Geometry = {
  columns: Lines;
  rows: Lines;
  groups: { columns: Groups; rows: Groups };
  /** The lines of each value of the inner axis: several where cells hold several pictures. */
  values: { columns: Runs; rows: Runs };
  headColumns: number;
  headRows: number;
  drawn: { columns: number[]; rows: number[] };
  tracks: { columns: Tracks; rows: Tracks };
};
type Groups = ReturnType<typeof outerGroups>;
type Runs = ReturnType<typeof innerGroups>;

type HeadsProps = { axes: readonly PlanAxis[]; sheet: Sheet; geometry: Geometry; here: number };

/** The header rows: outer values over inner ones, and the corner that names both axes. */
export function Heads({ axes, sheet, geometry, here }: HeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement } = sheet;
  const { headColumns, groups, values, drawn, tracks } = geometry;
  const { at } = arrangement;
  const outer = at.xx === null ? null : axes[at.xx];
  const inner = at.x === null ? null : axes[at.x];
  const row = outer ? 2 : 1;
  return (
    <>
      {outer ? (
        <div role="row" className="jd-Sheet-row" aria-rowindex={1}>
          {drawnGroups(groups.columns, tracks.columns, drawn.columns).map(({ group, from, to }) => (
            <div
              key={group.start}
              role="columnheader"
              aria-colindex={group.start + 1 + headColumns}
              aria-colspan={group.count}
              className="jd-Super-col"
              {...valueData(at.xx, group.outer)}
              style={{ gridRow: 1, gridColumn: `${from} / ${to}` }}
              title={`${axisLabel(outer, text)}: ${fullValue(outer, group.outer ?? 0)}`}
            >
              <span className="jd-cut">{outerWords(outer, group.outer ?? 0, text)}</span>
            </div>
          ))}
        </div>
      ) : null}
      <div role="row" className="jd-Sheet-row" aria-rowindex={row}>
        {headColumns > 0 ? <Corner axes={axes} sheet={sheet} row={row} column={headColumns} /> : null}
        {drawnGroups(values.columns, tracks.columns, drawn.columns).map(({ group, from, to }) => {
          const { start, count } = group;
          const value = arrangement.columns[start]?.inner ?? 0;
          return inner ? (
            <div
              key={start}
              role="columnheader"
              aria-colindex={start + 1 + headColumns}
              aria-colspan={count > 1 ? count : undefined}
              className={here >= start && here < start + count ? 'jd-Col jd-mod-here' : 'jd-Col'}
              {...valueData(at.x, value)}
              style={{ gridRow: row, gridColumn: `${from} / ${to}` }}
              title={`${axisLabel(inner, text)}: ${fullValue(inner, value)}`}
            >
              <span className="jd-cut">{inner.labels[value]}</span>
            </div>
          ) : null;
        })}
      </div>
    </>
  );
}

/** Of which value a header is, for the menu that opens at it, and for dragging it among its axis's. */
function valueData(
  axis: number | null,
  value: number | null
): { 'data-axis'?: number; 'data-value'?: number; draggable?: true } {
  return axis === null || value === null ? {} : { 'data-axis': axis, 'data-value': value, draggable: true };
}

type Drawn<G> = { group: G; from: number; to: number };

/** The groups of which something is drawn, and the tracks between which that lies. */
function drawnGroups<G extends { start: number; count: number }>(
  groups: readonly G[],
  { of }: Tracks,
  drawn: readonly number[]
): Drawn<G>[] {
  return groups.flatMap(group => {
    const inside = drawn.filter(line => line >= group.start && line < group.start + group.count);
    const [first, last] = [of.get(inside[0]), of.get(inside.at(-1) ?? -1)];
    return first === undefined || last === undefined ? [] : [{ group, from: first, to: last + 1 }];
  });
}

type CornerProps = { axes: readonly PlanAxis[]; sheet: Sheet; row: number; column: number };

function Corner({ axes, sheet, row, column }: CornerProps): ReactElement {
  const { text } = useGrid();
  const { at } = sheet.arrangement;
  return (
    <div
      className="jd-Corner"
      role="columnheader"
      aria-colindex={column}
      style={{ gridRow: row, gridColumn: column }}
    >
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

type RowHeadsProps = {
  axes: readonly PlanAxis[];
  sheet: Sheet;
  row: number;
  geometry: Geometry;
  here: boolean;
};

/** The headers of a row: its own value, and the outer one where it is the first of its group to be drawn. */
export function RowHeads({ axes, sheet, row, geometry, here }: RowHeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement, heads } = sheet;
  const { groups, values, drawn, tracks } = geometry;
  const { at } = arrangement;
  const outer = at.yy === null ? null : axes[at.yy];
  const inner = at.y === null ? null : axes[at.y];
  const line = arrangement.rows[row];
  const begun = outer
    ? drawnGroups(
        groups.rows.filter(({ outer: value }) => value === line?.outer),
        tracks.rows,
        drawn.rows
      ).find(({ from }) => from === tracks.rows.of.get(row))
    : undefined;
  const innerColumn = heads.outer > 0 ? 2 : 1;
  const gridRow = tracks.rows.of.get(row);
  const value = line?.inner ?? 0;
  // The header of a value that several rows share stands at the first of them that is drawn.
  const run = values.rows.find(({ start, count }) => row >= start && row < start + count);
  const own = run && drawnGroups([run], tracks.rows, drawn.rows)[0];
  const isFirst = own === undefined || own.from === gridRow;
  const rows = own ? `${own.from} / ${own.to}` : gridRow;
  return (
    <>
      {outer && begun ? (
        <div
          role="rowheader"
          aria-colindex={1}
          aria-rowspan={begun.group.count}
          className="jd-Super-row"
          {...valueData(at.yy, begun.group.outer)}
          style={{ gridColumn: 1, gridRow: `${begun.from} / ${begun.to}` }}
          title={`${axisLabel(outer, text)}: ${fullValue(outer, begun.group.outer ?? 0)}`}
        >
          <span>{outerWords(outer, begun.group.outer ?? 0, text)}</span>
        </div>
      ) : null}
      {!isFirst ? null : inner ? (
        <div
          role="rowheader"
          aria-colindex={innerColumn}
          aria-rowspan={run && run.count > 1 ? run.count : undefined}
          className={here ? 'jd-Row jd-mod-here' : 'jd-Row'}
          {...valueData(at.y, value)}
          style={{ gridColumn: innerColumn, gridRow: rows }}
          title={`${axisLabel(inner, text)}: ${fullValue(inner, value)}`}
        >
          <span>{inner.labels[value]}</span>
        </div>
      ) : heads.inner > 0 ? (
        <div className="jd-Row" style={{ gridColumn: innerColumn, gridRow: rows }} aria-hidden="true" />
      ) : null}
    </>
  );
}
