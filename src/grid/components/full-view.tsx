import { useMemo, useRef, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { bindingsOf, keyWords } from '../../actions';
import { Button, Card, Toolbar, ToolbarRule } from '../../ui';
import { cellActions, gridActions } from '../actions';
import { axisLabel, cellTitle } from '../names';
import { nextAlong } from '../navigate';
import { stateWords } from '../sentences';
import { neighboursOf, type Sheet } from '../sheet';
import { isOpen, type CellView } from '../sweep-state';
import { GridButton, GridButtons, RetryButtons } from './action';
import { useComparedCount } from './compare-tag';
import { useGrid, useSnapshot } from './context';
import { BlinkPicture } from './blink-picture';
import { nearPicture, useFarPicture } from './picture';
import { RecipeView } from './recipe-view';
import { StripsView } from './strips-view';
import { useStage } from './use-stage';
import { ZoomSlider } from './zoom-slider';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** One picture as large as there is room, with its neighbours along each axis and its recipe. */
export function FullView({ axes, sheet }: Props): ReactElement | null {
  const { text } = useGrid();
  const scroller = useRef<HTMLDivElement>(null);
  const { cell, scale, width, height } = useStage(scroller);
  const recipe = useSnapshot(({ view }) => view.recipe);
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
                .join(text.say('list_separator'))}
            >
              <Picture cell={cell} width={width} height={height} />
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
  const { text } = useGrid();
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
      <ZoomSlider scale={scale} />
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
        <RetryButtons cell={cell} />
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
            onClick={() => model.walk.show(next)}
          />
        );
      })}
    </>
  );
}
