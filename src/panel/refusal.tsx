import type { ReactElement } from 'react';
import type { WireMessage } from '../../schema/wire';
import { Note, Remarks, sentences } from '../ui';
import { usePanel } from './view';

type RefusalProps = { error: WireMessage; className?: string; id?: string };

/** Remarks that stand below a refusal before the rest is folded. */
const FIRST = 2;

/** Why the service refuses: one sentence and what to do, and what else it has to say as remarks below. */
export function Refusal({ error, ...place }: RefusalProps): ReactElement {
  const { say } = usePanel().words;
  const { message, alone = message, hint, also = [] } = error;
  return (
    <>
      <Note tone="bad" {...place}>
        {sentences(alone, hint)}
      </Note>
      <Remarks remarks={also} first={FIRST} more={count => say('and_more', { count })} />
    </>
  );
}
