import { useEffect, useReducer, useRef, type RefObject } from 'react';
import { pictureTurns } from '../picture-turns';

/**
 * Whether a picture may be asked for: at once, or while somebody scrolls when its turn comes. `onEnd` is to be called when it is there or
 * can't be had.
 */
export function useTurn(url: string): { isMine: boolean; onEnd(): void } {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const granted = useRef<string | null>(null);
  const end = useRef<() => void>(() => undefined);
  if (granted.current !== url && pictureTurns.isFree(url)) {
    granted.current = url;
  }
  useEffect(() => {
    if (granted.current === url) {
      return;
    }
    const stop = pictureTurns.wait(() => {
      granted.current = url;
      redraw();
    });
    end.current = stop;
    return stop;
  }, [url]);
  return {
    isMine: granted.current === url,
    onEnd: () => {
      // Until then it is the notebook's small copy that is there.
      if (granted.current === url) {
        pictureTurns.noteLoaded(url);
        end.current();
      }
    }
  };
}

/** Notes that this is scrolled, before anything is drawn for it. */
export function useNotedScroll(scroller: RefObject<HTMLElement>): void {
  useEffect(() => {
    const node = scroller.current;
    const note = (): void => pictureTurns.noteScroll();
    node?.addEventListener('scroll', note, { capture: true, passive: true });
    return () => node?.removeEventListener('scroll', note, { capture: true });
  }, []);
}
