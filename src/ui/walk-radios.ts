import type { KeyboardEvent } from 'react';

/** Arrows go from one choice of a radio group to the next without choosing: a choice may change much. */
export function walkRadios(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  const at = all.indexOf(event.target as HTMLElement);
  if (by !== undefined && at >= 0) {
    event.preventDefault();
    event.stopPropagation();
    all[(at + by + all.length) % all.length].focus();
  }
}
