import type { KeyboardEvent, ReactElement } from 'react';
import { Icon } from '../../icons';
import { IconButton, Note } from '../../ui';
import { runCompareKey } from '../keys';
import { CompareModelContext, useCompare, useCompareState, type CompareContext } from './context';
import { CompareBar } from './compare-bar';
import { DiffersView } from './differs-view';
import { HelpView } from './help-view';
import { Stage } from './stage';
import { TrayView } from './tray-view';

/** The whole panel: draws the model's state and passes keys to it. */
export function CompareView({ context }: { context: CompareContext }): ReactElement {
  return (
    <CompareModelContext.Provider value={context}>
      <Frame />
    </CompareModelContext.Provider>
  );
}

function Frame(): ReactElement {
  const { model, target } = useCompare();
  const { count, help } = useCompareState(({ tray, help: open }) => ({ count: tray.length, help: open }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (runCompareKey(target, event.nativeEvent, event.target as Element)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div
      className="jd-Compare-frame"
      onKeyDown={onKeyDown}
      onKeyUp={() => model.release()}
      onBlur={() => model.release()}
    >
      <CompareBar />
      <NoteLine />
      {help ? <HelpView /> : null}
      {count === 0 ? (
        <Empty />
      ) : (
        <div className="jd-Compare-body">
          <Stage />
          {count > 1 ? <DiffersView /> : null}
          <TrayView />
        </div>
      )}
      <Announced />
    </div>
  );
}

function Empty(): ReactElement {
  const { say, choose } = useCompare();
  return (
    <div className="jd-Compare-empty">
      <Icon name="compare" />
      <p className="jd-Compare-question">{say('compare_empty')}</p>
      <p className="jd-quiet">{say('compare_drop')}</p>
      <button type="button" className="jd-Button" onClick={choose}>
        <Icon name="add" />
        <span>{say('compare_add')}</span>
      </button>
    </div>
  );
}

function NoteLine(): ReactElement | null {
  const { model, say } = useCompare();
  const note = useCompareState(state => state.note);
  return note ? (
    <div className="jd-Compare-note">
      <Note tone={note.bad ? 'slow' : 'good'} className="jd-grow">
        {note.text}
      </Note>
      <IconButton icon="close" small label={say('close')} onClick={() => model.putAwayNote()} />
    </div>
  ) : null;
}

/** The latest sentence for people who can't see the panel. */
function Announced(): ReactElement {
  const { note, said } = useCompareState(state => ({ note: state.note, said: state.said }));
  return (
    <span className="jd-said" role="status">
      {note?.text ?? said}
    </span>
  );
}
