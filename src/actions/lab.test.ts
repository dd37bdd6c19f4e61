import { CommandRegistry } from '@lumino/commands';
import { textIn } from '../i18n/text';
import { actionTable } from './action';
import { bindingsOf, followShortcuts, isPressed, keyCaps, keyWords, type Binding } from './keys';
import { addActions } from './lab';
import { menuAt, withKey } from './present';

type Desk = { ready: boolean; log: unknown[] };
const say = textIn('en').say;
const actions = actionTable<Desk, 'menu'>({ selector: '.desk', prefix: 'desk-' })({
  tidyUp: {
    label: () => 'Tidy up',
    keys: ['Accel T'],
    at: ['menu'],
    when: ({ ready }) => ready,
    run: ({ log }) => log.push('tidied')
  },
  turn: {
    label: () => 'Turn',
    keys: [{ keys: 'L', args: { to: 'left' } }],
    required: ['to'],
    args: { to: { type: 'string' } },
    run: ({ log }, args) => log.push(args.to)
  },
  sit: { label: () => 'Sit', at: ['menu'], group: 'body', on: () => true, run: () => undefined }
});

afterEach(() => followShortcuts(null));

test('an action is a command with the schema of what it must be told, and can’t be run while it can’t be done', async () => {
  const commands = new CommandRegistry();
  const desk: Desk = { ready: false, log: [] };
  const listed: string[] = [];
  const palette = {
    addItem: ({ command }: { command: string }) => (listed.push(command), { dispose: () => undefined })
  };
  addActions(actions, { commands, palette: palette as never, say, category: 'Desk', context: () => desk });
  expect(commands.isEnabled('jupyterlab-diffusion:desk-tidy-up')).toBe(false);
  desk.ready = true;
  await commands.execute('jupyterlab-diffusion:desk-tidy-up');
  await commands.execute('jupyterlab-diffusion:desk-turn', { to: 'right' });
  await commands.execute('jupyterlab-diffusion:desk-turn', {});
  expect(desk.log).toEqual(['tidied', 'right']);
  expect(await commands.describedBy('jupyterlab-diffusion:desk-turn')).toEqual({
    args: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] }
  });
  expect(listed).toEqual(['jupyterlab-diffusion:desk-tidy-up', 'jupyterlab-diffusion:desk-sit']);
});

test('a key that a person has changed in Lab is the key everywhere', () => {
  const commands = new CommandRegistry();
  expect(withKey('Tidy up', say, actions.tidyUp)).toBe('Tidy up (Ctrl T)');
  commands.addKeyBinding({
    command: 'jupyterlab-diffusion:desk-tidy-up',
    keys: ['Alt Y'],
    selector: '.desk'
  });
  followShortcuts(commands);
  expect(withKey('Tidy up', say, actions.tidyUp)).toBe('Tidy up (Alt Y)');
  expect(menuAt(actions, 'menu', { ready: true, log: [] }, say)).toMatchObject([
    { keys: 'Alt Y' },
    'line',
    { checked: true }
  ]);
  expect(bindingsOf([actions.turn])).toEqual([]);
});

test.each([
  ['Shift +', '+', true],
  ['+', '+', true],
  ['Shift ?', '?', true],
  ['Shift P', 'P', true],
  ['Ctrl Shift z', 'Accel Z', false],
  ['Ctrl Shift z', 'Accel Shift Z', true],
  ['Meta ArrowLeft', 'Ctrl ArrowLeft', true],
  ['Shift ArrowLeft', 'ArrowLeft', false],
  ['Alt a', 'A', false],
  ['Space', 'Space', true]
])('the press of %s is %s: %s', (press, keys, is) => {
  const parts = press.split(' ');
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const key = parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? '');
  const event = {
    key,
    ctrlKey: has('Ctrl'),
    metaKey: has('Meta'),
    shiftKey: has('Shift'),
    altKey: has('Alt')
  };
  expect(isPressed(event, keys)).toBe(is);
});

test('caps tell one key for each thing, and modifiers once', () => {
  const binding = (keys: string, args = {}): Binding => ({ command: 'c', selector: '.desk', keys, args });
  const caps = (...bindings: Binding[]): string =>
    keyCaps(bindings, false)
      .map(group => group.join('|'))
      .join(' / ');
  expect(caps(binding('+'), binding('='))).toBe('+');
  expect(
    caps(
      binding('ArrowLeft', { to: 'left' }),
      binding('Accel Shift ArrowLeft', { to: 'start' }),
      binding('Accel Shift ArrowRight', { to: 'end' })
    )
  ).toBe('← / Ctrl|⇧|←|→');
  expect(caps(...[0, 1, 2, 3].map(rating => binding(String(rating), { rating })))).toBe('0–3');
});

test('what Lab’s recorder writes down for a press is that press', () => {
  const event = new KeyboardEvent('keydown', { key: '*', keyCode: 187, shiftKey: true } as KeyboardEventInit);
  expect(isPressed(event, 'Shift =')).toBe(true);
});

test.each([
  ['Accel Shift Enter', 'Ctrl Shift Enter', '⌘ ⇧ Enter'],
  ['Alt ArrowUp', 'Alt ↑', '⌥ ↑'],
  ['Escape', 'Esc', 'Esc']
])('%s reads %s, on a Mac %s', (keys, words, onMac) => {
  expect([keyWords(keys, false), keyWords(keys, true)]).toEqual([words, onMac]);
});
