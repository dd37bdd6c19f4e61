/** For views that follow their keys themselves: what a press does at an element. */
import { canDo, type Action } from './action';
import { bindingsOf, commandOf, isPressed, type Binding } from './keys';

/** What a press would do, whether or not it can be done now, in the order of the actions. */
export function bindingsAt(
  actions: readonly Action<never>[],
  event: KeyboardEvent,
  target: Element
): Binding[] {
  return bindingsOf(actions).filter(
    ({ keys, selector }) => isPressed(event, keys) && target.closest(selector) !== null
  );
}

/** Does what a key says. True when something was done, so that nobody else acts on it. */
export function runKey<C>(
  actions: readonly Action<C>[],
  context: C,
  event: KeyboardEvent,
  target: Element
): boolean {
  for (const { command, args } of bindingsAt(actions, event, target)) {
    const action = actions.find(each => commandOf(each) === command);
    if (action && canDo(action, context, args)) {
      void action.run(context, args);
      return true;
    }
  }
  return false;
}
