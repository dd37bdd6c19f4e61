import { useLayoutEffect, useRef, type RefObject } from 'react';
import { lineAt, middleOf, type Lines } from '../lines';

type Sides = { rows: Lines; columns: Lines };

/**
 * Keeps in its place, while all cells become larger or smaller, the cell that has the keyboard; when that one is out of view, the one
 * in the middle.
 */
export function useAnchor(
  scroller: RefObject<HTMLElement>,
  { rows, columns }: Sides,
  focus: { row: number; column: number } | null
): void {
  const last = useRef<Sides>({ rows, columns });
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { rows, columns };
    const node = scroller.current;
    const sameCount =
      before.rows.starts.length === rows.starts.length &&
      before.columns.starts.length === columns.starts.length;
    if (!node || !sameCount || (before.rows.size === rows.size && before.columns.size === columns.size)) {
      return;
    }
    node.scrollTop += moved(before.rows, rows, focus?.row, node.scrollTop, node.clientHeight);
    node.scrollLeft += moved(before.columns, columns, focus?.column, node.scrollLeft, node.clientWidth);
  }, [rows, columns]);
}

/** By how much the line in focus, or the one in the middle of the view, has moved. */
function moved(before: Lines, now: Lines, focus: number | undefined, from: number, room: number): number {
  const inView = (line: number): boolean => {
    const middle = middleOf(before, line);
    return middle >= from && middle <= from + room;
  };
  const line = focus !== undefined && inView(focus) ? focus : lineAt(before, from + room / 2);
  return middleOf(now, line) - middleOf(before, line);
}
