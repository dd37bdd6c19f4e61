/** Actions as Lab's commands, in its palette and its shortcut settings. */
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { Say } from '../../schema/messages/browser';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { DisposableSet } from '@lumino/disposable';
import { labIcon } from '../icons/lab-icons';
import { canDo, iconOf, type Action, type Args } from './action';
import { commandOf, ownBindings } from './keys';

type AddOptions<C> = {
  commands: CommandRegistry;
  palette: ICommandPalette | null;
  say: Say;
  /** The heading in the palette. */
  category: string;
  /** What an action is done with when Lab runs it; null when there is nothing to do it with. */
  context(args: Args): C | null;
};

/** Makes every action of a table a command of Lab's, and an item of its palette unless it must be told something. */
export function addActions<C>(
  table: Readonly<Record<string, Action<C>>>,
  { commands, palette, say, category, context }: AddOptions<C>
): IDisposable {
  const added = new DisposableSet();
  for (const action of Object.values(table)) {
    const command = commandOf(action);
    const able = (args: Args): boolean => {
      const found = context(args);
      const isTold = (action.required ?? []).every(name => args[name] !== undefined);
      return found !== null && isTold && canDo(action, found, args);
    };
    const { args = {} } = action;
    added.add(
      commands.addCommand(command, {
        label: action.title?.(say) ?? action.label(say, null),
        icon: () => {
          const found = context({});
          const name = typeof action.icon === 'function' ? found && iconOf(action, found) : action.icon;
          return name ? labIcon(name) : undefined;
        },
        describedBy: {
          args: {
            type: 'object',
            properties: args as ReadonlyPartialJSONObject,
            ...(action.required ? { required: [...action.required] } : {})
          } as ReadonlyJSONObject
        },
        isEnabled: able,
        isVisible: able,
        isToggleable: action.on !== undefined,
        isToggled: given => {
          const found = context(given);
          return found !== null && (action.on?.(found) ?? false);
        },
        execute: async given => {
          const found = context(given);
          if (found !== null && able(given)) {
            await action.run(found, given);
          }
        }
      })
    );
    if (palette && action.args === undefined) {
      added.add(palette.addItem({ command, category }));
    }
  }
  return added;
}

/** The default shortcuts of these actions, as Lab's settings write them. */
export function shortcutsOf(actions: readonly Action<never>[]): object[] {
  return ownBindings(actions).map(({ command, keys, selector, args }) => ({
    command,
    keys: [keys],
    selector,
    ...(Object.keys(args).length > 0 ? { args } : {})
  }));
}
