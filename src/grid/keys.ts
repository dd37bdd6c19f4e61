/**
 * The keys of the grid. It follows them itself, because in a notebook Lab's own shortcuts of several presses ("0 0" restarts the
 * kernel) would be begun by ours; which keys they are is Lab's shortcut settings' to say.
 */
import {
  bindingsAt as actionsAt,
  bindingsOf,
  isPressed,
  runKey as runAction,
  type Action,
  type Binding
} from '../actions';
import { axisActions, cellActions, cullActions, gridActions, type CellTarget } from './actions';
import type { GridModel } from './grid-model';

type AnyAction = Action<CellTarget>;
/** What needs no cell can be done with one. */
export const allActions: readonly AnyAction[] = [
  ...Object.values<AnyAction>(gridActions),
  ...Object.values<AnyAction>(axisActions),
  ...Object.values(cellActions),
  ...Object.values(cullActions)
];

/** What a press would do at an element, whether or not it can be done now, the narrowest place first. */
export function bindingsAt(event: KeyboardEvent, target: Element): Binding[] {
  return actionsAt(allActions, event, target);
}

/** Does what a key says, or tells why not. True when it was ours, so that nobody else acts on it. */
export function runKey(model: GridModel, event: KeyboardEvent, target: Element): boolean {
  const cell = model.focused;
  if (cell === undefined) {
    return false;
  }
  const tell = (words: string): void => model.notes.tell(words, cell.id);
  return runAction(allActions, { model, cell }, event, target, { say: model.options.text.say, tell });
}

/** True for a key that the grid has no use for and that can't be a slip while moving through it. */
export function isForLab(event: KeyboardEvent): boolean {
  const combined =
    event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === 'Enter');
  return combined && !bindingsOf(allActions).some(({ keys }) => isPressed(event, keys));
}
