/**
 * Keeps the keyboard at a job while its row goes elsewhere: a row that comes to stand under another head, or leaves the list, is taken out of
 * the page, and the focus would be lost with it.
 */
import { useEffect, useRef, type FocusEvent, type RefObject } from 'react';

type Props = { onFocus(event: FocusEvent): void; onBlur(event: FocusEvent): void };

/** What floats over the page for a moment, and gives the focus back. */
const FLOATING = '.lm-Menu, .jp-Dialog';

/** Handlers for the element that holds the rows, which carry `data-job`. */
export function useRowFocus(list: RefObject<HTMLElement | null>): Props {
  const at = useRef<{ job: string; place: number } | null>(null);
  useEffect(() => {
    const { activeElement } = document;
    const rows = rowsIn(list.current);
    const lost = at.current && (activeElement === null || activeElement === document.body);
    if (lost) {
      const { job, place } = at.current!;
      const row = rows.find(each => each.dataset.job === job) ?? rows[Math.min(place, rows.length - 1)];
      row?.focus();
    }
  });
  return {
    onFocus({ target }) {
      const row = (target as Element).closest<HTMLElement>('[data-job]');
      at.current = row && { job: row.dataset.job!, place: rowsIn(list.current).indexOf(row) };
    },
    onBlur({ target, relatedTarget }) {
      const isLeft =
        target.isConnected &&
        !(relatedTarget instanceof Element && relatedTarget.closest(FLOATING)) &&
        !list.current?.contains(relatedTarget);
      if (isLeft) {
        at.current = null;
      }
    }
  };
}

function rowsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-job]') ?? [])];
}
