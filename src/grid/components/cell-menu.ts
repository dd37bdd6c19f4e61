import { menuAt } from '../../actions';
import type { MenuItem } from '../../ui';
import { cellActions } from '../actions';
import type { GridModel } from '../grid-model';
import type { CellView } from '../sweep-state';

/** What can be done with a cell. What can't be done now is left out, not greyed. */
export function cellMenu(model: GridModel, cell: CellView): MenuItem[] {
  return menuAt(cellActions, 'menu', { model, cell }, model.options.text.say);
}
