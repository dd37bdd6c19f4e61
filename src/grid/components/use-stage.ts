import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

const MARGIN = 16;
const FIT_MAX = 4;
const SCALE_MIN = 0.05;

export type Stage = {
  cell: CellView | undefined;
  position: number;
  /** Screen pixels for a picture's pixel. */
  scale: number;
  /** Pixels of the picture as it is drawn. */
  width: number;
  height: number;
};

/**
 * The one picture that a view shows, as large as the element has room or as it was zoomed. The element takes the focus when the model
 * says so, zooms with Ctrl and the wheel, and its cell is told to be in sight.
 */
export function useStage(element: RefObject<HTMLElement>): Stage {
  const { model } = useGrid();
  const room = useRoom(element);
  const { position, cell, zoom, focusMoves } = useSnapshot(({ sweep, focus, view }) => ({
    position: focus,
    cell: sweep?.cells[focus],
    zoom: view.zoom,
    focusMoves: view.focusMoves
  }));
  const picture = pictureSize(cell);
  const fitted = Math.min(
    FIT_MAX,
    (room.width - 2 * MARGIN) / picture.width,
    (room.height - 2 * MARGIN) / picture.height
  );
  const scale = zoom === 'fit' ? Math.max(SCALE_MIN, fitted) : zoom;
  useFocusOn(element, focusMoves);
  useWheelZoom(element, fitted);
  useEffect(() => {
    model.shown.note([position]);
    return () => model.shown.note([]);
  }, [position]);
  return { cell, position, scale, width: picture.width * scale, height: picture.height * scale };
}

function pictureSize(cell: CellView | undefined): { width: number; height: number } {
  return {
    width: cell?.width || cell?.params.width || 512,
    height: cell?.height || cell?.params.height || 512
  };
}

/** The size of an element, as it is now and as it becomes. */
function useRoom(element: RefObject<HTMLElement>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 480, height: 420 });
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) {
      return;
    }
    const measure = (): void =>
      setRoom(before =>
        before.width === node.clientWidth && before.height === node.clientHeight
          ? before
          : { width: node.clientWidth, height: node.clientHeight }
      );
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return room;
}

function useFocusOn(element: RefObject<HTMLElement>, moves: number): void {
  useEffect(() => {
    element.current?.closest('.jd-Grid')?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, [moves]);
}

/** Ctrl and the wheel zoom, as everywhere; the wheel alone still scrolls the notebook. */
function useWheelZoom(element: RefObject<HTMLElement>, fitted: number): void {
  const { model } = useGrid();
  useEffect(() => {
    const node = element.current;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        model.sizing.stepZoom(event.deltaY < 0 ? 1 : -1, fitted);
      }
    };
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [fitted]);
}
