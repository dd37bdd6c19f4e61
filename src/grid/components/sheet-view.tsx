import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type HTMLAttributes,
  type ReactElement
} from 'react';
import type { Line } from '../arrange';
import { openMenu, openMenuAt } from '../menus';
import { cellName } from '../sentences';
import type { CellView, SweepState } from '../sweep-state';
import { isLive, type GridSnapshot, type Sheet } from '../view';
import { CellBox } from './cell-box';
import { cellMenu } from './cell-menu';
import { useGrid } from './context';
import { farPicture } from './picture';
import { Heads, RowHeads } from './sheet-heads';

type SheetProps = { snapshot: GridSnapshot; sweep: SweepState; sheet: Sheet };

const GROUP_GAP = { across: 12, down: 6 };

type Geometry = {
  /** Grid lines of the columns and the rows, 1-based. */
  columns: number[];
  rows: number[];
  headColumns: number;
  headRows: number;
  style: CSSProperties;
};

/** The tracks of the sheet: outer and inner heads, then the cells, an empty track between outer groups. */
function geometryOf({ arrangement, heads, box }: Sheet): Geometry {
  const { at } = arrangement;
  const headColumns = (heads.outer > 0 ? 1 : 0) + (heads.inner > 0 ? 1 : 0);
  const headRows = (at.xx === null ? 0 : 1) + (at.x === null && at.y === null ? 0 : 1);
  const columns = tracks(arrangement.columns, headColumns, box.width, GROUP_GAP.across);
  const rows = tracks(arrangement.rows, headRows, box.height, GROUP_GAP.down);
  const headTracks = [heads.outer, heads.inner].filter(width => width > 0).map(width => `${width}px`);
  const style = {
    '--jd-outer': `${heads.outer}px`,
    '--jd-inner-left': heads.outer > 0 ? `${heads.outer + 4}px` : '0px',
    '--jd-head': `${heads.inner}px`,
    '--jd-top': at.xx === null ? '0px' : '30px',
    gridTemplateColumns: [...headTracks, columns.template].join(' '),
    gridTemplateRows: `${'auto '.repeat(headRows)}${rows.template}`
  } as CSSProperties;
  return { columns: columns.of, rows: rows.of, headColumns, headRows, style };
}

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
  const { text } = useGrid();
  const scroller = useRef<HTMLDivElement>(null);
  const { hover, handlers } = usePointer(snapshot, sweep);
  useFocusFollows(scroller, snapshot);
  const { arrangement } = sheet;
  const geometry = geometryOf(sheet);
  const { headColumns, headRows } = geometry;
  const here = arrangement.spotOf(snapshot.focus);
  return (
    <div className="jd-Sheet-scroll" ref={scroller}>
      <div
        className={headColumns + headRows === 0 ? 'jd-Sheet jd-mod-headless' : 'jd-Sheet'}
        style={geometry.style}
        role="grid"
        aria-label={text.trans._n('Sweep grid, %1 cell', 'Sweep grid, %1 cells', sweep.cells.length)}
        aria-rowcount={arrangement.rows.length + headRows}
        aria-colcount={arrangement.columns.length + headColumns}
        {...handlers}
      >
        {headRows > 0 ? (
          <Heads
            sweep={sweep}
            sheet={sheet}
            columns={geometry.columns}
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
              rows={geometry.rows}
              here={here?.row === position}
            />
            <RowCells
              snapshot={snapshot}
              sweep={sweep}
              sheet={sheet}
              row={position}
              geometry={geometry}
              hover={hover}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

type RowProps = SheetProps & { row: number; geometry: Geometry; hover: string | null };

function RowCells({ snapshot, sweep, sheet, row, geometry, hover }: RowProps): ReactElement {
  const { model, text } = useGrid();
  const { columns, rows, headColumns } = geometry;
  const cached = sweep.cells.filter(cell => cell.cached).length;
  const cells = columns.map((line, column) => {
    const found = sheet.arrangement.cellAt({ row, column });
    const cell = found === null ? null : sweep.cells[found];
    return cell === null ? null : (
      <CellBox
        key={cell.id}
        cell={cell}
        name={cellName(sweep, cell, cell.id === snapshot.next, text)}
        column={column + 1 + headColumns}
        place={placeAt(rows[row], line)}
        far={farPicture(cell, {
          client: model.options.client,
          attached: model.attached,
          missing: snapshot.view.missing,
          size: sheet.size
        })}
        tabStop={found === snapshot.focus}
        acting={cell.id === hover || found === snapshot.focus}
        next={cell.id === snapshot.next}
        markable={model.attached}
        tellCached={cached > 0 && cached < sweep.cells.length}
        retryable={model.attached}
        live={isLive(snapshot.attachment)}
      />
    );
  });
  return <>{cells}</>;
}

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  'onClick' | 'onContextMenu' | 'onMouseOver' | 'onMouseLeave' | 'onFocus'
>;

/** What the pointer does on the sheet, and the cell it is over. */
function usePointer(snapshot: GridSnapshot, sweep: SweepState): { hover: string | null; handlers: Handlers } {
  const { model } = useGrid();
  const [hover, setHover] = useState<string | null>(null);
  const idAt = (target: EventTarget): string | null =>
    (target as Element).closest<HTMLElement>('[data-cell]')?.dataset.cell ?? null;
  const cellAt = (target: EventTarget): CellView | undefined => {
    const id = idAt(target);
    return sweep.cells.find(cell => cell.id === id);
  };
  const handlers: Handlers = {
    onClick: event => {
      const target = event.target as Element;
      const menu = target.closest('[data-menu]');
      const cell = cellAt(target);
      if (menu && cell) {
        openMenu(cellMenu(model, cell), menu);
      } else if (cell && !target.closest('button')) {
        model.open(cell.id);
      }
    },
    onContextMenu: event => {
      const cell = cellAt(event.target);
      // With Shift the browser's own menu opens, as everywhere in Lab.
      if (cell && !event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        model.focusCell(cell.id);
        void openMenuAt(cellMenu(model, cell), event.clientX, event.clientY);
      }
    },
    onMouseOver: event => setHover(idAt(event.target)),
    onMouseLeave: () => setHover(null),
    onFocus: event => {
      const { cell } = (event.target as HTMLElement).dataset;
      if (cell && cell !== snapshot.view.focus) {
        model.focusCell(cell, false);
      }
    }
  };
  return { hover, handlers };
}

/** Styles by place, one object each, so that a cell whose place didn't change isn't drawn again. */
const placed = new Map<string, CSSProperties>();
function placeAt(row: number, column: number): CSSProperties {
  const key = `${row}/${column}`;
  const known = placed.get(key) ?? { gridRow: row, gridColumn: column };
  placed.set(key, known);
  return known;
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
