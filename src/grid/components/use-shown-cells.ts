import { useEffect, useRef, type RefObject } from 'react';
import { isActive } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

/** Parts of the sheet whose coming into sight, or leaving it, is noticed: a twentieth. */
const PARTS = Array.from({ length: 21 }, (_, k) => k / 20);

/**
 * Tells the model which cells of the sheet are in sight: in the window, in the scrolled part, in a page that is looked at. `drawn` is
 * another text whenever other cells are in the page, or at other places. Measuring makes the page lay itself out, and there may be many
 * grids in it: so only those of a job that can be told of measure, while they are in sight, when something moved them.
 */
export function useShownCells(
  scroller: RefObject<HTMLElement>,
  drawn: string,
  positions: ReadonlyMap<string, number>
): void {
  const { model } = useGrid();
  const isOpen = useSnapshot(
    ({ sweep, attachment }) => attachment === 'service' && sweep !== null && isActive(sweep)
  );
  const look = useRef<() => void>(() => undefined);
  useEffect(() => {
    const node = scroller.current;
    return node && isOpen ? watch(node, () => look.current()) : undefined;
  }, [isOpen]);
  useEffect(() => {
    const node = scroller.current;
    let frame = 0;
    look.current = () => {
      cancelAnimationFrame(frame);
      if (node && isOpen) {
        frame = requestAnimationFrame(() => model.shown.note(cellsInSight(node, positions)));
      }
    };
    look.current();
    return () => cancelAnimationFrame(frame);
  }, [isOpen, drawn, positions]);
  useEffect(() => () => model.shown.note([]), []);
}

/** Calls back whenever other parts of a sheet may be in sight; returns what ends it. */
function watch(node: HTMLElement, onMove: () => void): () => void {
  let isInSight = true;
  // A grid may lie in anything that scrolls; scrolls don't bubble, but they can be caught.
  const onScroll = ({ target }: Event): void => {
    if (isInSight && target instanceof Node && target.contains(node)) {
      onMove();
    }
  };
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  document.addEventListener('visibilitychange', onMove);
  // A panel or a window that is made larger moves nothing, and may show more.
  const sight = new IntersectionObserver(
    entries => {
      isInSight = entries.at(-1)?.isIntersecting ?? isInSight;
      onMove();
    },
    { threshold: PARTS }
  );
  const size = new ResizeObserver(onMove);
  sight.observe(node);
  size.observe(node);
  return () => {
    document.removeEventListener('scroll', onScroll, { capture: true });
    document.removeEventListener('visibilitychange', onMove);
    sight.disconnect();
    size.disconnect();
  };
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
