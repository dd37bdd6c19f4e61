import { memo, useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { IDiffusionText } from '../../tokens';
import { classes } from '../../ui';
import type { GridModel } from '../grid-model';
import { runKey } from '../keys';
import { SHEET_SHARE } from '../size';
import { FlipView } from '../flip/flip-view';
import { AddValues } from './add-values';
import { ChangeLine } from './change-line';
import { GridModelContext, useGrid, useSnapshot } from './context';
import { CullView } from './cull-view';
import { FilterBar } from './filter-bar';
import { DropMap } from './drop-map';
import { FullView } from './full-view';
import { GridToolbar } from './grid-toolbar';
import { HelpView } from './help-view';
import { NoteView } from './note-view';
import {
  CommonView,
  DiagnosisView,
  ErrorView,
  HiddenView,
  InterruptionView,
  NothingView,
  ProgressView,
  RemarksView,
  SourceNote
} from './lines';
import { SelectedView } from './selected-view';
import { SheetView } from './sheet-view';
import { TagField } from './tag-field';

/** The whole grid: draws the model's snapshot and passes keys to it. */
export function GridView({ model, text }: { model: GridModel; text: IDiffusionText }): ReactElement {
  return (
    <GridModelContext.Provider value={{ model, text }}>
      <Frame />
    </GridModelContext.Provider>
  );
}

function Frame(): ReactElement {
  const { model, text } = useGrid();
  const root = useRef<HTMLElement>(null);
  const { mode, count } = useSnapshot(({ view, sweep }) => ({
    mode: view.mode,
    count: sweep?.cells.length ?? 0
  }));
  useEffect(() => {
    const node = root.current;
    if (!node) {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (node.clientWidth > 0) {
        model.sizing.setRoom(node.clientWidth, window.innerHeight * SHEET_SHARE);
      }
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [model]);
  useEffect(() => {
    const node = root.current;
    if (!node) {
      return;
    }
    // Pictures are compared once somebody sees them.
    const sight = new IntersectionObserver(entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        model.likeness.see();
        sight.disconnect();
      }
    });
    sight.observe(node);
    return () => sight.disconnect();
  }, [model]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (runKey(model, event.nativeEvent, event.target as Element)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const { say } = text;
  return (
    <section
      className={classes(
        'jd jd-Grid',
        mode !== 'grid' && `jd-Pictures jd-mod-${mode}`,
        mode === 'flip' && 'jd-mod-full'
      )}
      ref={root}
      lang={text.language === 'zh_CN' ? 'zh-CN' : 'en'}
      aria-label={mode === 'grid' ? say('sweep_of_cells', { cells: count }) : say(MODE_WORDS[mode])}
      onKeyDown={onKeyDown}
      onKeyUp={() => model.reference.blink(false)}
      onBlur={() => model.reference.blink(false)}
    >
      <Body />
      <AddValues root={root} />
      <TagField />
      <NoteView root={root} />
      <Announced />
    </section>
  );
}

const MODE_WORDS = { full: 'full_picture', flip: 'flip', cull: 'cull' } as const;

const NO_AXES: readonly PlanAxis[] = [];

const Body = memo(function Body(): ReactElement {
  const { known, axes, error, sheet, mode, help } = useSnapshot(({ sweep, sheet: found, view }) => ({
    known: sweep !== null,
    axes: sweep?.axes ?? NO_AXES,
    error: sweep?.error ?? null,
    sheet: found,
    mode: view.mode,
    help: view.help
  }));
  if (!known) {
    return <NothingView />;
  }
  if (!sheet) {
    return <ErrorView error={error} />;
  }
  if (mode === 'flip') {
    return (
      <>
        <FlipView axes={axes} sheet={sheet} />
        {help ? <HelpView /> : null}
      </>
    );
  }
  if (mode === 'cull') {
    return (
      <>
        <CullView axes={axes} sheet={sheet} />
        {help ? <HelpView /> : null}
      </>
    );
  }
  if (mode === 'full') {
    return (
      <>
        <FullView axes={axes} sheet={sheet} />
        {help ? <HelpView /> : null}
      </>
    );
  }
  return (
    <>
      <GridToolbar axes={axes} sheet={sheet} />
      <FilterBar axes={axes} />
      <ProgressView />
      <InterruptionView />
      <ChangeLine />
      <DiagnosisView />
      <RemarksView />
      <CommonView axes={axes} sheet={sheet} />
      <HiddenView axes={axes} />
      <SourceNote />
      {help ? <HelpView /> : null}
      <SheetView axes={axes} sheet={sheet} />
      <DropMap axes={axes} sheet={sheet} />
      <SelectedView />
    </>
  );
});

/** The latest sentence for people who can't see the grid. */
function Announced(): ReactElement {
  const { model } = useGrid();
  const words = useSnapshot(() => model.announced);
  return (
    <span className="jd-said" aria-live="polite">
      {words}
    </span>
  );
}
