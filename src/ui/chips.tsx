import { useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { classes } from './classes';

export type ChipView = { label: string; tone?: 'new' | 'wrong'; hint?: string; name?: string };

type ChipsProps = {
  chips: readonly ChipView[];
  /** Words for the ones that aren't shown. */
  rest?: string;
  /** Takes a value out; not asked for the last one. */
  onRemove(index: number): void;
  /** More places of the list. */
  children?: ReactNode;
};

/** A list with one tab stop: arrows move, Delete takes a value out. */
export function Chips({ chips, rest, onRemove, children }: ChipsProps): ReactElement {
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const current = Math.min(at, chips.length - 1);
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(chips.length - 1, to));
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>('[data-chip]')[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: chips.length - 1
    };
    const onChip = (event.target as HTMLElement).hasAttribute('data-chip');
    const isLast = chips.length === 1 && rest === undefined;
    if (onChip && event.key in moves) {
      event.preventDefault();
      go(moves[event.key]);
    } else if (onChip && (event.key === 'Delete' || event.key === 'Backspace') && !isLast) {
      event.preventDefault();
      onRemove(current);
      go(current);
    }
  };
  return (
    <ul className="jd-Chips" ref={list} onKeyDown={onKeyDown}>
      {chips.map(({ label, tone, hint, name }, position) => (
        <li key={position} className="jd-Chips-item">
          <span
            className={classes('jd-Chip', tone && `jd-mod-${tone}`)}
            data-chip=""
            tabIndex={position === current ? 0 : -1}
            aria-label={name ?? label}
            title={hint}
            onFocus={() => setAt(position)}
          >
            <span className="jd-cut">{label}</span>
          </span>
        </li>
      ))}
      {rest !== undefined && <li className="jd-Chips-item jd-quiet">{rest}</li>}
      {children}
    </ul>
  );
}
