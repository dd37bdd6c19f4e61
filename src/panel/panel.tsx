import { useRef, type ReactElement } from 'react';
import { Icon } from '../icons';
import { Dock } from './dock';
import { ExamplesSection } from './examples-section';
import { JobsSection } from './jobs';
import { OfferCard } from './offer-card';
import { OptionSections } from './option-sections';
import { ParamsSection } from './params';
import { PromptSection } from './prompt';
import { AttentionCard, ServiceLine } from './service';
import { ActionButton, actionsAt, menuAt } from '../actions';
import { IconButton } from '../ui';
import { panelActions } from './actions';
import { PanelViewContext, usePanel, usePanelState, type PanelView } from './view';

export function Panel({ view }: { view: PanelView }): ReactElement {
  return (
    <PanelViewContext.Provider value={view}>
      <Head />
      <NoteLine />
      <Body />
      <AttentionCard />
      <Dock />
      <ServiceLine />
    </PanelViewContext.Provider>
  );
}

function Head(): ReactElement {
  const view = usePanel();
  const { say } = view.words;
  return (
    <header className="jd-Panel-head">
      <h2>{say('diffusion')}</h2>
      {actionsAt(panelActions, 'head', view).map(action => (
        <ActionButton key={action.id} action={action} context={view} say={say} words="never" tone="bare" />
      ))}
      <IconButton
        icon="more"
        label={say('more')}
        onClick={event => view.showMenu(menuAt(panelActions, 'more', view, say), event.currentTarget)}
      />
    </header>
  );
}

/** What the last press did, with the way back. */
function NoteLine(): ReactElement | null {
  const view = usePanel();
  const { say } = view.words;
  const note = usePanelState(state => state.note);
  return (
    note && (
      <p className={`jd-Panel-note jd-mod-${note.bad ? 'bad' : 'good'}`} role={note.bad ? 'alert' : 'status'}>
        <Icon name={note.bad ? 'error' : 'ok'} />
        <span className="jd-grow">{note.text}</span>
        <ActionButton action={panelActions.undo} context={view} say={say} tone="bare" small />
        <IconButton icon="close" small label={say('close')} onClick={() => view.model.dismissNote()} />
      </p>
    )
  );
}

function Body(): ReactElement {
  const state = usePanelState(({ jobs, jobsLoaded, examplesAsked, known }) => ({
    noJobs: jobs.length === 0,
    jobsLoaded,
    examplesAsked,
    known
  }));
  // Examples leave with the first job, but not under the eyes of the one who runs it.
  const newcomer = useRef<boolean | null>(null);
  if (newcomer.current === null && state.jobsLoaded) {
    newcomer.current = state.noJobs;
  }
  const showExamples = state.examplesAsked || (newcomer.current ?? !state.known);
  return (
    <div className="jd-Panel-body">
      <OfferCard />
      <PromptSection />
      {showExamples && <ExamplesSection />}
      <ParamsSection />
      <OptionSections />
      <JobsSection />
    </div>
  );
}
