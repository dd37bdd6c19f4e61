import type { ReactElement } from 'react';
import { canDo, KeysList, type Action } from '../../actions';
import type { CellTarget } from '../actions';
import { allActions } from '../keys';
import { useGrid } from './context';

/** The keys, in the grid's own place. */
export function HelpView(): ReactElement {
  const { model, text } = useGrid();
  const cell = model.focused;
  const useful = allActions.filter(action => isUseful(action, cell && { model, cell }));
  return <KeysList actions={useful} say={text.say} onClose={() => model.toggleHelp()} />;
}

/** Without the service nothing of marks is told. The keys of the other views are told in each. */
function isUseful(action: Action<CellTarget>, context: CellTarget | undefined): boolean {
  const ofOtherView = ['grid-', 'cull-', 'cell-open', 'cell-menu'].some(start => action.id.startsWith(start));
  return ofOtherView || (context !== undefined && canDo(action, context));
}
