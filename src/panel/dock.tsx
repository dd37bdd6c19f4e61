/** The dock: what pressing the button costs, and the button that says what it does. It never scrolls. */
import type { ReactElement } from 'react';
import type { Plan } from '../../schema/wire';
import { ActionButton } from '../actions';
import { Button, Note } from '../ui';
import { panelActions } from './actions';
import { parameterOf } from './shown';
import { isBlank, SIZE } from './form';
import { usePanel, usePanelState } from './view';
import { about, count, megabytes, shapeOf } from './words';

export function Dock(): ReactElement {
  const { trans } = usePanel().words;
  const refused = usePanelState(state => state.refused);
  return (
    <section className="jd-Dock jd-Plan" aria-label={trans.__('Preflight')}>
      <DockBody />
      {refused && (
        <Note tone="bad">
          {refused.error.message} {refused.error.hint ?? ''}
        </Note>
      )}
    </section>
  );
}

function DockBody(): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  // What the button would do follows from these.
  const { form, plan } = usePanelState(state => ({ form: state.form, plan: state.plan, jobs: state.jobs }));
  if (isBlank(form)) {
    return (
      <>
        <p className="jd-quiet jd-Plan-say">{trans.__('Write a prompt or pick an example.')}</p>
        <div className="jd-Plan-do">
          <Button label={trans.__('Run')} icon="play" className="jd-Run jd-grow" disabled />
          <InsertButton />
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
        <RunButton />
        <InsertButton />
      </div>
    </>
  );
}

function Figures({ plan }: { plan: Plan }): ReactElement {
  const { words } = usePanel();
  const { trans } = words;
  const toDraw = plan.cells - plan.cached;
  const cached = trans.__('%1 from cache', count(plan.cached));
  const shape = shapeOf(plan);
  const free = plan.memory_free_mb;
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
        <RunButton />
        <InsertButton />
      </div>
    </>
  );
}

function OverLimit({ cells, limit }: { cells: number; limit: number }): ReactElement {
  const { model, words } = usePanel();
  const { trans } = words;
  return (
    <>
      <div className="jd-Plan-top">
        <b>{trans.__('%1 cells', count(cells))}</b>
      </div>
      <Note tone="slow">
        {trans.__('More than your limit of %1. A sample shows the shape first.', count(limit))}
      </Note>
      <div className="jd-Plan-do">
        <RunButton />
      </div>
      <Button
        label={trans.__('Draw all %1 this time', count(cells))}
        tone="bare"
        small
        className="jd-Plan-all"
        onClick={() => void model.runs.run({ limit: cells })}
      />
    </>
  );
}

function FixFirst({ message, showsWhere }: { message: string; showsWhere?: boolean }): ReactElement {
  const view = usePanel();
  return (
    <>
      <Note tone="bad">{message}</Note>
      <div className="jd-Plan-do">
        {showsWhere && (
          <ActionButton
            action={panelActions.showFault}
            context={view}
            trans={view.words.trans}
            className="jd-grow"
          />
        )}
        <InsertButton />
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

function RunButton(): ReactElement {
  const view = usePanel();
  const sending = usePanelState(state => state.sending);
  return (
    <ActionButton
      action={panelActions.run}
      context={view}
      trans={view.words.trans}
      tone="primary"
      className="jd-Run"
      aria-busy={sending}
    />
  );
}

function InsertButton(): ReactElement {
  const view = usePanel();
  return (
    <ActionButton
      action={panelActions.insertCell}
      context={view}
      trans={view.words.trans}
      keep
      words="room"
      className="jd-Insert"
    />
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
