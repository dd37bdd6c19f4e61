import type { ReactElement } from 'react';
import { Remarks } from '../ui';
import { usePanel, usePanelState } from './view';

/** Remarks that stand at a field before the rest is folded. */
const FIRST = 2;
const NONE = [] as const;

/** What is odd about what a field says, quietly below it. */
export function FieldRemarks({ name }: { name: string }): ReactElement {
  const { say } = usePanel().words;
  const remarks = usePanelState((_, { verdict }) => verdict.remarks.fields[name] ?? NONE);
  return (
    <Remarks id={idOf(name)} remarks={remarks} first={FIRST} more={count => say('and_more', { count })} />
  );
}

/** The id of a field's remarks, where it has any. */
export function useRemarksId(name: string): string | undefined {
  return usePanelState((_, { verdict }) => (verdict.remarks.fields[name] ? idOf(name) : undefined));
}

function idOf(name: string): string {
  return `jd-odd-${name}`;
}
