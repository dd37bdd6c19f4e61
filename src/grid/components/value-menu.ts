import { findParameter } from '../../../schema/catalogue';
import type { PlanAxis } from '../../../schema/wire';
import type { MenuItem } from '../../ui';
import { isPictures } from '../axes/batch-text';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import { anchorOf } from './add-buttons';
import {
  hiddenOf,
  isSorted,
  shownOf,
  withAll,
  withMoved,
  withOnly,
  withoutValue,
  withSorted,
  type Order
} from '../shown-values';

const ORDERS: readonly { order: Order; label: 'sort_rising' | 'sort_falling' | 'sort_written' }[] = [
  { order: 'rising', label: 'sort_rising' },
  { order: 'falling', label: 'sort_falling' },
  { order: 'written', label: 'sort_written' }
];

/** What can be done with a value of an axis, at its header. `across` says whether the values stand side by side. */
export function valueMenu(model: GridModel, axis: PlanAxis, value: number, across: boolean): MenuItem[] {
  const { text, bridge } = model.options;
  const { say } = text;
  const { shown } = model.snapshot.view;
  const order = shownOf(shown, axis);
  const at = order.indexOf(value);
  const words = axis.labels[value];
  const move = (step: -1 | 1, label: string): MenuItem[] =>
    at + step in order
      ? [{ label, run: () => model.walk.showValues(now => withMoved(now, axis, value, step)) }]
      : [];
  const several: MenuItem[] =
    order.length > 1
      ? [
          {
            label: say('only_this_value', { value: words }),
            run: () => model.walk.showValues(now => withOnly(now, axis, value))
          },
          {
            label: say('hide_value', { value: words }),
            run: () => model.walk.showValues(now => withoutValue(now, axis, value))
          },
          'line',
          ...move(-1, across ? say('move_left') : say('move_up')),
          ...move(1, across ? say('move_right') : say('move_down')),
          'line',
          ...ORDERS.map(each => ({
            label: say(each.label),
            checked: isSorted(shown, axis, each.order),
            run: () => model.walk.showValues(now => withSorted(now, axis, each.order))
          }))
        ]
      : [];
  const hidden = hiddenOf(shown, axis).length;
  const all: MenuItem[] =
    hidden > 0
      ? [
          {
            label: say('show_all_values', { axis: axisLabel(axis, text), count: axis.labels.length }),
            run: () => model.walk.showValues(now => withAll(now, axis))
          }
        ]
      : [];
  const [name, ...linked] = axis.params;
  const given = axis.values[value]?.[0] ?? null;
  // Words of a prompt and the pictures of a batch are no fields, and a picture is more than a text.
  const { kind = 'image' } = findParameter(name) ?? {};
  const use: MenuItem[] =
    bridge && linked.length === 0 && kind !== 'image' && given !== null
      ? [
          {
            label: say('use_value_in_panel', { value: words }),
            run: () => bridge.fillPanel({ [name]: String(given) })
          }
        ]
      : [];
  return [several, all, changes(model, axis, value), use]
    .filter(group => group.length > 0)
    .flatMap((group, position): MenuItem[] => (position > 0 ? ['line', ...group] : group));
}

/** What makes the sweep another one: values beside this one, without it, or this one alone. */
function changes(model: GridModel, axis: PlanAxis, value: number): MenuItem[] {
  const { text } = model.options;
  const { say } = text;
  const words = axis.labels[value];
  const around = model.edits.around(axis, value);
  const anchor = `[data-axis="${model.snapshot.sweep?.axes.indexOf(axis)}"][data-value="${value}"]`;
  return model.edits.canAdd(axis)
    ? [
        ...(around.length > 0
          ? [
              {
                label: say('refine_around', { value: words, values: around.join(say('list_separator')) }),
                run: () =>
                  model.edits.open(axis, anchor, around.join(','), `${axisLabel(axis, text)} ${words}`)
              }
            ]
          : []),
        {
          label: isPictures(axis) ? say('add_pictures_menu') : say('add_values_menu'),
          run: () => model.edits.open(axis, anchorOf(axis))
        },
        ...(axis.labels.length > 1 && model.edits.canChange(axis)
          ? [
              {
                label: say('remove_value', { value: words }),
                run: () => void model.edits.remove(axis, value)
              },
              {
                label: say('settle_on_value', { value: words }),
                run: () => void model.edits.settle(axis, value)
              }
            ]
          : [])
      ]
    : [];
}
