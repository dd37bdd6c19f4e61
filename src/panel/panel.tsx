import { useRef, type ReactElement } from 'react';
import { Icon } from '../icons';
import { Dock } from './dock';
import { ExamplesSection } from './examples-section';
import { emptyForm } from './form';
import { JobsSection } from './jobs';
import { OptionSections } from './option-sections';
import { ParamsSection } from './params';
import { PromptSection } from './prompt';
import { AttentionCard, ServiceLine } from './service';
import { IconButton, PanelViewContext, usePanel, type PanelView } from './view';

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
  const { model, words, showMenu, openSettings } = usePanel();
  const { trans } = words;
  return (
    <header className="jd-Panel-head">
      <h2>{trans.__('Diffusion')}</h2>
      <IconButton
        icon="folder"
        label={trans.__('Load from cell')}
        onClick={() => void model.loadFromCell()}
      />
      <IconButton
        icon="more"
        label={trans.__('More')}
        onClick={event =>
          showMenu(
            [
              {
                label: trans.__('Clear the form'),
                run: () => model.replace(emptyForm, trans.__('The form is clear.'))
              },
              { label: trans.__('Show examples'), run: () => model.showExamples() },
              { label: trans.__('Look for models again'), run: () => void model.scanModels() },
              'line',
              { label: trans.__('Settings'), run: openSettings }
            ],
            event.currentTarget
          )
        }
      />
    </header>
  );
}

/** What the last press did, with the way back. */
function NoteLine(): ReactElement | null {
  const { model, state, words } = usePanel();
  const { trans } = words;
  const { note } = state;
  return (
    note && (
      <p className={`jd-Panel-note jd-mod-${note.bad ? 'bad' : 'good'}`} role={note.bad ? 'alert' : 'status'}>
        <Icon name={note.bad ? 'error' : 'ok'} />
        <span className="jd-grow">{note.text}</span>
        {note.undo && (
          <button type="button" className="jd-Button jd-mod-bare jd-mod-small" onClick={() => model.undo()}>
            <Icon name="undo" />
            {trans.__('Undo')}
          </button>
        )}
        <IconButton icon="close" small label={trans.__('Close')} onClick={() => model.dismissNote()} />
      </p>
    )
  );
}

function Body(): ReactElement {
  const { state } = usePanel();
  // Examples leave with the first job, but not under the eyes of the one who runs it.
  const newcomer = useRef<boolean | null>(null);
  if (newcomer.current === null && state.jobsLoaded) {
    newcomer.current = state.jobs.length === 0;
  }
  const showExamples = state.examplesAsked || (newcomer.current ?? !state.known);
  return (
    <div className="jd-Panel-body">
      <PromptSection />
      {showExamples && <ExamplesSection />}
      <ParamsSection />
      <OptionSections />
      <JobsSection />
    </div>
  );
}
