/**
 * What the keys of the grid and of the full picture do. A table without state: the model decides what can be done.
 */
import type { Motion } from './navigate';

export type GridCommand =
  | { do: 'move'; motion: Motion }
  | { do: 'open' }
  | { do: 'back' }
  | { do: 'along'; axis: 'x' | 'y' | 'xx' | 'yy'; step: 1 | -1 }
  | { do: 'flag'; flag: 'pick' | 'reject' | null }
  | { do: 'rate'; rating: number }
  | { do: 'undo' }
  | { do: 'size'; direction: 1 | -1 }
  | { do: 'actualSize' }
  | { do: 'recipe' }
  | { do: 'menu' }
  | { do: 'help' };

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const arrows: Record<string, [plain: Motion, toEdge: Motion]> = {
  ArrowLeft: ['left', 'leftmost'],
  ArrowRight: ['right', 'rightmost'],
  ArrowUp: ['up', 'top'],
  ArrowDown: ['down', 'bottom']
};

/** What a key does while a cell of the grid has the focus, or null when it is not ours. */
export function gridCommand(press: Press): GridCommand | null {
  const { key } = press;
  const control = press.ctrlKey || press.metaKey;
  if (press.altKey) {
    return null;
  }
  const arrow = arrows[key];
  if (arrow && !press.shiftKey) {
    return { do: 'move', motion: arrow[control ? 1 : 0] };
  }
  if (control) {
    return undoOrEnds(press);
  }
  switch (key) {
    case 'Home':
      return { do: 'move', motion: 'leftmost' };
    case 'End':
      return { do: 'move', motion: 'rightmost' };
    case 'PageUp':
      return { do: 'move', motion: 'pageUp' };
    case 'PageDown':
      return { do: 'move', motion: 'pageDown' };
    case 'Enter':
      return press.shiftKey ? null : { do: 'open' };
    case 'F10':
      return press.shiftKey ? { do: 'menu' } : null;
    case 'ContextMenu':
      return { do: 'menu' };
  }
  return shared(press);
}

/** What a key does while the full picture is shown, or null when it is not ours. */
export function fullCommand(press: Press): GridCommand | null {
  const control = press.ctrlKey || press.metaKey;
  if (press.altKey) {
    return null;
  }
  if (control) {
    return press.key.toLowerCase() === 'z' && !press.shiftKey ? { do: 'undo' } : null;
  }
  const step = press.key === 'ArrowRight' || press.key === 'ArrowDown' ? 1 : -1;
  switch (press.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return { do: 'along', axis: press.shiftKey ? 'xx' : 'x', step };
    case 'ArrowUp':
    case 'ArrowDown':
      return { do: 'along', axis: press.shiftKey ? 'yy' : 'y', step };
    case 'i':
    case 'I':
      return { do: 'recipe' };
  }
  return shared(press);
}

function undoOrEnds({ key, shiftKey }: Press): GridCommand | null {
  switch (key) {
    case 'z':
    case 'Z':
      return shiftKey ? null : { do: 'undo' };
    case 'Home':
      return { do: 'move', motion: 'top' };
    case 'End':
      return { do: 'move', motion: 'bottom' };
  }
  return null;
}

function shared({ key }: Press): GridCommand | null {
  if (/^[0-5]$/.test(key)) {
    return { do: 'rate', rating: Number(key) };
  }
  switch (key) {
    case 'p':
    case 'P':
      return { do: 'flag', flag: 'pick' };
    case 'x':
    case 'X':
      return { do: 'flag', flag: 'reject' };
    case 'u':
    case 'U':
      return { do: 'flag', flag: null };
    case '+':
    case '=':
      return { do: 'size', direction: 1 };
    case '-':
    case '_':
      return { do: 'size', direction: -1 };
    case 'z':
    case 'Z':
      return { do: 'actualSize' };
    case '?':
      return { do: 'help' };
    case 'Escape':
      return { do: 'back' };
  }
  return null;
}
