/** What every part of the panel is drawn with, and the small parts that all share. */
import {
  createContext,
  useContext,
  useEffect,
  useSyncExternalStore,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject
} from 'react';
import { Icon, type IconName } from '../icons';
import type { IDiffusionClient } from '../tokens';
import type { PanelModel } from './model';
import type { PanelState } from './state';
import type { Words } from './words';

export type MenuItem = { label: string; checked?: boolean; run(): void } | 'line';

export type PanelView = {
  model: PanelModel;
  client: IDiffusionClient;
  words: Words;
  /** Drops a menu below the element. */
  showMenu(items: MenuItem[], anchor: Element): void;
  openSettings(): void;
};

export const PanelViewContext = createContext<PanelView | null>(null);

export function usePanel(): PanelView & { state: PanelState } {
  const view = useContext(PanelViewContext);
  if (!view) {
    throw new Error('a part of the panel is drawn outside the panel');
  }
  const state = useSyncExternalStore(view.model.subscribe, () => view.model.state);
  return { ...view, state };
}

/** Takes the focus, and selects what is wrong, when the model wishes it for this field. */
export function useWantedFocus(
  field: string,
  element: RefObject<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>
): void {
  const { model, state } = usePanel();
  useEffect(() => {
    const wanted = element.current && model.takeFocus(field);
    if (!wanted || !element.current) {
      return;
    }
    element.current.focus();
    if (wanted.place && 'setSelectionRange' in element.current) {
      const { start, length } = wanted.place;
      element.current.setSelectionRange(start, start + length);
    }
  }, [state.focus]);
}

export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

type IconButtonProps = {
  icon: IconName;
  label: string;
  onClick(event: MouseEvent<HTMLButtonElement>): void;
  small?: boolean;
  disabled?: boolean;
  className?: string;
  pressed?: boolean;
};

/** An icon alone; its word is its name and its tooltip. */
export function IconButton({
  icon,
  label,
  onClick,
  small,
  disabled,
  className,
  pressed
}: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={classes('jd-Button jd-mod-bare jd-mod-icon', small && 'jd-mod-small', className)}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

type SectionProps = {
  name: string;
  title: string;
  open: boolean;
  onToggle(): void;
  /** Quiet words or buttons at the end of the title. */
  aside?: ReactNode;
  children: ReactNode;
};

export function Section({ name, title, open, onToggle, aside, children }: SectionProps): ReactElement {
  return (
    <section
      className={classes('jd-Section', `jd-Section-${name}`, !open && 'jd-mod-closed')}
      aria-label={title}
    >
      <h3 className="jd-Section-title">
        <button type="button" className="jd-Section-toggle" aria-expanded={open} onClick={onToggle}>
          <Icon name={open ? 'down' : 'right'} />
          <span>{title}</span>
        </button>
        {aside}
      </h3>
      {open && children}
    </section>
  );
}

type NoteProps = { tone: 'bad' | 'slow' | 'good'; id?: string; children: ReactNode };

export function Note({ tone, id, children }: NoteProps): ReactElement {
  const icon: IconName = tone === 'bad' ? 'error' : tone === 'slow' ? 'warn' : 'ok';
  return (
    <p className={`jd-Note jd-mod-${tone}`} id={id} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}
