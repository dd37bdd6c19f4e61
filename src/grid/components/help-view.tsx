import type { ReactElement } from 'react';
import { canDo, KeysList } from '../../actions';
import { allActions } from '../keys';
import { useGrid, useSnapshot } from './context';

/** The keys, in the grid's own place. Those that can't be used now are told too, and why: they are what one looks for. */
export function HelpView(): ReactElement {
  const { model, text } = useGrid();
  // What can be done follows from these.
  const { cell } = useSnapshot(({ sweep, focus, attachment, view, reference }) => ({
    cell: sweep?.cells[focus],
    attachment,
    mode: view.mode,
    reference
  }));
  const why = (id: string): string | null => {
    const action = allActions.find(each => each.id === id);
    if (!action || !cell || canDo(action, { model, cell })) {
      return null;
    }
    return action.why?.(text.say, { model, cell }) ?? '';
  };
  return (
    <KeysList
      actions={allActions}
      say={text.say}
      why={({ id }) => why(id)}
      onClose={() => model.toggleHelp()}
    />
  );
}
