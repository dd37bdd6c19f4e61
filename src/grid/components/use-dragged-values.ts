import { useRef, type DragEvent, type HTMLAttributes } from 'react';
import { withPut } from '../shown-values';
import { useGrid } from './context';

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  'onDragStart' | 'onDragOver' | 'onDragLeave' | 'onDrop' | 'onDragEnd'
>;
const VALUE_TYPE = 'application/x-jupyterlab-diffusion-value';
const BEFORE = 'jd-mod-drop-before';
const BEHIND = 'jd-mod-drop-behind';

/** Drags a header among those of its axis: a line shows where it would go. The keyboard has the header's menu. */
export function useDraggedValues(): Handlers {
  const { model } = useGrid();
  const from = useRef<{ axis: number; value: number } | null>(null);
  const shown = useRef<HTMLElement | null>(null);
  const clear = (): void => {
    shown.current?.classList.remove(BEFORE, BEHIND);
    shown.current = null;
  };
  const target = (event: DragEvent): { node: HTMLElement; value: number; behind: boolean } | null => {
    const node = (event.target as Element).closest<HTMLElement>('[data-value]');
    if (!node || Number(node.dataset.axis) !== from.current?.axis) {
      return null;
    }
    const { left, top, width, height } = node.getBoundingClientRect();
    const across = node.getAttribute('role') === 'columnheader';
    const behind = across ? event.clientX > left + width / 2 : event.clientY > top + height / 2;
    return { node, value: Number(node.dataset.value), behind };
  };
  return {
    onDragStart: event => {
      const { axis, value } = (event.target as HTMLElement).dataset;
      if (axis !== undefined && value !== undefined) {
        from.current = { axis: Number(axis), value: Number(value) };
        event.dataTransfer.setData(VALUE_TYPE, value);
        event.dataTransfer.effectAllowed = 'move';
      }
    },
    onDragOver: event => {
      const to = target(event);
      clear();
      if (to) {
        event.preventDefault();
        event.stopPropagation();
        shown.current = to.node;
        to.node.classList.add(to.behind ? BEHIND : BEFORE);
      }
    },
    onDragLeave: clear,
    onDrop: event => {
      const to = target(event);
      const axis = from.current && model.snapshot.sweep?.axes[from.current.axis];
      clear();
      if (to && axis && from.current) {
        const { value } = from.current;
        event.preventDefault();
        event.stopPropagation();
        model.walk.showValues(now => withPut(now, axis, value, to));
      }
    },
    onDragEnd: () => {
      from.current = null;
      clear();
    }
  };
}
