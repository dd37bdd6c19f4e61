import type { MouseEvent, ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { menuAt, withKey } from '../../actions';
import type { IDiffusionText } from '../../tokens';
import {
  IconButton,
  openMenu,
  Segments,
  Slider,
  Toolbar,
  ToolbarPick,
  ToolbarRule,
  type MenuItem
} from '../../ui';
import { cellActions, cullActions, gridActions, type CellTarget } from '../actions';
import { LAYOUT_WORDS as places, type LayoutWord as Place } from '../../../language/names/sweep-words';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import type { Sheet } from '../sheet';
import { SIZE_MAX, SIZE_MIN } from '../size';
import { GridButtons } from './action';
import { useGrid, useSnapshot } from './context';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet };

/** Where axes lie, how large cells are, which view, and what can be taken along. */
export function GridToolbar({ axes, sheet }: Props): ReactElement {
  const { text } = useGrid();
  const { say } = text;
  // Which actions there are, and which are on, follows from these.
  useSnapshot(({ attachment, sweep, filter }) => ({
    ...{ attachment, job: sweep?.job, text: sweep?.text, filter: filter.open }
  }));
  const used = places.filter(place => sheet.layout[place] !== undefined);
  const shown =
    used.length === 0 ? [] : places.filter(place => place === 'x' || place === 'y' || used.includes(place));
  const { pinned } = sheet.arrangement;
  return (
    <Toolbar label={say('grid')} many={shown.length + pinned.length > 3}>
      {axes.length > 0
        ? shown.map(place => <PlacePick key={place} place={place} axes={axes} sheet={sheet} />)
        : null}
      {pinned.map(({ axis, value }) => (
        <PinPick
          key={axes[axis].id}
          axis={axes[axis]}
          values={sheet.arrangement.values[axis]}
          value={value}
        />
      ))}
      {axes.length > 0 ? <ToolbarRule className="jd-size" /> : null}
      <SizeSlider size={sheet.size} />
      <ToolbarRule />
      <ViewSwitch />
      <span className="jd-grow" />
      <GridButtons table={cullActions} at="filter" words="room" tone="bare" />
      <GridButtons table={cullActions} at="bar" words="room" tone="bare" />
      <GridButtons table={gridActions} at="bar" words="room" tone="bare" />
      <MoreButton axes={axes} sheet={sheet} />
    </Toolbar>
  );
}

function SizeSlider({ size }: { size: number }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  return (
    <Slider
      label={say('size')}
      name={say('cell_size')}
      words={say('pixels', { pixels: size })}
      hint={withKey(say('size_of_all_cells'), say, gridActions.larger, gridActions.smaller)}
      min={SIZE_MIN}
      max={SIZE_MAX}
      step={4}
      value={size}
      onChange={value => model.setSize(value)}
    />
  );
}

function ViewSwitch(): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const { open } = cellActions;
  const full = open.label(say, null);
  return (
    <Segments
      label={say('view')}
      segments={[
        { label: say('grid'), icon: 'grid', chosen: true, onChoose: () => undefined },
        {
          label: full,
          icon: 'zoom',
          hint: withKey(full, say, open),
          chosen: false,
          onChoose: () => model.focused && model.open(model.focused.id)
        }
      ]}
    />
  );
}

function PlacePick({ place, axes, sheet }: Props & { place: Place }): ReactElement {
  const { model, text } = useGrid();
  const axis = axes.find(({ id }) => id === sheet.layout[place]);
  return (
    <>
      <ToolbarPick
        title={placeLabel(place, text)}
        value={axis ? axisLabel(axis, text) : text.say('none')}
        onOpen={anchor => openMenu(axisItems(model, place, axes, sheet), anchor)}
      />
      {place === 'x' ? <GridButtons table={gridActions} at="axes" words="never" tone="bare" /> : null}
    </>
  );
}

type PinProps = { axis: PlanAxis; values: readonly number[]; value: number };

function PinPick({ axis, values, value }: PinProps): ReactElement {
  const { model, text } = useGrid();
  const { id, labels } = axis;
  const items = (): MenuItem[] =>
    values.map(each => ({
      label: labels[each],
      checked: each === value,
      run: () => model.pin(id, each)
    }));
  return (
    <ToolbarPick
      title={axisLabel(axis, text)}
      value={labels[value]}
      onOpen={anchor => openMenu(items(), anchor)}
    />
  );
}

function MoreButton({ axes, sheet }: Props): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  const open = ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    const free = places.filter(
      place => sheet.layout[place] === undefined && (place === 'xx' || place === 'yy')
    );
    const outer: MenuItem[] =
      axes.length > 1 && axes.length <= 4
        ? free.map(place => ({
            label: placeLabel(place, text),
            run: () => openMenu(axisItems(model, place, axes, sheet), currentTarget)
          }))
        : [];
    const target = { model, cell: model.focused } as CellTarget;
    const items = [...menuAt(gridActions, 'more', target, say), 'line' as const];
    openMenu([...outer, ...items, ...menuAt(cullActions, 'more', target, say)], currentTarget);
  };
  return <IconButton icon="more" label={say('more')} aria-haspopup="menu" onClick={open} />;
}

function axisItems(model: GridModel, place: Place, axes: readonly PlanAxis[], sheet: Sheet): MenuItem[] {
  const { text } = model.options;
  const now = sheet.layout[place];
  return [
    ...axes.map(axis => ({
      label: axisLabel(axis, text),
      checked: axis.id === now,
      run: () => model.assign(place, axis.id)
    })),
    { label: text.say('none'), checked: now === undefined, run: () => model.assign(place, null) }
  ];
}

function placeLabel(place: Place, { say }: IDiffusionText): string {
  switch (place) {
    case 'x':
      return say('columns');
    case 'y':
      return say('rows');
    case 'xx':
      return say('outer_columns');
    case 'yy':
      return say('outer_rows');
  }
}
