import type { ReactElement } from 'react';
import { ActionButton, actionsAt, type Action } from '../../actions';
import type { ButtonProps } from '../../ui';
import { isRetried } from '../../../schema/states';
import { cellActions, type CellTarget } from '../actions';
import type { CellView } from '../sweep-state';
import { tallyOf } from '../tally';
import { useGrid, useSnapshot } from './context';

type Look = Pick<ButtonProps, 'words' | 'tone' | 'small' | 'className' | 'tabIndex' | 'children'>;

/** An action of the grid, or with a cell of it, as a button that says when it was done. */
export function GridButton({
  action,
  cell,
  ...look
}: { action: Action<CellTarget>; cell?: CellView } & Look): ReactElement {
  const { model, text } = useGrid();
  const just = useSnapshot(({ view }) => view.just === action.id);
  const context = { model, cell } as CellTarget;
  return <ActionButton action={action} context={context} say={text.say} just={just} {...look} />;
}

/** The way on from a cell that failed or was cancelled: itself where it is the only one, all of them where it is not. */
export function RetryButtons({ cell, ...look }: { cell: CellView } & Look): ReactElement {
  // Which of the two there is follows from the other cells.
  useSnapshot(({ sweep }) => {
    const { failed, cancelled } = tallyOf(sweep?.cells ?? []);
    return failed + cancelled;
  });
  return (
    <>
      <GridButton action={cellActions.retry} cell={cell} {...look} />
      {isRetried(cell.state) ? <GridButton action={cellActions.draw} cell={cell} {...look} /> : null}
    </>
  );
}

type ButtonsProps<P extends string> = {
  table: Readonly<Record<string, Action<CellTarget, P>>>;
  at: NoInfer<P>;
  cell?: CellView;
} & Look;

/** Every action that stands at a place, as a button. */
export function GridButtons<P extends string>({ table, at, cell, ...look }: ButtonsProps<P>): ReactElement {
  const { model } = useGrid();
  const actions = actionsAt(table, at, { model, cell } as CellTarget);
  return (
    <>
      {actions.map(action => (
        <GridButton key={action.id} action={action} cell={cell} {...look} />
      ))}
    </>
  );
}
