/** Menus of where axes lie, and of which value of one without a place is seen. */
import type { PlanAxis } from '../../../schema/wire';
import { LAYOUT_WORDS } from '../../../language/names/sweep-words';
import { menuAt } from '../../actions';
import { openMenu, type MenuItem } from '../../ui';
import { gridActions } from '../actions';
import { placeOf, PLACES, type PlaceName } from '../axes/places';
import type { GridModel } from '../grid-model';
import { axisLabel, placeLabel } from '../names';
import type { Sheet } from '../sheet';

/** Which axis lies at a place. */
export function axesAt(
  model: GridModel,
  place: PlaceName,
  axes: readonly PlanAxis[],
  sheet: Sheet
): MenuItem[] {
  const { text } = model.options;
  const places = { layout: sheet.layout, inside: model.snapshot.view.inside };
  const there = axes.find(({ id }) => placeOf(places, id) === place);
  return [
    ...axes.map(axis => ({
      label: axisLabel(axis, text),
      checked: axis === there,
      run: () => model.placing.place(place, axis.id)
    })),
    ...(there
      ? [
          'line' as const,
          {
            label: text.say('axis_at_place', { axis: axisLabel(there, text), place: text.say('slider') }),
            run: () => model.placing.place('slider', there.id)
          }
        ]
      : [])
  ];
}

/** Where an axis lies. */
export function placesOf(model: GridModel, axis: PlanAxis, sheet: Sheet): MenuItem[] {
  const places = { layout: sheet.layout, inside: model.snapshot.view.inside };
  return PLACES.map(place => ({
    label: placeLabel(place, model.options.text),
    checked: placeOf(places, axis.id) === place,
    run: () => model.placing.place(place, axis.id)
  }));
}

/** All axes and where they lie, in one menu; each leads to the places there are for it. */
export function allPlaces(
  model: GridModel,
  axes: readonly PlanAxis[],
  sheet: Sheet,
  anchor: Element
): MenuItem[] {
  const { text } = model.options;
  const { say } = text;
  const places = { layout: sheet.layout, inside: model.snapshot.view.inside };
  const values = (axis: PlanAxis, value: number): MenuItem[] =>
    sheet.arrangement.values[axes.indexOf(axis)].map(each => ({
      label: axis.labels[each],
      checked: each === value,
      run: () => model.walk.pin(axis.id, each)
    }));
  return [
    ...axes.map(axis => ({
      label: `${say('axis_at_place', {
        axis: axisLabel(axis, text),
        place: placeLabel(placeOf(places, axis.id), text)
      })} …`,
      run: () => openMenu(placesOf(model, axis, sheet), anchor)
    })),
    ...menuAt(gridActions, 'axes', { model }, say),
    ...sheet.arrangement.pinned.flatMap(({ axis, value }): MenuItem[] => [
      'line',
      {
        label: `${say('value_of', { axis: axisLabel(axes[axis], text), value: axes[axis].labels[value] })} …`,
        run: () => openMenu(values(axes[axis], value), anchor)
      }
    ])
  ];
}

/** The places that the bar shows: columns and rows, and whichever else holds an axis. */
export function placesShown(sheet: Sheet, axes: readonly PlanAxis[]): PlaceName[] {
  const used = LAYOUT_WORDS.filter(place => sheet.layout[place] !== undefined);
  if (axes.length === 0) {
    return [];
  }
  const shown: PlaceName[] = LAYOUT_WORDS.filter(
    place => ((place === 'x' || place === 'y') && used.length > 0) || used.includes(place)
  );
  return sheet.arrangement.inside === null ? shown : [...shown, 'inside'];
}
