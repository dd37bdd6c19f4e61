import { useLayoutEffect, type RefObject } from 'react';

/**
 * Keeps the keyboard within an element whose focused part is drawn no more: it goes to the part that a selector finds. To be called by
 * whoever draws the parts, for it looks where the focus is before they change.
 */
export function useFocusKept(element: RefObject<HTMLElement>, selector: string): void {
  const inside = element.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    const node = element.current;
    if (inside && node && !node.contains(document.activeElement)) {
      node.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    }
  });
}
