/**
 * What can be done in the grid, and with a cell. One entry makes its button, menu item, key, line on the page of keys, command and
 * shortcut setting; see `src/actions/action.ts` for its parts.
 */
export { axisActions } from './axis-actions';
export { cellActions } from './cell-actions';
export { cullActions } from './cull-actions';
export { gridActions } from './grid-actions';
export type { CellTarget, GridTarget } from './targets';
