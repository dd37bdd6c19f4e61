import { useState, type DragEvent, type ReactElement } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import { classes } from '../../ui';
import { placeOf, PLACES, type PlaceName } from '../axes/places';
import { axisLabel, placeLabel } from '../names';
import type { Sheet } from '../sheet';
import { useGrid, useSnapshot } from './context';

/** While an axis is dragged: the places it can be let go at, laid out as they lie on the sheet. */
export function DropMap({ axes, sheet }: { axes: readonly PlanAxis[]; sheet: Sheet }): ReactElement | null {
  const { text } = useGrid();
  const dragged = useSnapshot(({ view }) => view.dragged);
  const axis = axes.find(({ id }) => id === dragged);
  return axis ? (
    <div
      className="jd-Drop"
      role="group"
      aria-label={text.say('drop_axis_here', { axis: axisLabel(axis, text) })}
    >
      {PLACES.map(place => (
        <Place key={place} place={place} axis={axis} axes={axes} sheet={sheet} />
      ))}
    </div>
  ) : null;
}

type PlaceProps = { place: PlaceName; axis: PlanAxis; axes: readonly PlanAxis[]; sheet: Sheet };

function Place({ place, axis, axes, sheet }: PlaceProps): ReactElement {
  const { model, text } = useGrid();
  const [isOver, setOver] = useState(false);
  const inside = useSnapshot(({ view }) => view.inside);
  const places = { layout: sheet.layout, inside };
  const there = axes.filter(({ id }) => placeOf(places, id) === place);
  const onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'move';
    setOver(true);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    model.placing.drag(null);
    model.placing.place(place, axis.id);
  };
  return (
    <div
      className={classes(
        'jd-Drop-place',
        `jd-mod-${place}`,
        isOver && 'jd-mod-over',
        there.some(({ id }) => id === axis.id) && 'jd-mod-on'
      )}
      style={{ gridArea: place }}
      data-place={place}
      onDragEnter={onDragOver}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <b>{placeLabel(place, text)}</b>
      <span className="jd-quiet jd-cut">{there.map(each => axisLabel(each, text)).join(' · ')}</span>
    </div>
  );
}
