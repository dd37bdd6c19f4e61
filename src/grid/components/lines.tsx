/**
 * The lines between toolbar and sheet: progress, diagnosis, what all cells share, and where the pictures come from.
 */
import { hasCode } from '../../../schema/messages/has-code';
import {
  Fragment,
  memo,
  useMemo,
  useState,
  type CSSProperties,
  type ReactElement,
  type ReactNode
} from 'react';
import { Icon } from '../../icons';
import { Button, Card, Remarks, sentences } from '../../ui';
import { gridActions } from '../actions';
import { axisLabel, commonLine } from '../names';
import type { HeldState } from '../held';
import { diagnosisCard, progressLine } from '../sentences';
import type { Sheet } from '../sheet';
import { hiddenOf } from '../shown-values';
import { isActive, type SweepState } from '../sweep-state';
import { tallyOf } from '../tally';
import { isLive } from '../view';
import { GridButton } from './action';
import { useGrid, useSnapshot } from './context';

/** How far the job is, while it runs, for a minute after, and for as long as something in it can be tried again. */
export const ProgressView = memo(function ProgressView(): ReactElement | null {
  const { text } = useGrid();
  const { sweep, live, attached, justFinished, held } = useSnapshot(
    ({ attachment, view, sweep: found, held: by }) => ({
      sweep: found,
      live: isLive(attachment),
      attached: attachment === 'service',
      justFinished: view.justFinished,
      held: by
    })
  );
  if (!sweep) {
    return null;
  }
  const line = progressLine(sweep, text, live, held);
  const active = live && isActive(sweep);
  if (!isActive(sweep) && line.action === null && !justFinished) {
    return null;
  }
  const { total, done } = tallyOf(sweep.cells);
  return (
    <div
      className={active ? 'jd-Progress jd-mod-active' : 'jd-Progress'}
      style={{ '--p': `${Math.round(line.fraction * 1000) / 10}%` } as CSSProperties}
    >
      <span
        className="jd-num jd-grow"
        role="progressbar"
        aria-label={text.say('progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={[line.strong, ...line.rest].join(text.say('list_separator'))}
      >
        <b>{line.strong}</b>
        {line.rest.map(part => (
          // A line may end between two parts, not within "3 / 12".
          <Fragment key={part}>
            {' '}
            <span className="jd-Progress-part">{`· ${part}`}</span>
          </Fragment>
        ))}
      </span>
      {attached && line.action ? (
        <span className="jd-Progress-acts">
          {line.action === 'cancel' ? <HoldButtons {...held} /> : null}
          <GridButton
            action={gridActions[line.action]}
            words={line.action === 'cancel' ? 'room' : 'always'}
            small
          />
        </span>
      ) : null}
    </div>
  );
});

/** The way on from whatever holds the sweep up, or to hold it up. */
function HoldButtons({ all, own }: HeldState): ReactElement {
  return (
    <>
      {all ? <GridButton action={gridActions.resumeAll} small /> : null}
      {own ? (
        <GridButton action={gridActions.resume} words={all ? 'room' : 'always'} small />
      ) : all ? null : (
        <GridButton action={gridActions.pause} words="room" small />
      )}
    </>
  );
}

/** That cells begin again, and since when. */
export const InterruptionView = memo(function InterruptionView(): ReactElement | null {
  const { text } = useGrid();
  const { interruption, goesOn } = useSnapshot(({ view, sweep }) => ({
    interruption: view.interruption,
    goesOn: sweep !== null && isActive(sweep)
  }));
  if (!interruption || !goesOn) {
    return null;
  }
  const time = new Date(interruption.at).toLocaleTimeString(text.language === 'zh_CN' ? 'zh-CN' : 'en', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false
  });
  return <Line words={[text.say('drawing_interrupted', { time, cells: interruption.cells })]} />;
});

/** What holds the job up: state, evidence, remedy. */
export const DiagnosisView = memo(function DiagnosisView(): ReactElement | null {
  const { model, text } = useGrid();
  const { diagnosis, putAway, active, attached } = useSnapshot(({ sweep, view, attachment }) => ({
    diagnosis: sweep?.diagnosis ?? null,
    putAway: view.putAway,
    active: sweep !== null && isActive(sweep),
    attached: attachment === 'service'
  }));
  // The progress line tells who is ahead, that everything is paused, and how many failed.
  if (
    !diagnosis ||
    hasCode(diagnosis, 'waiting', 'overtaken', 'queue_paused', 'cells_failed') ||
    diagnosis.code === putAway
  ) {
    return null;
  }
  const { say } = text;
  const card = diagnosisCard(diagnosis, text);
  const { failed, cancelled } = tallyOf(model.snapshot.sweep?.cells ?? []);
  return (
    <Card
      className="jd-Grid-card"
      title={card.head}
      tone={card.mild ? 'slow' : 'bad'}
      sentences={[card.body]}
      remedy={diagnosis.remedy}
      evidence={card.evidence.map(({ term, fact }) => ({ label: term, value: fact }))}
    >
      {!active && failed + cancelled > 0 && attached ? (
        <Button
          tone="primary"
          label={say('retry_cells', { cells: failed + cancelled })}
          onClick={() => void model.session.retry()}
        />
      ) : null}
      <Button
        label={active && card.mild ? say('keep_waiting') : say('put_away')}
        onClick={() => model.putAwayDiagnosis()}
      />
    </Card>
  );
});

type CommonProps = { axes: SweepState['axes']; sheet: Sheet };

/** What all cells share, once. A long prompt is cut after three lines until it is pressed. */
export const CommonView = memo(function CommonView({ axes, sheet }: CommonProps): ReactElement | null {
  const { model, text } = useGrid();
  const [whole, setWhole] = useState(false);
  const base = useSnapshot(({ sweep }) => sweep?.base ?? {});
  const { prompt, rest } = useMemo(
    () => commonLine(axes, base, model.snapshot.sweep?.cells ?? [], text),
    [axes, base, sheet.positions]
  );
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
});

/** Which values are not seen, so that nobody takes the sheet for the whole sweep. */
export const HiddenView = memo(function HiddenView({ axes }: Pick<CommonProps, 'axes'>): ReactElement | null {
  const { text } = useGrid();
  const { say } = text;
  const shown = useSnapshot(({ view }) => view.shown);
  const hidden = axes
    .map(axis => ({ axis, values: hiddenOf(shown, axis) }))
    .filter(({ values }) => values.length > 0);
  if (hidden.length === 0) {
    return null;
  }
  const words = hidden.map(({ axis, values }) =>
    values.length <= VALUES_NAMED
      ? say('values_hidden', { axis: axisLabel(axis, text), values: values.map(value => axis.labels[value]) })
      : say('many_values_hidden', { axis: axisLabel(axis, text), count: values.length })
  );
  return (
    <div className="jd-Under jd-Hidden" role="status">
      <Icon name="hidden" />
      <span className="jd-grow">{words.join(' · ')}</span>
      <GridButton action={gridActions.showAll} small />
    </div>
  );
});

/** Values that are named in a line; of more, how many. */
const VALUES_NAMED = 4;

const NO_REMARKS: SweepState['remarks'] = [];

/** What is odd about the sweep, though it is drawn. */
export const RemarksView = memo(function RemarksView(): ReactElement | null {
  const { text } = useGrid();
  const remarks = useSnapshot(({ sweep }) => sweep?.remarks ?? NO_REMARKS);
  return <Remarks remarks={remarks} more={count => text.say('and_more', { count })} places />;
});

/** Why the pictures are the notebook's own, with what can be done about it. */
export const SourceNote = memo(function SourceNote(): ReactElement | null {
  const { text } = useGrid();
  const { say } = text;
  const { attachment, failure, job } = useSnapshot(snapshot => ({
    attachment: snapshot.attachment,
    failure: snapshot.failure,
    job: snapshot.sweep?.job ?? null
  }));
  const fromNotebook = say('shown_from_notebook');
  if (attachment === 'service' && failure) {
    return <Line bad words={[failure.error.message, failure.error.hint ?? '']} />;
  }
  switch (attachment) {
    case 'untrusted':
      return (
        <Line words={[say('not_trusted')]}>
          <GridButton action={gridActions.trust} small />
        </Line>
      );
    case 'unknown':
      return <Line words={[say('job_unknown'), fromNotebook]} />;
    case 'unreachable':
      return (
        <Line words={[failure?.error.message ?? say('service_silent'), fromNotebook]}>
          <GridButton action={gridActions.askAgain} small />
        </Line>
      );
    default:
      return job === null ? <Line words={[fromNotebook]} /> : null;
  }
});

/** Before the service has said what the job is, or when it can't. */
export function NothingView(): ReactElement {
  const { text } = useGrid();
  const { say } = text;
  const { attachment, failure } = useSnapshot(snapshot => ({
    attachment: snapshot.attachment,
    failure: snapshot.failure
  }));
  switch (attachment) {
    case 'unknown':
    case 'unreachable':
      return (
        <Line
          bad
          words={[
            attachment === 'unknown' ? say('job_unknown') : (failure?.error.message ?? say('service_silent'))
          ]}
        >
          <GridButton action={gridActions.askAgain} small />
        </Line>
      );
    default:
      return <Line words={[say('asking_for_job')]} />;
  }
}

/** Why nothing was drawn: place, reason, what would be right. */
export function ErrorView({ error }: { error: SweepState['error'] }): ReactElement {
  const { text } = useGrid();
  const place = error?.where ? `${error.where.line}:${error.where.column} ` : '';
  const words = error ? `${place}${error.message}` : text.say('sweep_not_started');
  return <Line bad words={[words]} hint={error?.hint} />;
}

type LineProps = { words: string[]; hint?: string; bad?: boolean; children?: ReactNode };

/** A sentence of the grid's own, with what can be done about it. */
export function Line({ words, hint, bad, children }: LineProps): ReactElement {
  return (
    <div className={bad ? 'jd-Under jd-mod-bad' : 'jd-Under'} role={bad ? 'alert' : 'status'}>
      <Icon name={bad ? 'error' : 'info'} />
      <span className="jd-grow">
        {sentences(...words)}
        {hint ? <span className="jd-Under-hint">{hint}</span> : null}
      </span>
      {children}
    </div>
  );
}
