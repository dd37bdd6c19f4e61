import type { DragEvent, HTMLAttributes, ReactElement, ReactNode } from 'react';
import type { PlanAxis } from '../../../schema/wire';
import type { GridModel } from '../grid-model';
import { axisLabel } from '../names';
import { useGrid } from './context';

/** What is dragged is an axis of ours, and nothing that other programs could take. */
const AXIS_TYPE = 'application/x-jupyterlab-diffusion-axis';

type DragProps = Pick<HTMLAttributes<HTMLElement>, 'draggable' | 'onDragStart' | 'onDragEnd'>;

/** What makes an element a handle by which an axis is dragged to another place. */
export function axisHandle(model: GridModel, axis: PlanAxis): DragProps {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.stopPropagation();
      event.dataTransfer.setData(AXIS_TYPE, axis.id);
      event.dataTransfer.effectAllowed = 'move';
      // A page that changes under the pointer at once would end the drag before it begins.
      requestAnimationFrame(() => model.placing.drag(axis.id));
    },
    onDragEnd: () => model.placing.drag(null)
  };
}

/** The name of an axis in the corner of the sheet. */
export function AxisName({ axis, children }: { axis: PlanAxis; children: ReactNode }): ReactElement {
  const { model, text } = useGrid();
  const { say } = text;
  return (
    <span
      className="jd-AxisName"
      title={say('drag_axis', { axis: axisLabel(axis, text) })}
      {...axisHandle(model, axis)}
    >
      {children}
    </span>
  );
}
