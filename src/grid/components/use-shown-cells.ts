import { useEffect, type RefObject } from 'react';
import { useGrid } from './context';

/**
 * Tells the model which cells of the sheet are in sight: in the window, in the scrolled part, in a page that is looked at. `drawn` is
 * another text whenever other cells are in the page, or at other places.
 */
export function useShownCells(
  scroller: RefObject<HTMLElement>,
  drawn: string,
  positions: ReadonlyMap<string, number>
): void {
  const { model } = useGrid();
  useEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    let frame = 0;
    const look = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => model.shown.note(cellsInSight(node, positions)));
    };
    // A grid may lie in anything that scrolls; scrolls don't bubble, but they can be caught.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    document.addEventListener('visibilitychange', look);
    const observer = typeof IntersectionObserver === 'function' ? new IntersectionObserver(look) : null;
    observer?.observe(node);
    look();
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', look, { capture: true });
      document.removeEventListener('visibilitychange', look);
      observer?.disconnect();
    };
  }, [drawn, positions]);
  useEffect(() => () => model.shown.note([]), []);
}

function cellsInSight(scroller: HTMLElement, positions: ReadonlyMap<string, number>): number[] {
  if (document.hidden || !scroller.isConnected) {
    return [];
  }
  const room = scroller.getBoundingClientRect();
  const left = Math.max(0, room.left);
  const top = Math.max(0, room.top);
  const right = Math.min(window.innerWidth, room.right);
  const bottom = Math.min(window.innerHeight, room.bottom);
  return [...scroller.querySelectorAll<HTMLElement>('[data-cell]')].flatMap(node => {
    const cell = node.getBoundingClientRect();
    const isSeen = cell.right > left && cell.left < right && cell.bottom > top && cell.top < bottom;
    return isSeen ? (positions.get(node.dataset.cell ?? '') ?? []) : [];
  });
}
