/** The keys of the Compare panel, followed by itself as the grid follows its own; which they are is Lab's shortcut settings' to say. */
import { bindingsAt, bindingsOf, isPressed, runKey, type Action } from '../actions';
import { compareActions, type CompareTarget } from './actions';

export const allActions: readonly Action<CompareTarget>[] =
  Object.values<Action<CompareTarget>>(compareActions);

/** Does what a key says. A key of the panel never reaches Lab, whether or not it can be done now. */
export function runCompareKey(target: CompareTarget, event: KeyboardEvent, node: Element): boolean {
  return runKey(allActions, target, event, node) || bindingsAt(allActions, event, node).some(isPlain);
}

/** True for a key that the panel has no use for. */
export function isForLab(event: KeyboardEvent): boolean {
  return !bindingsOf(allActions).some(({ keys }) => isPressed(event, keys));
}

/** Escape that ends nothing here is for whoever is around. */
function isPlain({ keys }: { keys: string }): boolean {
  return keys !== 'Escape';
}
