import { isRetried } from '../../../schema/states';
import type { GridModel } from '../grid-model';
import type { MenuItem } from '../menus';
import type { CellView } from '../sweep-state';

/** What can be done with a cell. What can't be done now is left out, not greyed. */
export function cellMenu(model: GridModel, cell: CellView): MenuItem[] {
  const { trans } = model.options.text;
  const { bridge } = model.options;
  const done = cell.state === 'done';
  const items: (MenuItem | null)[] = [
    { label: trans.__('Full picture'), run: () => model.open(cell.id), keys: 'Enter' },
    'separator',
    { label: trans.__('Copy seed'), run: () => model.actions.copySeed(cell) },
    { label: trans.__('Copy parameters'), run: () => void model.actions.copyParameters(cell) },
    bridge ? { label: trans.__('Use seed'), run: () => model.actions.useSeed(cell) } : null,
    bridge && model.attached && cell.image
      ? { label: trans.__('Use as start picture'), run: () => model.actions.beginWith(cell) }
      : null,
    bridge ? { label: trans.__('Insert as cell'), run: () => model.actions.insert(cell) } : null,
    model.attached && cell.image
      ? { label: trans.__('Download picture'), run: () => model.actions.download(cell) }
      : null,
    ...(model.attached && done ? markItems(model, cell) : []),
    ...(model.attached && isRetried(cell.state)
      ? (['separator', { label: trans.__('Retry'), run: () => model.retry() }] as MenuItem[])
      : [])
  ];
  return items.filter(item => item !== null);
}

function markItems(model: GridModel, cell: CellView): MenuItem[] {
  const { trans } = model.options.text;
  const { flag } = cell.mark;
  return [
    'separator',
    {
      label: trans.__('Pick'),
      keys: 'P',
      checked: flag === 'pick',
      run: () => model.mark(cell, { flag: flag === 'pick' ? null : 'pick' })
    },
    {
      label: trans.__('Reject'),
      keys: 'X',
      checked: flag === 'reject',
      run: () => model.mark(cell, { flag: flag === 'reject' ? null : 'reject' })
    },
    { label: trans.__('Undecided'), keys: 'U', run: () => model.mark(cell, { flag: null }) }
  ];
}
