import {
  useEffect,
  useRef,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type RefObject
} from 'react';
import { Icon } from '../icons';
import { classes } from './classes';

type ToolbarProps = {
  label: string;
  className?: string;
  /** The element itself, for who measures it. */
  bar?: RefObject<HTMLDivElement>;
  children: ReactNode;
};

/** A toolbar: one tab stop, arrows within. */
export function Toolbar({ label, className, bar: given, children }: ToolbarProps): ReactElement {
  const own = useRef<HTMLDivElement>(null);
  const bar = given ?? own;
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
      className={classes('jd-Bar', className)}
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

type PickProps = {
  title: string;
  value: string;
  /** Both, in the page's language. */
  label: string;
  /** True where the value says that there is none: where room is scarce, its title stays in its place. */
  none?: boolean;
  onOpen(anchor: Element): void;
} & Pick<HTMLAttributes<HTMLElement>, 'draggable' | 'onDragStart' | 'onDragEnd'>;

/** What is chosen of several, in a toolbar; a press opens the choices. */
export function ToolbarPick({ title, value, label, none, onOpen, ...drag }: PickProps): ReactElement {
  return (
    <button
      type="button"
      className={classes('jd-Pick', none && 'jd-mod-none')}
      aria-haspopup="menu"
      aria-label={label}
      title={label}
      onClick={event => onOpen(event.currentTarget)}
      {...drag}
    >
      <em>{title}</em> <span className="jd-cut">{value}</span>
      <Icon name="down" />
    </button>
  );
}
