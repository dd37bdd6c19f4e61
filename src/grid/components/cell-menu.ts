import { menuAt } from '../../actions';
import { LAYOUT_WORDS } from '../../../language/names/sweep-words';
import { openMenu, type MenuItem } from '../../ui';
import { axisActions, cellActions, cullActions } from '../actions';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import type { CellView } from '../sweep-state';
import { valueMenu } from './value-menu';

/** What can be done with a cell, and with the values that it stands at. What can't be done now is left out, not greyed. */
export function cellMenu(model: GridModel, cell: CellView): MenuItem[] {
  const { sweep, sheet } = model.snapshot;
  const { text } = model.options;
  const values = LAYOUT_WORDS.flatMap((place): MenuItem[] => {
    const at = sheet?.arrangement.at[place] ?? null;
    const axis = at === null ? undefined : sweep?.axes[at];
    if (at === null || !axis) {
      return [];
    }
    const value = cell.index[at];
    const items = valueMenu(model, axis, value, place === 'x' || place === 'xx');
    const label = text.say('menu_of_value', { axis: axisLabel(axis, text), value: axis.labels[value] });
    return items.length > 0 ? [{ label, run: () => openMenu(items, anchorOf(cell)) }] : [];
  });
  const tags = menuAt(cullActions, 'menu', { model, cell }, text.say);
  const actions = [
    ...menuAt(cellActions, 'menu', { model, cell }, text.say),
    ...menuAt(axisActions, 'cell-menu', { model, cell }, text.say),
    ...(tags.length > 0 ? ['line' as const, ...tags] : [])
  ];
  return values.length > 0 ? [...actions, 'line', ...values] : actions;
}

function anchorOf({ id }: CellView): Element {
  return document.querySelector(`[data-cell="${CSS.escape(id)}"]`) ?? document.body;
}
