/**
 * The keys of actions: as the table says, until Lab's shortcut settings say otherwise.
 */
import { CommandRegistry } from '@lumino/commands';
import type { Action, Args } from './action';
import { own } from '../../schema/own';

const PREFIX = 'jupyterlab-diffusion:';

/** The id under which Lab knows an action. */
export function commandOf({ id }: { id: string }): string {
  return PREFIX + id;
}

/** A key that does something somewhere in the page. */
export type Binding = { command: string; keys: string; args: Args; selector: string };

/** What the table itself says. */
export function ownBindings(actions: readonly Action<never>[]): Binding[] {
  return actions.flatMap(action =>
    (action.keys ?? []).map(key => ({
      command: commandOf(action),
      selector: action.within,
      ...(typeof key === 'string' ? { keys: key, args: {} } : key)
    }))
  );
}

let lab: CommandRegistry | null = null;

/** From now on keys are what Lab's shortcut settings make of them. */
export function followShortcuts(commands: CommandRegistry | null): void {
  lab = commands;
}

/** The keys that these actions have at the moment. Those of several presses are Lab's alone to follow. */
export function bindingsOf(actions: readonly Action<never>[]): Binding[] {
  const known = lab?.keyBindings.filter(({ command }) => command.startsWith(PREFIX)) ?? [];
  if (known.length === 0) {
    return ownBindings(actions);
  }
  return actions.flatMap(action =>
    known
      .filter(({ command, keys }) => command === commandOf(action) && keys.length === 1)
      .map(({ command, keys, args, selector }) => ({ command, keys: keys[0], args, selector }))
  );
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Whether an event is the press of a key as Lab writes it. A sign is taken as the keyboard gives it, so that "?" is "?" on every
 * layout; what Lab's own recorder would have written down for the press counts as well. Control and Command are one.
 */
export function isPressed(event: Press, keys: string): boolean {
  const wanted = normal(keys);
  return wanted === pressed(event) || wanted === asLabWrites(event);
}

function pressed({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string {
  const combined = ctrlKey || metaKey || altKey;
  const isSign = key.length === 1 && key !== ' ';
  // A sign alone says whether Shift was needed for it.
  const shift = shiftKey && (combined || !isSign);
  const name = key === ' ' ? 'Space' : isSign ? key.toUpperCase() : key;
  return written(ctrlKey || metaKey, altKey, shift, name);
}

function asLabWrites(event: Press): string {
  return event instanceof KeyboardEvent ? normal(CommandRegistry.keystrokeForKeydownEvent(event)) : '';
}

function normal(keys: string): string {
  const parts = keys.trim().split(/\s+/);
  const has = (...names: string[]): boolean => parts.slice(0, -1).some(part => names.includes(part));
  return written(has('Accel', 'Ctrl', 'Cmd'), has('Alt'), has('Shift'), parts.at(-1) ?? '');
}

function written(accel: boolean, alt: boolean, shift: boolean, key: string): string {
  return [accel && 'Accel', alt && 'Alt', shift && 'Shift', key].filter(Boolean).join(' ');
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ContextMenu: '▤',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  '-': '−'
};

const isMac = (): boolean => /mac/i.test(globalThis.navigator?.platform ?? '');

/** A key as a person reads it: "Ctrl Shift Enter". */
export function keyWords(keys: string, mac = isMac()): string {
  return partsOf(keys, mac).join(' ');
}

/**
 * The keys of an action as caps to draw side by side, one for each thing that they do. A group has its modifiers once, before all keys
 * that share them: "Ctrl", "←", "→". Digits in a row are one cap.
 */
export function keyCaps(bindings: readonly Binding[], mac = isMac()): string[][] {
  const told = new Set<string>();
  const groups = new Map<string, string[]>();
  for (const { keys, args } of bindings) {
    const does = JSON.stringify(args);
    if (!told.has(does)) {
      told.add(does);
      const parts = partsOf(keys, mac).map(part => (part === 'Shift' ? '⇧' : part));
      const held = parts.slice(0, -1);
      groups.set(held.join(' '), [...(groups.get(held.join(' ')) ?? held), parts[parts.length - 1]]);
    }
  }
  return [...groups.values()].map(caps =>
    caps.length > 2 && '0123456789'.includes(caps.join('')) ? [`${caps[0]}–${caps[caps.length - 1]}`] : caps
  );
}

function partsOf(keys: string, mac: boolean): string[] {
  const modifiers: Readonly<Record<string, string>> = mac
    ? { Accel: '⌘', Cmd: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' }
    : { Accel: 'Ctrl' };
  return keys.split(/\s+/).map(part => own(modifiers, part) ?? own(SIGNS, part) ?? part);
}

/** The first key of an action, as Lab writes it. */
export function firstKey(action: Action<never>): string | undefined {
  return bindingsOf([action])[0]?.keys;
}
