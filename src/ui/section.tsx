import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../icons';
import { classes } from './classes';

type SectionProps = {
  name: string;
  title: string;
  open: boolean;
  onToggle(): void;
  /** Quiet words or buttons at the end of the title. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A titled part that opens and closes. */
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
