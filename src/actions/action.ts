/**
 * An action is one entry of the table of its view: what it is called and looks like, its keys, when it can be done, and what it does.
 * Buttons, menus, keys, the page of keys, Lab's commands, palette and shortcut settings are all made from that entry.
 */
import type { Say } from '../../schema/messages/browser';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IconName } from '../icons';

export type Args = ReadonlyPartialJSONObject;
type Said = (say: Say) => string;

/** A key as Lab writes it, and what the action is told when it is pressed. */
export type Key = string | { keys: string; args: Args };

/** `C` is what the action is done with, `P` the names of the places it may stand in. */
export type ActionEntry<C, P extends string> = {
  /** The word of its button and menu item; without a context, the word for any. */
  label(say: Say, context: C | null): string;
  /** What the palette calls it, where the label doesn't say of what. */
  title?: Said;
  /** The tooltip, where there is more to say than the label. */
  hint?(say: Say, context: C): string;
  /** What the page of keys says, where it isn't the label. */
  help?: Said;
  /** What its button says for a moment after. */
  done?: Said;
  icon?: IconName | ((context: C) => IconName);
  keys?: readonly Key[];
  /** Selector of where the keys are its own, when not anywhere in the view. */
  within?: string;
  /** The places of the view where it stands, in the order of the table. */
  at?: readonly P[];
  /** In a menu a line parts items of different groups. */
  group?: string;
  /** Whether it can be done now; what can't is neither shown nor run. */
  when?(context: C, args: Args): boolean;
  /** Why it can't be done now, where there is something to say: a press of its key is answered with it, and the page of keys tells it. */
  why?(say: Say, context: C): string;
  /** Of a switch: whether it is on. */
  on?(context: C): boolean;
  /** JSON schemas of what it must be told. An action with arguments isn't in the palette. */
  args?: Readonly<Record<string, ReadonlyPartialJSONObject>>;
  /** Those of them without which it can't be done. */
  required?: readonly string[];
  /** May end with false where it came to nothing, so that nobody says it was done. */
  run(context: C, args: Args): unknown;
};

export type Action<C, P extends string = string> = ActionEntry<C, P> & {
  /** Unique in the extension. */
  readonly id: string;
  readonly within: string;
};

type TableOptions<C, P extends string> = {
  /** Where the view is in the page. */
  selector: string;
  /** Keeps the ids apart from those of other views: `copySeed` of the cell becomes `cell-copy-seed`. */
  prefix: string;
  /** Told when an action that has something to say of its end is at its end. */
  onDone?(action: Action<C, P>, context: C): void;
};

/** The actions of a view. */
export function actionTable<C, P extends string>({ selector, prefix, onDone }: TableOptions<C, P>) {
  const actionOf = (name: string, entry: ActionEntry<C, P>): Action<C, P> => {
    const id = prefix + name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    const action = { within: selector, ...entry, id };
    return entry.done && onDone
      ? {
          ...action,
          run: async (context, args) => {
            if ((await entry.run(context, args)) !== false) {
              onDone(action, context);
            }
          }
        }
      : action;
  };
  return <N extends string>(entries: Record<N, ActionEntry<C, P>>): Record<N, Action<C, P>> =>
    Object.fromEntries(
      Object.entries<ActionEntry<C, P>>(entries).map(([name, entry]) => [name, actionOf(name, entry)])
    ) as Record<N, Action<C, P>>;
}

/** The actions that stand at a place and can be done, in the order of the table. */
export function actionsAt<C, P extends string>(
  table: Readonly<Record<string, Action<C, P>>>,
  place: NoInfer<P>,
  context: NoInfer<C>
): Action<C, P>[] {
  return Object.values(table).filter(action => action.at?.includes(place) && canDo(action, context));
}

export function canDo<C>(action: Action<C>, context: C, args: Args = {}): boolean {
  return action.when?.(context, args) ?? true;
}

export function iconOf<C>({ icon }: Action<C>, context: C): IconName | undefined {
  return typeof icon === 'function' ? icon(context) : icon;
}
