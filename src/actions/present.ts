/** How an action is put before a person: its tooltip with its key, and menus of actions. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { MenuItem } from '../ui';
import { actionsAt, type Action } from './action';
import { firstKey, keyWords } from './keys';

/** Words and, in brackets, the key that does the same; of several actions their keys. */
export function withKey(words: string, trans: TranslationBundle, ...actions: Action<never>[]): string {
  const keys = actions.map(firstKey).filter(each => each !== undefined);
  return keys.length === 0
    ? words
    : trans.__('%1 (%2)', words, keys.map(each => keyWords(each)).join(trans.__(', ')));
}

/** The actions at a place as items of a menu. */
export function menuAt<C, P extends string>(
  table: Readonly<Record<string, Action<C, P>>>,
  place: NoInfer<P>,
  context: NoInfer<C>,
  trans: TranslationBundle
): MenuItem[] {
  const actions = actionsAt(table, place, context);
  return actions.flatMap((action, position) => {
    const parted = position > 0 && actions[position - 1].group !== action.group;
    const item: MenuItem = {
      label: action.label(trans, context),
      checked: action.on?.(context),
      keys: firstKey(action),
      run: () => void action.run(context, {})
    };
    return parted ? ['line' as const, item] : [item];
  });
}
