import type { CSSProperties, ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { LayoutWord as Place } from '../../../language/names/sweep-words';
import { Button, openMenu } from '../../ui';
import { isPictures } from '../axes/batch-text';
import { axisLabel } from '../names';
import type { Sheet } from '../sheet';
import { hiddenOf, withAll, withValue } from '../shown-values';
import { useGrid, useSnapshot } from './context';

type Props = { axes: readonly PlanAxis[]; sheet: Sheet; across: boolean };

/** At the end of the headers of columns (or of rows): what adds values to their axis, and how many of it are hidden. */
export function AxisEnds({ axes, sheet, across }: Props): ReactElement | null {
  const { arrangement, heads } = sheet;
  const { at } = arrangement;
  const places: readonly Place[] = across ? ['xx', 'x'] : ['yy', 'y'];
  const ends = places.flatMap(place => (at[place] === null ? [] : [{ place, axis: axes[at[place]] }]));
  // What can be changed follows from these.
  useSnapshot(({ attachment, sweep, view }) => ({
    attachment,
    text: sweep?.text,
    plan: sweep?.plan,
    shown: view.shown
  }));
  return ends.length === 0 ? null : (
    <div
      className={across ? 'jd-Ends jd-mod-across' : 'jd-Ends jd-mod-down'}
      style={
        { '--jd-inner-width': `${heads.inner}px`, '--jd-outer-width': `${heads.outer}px` } as CSSProperties
      }
    >
      {ends.map(({ place, axis }) => (
        <span key={axis.id} className={`jd-End jd-mod-${place}`}>
          <AddButton axis={axis} />
          <HiddenButton axis={axis} />
        </span>
      ))}
    </div>
  );
}

function AddButton({ axis }: { axis: PlanAxis }): ReactElement | null {
  const { model, text } = useGrid();
  const isOpen = useSnapshot(({ edits }) => edits.rows?.some(row => row.axis === axis.id) ?? false);
  if (!model.edits.canAdd(axis)) {
    return null;
  }
  return (
    <Button
      words="never"
      icon="add"
      small
      className="jd-Add"
      label={
        isPictures(axis)
          ? text.say('add_pictures')
          : text.say('add_values_to', { axis: axisLabel(axis, text) })
      }
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      data-add={axis.id}
      onClick={() => model.edits.open(axis, anchorOf(axis))}
    />
  );
}

/** Selector of the button at an axis's end. */
export function anchorOf({ id }: PlanAxis): string {
  return `[data-add="${CSS.escape(id)}"]`;
}

function HiddenButton({ axis }: { axis: PlanAxis }): ReactElement | null {
  const { model, text } = useGrid();
  const { say } = text;
  const hidden = useSnapshot(({ view }) => hiddenOf(view.shown, axis).join());
  const values = hidden === '' ? [] : hidden.split(',').map(Number);
  const count = values.length;
  if (count === 0) {
    return null;
  }
  const label = axisLabel(axis, text);
  const showAll = {
    label: say('show_all_values', { axis: label, count: axis.labels.length }),
    run: () => model.walk.showValues(now => withAll(now, axis))
  };
  return (
    <Button
      tone="bare"
      small
      icon="hidden"
      className="jd-End-hidden"
      label={say('count_hidden', { count })}
      hint={say('values_of_axis_hidden', { count, axis: label })}
      aria-haspopup="menu"
      onClick={event =>
        openMenu(
          [
            ...values.map(value => ({
              label: say('show_value', { value: axis.labels[value] }),
              run: () => model.walk.showValues(now => withValue(now, axis, value))
            })),
            'line' as const,
            showAll
          ],
          event.currentTarget
        )
      }
    />
  );
}
