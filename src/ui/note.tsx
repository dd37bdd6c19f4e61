import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from '../icons';
import { classes } from './classes';

export type Tone = 'bad' | 'slow' | 'good';
const MARKS: Readonly<Record<Tone, IconName>> = { bad: 'error', slow: 'warn', good: 'ok' };

type NoteProps = { tone: Tone; id?: string; className?: string; children: ReactNode };

/** A sentence below what it is about; what is bad is read out at once. */
export function Note({ tone, id, className, children }: NoteProps): ReactElement {
  return (
    <p
      className={classes('jd-Note', `jd-mod-${tone}`, className)}
      id={id}
      role={tone === 'bad' ? 'alert' : undefined}
    >
      <Icon name={MARKS[tone]} />
      <span>{children}</span>
    </p>
  );
}
