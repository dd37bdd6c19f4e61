import { useState, type ReactElement } from 'react';
import { useSlice } from '../../ui';
import { Icon } from '../../icons';
import { itemAt } from '../tray';
import type { Comparison, Row } from '../what-differs';
import { useCompare, useCompareState } from './context';

/** The parameters that differ, a column a picture; the equal ones are counted and folded. */
export function TableView({ comparison }: { comparison: Comparison }): ReactElement {
  const { say } = useCompare();
  const [open, setOpen] = useState(false);
  const { letters, differing, equal, untold, prompts } = comparison;
  const many = letters.length > 2;
  const promptsEqual = prompts.length > 0 && prompts.every(({ same }) => same);
  const unknown = useCompareState(({ tray }) =>
    tray
      .filter(({ letter, params }) => letters.includes(letter) && params && Object.keys(params).length === 0)
      .map(each => each.letter)
      .join()
  );
  return (
    <div>
      <h3>{say('compare_what_differs')}</h3>
      {differing.length > 0 || many ? (
        <div className="jd-Table-scroll">
          <table className="jd-Table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="jd-said">{say('compare_what_differs')}</span>
                </th>
                {letters.map(letter => (
                  <th key={letter} scope="col">
                    {letter}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differing.map(row => (
                <Values key={row.name} row={row} far />
              ))}
              {many ? <Likenesses letters={letters} /> : null}
            </tbody>
          </table>
        </div>
      ) : promptsEqual ? (
        <p className="jd-quiet">{say('compare_nothing_differs')}</p>
      ) : null}
      {unknown
        ? unknown.split(',').map(letter => (
            <p className="jd-quiet" key={letter}>
              {say('compare_unknown_settings', { letter })}
            </p>
          ))
        : null}
      {equal.length + untold.length > 0 ? (
        <>
          <button
            type="button"
            className="jd-Button jd-mod-bare jd-mod-small jd-Differ-more"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'down' : 'right'} />
            <span>
              {[
                equal.length > 0 &&
                  say(promptsEqual ? 'compare_equal_and_prompt' : 'compare_equal', { count: equal.length }),
                untold.length > 0 && say('compare_untold', { count: untold.length })
              ]
                .filter(Boolean)
                .join(say('list_separator'))}
            </span>
          </button>
          {open ? (
            <dl className="jd-Facts">
              {[...equal, ...untold].map(({ name, label, values }) => [
                <dt key={`${name} term`}>{label}</dt>,
                <dd key={`${name} fact`}>{values.find(value => value !== null)}</dd>
              ])}
            </dl>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

function Values({ row, far }: { row: Row; far?: boolean }): ReactElement {
  return (
    <tr>
      <th scope="row">{row.label}</th>
      {row.values.map((value, at) => (
        <td key={at} className={far ? 'jd-mod-far' : undefined} title={value ?? undefined}>
          {value ?? '?'}
        </td>
      ))}
    </tr>
  );
}

/** How like each picture is to the reference. */
function Likenesses({ letters }: { letters: Comparison['letters'] }): ReactElement {
  const { model, say } = useCompare();
  const likeness = useSlice(model, () =>
    letters
      .map(letter => {
        const { tray, reference } = model.state;
        const measured = model.measures.of(itemAt(tray, letter)?.key ?? '');
        if (letter === reference) {
          return say('compare_ref_short');
        }
        const isOver = measured && measured.state !== 'measuring';
        const ssim = measured?.state === 'done' ? measured.figures.ssim : null;
        return ssim?.toFixed(3) ?? (isOver ? '–' : '…');
      })
      .join('\n')
  );
  return (
    <tr>
      <th scope="row">{say('compare_ssim_name')}</th>
      {likeness.split('\n').map((words, at) => (
        <td key={at}>{words}</td>
      ))}
    </tr>
  );
}
