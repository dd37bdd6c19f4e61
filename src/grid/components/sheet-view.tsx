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
import { GAP, GROUP_GAP, lengthOf, linesOf } from '../lines';
import type { Sheet } from '../sheet';
import { fitsHeight, SHEET_SHARE } from '../size';
import type { CellView } from '../sweep-state';
import { AxisEnds } from './add-buttons';
import { CellBox } from './cell-box';
import { cellMenu } from './cell-menu';
import { useGrid, useSnapshot } from './context';
import { beginsOf, Heads, RowHeads, type Geometry } from './sheet-heads';
import { useAnchor } from './use-anchor';
import { useDraggedValues } from './use-dragged-values';
import { useRowsGradually } from './use-gradually';
import { useShownCells } from './use-shown-cells';
import { useNotedScroll } from './use-turn';
import { useWindow } from './use-window';
import { valueMenu } from './value-menu';

type SheetProps = { axes: readonly PlanAxis[]; sheet: Sheet };

/** Pixels of a header row of inner values and of outer ones, with the gap below; the style sheet says so too. */
const HEAD_ROW = 32;
const OUTER_ROW = 30;
/** Around a sheet without headers, and at the end of any other. */
const EDGE = 8;
/** A wide screen, for a page that doesn't say how large it is. */
const USUAL = { width: 2000, height: 1200 };

/** The pictures in rows and columns under headers that stay. Only what is in view is in the page, whatever there is in the sweep. */
export const SheetView = memo(function SheetView({ axes, sheet }: SheetProps): ReactElement {
  const { text } = useGrid();
  const { arrangement } = sheet;
  const scroller = useRef<HTMLDivElement>(null);
  const focus = useSnapshot(snapshot => snapshot.focus);
  const cells = useSnapshot(({ sweep }) => sweep?.cells.length ?? 0);
  const { hover, handlers } = usePointer(sheet);
  const here = useMemo(() => arrangement.spotOf(focus), [arrangement, focus]);
  const geometry = useGeometry(sheet);
  const drawn = useDrawn(scroller, geometry, here);
  useAnchor(scroller, geometry, here, { across: geometry.left, down: geometry.top });
  useFocusFollows(scroller);
  useNotedScroll(scroller);
  useShownCells(scroller, drawnWords(drawn, sheet), sheet.positions);
  const dragging = useDraggedValues();
  const { headColumns, headRows } = geometry;
  const begins = beginsOf(geometry, drawn.rows);
  const hovered = useMemo(() => (hover === null ? null : spotOfId(sheet, hover)), [sheet, hover]);
  return (
    <div className={classes('jd-Sheet-scroll', isSeenWhole(geometry) && 'jd-mod-whole')} ref={scroller}>
      <div
        className={classes(
          'jd-Sheet jd-Pictures',
          headColumns + headRows === 0 && 'jd-mod-headless',
          ...narrowness(sheet.box.width)
        )}
        style={styleOf(geometry, sheet)}
        role="grid"
        aria-label={text.say('sweep_grid_of_cells', { cells })}
        aria-multiselectable
        aria-rowcount={arrangement.rows.length + headRows}
        aria-colcount={arrangement.columns.length + headColumns}
        {...handlers}
        {...dragging}
      >
        {headRows > 0 ? (
          <Heads
            axes={axes}
            sheet={sheet}
            geometry={geometry}
            drawn={drawn.columns}
            here={here?.column ?? -1}
          />
        ) : null}
        <div role="rowgroup" className="jd-Sheet-rows" style={{ height: lengthOf(geometry.rows) }}>
          {drawn.rows.map((row, k) => (
            <SheetRow
              key={row}
              axes={axes}
              sheet={sheet}
              geometry={geometry}
              row={row}
              columns={drawn.columns}
              {...begins[k]}
              here={here?.row === row}
              hovered={hovered?.row === row ? hovered.column : null}
            />
          ))}
        </div>
      </div>
      <AxisEnds axes={axes} sheet={sheet} across />
      <AxisEnds axes={axes} sheet={sheet} across={false} />
    </div>
  );
});

type SheetRowProps = SheetProps & {
  geometry: Geometry;
  row: number;
  /** The columns that are drawn. */
  columns: readonly number[];
  /** Whether it bears the header of its outer value, and of its own. */
  outer: boolean;
  inner: boolean;
  /** Whether the keyboard is in it. */
  here: boolean;
  /** The column over which the pointer is. */
  hovered: number | null;
};

/** A row of cells with its headers. It is drawn once, wherever the others go. */
const SheetRow = memo(function SheetRow(props: SheetRowProps): ReactElement {
  const { axes, sheet, geometry, row, columns, outer, inner, here, hovered } = props;
  const { model } = useGrid();
  const { arrangement } = sheet;
  return (
    <div
      role="row"
      className="jd-Sheet-row"
      aria-rowindex={row + 1 + geometry.headRows}
      style={{ top: geometry.rows.starts[row] }}
    >
      <RowHeads
        axes={axes}
        sheet={sheet}
        row={row}
        geometry={geometry}
        outer={outer}
        inner={inner}
        here={here}
      />
      {columns.map(column => {
        const position = arrangement.cellAt({ row, column });
        const cell = position === null ? undefined : model.snapshot.sweep?.cells[position];
        return position === null || !cell ? null : (
          <CellBox
            key={cell.id}
            position={position}
            column={column + 1 + geometry.headColumns}
            left={geometry.left + geometry.columns.starts[column]}
            hovered={column === hovered}
          />
        );
      })}
    </div>
  );
});

/** Where the cell of this id stands. */
function spotOfId({ arrangement, positions }: Sheet, id: string): { row: number; column: number } | null {
  const position = positions.get(id);
  return position === undefined ? null : arrangement.spotOf(position);
}

/**
 * Below which widths cells show less, as classes. Style sheets could ask each cell for its width; that makes a browser lay out and style
 * every cell by itself, and they all have the same.
 */
const WIDTHS = [122, 112, 100, 88, 76, 66, 56];

function narrowness(width: number): string[] {
  return WIDTHS.filter(limit => width < limit).map(limit => `jd-mod-below-${limit}`);
}

function styleOf({ left, columns, headRows }: Geometry, { arrangement, heads, box }: Sheet): CSSProperties {
  const length = left + lengthOf(columns);
  return {
    '--jd-outer': `${heads.outer}px`,
    '--jd-inner-left': heads.outer > 0 && heads.inner > 0 ? `${heads.outer + GAP}px` : '0px',
    '--jd-head': `${heads.inner}px`,
    '--jd-heads': [heads.outer, heads.inner]
      .filter(width => width > 0)
      .map(width => `${width}px`)
      .join(' '),
    '--jd-heads-width': `${Math.max(0, left - GAP)}px`,
    '--jd-top': arrangement.at.xx === null ? '0px' : `${OUTER_ROW}px`,
    '--jd-cell-width': `${box.width}px`,
    '--jd-cell-height': `${box.height}px`,
    width: length + (left === 0 && headRows === 0 ? 2 * EDGE : EDGE)
  } as CSSProperties;
}

/** Below the rows: what adds one, and the sheet's edge. */
const ENDS_HEIGHT = 40;

/** Whether all rows are seen at once, without a scroll within a page that scrolls. */
function isSeenWhole({ top, rows }: Geometry): boolean {
  return fitsHeight(top + lengthOf(rows) + ENDS_HEIGHT, window.innerHeight * SHEET_SHARE);
}

/** Which cells are in the page, and how large. */
function drawnWords(drawn: Drawn, { size }: Sheet): string {
  return [drawn.rows, drawn.columns, size].join(' ');
}

/** Where everything lies. */
function useGeometry({ arrangement, heads, box }: Sheet): Geometry {
  const { at } = arrangement;
  return useMemo(() => {
    const widths = [heads.outer, heads.inner].filter(width => width > 0);
    const outer = at.xx === null ? 0 : 1;
    const inner = at.x === null && at.y === null ? 0 : 1;
    return {
      columns: linesOf(arrangement.columns, box.width, GROUP_GAP.across),
      rows: linesOf(arrangement.rows, box.height, GROUP_GAP.down),
      groups: { columns: outerGroups(arrangement.columns), rows: outerGroups(arrangement.rows) },
      values: { columns: innerGroups(arrangement.columns), rows: innerGroups(arrangement.rows) },
      headColumns: widths.length,
      headRows: outer + inner,
      left: widths.reduce((sum, width) => sum + width + GAP, 0),
      top: outer * OUTER_ROW + inner * HEAD_ROW
    };
  }, [arrangement, box.width, box.height, heads.outer, heads.inner]);
}

type Drawn = { rows: readonly number[]; columns: readonly number[] };

/** Which columns and rows are drawn. */
function useDrawn(
  scroller: { current: HTMLDivElement | null },
  { columns, rows, left, top }: Geometry,
  here: { row: number; column: number } | null
): Drawn {
  const { width } = useSnapshot(({ view }) => ({ width: view.width }));
  const drawnColumns = useWindow({
    scroller,
    lines: columns,
    horizontal: true,
    before: left,
    keep: here?.column ?? null,
    usual: width || USUAL.width
  });
  const drawnRows = useWindow({
    scroller,
    lines: rows,
    horizontal: false,
    before: top,
    keep: here?.row ?? null,
    usual: window.innerHeight * SHEET_SHARE || USUAL.height
  });
  const rowsNow = useRowsGradually(drawnRows, drawnColumns.length, here?.row ?? null);
  return { columns: drawnColumns, rows: rowsNow };
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
