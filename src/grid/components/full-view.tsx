import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type RefObject
} from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { bindingsOf, keyWords } from '../../actions';
import { Button, Card, Slider, Toolbar, ToolbarRule } from '../../ui';
import { cellActions, gridActions } from '../actions';
import { axisLabel, cellTitle } from '../names';
import { nextAlong } from '../navigate';
import { stateWords } from '../sentences';
import { neighboursOf, type Sheet } from '../sheet';
import { isOpen, type CellView } from '../sweep-state';
import { GridButton, GridButtons } from './action';
import { useComparedCount } from './compare-tag';
import { useGrid, useSnapshot } from './context';
import { BlinkPicture } from './blink-picture';
import { nearPicture, useFarPicture } from './picture';
import { RecipeView } from './recipe-view';
import { StripsView } from './strips-view';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

const MARGIN = 16;
const FIT_MAX = 4;

/** One picture as large as there is room, with its neighbours along each axis and its recipe. */
export function FullView({ axes, sheet }: Props): ReactElement | null {
  const { model, text } = useGrid();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const { position, cell, zoom, recipe, focusMoves } = useSnapshot(({ sweep, focus, view }) => ({
    position: focus,
    cell: sweep?.cells[focus],
    zoom: view.zoom,
    recipe: view.recipe,
    focusMoves: view.focusMoves
  }));
  const picture = pictureSize(cell);
  const fitted = Math.min(
    FIT_MAX,
    (room.width - 2 * MARGIN) / picture.width,
    (room.height - 2 * MARGIN) / picture.height
  );
  const scale = zoom === 'fit' ? Math.max(0.05, fitted) : zoom;
  useFocusOn(scroller, focusMoves);
  useWheelZoom(scroller, fitted);
  useEffect(() => {
    model.shown.note([position]);
    return () => model.shown.note([]);
  }, [position]);
  if (!cell) {
    return null;
  }
  return (
    <>
      <FullBar axes={axes} cell={cell} scale={scale} />
      <div className={recipe ? 'jd-Full' : 'jd-Full jd-mod-alone'}>
        <div className="jd-Full-view">
          <div className="jd-Full-stage">
            <div
              className="jd-Full-scroll jd-Looked"
              ref={scroller}
              tabIndex={0}
              role="group"
              aria-label={[cellTitle(axes, cell.index, text), stateWords(cell, false, text)]
                .filter(Boolean)
                .join(', ')}
            >
              <Picture cell={cell} width={picture.width * scale} height={picture.height * scale} />
            </div>
            <GoButtons axes={axes} sheet={sheet} />
          </div>
          {axes.length > 0 ? <StripsView axes={axes} sheet={sheet} /> : null}
        </div>
        {recipe ? <RecipeView axes={axes} cell={cell} /> : null}
      </div>
    </>
  );
}

type BarProps = { axes: readonly PlanAxis[]; cell: CellView; scale: number };

function FullBar({ axes, cell, scale }: BarProps): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { focus, count } = useSnapshot(snapshot => ({
    focus: snapshot.focus,
    count: snapshot.sweep?.cells.length ?? 0,
    // Which actions there are, and which are on, follows from these.
    attachment: snapshot.attachment,
    zoom: snapshot.view.zoom,
    recipe: snapshot.view.recipe
  }));
  useComparedCount();
  const title = cellTitle(axes, cell.index, text);
  const [back] = bindingsOf([gridActions.back]);
  return (
    <Toolbar label={say('full_picture')}>
      <GridButton action={gridActions.back} tone="bare">
        {back ? <kbd className="jd-word">{keyWords(back.keys)}</kbd> : null}
      </GridButton>
      <ToolbarRule />
      <b className="jd-num jd-cut" title={title}>
        {title || say('picture')}
      </b>
      {count > 1 ? (
        <span className="jd-quiet jd-num">{say('place_of_cells', { place: focus + 1, cells: count })}</span>
      ) : null}
      <span className="jd-grow" />
      <Slider
        label={say('zoom')}
        words={say('percent', { percent: Math.round(scale * 100) })}
        shown
        min={-3}
        max={4}
        step={0.1}
        value={Math.log2(scale)}
        onChange={value => model.sizing.setZoom(2 ** value)}
      />
      <GridButton action={gridActions.actualSize} tone="bare" className="jd-num" />
      <GridButtons table={gridOthers} at="full-end" words="never" tone="bare" />
      <GridButtons table={cellActions} at="full-end" cell={cell} words="never" tone="bare" />
    </Toolbar>
  );
}

/** Without the one that is drawn as a word. */
const { actualSize: _, ...gridOthers } = gridActions;

type PictureProps = { cell: CellView; width: number; height: number };

function Picture({ cell, width, height }: PictureProps): ReactElement {
  const { model, text } = useGrid();
  const near = nearPicture(cell);
  const far = useFarPicture(cell, null);
  const shown = cell.state === 'done' ? (far ?? near) : isOpen(cell) ? near : null;
  const size = { width: Math.round(width), height: Math.round(height) };
  if (shown) {
    const under = near && shown !== near ? { backgroundImage: `url("${near}")` } : {};
    return (
      <span className="jd-Full-picture" style={size}>
        <img
          src={shown}
          alt={cell.params.prompt}
          draggable={false}
          style={under}
          onError={() => (cell.image && shown === far ? model.noteMissing(cell.image) : undefined)}
        />
        <BlinkPicture whole />
      </span>
    );
  }
  if (cell.state === 'failed') {
    return (
      <Card
        className="jd-Full-failed"
        title={text.say('failed')}
        tone="bad"
        sentences={[cell.error?.message, cell.error?.hint]}
      >
        <GridButton action={cellActions.retry} cell={cell} />
      </Card>
    );
  }
  const words = cell.state === 'done' ? text.say('picture_gone') : stateWords(cell, false, text);
  return (
    <div className="jd-Full-picture jd-Full-empty" style={size}>
      {words}
    </div>
  );
}

/** To the neighbours along the columns, on both sides of the picture. */
function GoButtons({ axes, sheet }: Props): ReactElement | null {
  const { model } = useGrid();
  const focus = useSnapshot(snapshot => snapshot.focus);
  const axis = sheet.arrangement.at.x ?? sheet.arrangement.at.y;
  const neighbours = useMemo(() => {
    const { sweep } = model.snapshot;
    return axis === null || !sweep?.cells[focus] ? null : neighboursOf(sweep, sheet.arrangement, focus, axis);
  }, [axis, focus, sheet.arrangement, sheet.positions]);
  const { text } = model.options;
  if (axis === null || !neighbours) {
    return null;
  }
  return (
    <>
      {([-1, 1] as const).map(step => {
        const next = model.snapshot.sweep?.cells[nextAlong(neighbours.cells, neighbours.at, step) ?? -1];
        if (!next) {
          return null;
        }
        const value = `${axisLabel(axes[axis], text)} ${axes[axis].labels[next.index[axis]]}`;
        return (
          <Button
            key={step}
            words="never"
            icon={step > 0 ? 'right' : 'left'}
            className={`jd-Full-go ${step > 0 ? 'jd-mod-next' : 'jd-mod-previous'}`}
            label={step > 0 ? text.say('next_is', { name: value }) : text.say('previous_is', { name: value })}
            onClick={() => model.show(next)}
          />
        );
      })}
    </>
  );
}

export function pictureSize(cell: CellView | undefined): { width: number; height: number } {
  return {
    width: cell?.width || cell?.params.width || 512,
    height: cell?.height || cell?.params.height || 512
  };
}

/** The size of an element, as it is now and as it becomes. */
export function useRoom(element: RefObject<HTMLElement>): { width: number; height: number } {
  const [room, setRoom] = useState({ width: 480, height: 420 });
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) {
      return;
    }
    const measure = (): void =>
      setRoom(before =>
        before.width === node.clientWidth && before.height === node.clientHeight
          ? before
          : { width: node.clientWidth, height: node.clientHeight }
      );
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  return room;
}

export function useFocusOn(element: RefObject<HTMLElement>, moves: number): void {
  useEffect(() => {
    element.current?.closest('.jd-Grid')?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, [moves]);
}

/** Ctrl and the wheel zoom, as everywhere; the wheel alone still scrolls the notebook. */
export function useWheelZoom(element: RefObject<HTMLElement>, fitted: number): void {
  const { model } = useGrid();
  useEffect(() => {
    const node = element.current;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        model.sizing.stepZoom(event.deltaY < 0 ? 1 : -1, fitted);
      }
    };
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [fitted]);
}
