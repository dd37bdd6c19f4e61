import {
  useCallback,
  useEffect,
  useRef,
  useSyncExternalStore,
  type KeyboardEvent,
  type ReactElement
} from 'react';
import { Icon } from '../../icons';
import type { IDiffusionText } from '../../tokens';
import type { GridModel } from '../grid-model';
import { fullCommand, gridCommand } from '../keys';
import { SHEET_SHARE } from '../size';
import type { GridSnapshot } from '../view';
import { GridModelContext, useGrid } from './context';
import { FullView } from './full-view';
import { HelpView } from './help-view';
import { CommonView, DiagnosisView, ErrorView, ProgressView, SourceNote } from './lines';
import { SheetView } from './sheet-view';
import { Toolbar } from './toolbar';

/** The whole grid: draws the model's snapshot and passes keys to it. */
export function GridView({ model, text }: { model: GridModel; text: IDiffusionText }): ReactElement {
  const snapshot = useSyncExternalStore(
    useCallback(listener => model.subscribe(listener), [model]),
    () => model.snapshot
  );
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const node = root.current;
    if (!node) {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (node.clientWidth > 0) {
        model.setRoom(node.clientWidth, window.innerHeight * SHEET_SHARE);
      }
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [model]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = commandOf(event, snapshot.view.mode);
    if (command && model.run(command)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <GridModelContext.Provider value={{ model, text }}>
      <section
        className={snapshot.view.mode === 'full' ? 'jd jd-Grid jd-mod-full' : 'jd jd-Grid'}
        ref={root}
        lang={text.language === 'zh_CN' ? 'zh-CN' : 'en'}
        aria-label={gridLabel(snapshot, text)}
        onKeyDown={onKeyDown}
      >
        <Body snapshot={snapshot} />
        <span className="jd-said" aria-live="polite">
          {model.announced}
        </span>
      </section>
    </GridModelContext.Provider>
  );
}

function Body({ snapshot }: { snapshot: GridSnapshot }): ReactElement {
  const { sweep, sheet, view } = snapshot;
  if (!sweep) {
    return <Nothing snapshot={snapshot} />;
  }
  if (!sheet) {
    return <ErrorView sweep={sweep} />;
  }
  const parts = { snapshot, sweep, sheet };
  if (view.mode === 'full') {
    return (
      <>
        <FullView {...parts} />
        {view.help ? <HelpView /> : null}
      </>
    );
  }
  return (
    <>
      <Toolbar {...parts} />
      <ProgressView {...parts} />
      <DiagnosisView {...parts} />
      <CommonView sweep={sweep} />
      <SourceNote {...parts} />
      {view.help ? <HelpView /> : null}
      <SheetView {...parts} />
    </>
  );
}

/** Before the service has said what the job is, or when it can't. */
function Nothing({ snapshot }: { snapshot: GridSnapshot }): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const { attachment, failure } = snapshot;
  if (attachment !== 'unknown' && attachment !== 'unreachable') {
    return (
      <p className="jd-Under" role="status">
        {trans.__('Asking the service for this job')}
      </p>
    );
  }
  const message =
    attachment === 'unknown'
      ? trans.__('The service here doesn’t know this job.')
      : (failure?.error.message ?? trans.__('The drawing service doesn’t answer.'));
  return (
    <div className="jd-Under jd-mod-bad" role="alert">
      <Icon name="error" />
      <span className="jd-grow">{message}</span>
      <button className="jd-Button jd-mod-small" onClick={() => model.askAgain()}>
        <Icon name="retry" />
        <span>{trans.__('Try again')}</span>
      </button>
    </div>
  );
}

function gridLabel({ sweep, view }: GridSnapshot, { trans }: IDiffusionText): string {
  return view.mode === 'full'
    ? trans.__('Full picture')
    : trans._n('Sweep, %1 cell', 'Sweep, %1 cells', sweep?.cells.length ?? 0);
}

/** The command of a key, unless a control under the focus has its own use for it. */
function commandOf(event: KeyboardEvent, mode: 'grid' | 'full'): ReturnType<typeof gridCommand> {
  const target = event.target as Element;
  const command = mode === 'full' ? fullCommand(event) : gridCommand(event);
  if (!command || command.do === 'back' || command.do === 'help') {
    return command;
  }
  if (target.closest('input')) {
    return null;
  }
  const onButton = target.closest('button, a') !== null;
  const onSheet = target.closest('.jd-Sheet') !== null;
  if (mode === 'grid' && (!onSheet || (onButton && (command.do === 'open' || command.do === 'move')))) {
    return command.do === 'undo' || command.do === 'size' ? command : null;
  }
  return command;
}
