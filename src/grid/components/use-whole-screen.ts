import { useEffect, type RefObject } from 'react';

/**
 * Has the grid around an element fill the screen while it is there, and the window where the browser refuses that: as a popover, which lies
 * over all that may contain the grid. `onLeave` is told when somebody left the screen by the browser's own means.
 */
export function useWholeScreen(inside: RefObject<HTMLElement>, onLeave: () => void): void {
  useEffect(() => {
    const grid = inside.current?.closest<HTMLElement>('.jd-Grid');
    if (!grid) {
      return;
    }
    let left = false;
    const onChange = (): void => {
      if (document.fullscreenElement === null && !left) {
        onLeave();
      }
    };
    const fill = (): void => {
      if (!left && typeof grid.showPopover === 'function') {
        grid.popover = 'manual';
        grid.showPopover();
        inside.current?.focus({ preventScroll: true });
      }
    };
    if (typeof grid.requestFullscreen === 'function' && document.fullscreenEnabled) {
      grid.requestFullscreen().then(() => document.addEventListener('fullscreenchange', onChange), fill);
    } else {
      fill();
    }
    return () => {
      left = true;
      document.removeEventListener('fullscreenchange', onChange);
      if (document.fullscreenElement === grid) {
        void document.exitFullscreen().catch(() => undefined);
      }
      grid.removeAttribute('popover');
    };
  }, []);
}
