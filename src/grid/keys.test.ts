import { fullCommand, gridCommand } from './keys';
import { isForLab } from './shortcut-guard';

function press(text: string): KeyboardEvent {
  const parts = text.split(' ');
  const key = parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? '');
  return {
    key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt')
  } as KeyboardEvent;
}

test.each([
  ['ArrowRight', { do: 'move', motion: 'right' }],
  ['Ctrl ArrowUp', { do: 'move', motion: 'top' }],
  ['Meta ArrowLeft', { do: 'move', motion: 'leftmost' }],
  ['Home', { do: 'move', motion: 'leftmost' }],
  ['Ctrl End', { do: 'move', motion: 'bottom' }],
  ['PageDown', { do: 'move', motion: 'pageDown' }],
  ['Enter', { do: 'open' }],
  ['p', { do: 'flag', flag: 'pick' }],
  ['Shift P', { do: 'flag', flag: 'pick' }],
  ['x', { do: 'flag', flag: 'reject' }],
  ['u', { do: 'flag', flag: null }],
  ['4', { do: 'rate', rating: 4 }],
  ['Ctrl z', { do: 'undo' }],
  ['z', { do: 'actualSize' }],
  ['Shift +', { do: 'size', direction: 1 }],
  ['-', { do: 'size', direction: -1 }],
  ['Shift ?', { do: 'help' }],
  ['Shift F10', { do: 'menu' }],
  ['Escape', { do: 'back' }],
  ['F10', null],
  ['6', null],
  ['Tab', null],
  ['Shift Enter', null],
  ['Ctrl Enter', null],
  ['Alt ArrowRight', null],
  ['Shift ArrowRight', null],
  ['Ctrl s', null],
  ['Ctrl Shift Z', null]
])('in the grid %s does %j', (keys, command) => {
  expect(gridCommand(press(keys))).toEqual(command);
});

test.each([
  ['ArrowRight', { do: 'along', axis: 'x', step: 1 }],
  ['ArrowUp', { do: 'along', axis: 'y', step: -1 }],
  ['Shift ArrowLeft', { do: 'along', axis: 'xx', step: -1 }],
  ['Shift ArrowDown', { do: 'along', axis: 'yy', step: 1 }],
  ['i', { do: 'recipe' }],
  ['Z', { do: 'actualSize' }],
  ['Ctrl z', { do: 'undo' }],
  ['Escape', { do: 'back' }],
  ['Enter', null],
  ['Ctrl ArrowRight', null]
])('in the full picture %s does %j', (keys, command) => {
  expect(fullCommand(press(keys))).toEqual(command);
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
  expect(isForLab(press(keys))).toBe(left);
});
