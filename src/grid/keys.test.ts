import { commandOf } from '../actions';
import { bindingsAt, isForLab } from './keys';
import { pressKey } from './testing';

/** The action that a key is for, and what it is told. */
function actionAt(keys: string, full: boolean): unknown {
  const [found] = pressKey(keys, full, bindingsAt);
  return found ? [found.command.slice(commandOf({ id: '' }).length), found.args] : null;
}
const inGrid = (keys: string): unknown => actionAt(keys, false);
const inFull = (keys: string): unknown => actionAt(keys, true);

test.each([
  ['ArrowRight', ['grid-move', { to: 'right' }]],
  ['Ctrl ArrowUp', ['grid-move-far', { to: 'top' }]],
  ['Meta ArrowLeft', ['grid-move-far', { to: 'leftmost' }]],
  ['Home', ['grid-move-to-end', { to: 'leftmost' }]],
  ['Ctrl End', ['grid-move-to-end', { to: 'bottom' }]],
  ['PageDown', ['grid-move-page', { to: 'pageDown' }]],
  ['Enter', ['cell-open', {}]],
  ['p', ['cell-pick', {}]],
  ['Shift P', ['cell-pick', {}]],
  ['x', ['cell-reject', {}]],
  ['u', ['cell-unmark', {}]],
  ['4', ['cell-rate', { rating: 4 }]],
  ['Ctrl z', ['grid-undo', {}]],
  ['z', ['grid-actual-size', {}]],
  ['Shift +', ['grid-larger', {}]],
  ['-', ['grid-smaller', {}]],
  ['Shift ?', ['grid-help', {}]],
  ['Shift F10', ['cell-menu', {}]],
  ['Escape', ['grid-back', {}]],
  ['F10', null],
  ['6', null],
  ['Tab', null],
  ['Shift Enter', null],
  ['Ctrl Enter', null],
  ['Alt ArrowRight', null],
  ['Shift ArrowRight', ['cull-extend', { to: 'right' }]],
  ['Ctrl a', ['cull-select-all', {}]],
  ['f', ['cull-filter', {}]],
  ['t', ['cull-tags', {}]],
  ['k', ['cull-mode', {}]],
  ['Ctrl s', null],
  ['Ctrl Shift Z', null]
])('in the grid %s does %j', (keys, command) => {
  expect(inGrid(keys)).toEqual(command);
});

test.each([
  ['ArrowRight', ['grid-move-along', { axis: 'x', step: 1 }]],
  ['ArrowUp', ['grid-move-along', { axis: 'y', step: -1 }]],
  ['Shift ArrowLeft', ['grid-move-along', { axis: 'xx', step: -1 }]],
  ['Shift ArrowDown', ['grid-move-along', { axis: 'yy', step: 1 }]],
  ['i', ['grid-recipe', {}]],
  ['Z', ['grid-actual-size', {}]],
  ['Ctrl z', ['grid-undo', {}]],
  ['Escape', ['grid-back', {}]],
  ['Enter', null],
  ['Ctrl ArrowRight', null]
])('in the full picture %s does %j', (keys, command) => {
  expect(inFull(keys)).toEqual(command);
});

test.each([
  ['Ctrl s', true],
  ['Shift Enter', true],
  ['Ctrl Enter', true],
  ['Ctrl Shift c', true],
  ['x', false],
  ['a', false],
  ['d', false],
  ['Enter', false],
  ['Ctrl z', false],
  ['Ctrl ArrowLeft', false]
])('%s is left to Lab: %s', (keys, left) => {
  expect(pressKey(keys, false, isForLab)).toBe(left);
});
