import type { KeyboardEvent, PointerEvent, ReactElement, RefObject } from 'react';
import { Icon } from '../../icons';
import { useCompare, useCompareState } from './context';

const STEP = 0.01;
const LARGE_STEP = 0.1;

type SplitProps = { pane: RefObject<HTMLElement>; away: boolean };

/** Where the reference ends and the other picture begins; a slider for the keyboard. While it is away it keeps the focus. */
export function SplitHandle({ pane, away }: SplitProps): ReactElement {
  const { model, say } = useCompare();
  const { split, reference, candidate } = useCompareState(state => ({
    split: state.split,
    reference: state.reference ?? '',
    candidate: state.candidate ?? ''
  }));
  const percent = Math.round(split * 100);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const to = {
      ArrowLeft: split - step,
      ArrowDown: split - step,
      ArrowRight: split + step,
      ArrowUp: split + step,
      PageDown: split - LARGE_STEP,
      PageUp: split + LARGE_STEP,
      Home: 0,
      End: 1
    }[event.key];
    if (to !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      model.setSplit(to);
    }
  };
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    event.stopPropagation();
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      const { left, width } = pane.current!.getBoundingClientRect();
      model.setSplit((event.clientX - left) / width);
    }
  };
  return (
    <span
      className={away ? 'jd-Split jd-Compared jd-mod-away' : 'jd-Split jd-Compared'}
      role="slider"
      tabIndex={0}
      aria-label={say('compare_split', { left: reference, right: candidate })}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={say('compare_split_words', { percent, left: reference })}
      style={{ left: `${split * 100}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <span className="jd-Split-grip">
        <Icon name="swap" />
      </span>
    </span>
  );
}
