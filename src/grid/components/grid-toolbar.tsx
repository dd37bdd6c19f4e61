import { useRef, type MouseEvent, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { menuAt, withKey } from '../../actions';
import {
  Button,
  classes,
  IconButton,
  openMenu,
  Slider,
  Toolbar,
  ToolbarPick,
  ToolbarRule,
  type MenuItem
} from '../../ui';
import { Icon } from '../../icons';
import { axisActions, cullActions, gridActions, type CellTarget } from '../actions';
import { placeOf, PLACES, type PlaceName } from '../axes/places';
import { axisLabel, fullValue, placeLabel } from '../names';
import type { Sheet } from '../sheet';
import { SIZE_MAX, SIZE_MIN } from '../size';
import { GridButtons } from './action';
import { useComparedCount } from './compare-tag';
import { allPlaces, axesAt, placesOf, placesShown } from './axis-menus';
import { axisHandle } from './axis-name';
import { useGrid, useSnapshot } from './context';
import { useFit } from './use-fit';
import { ViewSwitch } from './view-switch';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** What is left out, one after the other, while the bar is wider than its room. */
const NO_ACTION_WORDS = 1;
const NO_WORDS = 2;
const NO_TITLES = 3;
const ONE_MENU = 4;
const NO_SIZE = 5;
const NO_ACTIONS = 6;
const NO_SLIDERS = 7;
/** Below so many pixels places are one button: names cut to a letter say nothing. */
const NARROW = 720;

/** Where axes lie, how large cells are, which view, and what can be taken along. What doesn't fit goes into the menu at its end. */
export function GridToolbar({ axes, sheet }: Props): ReactElement {
  const { text } = useGrid();
  const { say } = text;
  const bar = useRef<HTMLDivElement>(null);
  // Which actions there are, and which are on, follows from these.
  const compared = useComparedCount();
  const { width, attachment } = useSnapshot(({ attachment: told, sweep, view, filter }) => ({
    width: view.width,
    attachment: told,
    job: sweep?.job,
    text: sweep?.text,
    filter: filter.open
  }));
  const { pinned } = sheet.arrangement;
  const shown = placesShown(sheet, axes);
  const content = [
    attachment,
    text.language,
    compared > 0,
    axes.map(({ id }) => id),
    shown,
    pinned.map(({ axis }) => axis)
  ].join();
  const measured = useFit(bar, NO_SLIDERS, content);
  const level = width > 0 && width < NARROW ? Math.max(ONE_MENU, measured) : measured;
  return (
    <Toolbar
      label={say('grid')}
      bar={bar}
      className={classes(
        level >= NO_ACTION_WORDS && 'jd-mod-quiet',
        level >= NO_WORDS && 'jd-mod-wordless',
        level >= NO_TITLES && 'jd-mod-titleless'
      )}
    >
      {axes.length === 0 ? null : level >= ONE_MENU ? (
        <AxesButton axes={axes} sheet={sheet} />
      ) : (
        shown.map(place => <PlacePick key={place} place={place} axes={axes} sheet={sheet} />)
      )}
      {level >= NO_SLIDERS
        ? null
        : pinned.map(({ axis, value }) => (
            <AxisSlider
              key={axes[axis].id}
              axis={axes[axis]}
              values={sheet.arrangement.values[axis]}
              value={value}
              sheet={sheet}
            />
          ))}
      {axes.length > 0 ? <ToolbarRule /> : null}
      {level >= NO_SIZE ? null : (
        <>
          <SizeSlider sheet={sheet} />
          <ToolbarRule />
        </>
      )}
      <ViewSwitch />
      <span className="jd-grow" />
      {level >= NO_ACTIONS ? null : (
        <>
          <GridButtons table={cullActions} at="filter" words="room" tone="bare" />
          <GridButtons table={cullActions} at="bar" words="room" tone="bare" />
          <GridButtons table={gridActions} at="bar" words="room" tone="bare" />
        </>
      )}
      <MoreButton axes={axes} sheet={sheet} level={level} />
    </Toolbar>
  );
}

function SizeSlider({ sheet }: { sheet: Sheet }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { size, shape } = sheet;
  // Of the largest picture; all others are drawn at the same scale.
  const percent = Math.round((size / Math.max(shape.width, shape.height)) * 100);
  return (
    <Slider
      label={say('cell_size_word')}
      name={say('cell_size')}
      words={say('percent', { percent })}
      shown
      hint={withKey(say('size_of_all_cells'), say, gridActions.larger, gridActions.smaller)}
      min={SIZE_MIN}
      max={SIZE_MAX}
      step={4}
      value={size}
      onChange={value => model.sizing.setSize(value)}
    />
  );
}

function PlacePick({ place, axes, sheet }: Props & { place: PlaceName }): ReactElement {
  const { model, text } = useGrid();
  const places = {
    layout: sheet.layout,
    inside: sheet.arrangement.inside === null ? null : model.snapshot.view.inside
  };
  const axis = axes.find(({ id }) => placeOf(places, id) === place);
  const title = placeLabel(place, text);
  const value = axis ? axisLabel(axis, text) : text.say('none');
  return (
    <>
      <ToolbarPick
        title={title}
        value={value}
        label={text.say('label_and_value', { label: title, value })}
        none={!axis}
        onOpen={anchor => openMenu(axesAt(model, place, axes, sheet), anchor)}
        {...(axis ? axisHandle(model, axis) : {})}
      />
      {place === 'x' ? <GridButtons table={gridActions} at="axes" words="never" tone="bare" /> : null}
    </>
  );
}

function AxesButton({ axes, sheet }: Props): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  return (
    <Button
      label={say('axes')}
      icon="axis"
      hint={say('places_of_axes')}
      aria-haspopup="menu"
      onClick={({ currentTarget }) => openMenu(allPlaces(model, axes, sheet, currentTarget), currentTarget)}
    >
      <Icon name="down" />
    </Button>
  );
}

type SliderProps = { axis: PlanAxis; values: readonly number[]; value: number; sheet: Sheet };

/** An axis without a place: one value of it is seen, and pulled to another. Its name leads to the places there are. */
function AxisSlider({ axis, values, value, sheet }: SliderProps): ReactElement {
  const { model, text } = useGrid();
  const { id, labels } = axis;
  const name = axisLabel(axis, text);
  return (
    <span className="jd-AxisSlider">
      <button
        type="button"
        className="jd-AxisSlider-name"
        aria-haspopup="menu"
        title={text.say('drag_axis', { axis: name })}
        onClick={event => openMenu(placesOf(model, axis, sheet), event.currentTarget)}
        {...axisHandle(model, axis)}
      >
        {name}
      </button>
      <Slider
        className="jd-AxisSlider-range"
        label=""
        name={name}
        words={labels[value]}
        hint={text.say('label_and_value', { label: name, value: fullValue(axis, value) })}
        shown
        min={0}
        max={values.length - 1}
        step={1}
        value={Math.max(0, values.indexOf(value))}
        onChange={at => model.walk.pin(id, values[at])}
      />
    </span>
  );
}

function MoreButton({ axes, sheet, level }: Props & { level: number }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const open = ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    const places = { layout: sheet.layout, inside: model.snapshot.view.inside };
    const free = PLACES.filter(
      place => place !== 'slider' && !axes.some(({ id }) => placeOf(places, id) === place)
    );
    const outer: MenuItem[] =
      level >= ONE_MENU || axes.length === 0
        ? []
        : free
            .filter(place => place !== 'x' && place !== 'y')
            .map(place => ({
              label: placeLabel(place, text),
              run: () => openMenu(axesAt(model, place, axes, sheet), currentTarget)
            }));
    const context = { model, cell: model.focused } as CellTarget;
    const left =
      level >= NO_ACTIONS
        ? [
            ...menuAt(cullActions, 'filter', context, say),
            ...menuAt(cullActions, 'bar', context, say),
            ...menuAt(gridActions, 'bar', context, say)
          ]
        : [];
    const groups = [
      outer,
      left,
      menuAt(axisActions, 'more', context, say),
      menuAt(gridActions, 'more', context, say),
      menuAt(cullActions, 'more', context, say)
    ].filter(group => group.length > 0);
    openMenu(
      groups.flatMap((group, k): MenuItem[] => (k > 0 ? ['line', ...group] : group)),
      currentTarget
    );
  };
  return <IconButton icon="more" label={say('more')} aria-haspopup="menu" onClick={open} />;
}
