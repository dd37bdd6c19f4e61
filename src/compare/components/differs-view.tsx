import { useState, type ReactElement } from 'react';
import { Icon } from '../../icons';
import { classes } from '../../ui';
import { pairOf } from '../state';
import { useCompare, useCompareState } from './context';
import { FiguresView, LikenessView } from './figures-view';
import { KeepView, KeysView, PlacesView } from './aside-parts';
import { PromptsView } from './prompts-view';
import { TableView } from './table-view';
import { useComparison } from './use-comparison';

/** What differs, first; then how much, what is odd about how the pictures lie, and the keys. In a narrow panel it is folded. */
export function DiffersView(): ReactElement {
  const { say } = useCompare();
  const [open, setOpen] = useState(false);
  const comparison = useComparison();
  const { mode, two } = useCompareState(state => ({
    mode: state.mode,
    two: pairOf(state) !== null && (state.mode !== 'side' || state.tray.length === 2)
  }));
  return (
    <aside
      className={classes('jd-Differ', !open && 'jd-mod-closed')}
      aria-label={say('compare_what_differs')}
    >
      <button type="button" className="jd-Differ-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'down' : 'right'} />
        <span>{say('compare_what_differs')}</span>
        <span className="jd-quiet jd-cut">
          {comparison.differing.map(({ label }) => label).join(say('list_separator'))}
        </span>
      </button>
      <div className="jd-Differ-body">
        {mode === 'difference' ? <FiguresView /> : null}
        <TableView comparison={comparison} />
        <PromptsView comparison={comparison} />
        {two && mode !== 'difference' ? <LikenessView /> : null}
        <PlacesView />
        <KeysView />
        {two ? <KeepView /> : null}
      </div>
    </aside>
  );
}
