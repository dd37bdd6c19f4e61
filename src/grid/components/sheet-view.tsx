import {
  memo,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type HTMLAttributes,
  type ReactElement
} from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { classes, openMenu, openMenuAt, type MenuItem } from '../../ui';
import { innerGroups, outerGroups } from '../../../language/layout/arrange';
import { GROUP_GAP, linesOf, tracksOf } from '../lines';
import type { Sheet } from '../sheet';
import { fitsHeight, SHEET_SHARE } from '../size';
import type { CellView } from '../sweep-state';
import { AxisEnds } from './add-buttons';
import { CellBox } from './cell-box';
import { cellMenu } from './cell-menu';
import { useGrid, useSnapshot } from './context';
import { Heads, RowHeads, type Geometry } from './sheet-heads';
import { useAnchor } from './use-anchor';
import { useDraggedValues } from './use-dragged-values';
import { useShownCells } from './use-shown-cells';
import { useWindow } from './use-window';
import { valueMenu } from './value-menu';

type SheetProps = { axes: readonly PlanAxis[]; sheet: Sheet };

const HEAD_ROW = 32;
/** A wide screen, for a page that doesn't say how large it is. */
const USUAL = { width: 2000, height: 1200 };

/** The pictures in rows and columns under headers that stay. Only what is in view is in the page, whatever there is in the sweep. */
export const SheetView = memo(function SheetView({ axes, sheet }: SheetProps): ReactElement {
  const { model, text } = useGrid();
  const { arrangement, heads } = sheet;
  const scroller = useRef<HTMLDivElement>(null);
  const focus = useSnapshot(snapshot => snapshot.focus);
  const cells = useSnapshot(({ sweep }) => sweep?.cells.length ?? 0);
  const { hover, handlers } = usePointer(sheet);
  const here = useMemo(() => arrangement.spotOf(focus), [arrangement, focus]);
  const geometry = useGeometry(scroller, sheet, here);
  useAnchor(scroller, geometry, here, {
    across: heads.outer + heads.inner,
    down: geometry.headRows * HEAD_ROW
  });
  useFocusFollows(scroller);
  useShownCells(scroller, drawnWords(geometry, sheet), sheet.positions);
  const dragging = useDraggedValues();
  const { headColumns, headRows, drawn, tracks } = geometry;
  const style = {
    '--jd-outer': `${heads.outer}px`,
    '--jd-inner-left': heads.outer > 0 ? `${heads.outer + 4}px` : '0px',
    '--jd-head': `${heads.inner}px`,
    '--jd-top': arrangement.at.xx === null ? '0px' : '30px',
    gridTemplateColumns: [
      ...[heads.outer, heads.inner].filter(width => width > 0).map(width => `${width}px`),
      tracks.columns.template
    ].join(' '),
    gridTemplateRows: `${'auto '.repeat(headRows)}${tracks.rows.template}`
  } as CSSProperties;
  return (
    <div className={classes('jd-Sheet-scroll', isSeenWhole(geometry) && 'jd-mod-whole')} ref={scroller}>
      <div
        className={
          headColumns + headRows === 0 ? 'jd-Sheet jd-Pictures jd-mod-headless' : 'jd-Sheet jd-Pictures'
        }
        style={style}
        role="grid"
        aria-label={text.say('sweep_grid_of_cells', { cells })}
        aria-multiselectable
        aria-rowcount={arrangement.rows.length + headRows}
        aria-colcount={arrangement.columns.length + headColumns}
        {...handlers}
        {...dragging}
      >
        {headRows > 0 ? (
          <Heads axes={axes} sheet={sheet} geometry={geometry} here={here?.column ?? -1} />
        ) : null}
        {drawn.rows.map(row => (
          <div role="row" className="jd-Sheet-row" aria-rowindex={row + 1 + headRows} key={row}>
            <RowHeads axes={axes} sheet={sheet} row={row} geometry={geometry} here={here?.row === row} />
            {drawn.columns.map(column => {
              const position = arrangement.cellAt({ row, column });
              const cell = position === null ? undefined : model.snapshot.sweep?.cells[position];
              return position === null || !cell ? null : (
                <CellBox
                  key={cell.id}
                  position={position}
                  column={column + 1 + headColumns}
                  gridRow={tracks.rows.of.get(row) ?? 0}
                  gridColumn={tracks.columns.of.get(column) ?? 0}
                  hovered={cell.id === hover}
                />
              );
            })}
          </div>
        ))}
      </div>
      <AxisEnds axes={axes} sheet={sheet} across />
      <AxisEnds axes={axes} sheet={sheet} across={false} />
    </div>
  );
});

/** Below the rows: what adds one, and the sheet's edge. */
const ENDS_HEIGHT = 40;

/** Whether all rows are seen at once, without a scroll within a page that scrolls. */
function isSeenWhole({ headRows, rows: { starts, size } }: Geometry): boolean {
  const height = headRows * HEAD_ROW + (starts.at(-1) ?? 0) + size + ENDS_HEIGHT;
  return fitsHeight(height, window.innerHeight * SHEET_SHARE);
}

/** Which cells are in the page, and how large. */
function drawnWords({ drawn }: Geometry, { size }: Sheet): string {
  return [drawn.rows, drawn.columns, size].join(' ');
}

/** Where everything lies, and which columns and rows are drawn. */
function useGeometry(
  scroller: { current: HTMLDivElement | null },
  { arrangement, heads, box }: Sheet,
  here: { row: number; column: number } | null
): Geometry {
  const { at } = arrangement;
  const { width } = useSnapshot(({ view }) => ({ width: view.width }));
  const headColumns = (heads.outer > 0 ? 1 : 0) + (heads.inner > 0 ? 1 : 0);
  const headRows = (at.xx === null ? 0 : 1) + (at.x === null && at.y === null ? 0 : 1);
  const columns = useMemo(
    () => linesOf(arrangement.columns, box.width, GROUP_GAP.across),
    [arrangement, box.width]
  );
  const rows = useMemo(
    () => linesOf(arrangement.rows, box.height, GROUP_GAP.down),
    [arrangement, box.height]
  );
  const groups = useMemo(
    () => ({ columns: outerGroups(arrangement.columns), rows: outerGroups(arrangement.rows) }),
    [arrangement]
  );
  const values = useMemo(
    () => ({ columns: innerGroups(arrangement.columns), rows: innerGroups(arrangement.rows) }),
    [arrangement]
  );
  const drawnColumns = useWindow({
    scroller,
    lines: columns,
    horizontal: true,
    before: heads.outer + heads.inner,
    keep: here?.column ?? null,
    usual: width || USUAL.width
  });
  const drawnRows = useWindow({
    scroller,
    lines: rows,
    horizontal: false,
    before: headRows * HEAD_ROW,
    keep: here?.row ?? null,
    usual: window.innerHeight * SHEET_SHARE || USUAL.height
  });
  return {
    columns,
    rows,
    groups,
    values,
    headColumns,
    headRows,
    drawn: { columns: drawnColumns, rows: drawnRows },
    tracks: {
      columns: tracksOf(columns, drawnColumns, headColumns),
      rows: tracksOf(rows, drawnRows, headRows)
    }
  };
}

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  'onClick' | 'onContextMenu' | 'onMouseOver' | 'onMouseLeave' | 'onFocus'
>;

/** What the pointer does on the sheet, and the cell it is over. */
function usePointer({ positions }: Sheet): { hover: string | null; handlers: Handlers } {
  const { model } = useGrid();
  const [hover, setHover] = useState<string | null>(null);
  const idAt = (target: EventTarget): string | null =>
    (target as Element).closest<HTMLElement>('[data-cell]')?.dataset.cell ?? null;
  const cellAt = (target: EventTarget): CellView | undefined =>
    model.snapshot.sweep?.cells[positions.get(idAt(target) ?? '') ?? -1];
  const valueItems = (target: Element): { items: MenuItem[]; head: Element } | null => {
    const head = target.closest<HTMLElement>('[data-value]');
    const axis = model.snapshot.sweep?.axes[Number(head?.dataset.axis ?? NaN)];
    const across = head?.getAttribute('role') === 'columnheader';
    const items = head && axis ? valueMenu(model, axis, Number(head.dataset.value), across) : [];
    return head && items.length > 0 ? { items, head } : null;
  };
  // A header takes no focus: the keys go on with the cell that had it.
  const openValueMenu = (items: MenuItem[], x: number, y: number): void => {
    const id = model.focused?.id ?? '';
    const cell = document.querySelector(`.jd-Cell[data-cell="${CSS.escape(id)}"]`);
    void openMenuAt(items, x, y, cell);
  };
  const handlers: Handlers = {
    onClick: event => {
      const target = event.target as Element;
      const value = valueItems(target);
      if (value) {
        const { left, bottom } = value.head.getBoundingClientRect();
        openValueMenu(value.items, left, bottom + 2);
        return;
      }
      const menu = target.closest('[data-menu]');
      const cell = cellAt(target);
      if (menu && cell) {
        openMenu(cellMenu(model, cell), menu);
      } else if (cell && !target.closest('button')) {
        if (event.shiftKey) {
          model.cull.extendTo(cell.id);
        } else if (event.ctrlKey || event.metaKey) {
          model.cull.toggle(cell.id);
        } else {
          model.open(cell.id);
        }
      }
    },
    onContextMenu: event => {
      const cell = cellAt(event.target);
      const value = valueItems(event.target as Element);
      if (value && !event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        openValueMenu(value.items, event.clientX, event.clientY);
        return;
      }
      // With Shift the browser's own menu opens, as everywhere in Lab.
      if (cell && !event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        model.walk.focusCell(cell.id);
        void openMenuAt(cellMenu(model, cell), event.clientX, event.clientY);
      }
    },
    onMouseOver: event => setHover(idAt(event.target)),
    onMouseLeave: () => setHover(null),
    onFocus: event => {
      const { cell } = (event.target as HTMLElement).dataset;
      if (cell && cell !== model.snapshot.view.focus) {
        model.walk.focusCell(cell, false);
      }
    }
  };
  return { hover, handlers };
}

/** Moves the page's focus to the cell that the model says has it, when the model says so and not before. */
function useFocusFollows(scroller: { current: HTMLDivElement | null }): void {
  const { model } = useGrid();
  const wanted = useSnapshot(({ view }) => view.focusMoves);
  const moves = useRef(wanted);
  useLayoutEffect(() => {
    if (moves.current !== wanted) {
      moves.current = wanted;
      focusCellNode(scroller.current, model.focused?.id);
    }
  }, [wanted]);
  useEffect(() => {
    if (wanted > 0) {
      focusCellNode(scroller.current, model.focused?.id); // Back from the full picture: this sheet is new.
    }
  }, []);
}

function focusCellNode(scroller: HTMLElement | null, id: string | undefined): void {
  const node = id ? scroller?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(id)}"]`) : null;
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
