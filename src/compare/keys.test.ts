import { runCompareKey } from './keys';
import { compareDesk } from './testing';

/** Presses a key, written as "Alt ArrowUp", on an element of the panel; whether it was ours. */
function pressOn(
  place: string,
  text: string,
  model = compareDesk({ keys: 'xyz' }).model
): [boolean, typeof model.state] {
  const parts = text.split(' ');
  const key = parts.at(-1) === 'Space' ? ' ' : parts.at(-1)!;
  const event = new KeyboardEvent('keydown', {
    key,
    altKey: parts.includes('Alt'),
    ctrlKey: parts.includes('Ctrl')
  });
  document.body.innerHTML = `<div class="jd-Compare">${place}</div>`;
  const node = document.querySelector<HTMLElement>('.here')!;
  node.focus();
  return [runCompareKey({ model, open: async () => undefined }, event, node), model.state];
}
const PANE = '<div class="jd-Pane jd-Compared here" tabindex="0"></div>';
const FIELD = '<input class="here" type="range">';

test.each([
  ['l', { mode: 'slider' }],
  ['v', { mode: 'side' }],
  ['o', { mode: 'onion' }],
  ['d', { mode: 'difference' }],
  ['b', { mode: 'blink', auto: true }],
  ['Space', { blinking: true }],
  [']', { candidate: 'C' }],
  ['[', { candidate: 'C' }],
  ['y', { synced: false }],
  ['w', { reference: 'B', candidate: 'A' }],
  ['r', { reference: 'B', candidate: 'A' }],
  ['z', { place: { scale: 1, x: 0, y: 0 } }],
  ['Alt ArrowRight', { own: { y: { x: -1, y: 0, factor: 1 } } }],
  ['q', { loupe: { x: 0, y: 0 } }],
  ['?', { help: true }],
  ['Delete', { candidate: 'C' }]
])('on a pane %s does its work', (keys, change) => {
  const [ours, state] = pressOn(PANE, keys);
  expect(ours).toBe(true);
  expect(state).toMatchObject(change);
});

test.each(['Ctrl s', 'Tab', 'Enter', '6', 'Alt x', 'Escape'])('%s is left to Lab', keys => {
  expect(pressOn(PANE, keys)[0]).toBe(false);
});

test('a field keeps its arrows, its blank and its letters', () => {
  expect(['ArrowLeft', 'Space', 'd', 'Delete'].map(keys => pressOn(FIELD, keys)[0])).toEqual([
    false,
    false,
    false,
    false
  ]);
});
