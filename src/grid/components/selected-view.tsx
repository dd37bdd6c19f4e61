import type { ReactElement } from 'react';
import { cellActions, cullActions } from '../actions';
import { GridButtons } from './action';
import { useGrid, useSnapshot } from './context';

/** How many cells are selected, and what can be said of all of them. It lies over the sheet, so that nothing moves. */
export function SelectedView(): ReactElement | null {
  const { text } = useGrid();
  const { count, cell } = useSnapshot(({ cull, sweep, focus }) => ({
    count: cull.selected.size,
    cell: sweep?.cells[focus]
  }));
  if (count < 2 || !cell) {
    return null;
  }
  const words = text.say('cells_selected', { cells: count });
  return (
    <div className="jd-Selected" role="group" aria-label={words}>
      <b className="jd-num">{words}</b>
      <GridButtons table={cellActions} at="selected" cell={cell} words="never" tone="bare" small />
      <GridButtons table={cullActions} at="selected" cell={cell} words="never" tone="bare" small />
    </div>
  );
}
