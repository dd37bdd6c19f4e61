import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from '../icons';
import { classes } from './classes';
import { Facts } from './facts';

type CardProps = {
  title: string;
  tone: 'bad' | 'slow';
  /** Another mark than the tone's own. */
  icon?: IconName;
  /** What is true. */
  sentences: readonly (string | null | undefined)[];
  /** Terms and facts; a term that is empty goes on with the one above. */
  evidence?: readonly { label: string; value: string }[];
  /** What to do. */
  remedy?: string;
  className?: string;
  /** The buttons. */
  children?: ReactNode;
};

/** What went wrong or takes long, in one shape: mark, what is true, evidence, what to do. */
export function Card(props: CardProps): ReactElement {
  const { title, tone, icon, sentences, evidence = [], remedy, className, children } = props;
  return (
    <article
      className={classes('jd-Card', `jd-mod-${tone}`, className)}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      <h3>
        <Icon name={icon ?? (tone === 'bad' ? 'error' : 'clock')} />
        <span className="jd-grow">{title}</span>
      </h3>
      {sentences.filter(Boolean).map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      {evidence.length > 0 && <Facts facts={evidence} />}
      {remedy && <p>{remedy}</p>}
      {children && <div className="jd-Acts">{children}</div>}
    </article>
  );
}
