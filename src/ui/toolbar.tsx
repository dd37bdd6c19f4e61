import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../icons';
import { classes } from './classes';

type ToolbarProps = {
  label: string;
  /** True where so much stands in it that words must go earlier. */
  many?: boolean;
  children: ReactNode;
};

/** A toolbar: one tab stop, arrows within. */
export function Toolbar({ label, many, children }: ToolbarProps): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const controls = (): HTMLElement[] => [
    ...(bar.current?.querySelectorAll<HTMLElement>('button, input, a') ?? [])
  ];
  const keepOne = (chosen?: HTMLElement): void => {
    const all = controls();
    const stop = chosen ?? all.find(each => each.tabIndex === 0) ?? all[0];
    all.forEach(each => (each.tabIndex = each === stop ? 0 : -1));
  };
  useEffect(() => keepOne());
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = controls();
    const at = all.indexOf(event.target as HTMLElement);
    const slider = (event.target as HTMLElement).tagName === 'INPUT';
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && at >= 0 && !slider) {
      event.preventDefault();
      event.stopPropagation();
      all[(to + all.length) % all.length].focus();
    }
  };
  return (
    <div
      className={classes('jd-Bar', many && 'jd-mod-many')}
      role="toolbar"
      aria-label={label}
      ref={bar}
      onKeyDown={onKeyDown}
      onFocus={event => keepOne(event.target as HTMLElement)}
    >
      {children}
    </div>
  );
}

/** A line between two groups of a toolbar. */
export function ToolbarRule({ className }: { className?: string }): ReactElement {
  return <span className={classes('jd-Bar-rule', className)} />;
}

type PickProps = { title: string; value: string; onOpen(anchor: Element): void };

/** What is chosen of several, in a toolbar; a press opens the choices. */
export function ToolbarPick({ title, value, onOpen }: PickProps): ReactElement {
  return (
    <button
      type="button"
      className="jd-Pick"
      aria-haspopup="menu"
      aria-label={`${title}: ${value}`}
      title={`${title}: ${value}`}
      onClick={event => onOpen(event.currentTarget)}
    >
      <em>{title}</em> <span className="jd-cut">{value}</span>
      <Icon name="down" />
    </button>
  );
}
