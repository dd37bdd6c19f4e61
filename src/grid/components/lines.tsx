/**
 * The lines between toolbar and sheet: progress, diagnosis, what all cells share, and where the pictures come from.
 */
import { useState, type CSSProperties, type ReactElement } from 'react';
import { Icon } from '../../icons';
import { commonLine } from '../names';
import { countCells, diagnosisCard, progressLine } from '../sentences';
import { isActive, type SweepState } from '../sweep-state';
import { isLive, type GridSnapshot } from '../view';
import { useGrid } from './context';

type Props = { snapshot: GridSnapshot; sweep: SweepState };

/** How far the job is, while it runs, for a minute after, and for as long as something in it can be tried again. */
export function ProgressView({ snapshot, sweep }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const live = isLive(snapshot.attachment);
  const line = progressLine(sweep, text, live);
  const active = live && isActive(sweep);
  if (!isActive(sweep) && line.action === null && !snapshot.view.justFinished) {
    return null;
  }
  const { total, done } = countCells(sweep.cells);
  const act = line.action === 'cancel' ? () => model.cancel() : () => model.retry();
  return (
    <div
      className={active ? 'jd-Progress jd-mod-active' : 'jd-Progress'}
      style={{ '--p': `${Math.round(line.fraction * 1000) / 10}%` } as CSSProperties}
    >
      <span
        className="jd-num jd-grow"
        role="progressbar"
        aria-label={text.trans.__('Progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={[line.strong, ...line.rest].join(', ')}
      >
        <b>{line.strong}</b>
        {line.rest.map(part => ` · ${part}`).join('')}
      </span>
      {line.action && model.attached ? (
        <button
          className="jd-Button jd-mod-small"
          onClick={act}
          title={line.actionLabel}
          aria-label={line.actionLabel}
        >
          <Icon name={line.action === 'cancel' ? 'stop' : 'retry'} />
          <span>{line.actionLabel}</span>
        </button>
      ) : null}
    </div>
  );
}

/** Codes whose facts the progress line tells: who is ahead, how many failed. */
const saidElsewhere = ['waiting', 'cells_failed'];

/** What holds the job up: state, evidence, remedy. */
export function DiagnosisView({ snapshot, sweep }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const { diagnosis } = sweep;
  if (!diagnosis || saidElsewhere.includes(diagnosis.code) || diagnosis.code === snapshot.view.putAway) {
    return null;
  }
  const { trans } = text;
  const card = diagnosisCard(diagnosis, text);
  const active = isActive(sweep);
  const { failed, cancelled } = countCells(sweep.cells);
  return (
    <article
      className={`jd-Card jd-Grid-card ${card.mild ? 'jd-mod-slow' : 'jd-mod-bad'}`}
      role={card.mild ? 'status' : 'alert'}
    >
      <h3>
        <Icon name={card.mild ? 'clock' : 'error'} />
        <span className="jd-grow">{card.head}</span>
        <span className="jd-quiet jd-code">{diagnosis.code}</span>
      </h3>
      {card.body ? <p>{card.body}</p> : null}
      {diagnosis.remedy ? <p>{diagnosis.remedy}</p> : null}
      {card.evidence.length > 0 ? (
        <dl className="jd-Facts">
          {card.evidence.map(({ term, fact }) => (
            <FactRow key={term + fact} label={term} value={fact} />
          ))}
        </dl>
      ) : null}
      <div className="jd-Acts">
        {!active && failed + cancelled > 0 && model.attached ? (
          <button className="jd-Button jd-mod-primary" onClick={() => model.retry()}>
            {trans._n('Retry %1 cell', 'Retry %1 cells', failed + cancelled)}
          </button>
        ) : null}
        <button className="jd-Button" onClick={() => model.putAwayDiagnosis()}>
          {active && card.mild ? trans.__('Keep waiting') : trans.__('Put away')}
        </button>
      </div>
    </article>
  );
}

/** One line of a list of facts. */
export function FactRow({
  label,
  value,
  note
}: {
  label: string;
  value: string;
  note?: string;
}): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {value}
        {note ? <span className="jd-quiet"> {note}</span> : null}
      </dd>
    </>
  );
}

/** What all cells share, once. A long prompt is cut after three lines until it is pressed. */
export function CommonView({ sweep }: { sweep: SweepState }): ReactElement | null {
  const { text } = useGrid();
  const [whole, setWhole] = useState(false);
  const { prompt, rest } = commonLine(sweep.axes, sweep.base, sweep.cells, text);
  if (!prompt && rest.length === 0) {
    return null;
  }
  const long = prompt.length + rest.join('').length > 300;
  return (
    <p
      className={whole || !long ? 'jd-Common' : 'jd-Common jd-mod-cut'}
      title={long && !whole ? prompt : undefined}
      onClick={long ? () => setWhole(!whole) : undefined}
    >
      {prompt ? <b dir="auto">{prompt}</b> : null}
      {rest.map((part, position) => (prompt || position > 0 ? ` · ${part}` : part)).join('')}
    </p>
  );
}

/** Why the pictures are the notebook's own, with what can be done about it. */
export function SourceNote({ snapshot, sweep }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const { trans } = text;
  const { attachment, failure } = snapshot;
  if (attachment === 'service' && failure) {
    return <Note bad words={[failure.error.message, failure.error.hint ?? '']} />;
  }
  switch (attachment) {
    case 'untrusted':
      return <Note words={[trans.__('This notebook isn’t trusted, so nothing was asked of the service.')]} />;
    case 'unknown':
      return (
        <Note
          words={[
            trans.__('The service here doesn’t know this job.'),
            trans.__('Shown from the notebook. Marks and new cells need the service.')
          ]}
        />
      );
    case 'unreachable':
      return (
        <Note
          words={[
            failure?.error.message ?? trans.__('The drawing service doesn’t answer.'),
            trans.__('Shown from the notebook. Marks and new cells need the service.')
          ]}
          action={{ label: trans.__('Try again'), run: () => model.askAgain() }}
        />
      );
    default:
      return sweep.job === null && sweep.cells.length > 0 ? (
        <Note words={[trans.__('Shown from the notebook. Marks and new cells need the service.')]} />
      ) : null;
  }
}

type NoteProps = { words: string[]; bad?: boolean; action?: { label: string; run(): void } };

function Note({ words, bad, action }: NoteProps): ReactElement {
  return (
    <p className={bad ? 'jd-Under jd-mod-bad' : 'jd-Under'} role={bad ? 'alert' : 'status'}>
      <Icon name={bad ? 'error' : 'info'} />
      <span className="jd-grow">{words.filter(Boolean).join(' ')}</span>
      {action ? (
        <button className="jd-Button jd-mod-small" onClick={action.run}>
          <Icon name="retry" />
          <span>{action.label}</span>
        </button>
      ) : null}
    </p>
  );
}

/** Why nothing was drawn: place, reason, what would be right. */
export function ErrorView({ sweep }: { sweep: SweepState }): ReactElement {
  const { text } = useGrid();
  const { error } = sweep;
  const place = error?.where ? `${error.where.line}:${error.where.column} ` : '';
  return (
    <div className="jd-Under jd-mod-bad" role="alert">
      <Icon name="error" />
      <span className="jd-grow">
        {error ? `${place}${error.message}` : text.trans.__('This sweep could not start.')}
        {error?.hint ? <span className="jd-Under-hint">{error.hint}</span> : null}
      </span>
    </div>
  );
}
