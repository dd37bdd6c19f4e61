import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type MouseEvent,
  type ReactElement
} from 'react';
import { outerGroups, type Line } from '../arrange';
import { axisLabel, fullValue } from '../names';
import { cellName } from '../sentences';
import type { SweepState } from '../sweep-state';
import { isLive, type GridSnapshot, type Sheet } from '../view';
import { CellBox } from './cell-box';
import { cellMenu } from './cell-menu';
import { useGrid } from './context';
import { openMenu, openMenuAt } from '../menus';
import { farPicture } from './picture';

type SheetProps = { snapshot: GridSnapshot; sweep: SweepState; sheet: Sheet };

/** Tracks of the sheet: head columns (outer, inner), then the cells, an empty track between outer groups. Lines are 1-based. */
function tracks(
  lines: readonly Line[],
  heads: number,
  pixels: number,
  gap: number
): { of: number[]; template: string } {
  const template: string[] = [];
  const of = lines.map((line, position) => {
    if (position > 0 && line.outer !== lines[position - 1].outer) {
      template.push(`${gap}px`);
    }
    template.push(`${pixels}px`);
    return heads + template.length;
  });
  return { of, template: template.join(' ') };
}

/** The pictures in rows and columns under headers that stay. */
export function SheetView({ snapshot, sweep, sheet }: SheetProps): ReactElement {
  const { model, text } = useGrid();
  const scroller = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<string | null>(null);
  useFocusFollows(scroller, snapshot);
  const { arrangement, heads, box, size } = sheet;
  const { at } = arrangement;
  const headColumns = (heads.outer > 0 ? 1 : 0) + (heads.inner > 0 ? 1 : 0);
  const headRows = (at.xx === null ? 0 : 1) + (at.x === null && at.y === null ? 0 : 1);
  const columns = tracks(arrangement.columns, headColumns, box.width, 12);
  const rows = tracks(arrangement.rows, headRows, box.height, 6);
  const here = arrangement.spotOf(snapshot.focus);
  const counts = { cached: sweep.cells.filter(cell => cell.cached).length };
  const tellCached = counts.cached > 0 && counts.cached < sweep.cells.length;
  const style = {
    '--jd-outer': `${heads.outer}px`,
    '--jd-inner-left': heads.outer > 0 ? `${heads.outer + 4}px` : '0px',
    '--jd-head': `${heads.inner}px`,
    '--jd-top': at.xx === null ? '0px' : '30px',
    gridTemplateColumns: `${heads.outer > 0 ? `${heads.outer}px ` : ''}${heads.inner > 0 ? `${heads.inner}px ` : ''}${columns.template}`,
    gridTemplateRows: `${'auto '.repeat(headRows)}${rows.template}`
  } as CSSProperties;

  const cellOf = (event: MouseEvent): string | null => {
    const found = (event.target as Element).closest<HTMLElement>('[data-cell]');
    return found?.dataset.cell ?? null;
  };
  const onClick = (event: MouseEvent): void => {
    const menu = (event.target as Element).closest<HTMLElement>('[data-menu]');
    const id = cellOf(event);
    const cell = sweep.cells.find(each => each.id === id);
    if (menu && cell) {
      openMenu(cellMenu(model, cell), menu);
    } else if (cell && !(event.target as Element).closest('button')) {
      model.open(cell.id);
    }
  };
  const onContextMenu = (event: MouseEvent): void => {
    const cell = sweep.cells.find(each => each.id === cellOf(event));
    if (cell && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      model.focusCell(cell.id);
      void openMenuAt(cellMenu(model, cell), event.clientX, event.clientY);
    }
  };

  return (
    <div className="jd-Sheet-scroll" ref={scroller}>
      <div
        className={headColumns + headRows === 0 ? 'jd-Sheet jd-mod-headless' : 'jd-Sheet'}
        style={style}
        role="grid"
        aria-label={text.trans._n('Sweep grid, %1 cell', 'Sweep grid, %1 cells', sweep.cells.length)}
        aria-rowcount={arrangement.rows.length + headRows}
        aria-colcount={arrangement.columns.length + headColumns}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onMouseOver={event => setHover(cellOf(event))}
        onMouseLeave={() => setHover(null)}
        onFocus={event => {
          const id = (event.target as HTMLElement).dataset.cell;
          if (id && id !== snapshot.view.focus) {
            model.focusCell(id, false);
          }
        }}
      >
        {headRows > 0 ? (
          <Heads
            sweep={sweep}
            sheet={sheet}
            columns={columns.of}
            headColumns={headColumns}
            here={here?.column ?? -1}
          />
        ) : null}
        {arrangement.rows.map((row, position) => (
          <div role="row" className="jd-Sheet-row" aria-rowindex={position + 1 + headRows} key={position}>
            <RowHeads
              sweep={sweep}
              sheet={sheet}
              row={row}
              position={position}
              rows={rows.of}
              here={here?.row === position}
            />
            {arrangement.columns.map((_, column) => {
              const found = arrangement.cellAt({ row: position, column });
              const cell = found === null ? null : sweep.cells[found];
              return cell === null ? null : (
                <CellBox
                  key={cell.id}
                  cell={cell}
                  name={cellName(sweep, cell, cell.id === snapshot.next, text)}
                  column={column + 1 + headColumns}
                  place={placeAt(rows.of[position], columns.of[column])}
                  far={farPicture(cell, {
                    client: model.options.client,
                    attached: model.attached,
                    missing: snapshot.view.missing,
                    size
                  })}
                  tabStop={found === snapshot.focus}
                  acting={cell.id === hover || found === snapshot.focus}
                  next={cell.id === snapshot.next}
                  markable={model.attached}
                  tellCached={tellCached}
                  retryable={model.attached}
                  live={isLive(snapshot.attachment)}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Styles by place, one object each, so that a cell whose place didn't change isn't drawn again. */
const placed = new Map<string, CSSProperties>();
function placeAt(row: number, column: number): CSSProperties {
  const key = `${row}/${column}`;
  const known = placed.get(key) ?? { gridRow: row, gridColumn: column };
  placed.set(key, known);
  return known;
}

type HeadsProps = { sweep: SweepState; sheet: Sheet; columns: number[]; headColumns: number; here: number };

function Heads({ sweep, sheet, columns, headColumns, here }: HeadsProps): ReactElement {
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

function RowHeads({ sweep, sheet, row, position, rows, here }: RowHeadsProps): ReactElement {
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

/** Moves the page's focus to the cell that the model says has it, when the model says so and not before. */
function useFocusFollows(
  scroller: { current: HTMLDivElement | null },
  { view, sweep, focus }: GridSnapshot
): void {
  const moves = useRef(view.focusMoves);
  const cell = sweep?.cells[focus]?.id;
  useLayoutEffect(() => {
    if (moves.current !== view.focusMoves) {
      moves.current = view.focusMoves;
      focusCellNode(scroller.current, cell);
    }
  }, [view.focusMoves]);
  useEffect(() => {
    if (view.focusMoves > 0) {
      focusCellNode(scroller.current, cell); // Back from the full picture: this sheet is new.
    }
  }, []);
}

function focusCellNode(scroller: HTMLElement | null, id: string | undefined): void {
  const node = id ? scroller?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)}"]`) : null;
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
