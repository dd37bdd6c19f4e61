import { useLayoutEffect, useRef, type RefObject } from 'react';
import { scrolled, type Lines } from '../lines';

type Sides = { rows: Lines; columns: Lines };

/**
 * Keeps in its place, while all cells become larger or smaller, the cell that has the keyboard; when that one is out of view, the one
 * in the middle.
 */
export function useAnchor(
  scroller: RefObject<HTMLElement>,
  { rows, columns }: Sides,
  focus: { row: number; column: number } | null,
  heads: { across: number; down: number }
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
    node.scrollTop = scrolled(before.rows, rows, focus?.row, node.scrollTop, node.clientHeight - heads.down);
    const width = node.clientWidth - heads.across;
    node.scrollLeft = scrolled(before.columns, columns, focus?.column, node.scrollLeft, width);
  }, [rows, columns]);
}
