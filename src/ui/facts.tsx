import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes';

export type Fact = { label: string; value: ReactNode; note?: string };

/** Characters of a value that is not broken: `128 × 128`, a model's name. */
const IN_ONE_LINE = 20;

/** Terms and what they are, in two columns. A term that is empty goes on with the one above. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }): ReactElement {
  return (
    <dl className={classes('jd-Facts', className)}>
      {facts.map(({ label, value, note }, position) => [
        label !== '' && <dt key={`${position} term`}>{label}</dt>,
        <dd key={`${position} fact`}>
          {typeof value === 'string' && value.length <= IN_ONE_LINE ? (
            <span className="jd-Facts-short">{value}</span>
          ) : (
            value
          )}
          {note ? <span className="jd-quiet"> {note}</span> : null}
        </dd>
      ])}
    </dl>
  );
}
