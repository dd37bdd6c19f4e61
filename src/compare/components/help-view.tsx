import type { ReactElement } from 'react';
import { KeysList, KeysRow } from '../../actions';
import { compareActions } from '../actions';
import { useCompare } from './context';

/** The keys, in the panel's own place. */
export function HelpView(): ReactElement {
  const { model, say } = useCompare();
  return (
    <KeysList actions={Object.values(compareActions)} say={say} onClose={() => model.toggleHelp()}>
      <KeysRow caps={[['Tab']]} words={say('compare_next_pane')} />
    </KeysList>
  );
}
