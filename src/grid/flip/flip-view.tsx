import { useEffect, useReducer, useRef, type CSSProperties, type ReactElement } from 'react';
import { LAYOUT_WORDS, type LayoutWord as Place } from '../../../language/names/sweep-words';
import type { PlanAxis } from '../../../schema/wire';
import { bindingsOf, keyCaps, withKey } from '../../actions';
import { Button, classes, IconButton, Slider, Toolbar, ToolbarRule } from '../../ui';
import { axisActions, cellActions, gridActions } from '../actions';
import { GridButton, GridButtons } from '../components/action';
import { BlinkPicture } from '../components/blink-picture';
import { useGrid, useSnapshot } from '../components/context';
import type { Walk } from '../walk';
import { useStage } from '../components/use-stage';
import { ZoomSlider } from '../components/zoom-slider';
import { ViewSwitch } from '../components/view-switch';
import { nearPicture, pictureOf } from '../far-picture';
import { axisLabel, cellTitle } from '../names';
import { stateWords } from '../sentences';
import { labelWidth, type Sheet } from '../sheet';
import type { CellView } from '../sweep-state';
import { PACES } from './flip';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** One picture at one place of the eye, and a slider for each axis that changes it. */
export function FlipView({ axes, sheet }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const scroller = useRef<HTMLDivElement>(null);
  const { cell, position, scale, width, height } = useStage(scroller);
  useEffect(() => model.flip.prepare(axes.map(({ id }) => id)), [position]);
  useEffect(() => () => model.flip.pause(), []);
  if (!cell) {
    return null;
  }
  const title = cellTitle(axes, cell.index, text);
  return (
    <>
      <FlipBar cell={cell} title={title} scale={scale} />
      <div className="jd-Flip">
        <div className="jd-Flip-axes">
          {axesInOrder(axes, sheet).map(({ axis, place }) => (
            <FlipAxis key={axis.id} axis={axis} place={place} />
          ))}
          <Playing />
        </div>
        <div
          className="jd-Flip-stage jd-Looked"
          ref={scroller}
          tabIndex={0}
          role="group"
          aria-label={[title, stateWords(cell, false, text)].filter(Boolean).join(text.say('list_separator'))}
        >
          <Steady cell={cell} width={width} height={height} />
        </div>
      </div>
    </>
  );
}

function axesInOrder(
  axes: readonly PlanAxis[],
  { arrangement }: Sheet
): { axis: PlanAxis; place: Place | null }[] {
  const placed = LAYOUT_WORDS.flatMap(place => {
    const at = arrangement.at[place];
    return at === null ? [] : [{ axis: axes[at], place }];
  });
  const others = axes.filter(axis => !placed.some(each => each.axis === axis));
  return [...placed, ...others.map(axis => ({ axis, place: null }))];
}

type BarProps = { cell: CellView; title: string; scale: number };

function FlipBar({ cell, title, scale }: BarProps): ReactElement {
  const { text } = useGrid();
  const { say } = text;
  // Which actions there are, and which are on, follows from these.
  useSnapshot(({ attachment, view }) => ({ attachment, zoom: view.zoom }));
  return (
    <Toolbar label={say('flip')}>
      <ViewSwitch />
      <ToolbarRule />
      <b className="jd-num jd-cut" title={title}>
        {title}
      </b>
      <span className="jd-grow" />
      <ZoomSlider scale={scale} />
      <GridButton action={gridActions.actualSize} tone="bare" className="jd-num" />
      <GridButtons table={cellActions} at="full-end" cell={cell} words="never" tone="bare" />
    </Toolbar>
  );
}

/**
 * The picture of a cell. The one before stays in its place until the next is decoded, so that no frame is empty; what isn't drawn is said,
 * and not shown as another.
 */
function Steady({ cell, width, height }: { cell: CellView; width: number; height: number }): ReactElement {
  const { model, text } = useGrid();
  const [, again] = useReducer((count: number) => count + 1, 0);
  const wanted = useSnapshot(() => pictureOf(cell, model));
  const seen = useRef<string | null>(null);
  const { frames } = model.flip;
  useEffect(() => {
    let isWanted = true;
    if (wanted !== null && !frames.isReady(wanted)) {
      void frames.load(wanted).then(isThere => {
        if (isWanted && isThere) {
          again();
        } else if (isWanted && cell.image) {
          model.noteMissing(cell.image);
        }
      });
    }
    return () => void (isWanted = false);
  }, [wanted]);
  if (wanted === null) {
    seen.current = null;
  } else if (frames.isReady(wanted) || seen.current === null) {
    seen.current = wanted;
  }
  const size = { width: Math.round(width), height: Math.round(height) };
  const near = seen.current === wanted ? nearPicture(cell) : null;
  return seen.current === null ? (
    <div className="jd-Full-picture jd-Full-empty" style={size}>
      {cell.state === 'done' ? text.say('picture_gone') : stateWords(cell, false, text)}
    </div>
  ) : (
    <span className="jd-Full-picture" style={size}>
      <img
        src={seen.current}
        alt={cell.params.prompt}
        draggable={false}
        decoding="sync"
        // The very first one may still be on its way.
        style={near ? { backgroundImage: `url("${near}")` } : undefined}
      />
      <BlinkPicture whole />
    </span>
  );
}

type AxisProps = { axis: PlanAxis; place: Place | null };

/** Pixels that the labels of an axis may take together. */
const LABELS_MAX = 268;
const LABEL_GAP = 8;

/** The cells along an axis, kept up to date; null where the sheet has no such axis. */
function useAlong(axis: PlanAxis): ReturnType<Walk['along']> {
  const { model } = useGrid();
  useSnapshot(({ focus, sweep, sheet }) => ({ focus, cells: sweep?.cells, arrangement: sheet?.arrangement }));
  return model.walk.along(axis.id);
}

/** An axis with its keys, what plays along it, and its slider. */
function FlipAxis({ axis, place }: AxisProps): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  const along = useAlong(axis);
  const playing = useSnapshot(({ flip }) => flip.playing === axis.id);
  if (!along) {
    return null;
  }
  const { values, at } = along;
  const label = axisLabel(axis, text);
  const width = values.reduce((sum, value) => sum + labelWidth(axis.labels[value]) + LABEL_GAP, 0);
  const hasLabels = width <= LABELS_MAX;
  const value = axis.labels[values[at]] ?? '';
  const does = playing ? say('pause') : say('play_along', { axis: label });
  return (
    <div className="jd-Flip-axis" data-axis-id={axis.id}>
      <div className="jd-line">
        <b className="jd-cut" title={label}>
          {label}
        </b>
        {hasLabels ? null : (
          <span className="jd-cut jd-num" title={value}>
            {value}
          </span>
        )}
        <span className="jd-grow" />
        {keysOf(place).map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
        {model.flip.isStill || values.length < 2 ? null : (
          <IconButton
            icon={playing ? 'pause' : 'play'}
            small
            pressed={playing}
            label={does}
            hint={withKey(does, say, axisActions.play)}
            onClick={() => model.flip.toggle(axis.id)}
          />
        )}
      </div>
      <Track axis={axis} along={along} hasLabels={hasLabels} />
    </div>
  );
}

type TrackProps = { axis: PlanAxis; along: NonNullable<ReturnType<Walk['along']>>; hasLabels: boolean };

/** A slider with its values written above it; those that aren't drawn are dashed. */
function Track({ axis, along, hasLabels }: TrackProps): ReactElement {
  const { model, text } = useGrid();
  const { cells, values, at } = along;
  const all = model.snapshot.sweep?.cells ?? [];
  const isDrawn = (cell: number | null): boolean => cell !== null && pictureOf(all[cell], model) !== null;
  const go = (to: number): void => {
    const cell = cells[to];
    if (cell !== null && cell !== undefined) {
      model.walk.show(all[cell]);
    }
  };
  const value = axis.labels[values[at]] ?? '';
  return (
    <div
      className={classes('jd-Flip-track', !hasLabels && 'jd-mod-many')}
      style={{ '--jd-values': values.length } as CSSProperties}
    >
      <div className="jd-Flip-ticks" aria-hidden="true">
        {values.map((each, k) => (
          <span
            key={each}
            className={classes(
              'jd-Flip-tick',
              k === at && 'jd-mod-on',
              !isDrawn(cells[k]) && 'jd-mod-queued'
            )}
            onClick={() => go(k)}
          >
            {hasLabels ? axis.labels[each] : ''}
          </span>
        ))}
      </div>
      <input
        className="jd-Flip-range"
        type="range"
        min={0}
        max={values.length - 1}
        step={1}
        value={Math.max(0, at)}
        aria-label={axisLabel(axis, text)}
        aria-valuetext={isDrawn(cells[at]) ? value : text.say('value_not_drawn', { value })}
        onChange={event => go(Number(event.target.value))}
      />
    </div>
  );
}

function keysOf(place: Place | null): string[] {
  return place === null
    ? []
    : keyCaps(bindingsOf([gridActions.moveAlong]).filter(({ args }) => args.axis === place)).flat();
}

/** How fast it plays, and what follows the last value. */
function Playing(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { flip, isWhole } = useSnapshot(({ flip: state, sweep }) => ({
    flip: state,
    isWhole: sweep?.cells.every(cell => pictureOf(cell, model) !== null) ?? true
  }));
  if (model.flip.isStill) {
    return <p className="jd-quiet">{say('motion_is_reduced')}</p>;
  }
  return (
    <>
      {isWhole ? null : <p className="jd-quiet">{say('dashed_are_skipped')}</p>}
      <Slider
        className="jd-Flip-pace"
        label={say('speed')}
        words={say('per_second', { count: flip.perSecond })}
        shown
        min={0}
        max={PACES.length - 1}
        step={1}
        value={Math.max(0, PACES.indexOf(flip.perSecond))}
        onChange={at => model.flip.setPace(PACES[at])}
      />
      <div className="jd-line">
        <span className="jd-Segments" role="radiogroup" aria-label={say('playing_way')}>
          {([false, true] as const).map(bounce => (
            <Button
              key={String(bounce)}
              small
              label={bounce ? say('bounce') : say('loop')}
              className={flip.bounce === bounce ? 'jd-mod-on' : undefined}
              role="radio"
              aria-checked={flip.bounce === bounce}
              onClick={() => model.flip.setBounce(bounce)}
            />
          ))}
        </span>
      </div>
    </>
  );
}
