import type { ReactElement } from 'react';
import { outerGroups, type Line } from '../arrange';
import { axisLabel, fullValue } from '../names';
import type { SweepState } from '../sweep-state';
import type { Sheet } from '../view';
import { useGrid } from './context';

type HeadsProps = { sweep: SweepState; sheet: Sheet; columns: number[]; headColumns: number; here: number };

/** The header rows: outer values over inner ones, and the corner that names both axes. */
export function Heads({ sweep, sheet, columns, headColumns, here }: HeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement } = sheet;
  const { at } = arrangement;
  const outer = at.xx === null ? null : sweep.axes[at.xx];
  const inner = at.x === null ? null : sweep.axes[at.x];
  const row = outer ? 2 : 1;
  return (
    <>
      {outer ? (
        <div role="row" className="jd-Sheet-row" aria-rowindex={1}>
          {outerGroups(arrangement.columns).map(group => (
            <div
              key={group.start}
              role="columnheader"
              aria-colindex={group.start + 1 + headColumns}
              aria-colspan={group.count}
              className="jd-Super-col"
              style={{
                gridRow: 1,
                gridColumn: `${columns[group.start]} / ${columns[group.start + group.count - 1] + 1}`
              }}
              title={`${axisLabel(outer, text)}: ${fullValue(outer, group.outer ?? 0)}`}
            >
              <span className="jd-cut">{outer.labels[group.outer ?? 0]}</span>
            </div>
          ))}
        </div>
      ) : null}
      <div role="row" className="jd-Sheet-row" aria-rowindex={row}>
        {headColumns > 0 ? <Corner sweep={sweep} sheet={sheet} row={row} column={headColumns} /> : null}
        {arrangement.columns.map((line, position) =>
          inner ? (
            <div
              key={position}
              role="columnheader"
              aria-colindex={position + 1 + headColumns}
              className={position === here ? 'jd-Col jd-mod-here' : 'jd-Col'}
              style={{ gridRow: row, gridColumn: columns[position] }}
              title={`${axisLabel(inner, text)}: ${fullValue(inner, line.inner ?? 0)}`}
            >
              <span className="jd-cut">{inner.labels[line.inner ?? 0]}</span>
            </div>
          ) : null
        )}
      </div>
    </>
  );
}

type CornerProps = { sweep: SweepState; sheet: Sheet; row: number; column: number };

function Corner({ sweep, sheet, row, column }: CornerProps): ReactElement {
  const { text } = useGrid();
  const name = (place: 'x' | 'y'): string | null => {
    const axis = sheet.arrangement.at[place];
    return axis === null ? null : axisLabel(sweep.axes[axis], text);
  };
  const x = name('x');
  const y = name('y');
  return (
    <div
      className="jd-Corner"
      role="columnheader"
      aria-colindex={column}
      style={{ gridRow: row, gridColumn: column }}
    >
      {x ? (
        <span title={x}>
          <span className="jd-cut">{x}</span> →
        </span>
      ) : null}
      {y ? (
        <span title={y}>
          <span className="jd-cut">{y}</span> ↓
        </span>
      ) : null}
    </div>
  );
}

type RowHeadsProps = {
  sweep: SweepState;
  sheet: Sheet;
  row: Line;
  position: number;
  rows: number[];
  here: boolean;
};

/** The headers of a row: its outer value where a group begins, and its own. */
export function RowHeads({ sweep, sheet, row, position, rows, here }: RowHeadsProps): ReactElement {
  const { text } = useGrid();
  const { arrangement, heads } = sheet;
  const { at } = arrangement;
  const outer = at.yy === null ? null : sweep.axes[at.yy];
  const inner = at.y === null ? null : sweep.axes[at.y];
  const group = outer ? outerGroups(arrangement.rows).find(({ start }) => start === position) : undefined;
  const innerColumn = heads.outer > 0 ? 2 : 1;
  return (
    <>
      {outer && group ? (
        <div
          role="rowheader"
          aria-colindex={1}
          aria-rowspan={group.count}
          className="jd-Super-row"
          style={{ gridColumn: 1, gridRow: `${rows[position]} / ${rows[position + group.count - 1] + 1}` }}
          title={`${axisLabel(outer, text)}: ${fullValue(outer, group.outer ?? 0)}`}
        >
          <span>{outer.labels[group.outer ?? 0]}</span>
        </div>
      ) : null}
      {inner ? (
        <div
          role="rowheader"
          aria-colindex={innerColumn}
          className={here ? 'jd-Row jd-mod-here' : 'jd-Row'}
          style={{ gridColumn: innerColumn, gridRow: rows[position] }}
          title={`${axisLabel(inner, text)}: ${fullValue(inner, row.inner ?? 0)}`}
        >
          <span>{inner.labels[row.inner ?? 0]}</span>
        </div>
      ) : heads.inner > 0 ? (
        <div
          className="jd-Row"
          style={{ gridColumn: innerColumn, gridRow: rows[position] }}
          aria-hidden="true"
        />
      ) : null}
    </>
  );
}
