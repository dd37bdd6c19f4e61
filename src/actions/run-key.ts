/** For views that follow their keys themselves: what a press does at an element. */
import type { Say } from '../../schema/messages/browser';
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

type Refusal = { say: Say; tell(words: string): void };

/**
 * Does what a key says. True when something was done, so that nobody else acts on it; also when `refusal` could tell why nothing can be
 * done.
 */
export function runKey<C>(
  actions: readonly Action<C>[],
  context: C,
  event: KeyboardEvent,
  target: Element,
  refusal?: Refusal
): boolean {
  const meant = bindingsAt(actions, event, target).flatMap(({ command, args }) => {
    const action = actions.find(each => commandOf(each) === command);
    return action ? [{ action, args }] : [];
  });
  const able = meant.find(({ action, args }) => canDo(action, context, args));
  if (able) {
    void able.action.run(context, able.args);
    return true;
  }
  const why = refusal && meant.map(({ action }) => action.why?.(refusal.say, context)).find(Boolean);
  if (why) {
    refusal.tell(why);
  }
  return Boolean(why);
}
