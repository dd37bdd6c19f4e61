/** The dock: what pressing the button costs, and the button that says what it does. It never scrolls. */
import type { ReactElement } from 'react';
import type { Plan } from '../../schema/wire';
import { Icon } from '../icons';
import { parameterOf } from './shown';
import { isBlank, SIZE } from './form';
import { jobUnderWay } from './submit';
import { about, count, megabytes, runLabel, shapeOf } from './words';
import { Note, usePanel } from './view';

export function Dock(): ReactElement {
  const { state, words } = usePanel();
  const { trans } = words;
  return (
    <section className="jd-Dock jd-Plan" aria-label={trans.__('Preflight')}>
      <DockBody />
      {state.refused && (
        <Note tone="bad">
          {state.refused.error.message} {state.refused.error.hint ?? ''}
        </Note>
      )}
    </section>
  );
}

function DockBody(): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { plan } = state;
  if (isBlank(state.form)) {
    return (
      <>
        <p className="jd-quiet jd-Plan-say">{trans.__('Write a prompt or pick an example.')}</p>
        <div className="jd-Plan-do">
          <button type="button" className="jd-Button jd-Run jd-grow" disabled>
            <Icon name="play" />
            {trans.__('Run')}
          </button>
          <InsertButton disabled />
        </div>
      </>
    );
  }
  if (model.faults().length > 0) {
    return <FixFirst message={faultsInWords(model.faults(), words)} showsWhere />;
  }
  if (plan.kind === 'wrong') {
    const over = model.overLimit();
    if (over) {
      return <OverLimit {...over} />;
    }
    const { error } = plan.failure;
    const place = model.refusedPlace();
    return place ? (
      <FixFirst message={trans.__('%1 needs fixing first.', labelOf(place.field, words))} showsWhere />
    ) : (
      <FixFirst message={[error.message, error.hint].filter(Boolean).join(' ')} />
    );
  }
  if (plan.kind === 'away') {
    return <Away />;
  }
  const last = model.lastPlan;
  return last ? <Figures plan={last} /> : <Asking />;
}

/** Before the first answer: the place is kept, the button can be pressed. */
function Asking(): ReactElement {
  const { words } = usePanel();
  return (
    <>
      <p className="jd-quiet jd-Plan-say">{words.trans.__('Counting cells…')}</p>
      <div className="jd-Plan-do">
        <RunButton label={words.trans.__('Run')} />
        <InsertButton />
      </div>
    </>
  );
}

function Figures({ plan }: { plan: Plan }): ReactElement {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const toDraw = plan.cells - plan.cached;
  const cached = trans.__('%1 from cache', count(plan.cached));
  const shape = shapeOf(plan);
  const free = plan.memory_free_mb;
  const underWay = jobUnderWay(model.composed.text, state.jobs);
  return (
    <>
      <div className="jd-Plan-top" aria-live="polite">
        <b>{trans._n('%1 cell', '%1 cells', plan.cells).replace(String(plan.cells), count(plan.cells))}</b>
        {shape && <small className="jd-quiet jd-wide">{shape}</small>}
        <span>{about(toDraw === 0 ? 0 : plan.eta_s, words)}</span>
      </div>
      <div
        className="jd-Plan-bar"
        role="img"
        aria-label={trans.__('%1 of %2 cells from cache', plan.cached, plan.cells)}
      >
        {plan.cached > 0 && <i style={{ flexGrow: plan.cached }} />}
        {toDraw > 0 && <i className="jd-mod-new" style={{ flexGrow: toDraw }} />}
      </div>
      {toDraw === 0 ? (
        <p className="jd-quiet jd-Plan-say">{trans.__('All from cache; nothing to draw.')}</p>
      ) : (
        <dl>
          <dt>{cached}</dt>
          <dd>{trans.__('%1 to draw', count(toDraw))}</dd>
          <dt>{trans.__('UNet evaluations')}</dt>
          <dd>
            {count(plan.unet_evals.planned)}
            {plan.unet_evals.planned < plan.unet_evals.naive && (
              <span className="jd-quiet"> {trans.__('of %1', count(plan.unet_evals.naive))}</span>
            )}
          </dd>
          <dt>{trans.__('Memory')}</dt>
          <dd>
            {free === undefined
              ? trans.__('about %1', megabytes(plan.memory_mb))
              : trans.__('%1 of %2 free', megabytes(plan.memory_mb), megabytes(free))}
          </dd>
        </dl>
      )}
      {toDraw > 0 && free !== undefined && plan.memory_mb > free && (
        <Note tone="slow">
          {trans.__(
            'This needs about %1 of memory and %2 is free: it will be slow, or stop.',
            megabytes(plan.memory_mb),
            megabytes(free)
          )}
        </Note>
      )}
      {plan.warnings.map(({ code, message }) => (
        <Note key={code + message} tone="slow">
          {message}
        </Note>
      ))}
      <div className="jd-Plan-do">
        {underWay ? (
          <RunButton
            label={trans.__(
              'Show: %1 of %2 drawn',
              count(underWay.progress.cells_done),
              count(underWay.progress.cells_total)
            )}
            shows
          />
        ) : (
          <RunButton label={runLabel(plan, words)} shows={toDraw === 0} />
        )}
        <InsertButton />
      </div>
    </>
  );
}

function OverLimit({ cells, limit }: { cells: number; limit: number }): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  const sample = model.sampleOf(limit);
  return (
    <>
      <div className="jd-Plan-top">
        <b>{trans.__('%1 cells', count(cells))}</b>
      </div>
      <Note tone="slow">
        {trans.__('More than your limit of %1. A sample shows the shape first.', count(limit))}
      </Note>
      <div className="jd-Plan-do">
        <RunButton label={trans.__('Draw a sample of %1', sample)} run={() => model.run({ sample })} />
      </div>
      <button
        type="button"
        className="jd-Button jd-mod-bare jd-mod-small jd-Plan-all"
        onClick={() => void model.run({ limit: cells })}
      >
        {trans.__('Draw all %1 this time', count(cells))}
      </button>
    </>
  );
}

function FixFirst({ message, showsWhere }: { message: string; showsWhere?: boolean }): ReactElement {
  const { model, words } = usePanel();
  return (
    <>
      <Note tone="bad">{message}</Note>
      <div className="jd-Plan-do">
        {showsWhere && (
          <button type="button" className="jd-Button jd-grow" onClick={() => model.showFault()}>
            {words.trans.__('Show me')}
          </button>
        )}
        <InsertButton disabled />
      </div>
    </>
  );
}

/** The card above says why; a cell can be made all the same. */
function Away(): ReactElement {
  const { words } = usePanel();
  return (
    <>
      <p className="jd-quiet jd-Plan-say">
        {words.trans.__('What it costs is known when the service answers.')}
      </p>
      <div className="jd-Plan-do">
        <InsertButton />
      </div>
    </>
  );
}

function RunButton({
  label,
  shows,
  run
}: {
  label: string;
  shows?: boolean;
  run?(): Promise<void>;
}): ReactElement {
  const { model, state } = usePanel();
  return (
    <button
      type="button"
      className="jd-Button jd-mod-primary jd-Run"
      aria-keyshortcuts="Control+Enter"
      aria-busy={state.sending}
      onClick={() => void (run ?? (() => model.run()))()}
    >
      <Icon name={shows ? 'grid' : 'play'} />
      <span>{label}</span>
    </button>
  );
}

function InsertButton({ disabled }: { disabled?: boolean }): ReactElement {
  const { model, words } = usePanel();
  const label = words.trans.__('Insert as cell');
  return (
    <button
      type="button"
      className="jd-Button jd-Insert"
      disabled={disabled}
      aria-label={label}
      title={`${label} (Ctrl Shift Enter)`}
      onClick={() => void model.insert()}
    >
      <Icon name="insert" />
      <span className="jd-wide">{label}</span>
    </button>
  );
}

type Where = { field: string };

function faultsInWords(faults: readonly Where[], words: ReturnType<typeof usePanel>['words']): string {
  const [{ field }] = faults;
  const n = faults.filter(fault => fault.field === field).length;
  return words.trans._n(
    'One value in %2 needs fixing first.',
    '%1 values in %2 need fixing first.',
    n,
    labelOf(field, words)
  );
}

function labelOf(field: string, { trans, language }: ReturnType<typeof usePanel>['words']): string {
  return field === SIZE ? trans.__('Size') : (parameterOf(field)?.label[language] ?? field);
}
