import type { ReactElement } from 'react';
import { Icon } from '../../icons';
import { useGrid } from './context';

/** The keys, in the grid's own place. */
export function HelpView(): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const rows: [string[], string][] = [
    [['←', '→', '↑', '↓'], trans.__('move; with Ctrl to the edge')],
    [['Home', 'End'], trans.__('ends of the row')],
    [['Enter'], trans.__('full picture')],
    ...(model.attached
      ? ([
          [['P', 'X', 'U'], trans.__('pick, reject, undecided')],
          [['0', '–', '5'], trans.__('stars')],
          [['Ctrl Z'], trans.__('undo a mark')]
        ] as [string[], string][])
      : []),
    [['+', '−'], trans.__('size of all cells')],
    [['Z'], trans.__('1 : 1 and back')],
    [['I'], trans.__('recipe, in the full picture')],
    [['Shift F10'], trans.__('menu of the cell')],
    [['Esc'], trans.__('back to the grid, then to the notebook')]
  ];
  return (
    <section className="jd-Help" aria-label={trans.__('Keys')}>
      <dl>
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>{keys.map(key => (key === '–' ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <button
        className="jd-Button jd-mod-bare jd-mod-icon"
        aria-label={trans.__('Close')}
        title={trans.__('Close')}
        onClick={() => model.toggleHelp()}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
