/** How an action is put before a person: its tooltip with its key, and menus of actions. */
import type { Say } from '../../schema/messages/browser';
import type { MenuItem } from '../ui';
import { actionsAt, type Action } from './action';
import { firstKey, keyWords } from './keys';

/** Words and, in brackets, the key that does the same; of several actions their keys. */
export function withKey(words: string, say: Say, ...actions: Action<never>[]): string {
  const keys = actions.map(firstKey).filter(each => each !== undefined);
  return keys.length === 0
    ? words
    : say('with_keys', { label: words, keys: keys.map(each => keyWords(each)).join(say('list_separator')) });
}

/** The actions at a place as items of a menu. */
export function menuAt<C, P extends string>(
  table: Readonly<Record<string, Action<C, P>>>,
  place: NoInfer<P>,
  context: NoInfer<C>,
  say: Say
): MenuItem[] {
  const actions = actionsAt(table, place, context);
  return actions.flatMap((action, position) => {
    const parted = position > 0 && actions[position - 1].group !== action.group;
    const item: MenuItem = {
      label: action.label(say, context),
      checked: action.on?.(context),
      keys: firstKey(action),
      run: () => void action.run(context, {})
    };
    return parted ? ['line' as const, item] : [item];
  });
}
