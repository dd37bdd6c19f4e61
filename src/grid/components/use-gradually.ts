import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useSyncExternalStore } from 'react';
import { Gradual, sameParts } from '../../ui';
import type { GridModel } from '../grid-model';
import type { GridSnapshot } from '../view';
import { useGrid } from './context';

/** Cells that are drawn, or drawn anew, in one frame. A screen of small ones has several hundred, which take longer than anyone should wait for a key. */
const CELLS_A_FRAME = 100;

const ofModel = new WeakMap<GridModel, Gradual>();

function gradualOf(model: GridModel): Gradual {
  const known = ofModel.get(model) ?? new Gradual(model, CELLS_A_FRAME);
  ofModel.set(model, known);
  return known;
}

/** What a cell takes of the grid's snapshot. When more cells change than a frame has time for, some change in the next. */
export function useSnapshotGradually<T>(select: (snapshot: GridSnapshot) => T): T {
  const { model } = useGrid();
  const last = useRef<{ value: T } | null>(null);
  const latest = useRef(select);
  latest.current = select;
  const isBehind = (): boolean =>
    last.current === null || !sameParts(last.current.value, latest.current(model.snapshot));
  const read = (): T => {
    if (last.current === null || isBehind()) {
      last.current = { value: select(model.snapshot) };
    }
    return last.current.value;
  };
  const subscribe = useCallback(
    (listener: () => void) => gradualOf(model).watch({ isBehind, redraw: listener }),
    [model]
  );
  return useSyncExternalStore(subscribe, read);
}

/** Of these rows those that are drawn now: the ones that were, the one that has the keyboard, and as many more as a frame has time for. */
export function useRowsGradually(
  rows: readonly number[],
  columns: number,
  keep: number | null
): readonly number[] {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const drawn = useRef<ReadonlySet<number>>(new Set());
  /** Rows that came since the frame began: it may draw the sheet several times. */
  const come = useRef(0);
  const isWhole = useRef(true);
  const frame = useRef<number | null>(null);
  const most = Math.max(1, Math.floor(CELLS_A_FRAME / Math.max(1, columns)));
  let left = most - come.current;
  const now = rows.filter(row => drawn.current.has(row) || row === keep || left-- > 0);
  useLayoutEffect(() => {
    come.current += now.filter(row => !drawn.current.has(row)).length;
    drawn.current = new Set(now);
    isWhole.current = now.length === rows.length;
    if (come.current > 0 || !isWhole.current) {
      frame.current ??= requestAnimationFrame(() => {
        frame.current = null;
        come.current = 0;
        if (!isWhole.current) {
          redraw();
        }
      });
    }
  });
  useEffect(
    () => () => {
      if (frame.current !== null) {
        cancelAnimationFrame(frame.current);
        frame.current = null;
      }
    },
    []
  );
  return now.length === rows.length ? rows : now;
}
