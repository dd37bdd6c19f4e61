import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useMemo, useRef, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { Icon } from '../../icons';
import { classes, Toolbar, ToolbarRule } from '../../ui';
import { cellActions, cullActions, gridActions } from '../actions';
import { inSheetOrder } from '../marks/selection';
import { cellTitle } from '../names';
import { cellName, stateWords } from '../sentences';
import type { Sheet } from '../sheet';
import { isOpen } from '../sweep-state';
import { isPictured } from '../view';
import { GridButton, GridButtons } from './action';
import { BlinkPicture } from './blink-picture';
import { useGrid, useSnapshot } from './context';
import { nearPicture, useFarPicture } from './picture';
import { useWholeScreen } from './use-whole-screen';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** Pixels of a picture of the strip, with what is around it. */
const THUMB = 64;
const STRIDE = 76;
const USUAL = { width: 2000, height: STRIDE };

/** One picture after the other on the whole screen, with all of them in a strip below. */
export function CullView({ axes, sheet }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const stage = useRef<HTMLDivElement>(null);
  const { cell, focusMoves, habit } = useSnapshot(({ sweep, focus, view }) => ({
    cell: sweep?.cells[focus],
    focusMoves: view.focusMoves,
    // The switch is drawn by it.
    habit: model.cull.habits.autoAdvance
  }));
  const order = useMemo(() => inSheetOrder(sheet.arrangement), [sheet.arrangement]);
  useWholeScreen(stage, () => model.cull.leave());
  useEffect(() => stage.current?.focus({ preventScroll: true }), [focusMoves]);
  useEffect(() => model.cull.habits.subscribe(() => model.flush()), [model]);
  if (!cell) {
    return null;
  }
  const title = cellTitle(axes, cell.index, text);
  return (
    <div className="jd-Cull" data-advance={habit}>
      <Toolbar label={text.say('cull')}>
        <GridButton action={gridActions.back} cell={cell} words="never" tone="bare" />
        <ToolbarRule />
        <b className="jd-num jd-cut" title={title}>
          {title || text.say('picture')}
        </b>
        <Place order={order} />
        <span className="jd-grow" />
        <Counts order={order} />
        <ToolbarRule />
        <GridButtons table={cellActions} at="cull" cell={cell} words="room" tone="bare" />
        <GridButtons table={cullActions} at="cull-end" cell={cell} words="room" tone="bare" />
      </Toolbar>
      <div
        className="jd-Cull-stage jd-Looked"
        ref={stage}
        tabIndex={0}
        role="group"
        aria-label={cellName({ axes }, cell, false, text)}
      >
        <Picture position={model.snapshot.focus} />
        <BlinkPicture whole />
        <MarkWords position={model.snapshot.focus} />
      </div>
      <Strip axes={axes} order={order} />
    </div>
  );
}

function Place({ order }: { order: readonly number[] }): ReactElement {
  const { text } = useGrid();
  const focus = useSnapshot(snapshot => snapshot.focus);
  return (
    <span className="jd-quiet jd-num">
      {text.say('place_of_cells', { place: order.indexOf(focus) + 1, cells: order.length })}
    </span>
  );
}

/** How far one has come. */
function Counts({ order }: { order: readonly number[] }): ReactElement {
  const { say } = useGrid().text;
  const { picked, rejected, undecided } = useSnapshot(({ sweep }) => {
    const flags = order.map(position => sweep?.cells[position].mark.flag);
    return {
      picked: flags.filter(flag => flag === 'pick').length,
      rejected: flags.filter(flag => flag === 'reject').length,
      undecided: flags.filter(flag => flag === null).length
    };
  });
  return (
    <span className="jd-Cull-counts jd-num" role="status">
      <span>{say('count_picked', { count: picked })}</span>
      <span>{say('count_rejected', { count: rejected })}</span>
      <span>{say('count_undecided', { count: undecided })}</span>
    </span>
  );
}

function Picture({ position }: { position: number }): ReactElement | null {
  const { model, text } = useGrid();
  const cell = useSnapshot(({ sweep }) => sweep?.cells[position]);
  const far = useFarPicture(cell ?? NOTHING, null);
  if (!cell) {
    return null;
  }
  const near = nearPicture(cell);
  const shown = cell.state === 'done' ? (far ?? near) : isOpen(cell) ? near : null;
  if (!shown) {
    const words = cell.state === 'done' ? text.say('picture_gone') : stateWords(cell, false, text);
    return <span className="jd-quiet">{cell.error?.message ?? words}</span>;
  }
  return (
    <img
      src={shown}
      alt={cell.params.prompt}
      draggable={false}
      style={near && shown !== near ? { backgroundImage: `url("${near}")` } : undefined}
      onError={() => (cell.image && shown === far ? model.noteMissing(cell.image) : undefined)}
    />
  );
}

const NOTHING = { image: null } as Parameters<typeof useFarPicture>[0];

/** What was said of the picture, large enough to be seen from the corner of the eye. */
function MarkWords({ position }: { position: number }): ReactElement | null {
  const { say } = useGrid().text;
  const mark = useSnapshot(({ sweep }) => sweep?.cells[position]?.mark);
  if (!mark || (mark.flag === null && mark.rating === null && mark.tags.length === 0)) {
    return null;
  }
  return (
    <span className="jd-Cull-mark">
      {mark.flag ? (
        <span className={mark.flag === 'pick' ? 'jd-mod-flag' : 'jd-mod-not'}>
          <Icon name={mark.flag === 'pick' ? 'flag' : 'reject'} /> {say(mark.flag)}
        </span>
      ) : null}
      {mark.rating ? (
        <span>
          {mark.rating}
          <Icon name="star" />
        </span>
      ) : null}
      {mark.tags.length > 0 ? (
        <span className="jd-quiet jd-cut">{mark.tags.join(say('list_separator'))}</span>
      ) : null}
    </span>
  );
}

type StripProps = { axes: readonly PlanAxis[]; order: readonly number[] };

function Strip({ axes, order }: StripProps): ReactElement {
  const { text } = useGrid();
  const focus = useSnapshot(snapshot => snapshot.focus);
  const strip = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: order.length,
    getScrollElement: () => strip.current,
    estimateSize: () => STRIDE,
    horizontal: true,
    overscan: 6,
    initialRect: USUAL
  });
  const at = order.indexOf(focus);
  useLayoutEffect(() => {
    if (at >= 0) {
      virtualizer.scrollToIndex(at, { align: 'center' });
    }
  }, [at]);
  return (
    <div className="jd-Cull-strip" ref={strip} role="group" aria-label={text.say('cull_strip')}>
      <div style={{ width: virtualizer.getTotalSize(), height: STRIDE, position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Thumb key={order[index]} axes={axes} position={order[index]} start={start} on={index === at} />
        ))}
      </div>
    </div>
  );
}

type ThumbProps = { axes: readonly PlanAxis[]; position: number; start: number; on: boolean };

const Thumb = memo(function Thumb({ axes, position, start, on }: ThumbProps): ReactElement | null {
  const { model, text } = useGrid();
  const { cell, outside } = useSnapshot(({ sweep, filter }) => ({
    cell: sweep?.cells[position],
    outside: filter.matches !== null && !filter.matches[position]
  }));
  const far = useFarPicture(cell ?? NOTHING, THUMB);
  if (!cell) {
    return null;
  }
  const shown = nearPicture(cell) ?? (isPictured(cell) ? far : null);
  const { flag, rating } = cell.mark;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes(
        'jd-Cull-thumb',
        on && 'jd-mod-on',
        outside && 'jd-mod-out',
        flag === 'reject' && 'jd-mod-reject'
      )}
      style={{ left: start }}
      aria-label={cellName({ axes }, cell, false, text)}
      aria-pressed={on}
      onClick={() => {
        model.walk.show(cell);
        model.cull.openTags(false);
      }}
    >
      {shown ? <img src={shown} alt="" draggable={false} /> : <i />}
      {flag ? (
        <span className={classes('jd-Tag jd-mod-tl', flag === 'pick' ? 'jd-mod-flag' : 'jd-mod-not')}>
          <Icon name={flag === 'pick' ? 'flag' : 'reject'} />
        </span>
      ) : null}
      {rating ? (
        <span className="jd-Tag jd-mod-bl">
          {rating}
          <Icon name="star" />
        </span>
      ) : null}
    </button>
  );
});
