import { useEffect, useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { Icon } from '../../icons';
import { alongAxis } from '../arrange';
import { nextAlong } from '../navigate';
import { axisLabel, cellTitle } from '../names';
import { stateWords } from '../sentences';
import { isOpen, type CellView, type SweepState } from '../sweep-state';
import type { GridSnapshot, Sheet } from '../view';
import { useGrid } from './context';
import { farPicture, nearPicture } from './picture';
import { RecipeView } from './recipe-view';
import { StripsView } from './strips-view';
import { Bar } from './toolbar';

type Props = { snapshot: GridSnapshot; sweep: SweepState; sheet: Sheet };

const MARGIN = 16;
const FIT_MAX = 4;
// The same in every language.
const ACTUAL_SIZE = '1 : 1';
const BACK_KEY = 'Esc';

/** One picture as large as there is room, with its neighbours along each axis and its recipe. */
export function FullView({ snapshot, sweep, sheet }: Props): ReactElement {
  const { text } = useGrid();
  const view = useRef<HTMLDivElement>(null);
  const room = useRoom(view);
  const cell = sweep.cells[snapshot.focus];
  const picture = pictureSize(cell);
  const fitted = Math.min(
    FIT_MAX,
    (room.width - 2 * MARGIN) / picture.width,
    (room.height - 2 * MARGIN) / picture.height
  );
  const scale = snapshot.view.zoom === 'fit' ? Math.max(0.05, fitted) : snapshot.view.zoom;
  useFocusOn(view, snapshot.view.focusMoves);
  useWheelZoom(view, fitted);
  return (
    <>
      <FullBar snapshot={snapshot} sweep={sweep} cell={cell} scale={scale} />
      <div className={snapshot.view.recipe ? 'jd-Full' : 'jd-Full jd-mod-alone'}>
        <div className="jd-Full-view">
          <div className="jd-Full-stage">
            <div
              className="jd-Full-scroll"
              ref={view}
              tabIndex={0}
              role="group"
              aria-label={[cellTitle(sweep.axes, cell.index, text), stateWords(cell, false, text)]
                .filter(Boolean)
                .join(', ')}
            >
              <Picture
                snapshot={snapshot}
                cell={cell}
                width={picture.width * scale}
                height={picture.height * scale}
              />
            </div>
            <Go sweep={sweep} sheet={sheet} focus={snapshot.focus} step={-1} />
            <Go sweep={sweep} sheet={sheet} focus={snapshot.focus} step={1} />
          </div>
          {sweep.axes.length > 0 ? <StripsView snapshot={snapshot} sweep={sweep} sheet={sheet} /> : null}
        </div>
        {snapshot.view.recipe ? <RecipeView snapshot={snapshot} sweep={sweep} cell={cell} /> : null}
      </div>
    </>
  );
}

type BarProps = { snapshot: GridSnapshot; sweep: SweepState; cell: CellView; scale: number };

function FullBar({ snapshot, sweep, cell, scale }: BarProps): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  const { zoom, recipe } = snapshot.view;
  const title = cellTitle(sweep.axes, cell.index, text);
  return (
    <Bar label={trans.__('Full picture')}>
      <button
        className="jd-Button jd-mod-bare"
        onClick={() => model.back()}
        title={trans.__('Back to grid (Esc)')}
      >
        <Icon name="left" />
        <span>{trans.__('Back to grid')}</span> <kbd className="jd-word">{BACK_KEY}</kbd>
      </button>
      <span className="jd-Bar-rule" />
      <b className="jd-num jd-cut" title={title}>
        {title || trans.__('Picture')}
      </b>
      {sweep.cells.length > 1 ? (
        <span className="jd-quiet jd-num">
          {trans.__('%1 of %2 cells', snapshot.focus + 1, sweep.cells.length)}
        </span>
      ) : null}
      <span className="jd-grow" />
      <ZoomSlider scale={scale} />
      <button
        className={zoom === 1 ? 'jd-Button jd-mod-bare jd-mod-on jd-num' : 'jd-Button jd-mod-bare jd-num'}
        aria-pressed={zoom === 1}
        title={trans.__('Actual size (Z)')}
        onClick={() => model.setZoom(zoom === 1 ? 'fit' : 1)}
      >
        {ACTUAL_SIZE}
      </button>
      <button
        className={
          recipe ? 'jd-Button jd-mod-bare jd-mod-icon jd-mod-on' : 'jd-Button jd-mod-bare jd-mod-icon'
        }
        aria-pressed={recipe}
        aria-label={trans.__('Recipe')}
        title={trans.__('Recipe (I)')}
        onClick={() => model.toggleRecipe()}
      >
        <Icon name="list" />
      </button>
      {model.attached && cell.image ? (
        <button
          className="jd-Button jd-mod-bare jd-mod-icon"
          aria-label={trans.__('Download picture')}
          title={trans.__('Download picture')}
          onClick={() => model.actions.download(cell)}
        >
          <Icon name="export" />
        </button>
      ) : null}
    </Bar>
  );
}

function ZoomSlider({ scale }: { scale: number }): ReactElement {
  const { model, text } = useGrid();
  const { trans } = text;
  return (
    <label className="jd-size">
      <span>{trans.__('Zoom')}</span>
      <span className="jd-num jd-Zoom">{trans.__('%1 %', Math.round(scale * 100))}</span>
      <input
        className="jd-Slider"
        type="range"
        min={-3}
        max={4}
        step={0.1}
        value={Math.log2(scale)}
        aria-label={trans.__('Zoom')}
        aria-valuetext={trans.__('%1 %', Math.round(scale * 100))}
        onChange={event => model.setZoom(2 ** Number(event.target.value))}
      />
    </label>
  );
}

type PictureProps = { snapshot: GridSnapshot; cell: CellView; width: number; height: number };

function Picture({ snapshot, cell, width, height }: PictureProps): ReactElement {
  const { model, text } = useGrid();
  const near = nearPicture(cell);
  const far = farPicture(cell, {
    client: model.options.client,
    attached: model.attached,
    missing: snapshot.view.missing,
    size: null
  });
  const shown = cell.state === 'done' ? (far ?? near) : isOpen(cell) ? near : null;
  const size = { width: Math.round(width), height: Math.round(height) };
  if (shown) {
    const under = near && shown !== near ? { backgroundImage: `url("${near}")` } : {};
    return (
      <img
        className="jd-Full-picture"
        src={shown}
        alt={cell.params.prompt}
        draggable={false}
        style={{ ...size, ...under }}
        onError={() => (cell.image && shown === far ? model.noteMissing(cell.image) : undefined)}
      />
    );
  }
  if (cell.state === 'failed') {
    return (
      <article className="jd-Card jd-mod-bad jd-Full-failed">
        <h3>
          <Icon name="error" />
          <span>{text.trans.__('Failed')}</span>
        </h3>
        <p>{cell.error?.message}</p>
        {cell.error?.hint ? <p className="jd-quiet">{cell.error.hint}</p> : null}
        {model.attached ? (
          <div className="jd-Acts">
            <button className="jd-Button" onClick={() => model.retry()}>
              <Icon name="retry" />
              {text.trans.__('Retry')}
            </button>
          </div>
        ) : null}
      </article>
    );
  }
  const words = cell.state === 'done' ? text.trans.__('Picture missing') : stateWords(cell, false, text);
  return (
    <div className="jd-Full-picture jd-Full-empty" style={size}>
      {words}
    </div>
  );
}

function Go({
  sweep,
  sheet,
  focus,
  step
}: {
  sweep: SweepState;
  sheet: Sheet;
  focus: number;
  step: 1 | -1;
}): ReactElement | null {
  const { model, text } = useGrid();
  const { x, y } = sheet.arrangement.at;
  const axis = x ?? y;
  const next =
    axis === null
      ? null
      : nextAlong(alongAxis(sweep.axes, sweep.cells, focus, axis), sweep.cells[focus].index[axis], step);
  if (axis === null || next === null) {
    return null;
  }
  const value = `${axisLabel(sweep.axes[axis], text)} ${sweep.axes[axis].labels[sweep.cells[next].index[axis]]}`;
  const name = step > 0 ? text.trans.__('Next: %1', value) : text.trans.__('Previous: %1', value);
  return (
    <button
      className={`jd-Button jd-mod-icon jd-Full-go ${step > 0 ? 'jd-mod-next' : 'jd-mod-previous'}`}
      aria-label={name}
      title={name}
      onClick={() => model.show(sweep.cells[next])}
    >
      <Icon name={step > 0 ? 'right' : 'left'} />
    </button>
  );
}

function pictureSize(cell: CellView): { width: number; height: number } {
  return {
    width: cell.width || cell.params.width || 512,
    height: cell.height || cell.params.height || 512
  };
}

/** The size of an element, as it is now and as it becomes. */
function useRoom(element: RefObject<HTMLElement>): { width: number; height: number } {
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

function useFocusOn(element: RefObject<HTMLElement>, moves: number): void {
  useEffect(() => {
    element.current?.closest('.jd-Grid')?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, [moves]);
}

/** Ctrl and the wheel zoom, as everywhere; the wheel alone still scrolls the notebook. */
function useWheelZoom(element: RefObject<HTMLElement>, fitted: number): void {
  const { model } = useGrid();
  useEffect(() => {
    const node = element.current;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        model.stepZoom(event.deltaY < 0 ? 1 : -1, fitted);
      }
    };
    node?.addEventListener('wheel', onWheel, { passive: false });
    return () => node?.removeEventListener('wheel', onWheel);
  }, [fitted]);
}
