import {
  defaultRangeExtractor,
  observeElementRect,
  useVirtualizer,
  type Range
} from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import { sameParts } from '../../ui';
import { GAP, type Lines } from '../lines';

export type WindowOptions = {
  scroller: RefObject<HTMLElement>;
  lines: Lines;
  horizontal: boolean;
  /** Pixels before the first line. */
  before: number;
  /** A line that is drawn wherever it lies, because it has the keyboard. */
  keep: number | null;
  /** Pixels taken to be in view while the page doesn't say (not attached, hidden, or a page without layout). */
  usual: number;
};

/** Drawn beyond what is in view, so that a scroll doesn't begin with empty places. */
const OVERSCAN = 2;

/**
 * The columns (or rows) to draw, in order: those in view, a few around them, and the one that has the keyboard. The same array as long as
 * they are the same.
 */
export function useWindow(options: WindowOptions): readonly number[] {
  const { scroller, lines, horizontal, before, keep, usual } = options;
  const { starts, size } = lines;
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return keep === null || seen.includes(keep) || keep >= range.count
        ? seen
        : [...seen, keep].sort((a, b) => a - b);
    },
    [keep]
  );
  const shown = { width: usual, height: usual };
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: starts.length,
    getScrollElement: () => scroller.current,
    // The empty room between groups belongs to the line before it.
    estimateSize: line => (line + 1 < starts.length ? starts[line + 1] - starts[line] - GAP : size),
    gap: GAP,
    paddingStart: before,
    horizontal,
    overscan: OVERSCAN,
    rangeExtractor,
    initialRect: shown,
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, rect => tell(rect.width > 0 && rect.height > 0 ? rect : shown))
  });
  useLayoutEffect(() => virtualizer.measure(), [lines, before]);
  const last = useRef<readonly number[]>([]);
  const drawn = virtualizer.getVirtualItems().map(({ index }) => index);
  last.current = sameParts(last.current, drawn) ? last.current : drawn;
  return last.current;
}
