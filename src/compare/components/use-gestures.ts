import { useEffect, type PointerEvent, type RefObject } from 'react';
import type { Point } from '../place';
import type { Letter } from '../tray';
import { useCompare } from './context';

type Gestures = Record<
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerLeave',
  (event: PointerEvent<HTMLElement>) => void
>;

const PER_NOTCH = 100;
const STEPS_MAX = 2;

/** Dragging moves, Alt moves one alone, Ctrl and the wheel zoom about the pointer; the pane that is touched has the keyboard. */
export function useGestures(pane: RefObject<HTMLElement>, letter: Letter | null): Gestures {
  const { model } = useCompare();
  const centred = (event: { clientX: number; clientY: number }): Point => {
    const { left, top, width, height } = pane.current!.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  };
  useEffect(() => {
    const node = pane.current;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        if (letter !== null) {
          model.focus(letter);
        }
        const steps = Math.min(STEPS_MAX, Math.max(-STEPS_MAX, -event.deltaY / PER_NOTCH));
        model.places.zoom(steps, centred(event));
      }
    };
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [model, letter]);
  return {
    onPointerDown: event => {
      if (event.button === 0) {
        pane.current?.focus({ preventScroll: true });
        pane.current?.setPointerCapture?.(event.pointerId);
      }
    },
    onPointerMove: event => {
      if (event.buttons & 1 && pane.current?.hasPointerCapture?.(event.pointerId)) {
        model.places.pan({ x: event.movementX, y: event.movementY }, event.altKey);
      }
      model.places.point(centred(event));
    },
    onPointerUp: event => pane.current?.releasePointerCapture?.(event.pointerId),
    onPointerLeave: () => model.places.point(null)
  };
}
