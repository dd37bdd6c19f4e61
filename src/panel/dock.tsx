/** The dock: what pressing the button costs, and the button that says what it does. It never scrolls. */
import type { ReactElement } from 'react';
import type { Plan, WireMessage } from '../../schema/wire';
import { ActionButton } from '../actions';
import { Button, Note, Remarks } from '../ui';
import { panelActions } from './actions';
import { labelOf } from './shown';
import { isBlank } from './form';
import { Refusal } from './refusal';
import { usePanel, usePanelState } from './view';
import { count, megabytes, shapeOf, planTime, waitOf } from './words';

export function Dock(): ReactElement {
  const { say } = usePanel().words;
  const refused = usePanelState(state => state.refused);
  return (
    <section className="jd-Dock jd-Plan" aria-label={say('preflight')}>
      <DockBody />
      {refused && <Refusal error={refused.error} />}
    </section>
  );
}

function DockBody(): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  // What the button would do follows from these.
  const { form, plan } = usePanelState(state => ({ form: state.form, plan: state.plan, jobs: state.jobs }));
  if (isBlank(form)) {
    return (
      <>
        <p className="jd-quiet jd-Plan-say">{say('write_a_prompt')}</p>
        <div className="jd-Plan-do">
          <Button label={say('run')} icon="play" className="jd-Run jd-grow" disabled />
          <InsertButton />
        </div>
      </>
    );
  }
  if (model.verdict.faults().length > 0) {
    return <FixFirst message={faultsInWords(model.verdict.faults(), words)} showsWhere />;
  }
  if (plan.kind === 'wrong') {
    const over = model.verdict.overLimit();
    if (over) {
      return <OverLimit {...over} />;
    }
    const { error } = plan.failure;
    const place = model.verdict.refusedPlace();
    return place ? (
      <FixFirst message={say('fix_first', { label: labelOf(place.field, words) })} showsWhere />
    ) : (
      <FixFirst error={error} />
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
      <p className="jd-quiet jd-Plan-say">{words.say('counting_cells')}</p>
      <div className="jd-Plan-do">
        <RunButton />
        <InsertButton />
      </div>
    </>
  );
}

function Figures({ plan }: { plan: Plan }): ReactElement {
  const { words } = usePanel();
  const { say } = words;
  const toDraw = plan.cells - plan.cached;
  const cached = say('count_from_cache', { count: count(plan.cached) });
  const shape = shapeOf(plan);
  const free = plan.memory_free_mb;
  const remarks = usePanelState((_, { verdict }) => verdict.remarks.rest);
  const paused = usePanelState(state => state.paused);
  const wait = waitOf(plan, paused, words);
  return (
    <>
      <div className="jd-Plan-top" aria-live="polite">
        <b>{say('cells_counted', { cells: plan.cells }).replace(String(plan.cells), count(plan.cells))}</b>
        {shape && <small className="jd-quiet jd-wide">{shape}</small>}
        <span>{planTime(plan, words)}</span>
      </div>
      <div
        className="jd-Plan-bar"
        role="img"
        aria-label={say('cells_from_cache_of', { cached: plan.cached, cells: plan.cells })}
      >
        {plan.cached > 0 && <i style={{ flexGrow: plan.cached }} />}
        {toDraw > 0 && <i className="jd-mod-new" style={{ flexGrow: toDraw }} />}
      </div>
      {toDraw === 0 ? (
        <p className="jd-quiet jd-Plan-say">{say('all_from_cache')}</p>
      ) : (
        <dl>
          <dt>{cached}</dt>
          <dd>
            {say('count_to_draw', { count: count(toDraw) })}
            {plan.cared !== undefined && (
              <span className="jd-quiet"> · {say('count_only_cared', { count: count(plan.cared) })}</span>
            )}
          </dd>
          <dt>{say('unet_evaluations')}</dt>
          <dd>
            {count(plan.unet_evals.planned)}
            {plan.unet_evals.planned < plan.unet_evals.naive && (
              <span className="jd-quiet"> {say('of_naive', { naive: count(plan.unet_evals.naive) })}</span>
            )}
          </dd>
          <dt>{say('memory')}</dt>
          <dd>
            {free === undefined
              ? say('about', { amount: megabytes(plan.memory_mb) })
              : say('memory_of_free', { needed: megabytes(plan.memory_mb), free: megabytes(free) })}
          </dd>
        </dl>
      )}
      {toDraw > 0 && wait && <p className="jd-quiet jd-Plan-say">{wait}</p>}
      {toDraw > 0 && free !== undefined && plan.memory_mb > free && (
        <Note tone="slow">
          {say('memory_short', { needed: megabytes(plan.memory_mb), free: megabytes(free) })}
        </Note>
      )}
      <Remarks remarks={remarks} first={2} more={rest => say('and_more', { count: rest })} />
      <div className="jd-Plan-do">
        <RunButton />
        <InsertButton />
      </div>
    </>
  );
}

function OverLimit({ cells, limit }: { cells: number; limit: number }): ReactElement {
  const { model, words } = usePanel();
  const { say } = words;
  const plan = usePanelState((_, { lastPlan }) => (lastPlan?.cells === cells ? lastPlan : null));
  return (
    <>
      <div className="jd-Plan-top">
        <b>{say('cells_in_all', { cells: count(cells) })}</b>
        {plan && <span>{planTime(plan, words)}</span>}
      </div>
      <Note tone="slow">{say('over_limit', { limit: count(limit) })}</Note>
      <div className="jd-Plan-do">
        <RunButton />
      </div>
      <Button
        label={say('draw_all', { cells: count(cells) })}
        tone="bare"
        small
        className="jd-Plan-all"
        onClick={() => void model.runs.run({ limit: cells })}
      />
    </>
  );
}

type FixFirstProps = { showsWhere?: boolean } & ({ message: string } | { error: WireMessage });

function FixFirst({ showsWhere, ...why }: FixFirstProps): ReactElement {
  const view = usePanel();
  return (
    <>
      {'error' in why ? <Refusal error={why.error} /> : <Note tone="bad">{why.message}</Note>}
      <div className="jd-Plan-do">
        {showsWhere && (
          <ActionButton
            action={panelActions.showFault}
            context={view}
            say={view.words.say}
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
      <p className="jd-quiet jd-Plan-say">{words.say('cost_unknown')}</p>
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
      say={view.words.say}
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
      say={view.words.say}
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
  return words.say('fix_values_first', { count: n, label: labelOf(field, words) });
}
