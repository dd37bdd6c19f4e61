export { actionsAt, actionTable, canDo, type Action, type Args, type Key } from './action';
export { ActionButton } from './action-button';
export { bindingsOf, commandOf, followShortcuts, isPressed, keyCaps, keyWords, type Binding } from './keys';
export { menuAt, withKey } from './present';
export { KeysList, KeysRow } from './keys-list';
export { bindingsAt, runKey } from './run-key';
export { ShortcutGuard } from './shortcut-guard';
