import { emptyForm, type Form } from './form';
import { kindOf, withoutPaste } from './pasted-text';

test.each([
  ['%%sweep seed=1\na', 'cell'],
  ['a\nSteps: 12, Sampler: Euler, Seed: 3', 'settings'],
  ['a\nNegative prompt: b', 'settings'],
  ['{"prompt": "a"}', 'settings'],
  ['**Prompt:** a\n**Width:** 3\n**Height:** 4', 'perhaps'],
  ['"a cat" -s 50 -S 1', 'perhaps'],
  ['pipe(prompt="a cat")', 'perhaps'],
  ['a cat, (red:1.2), {b|c}, [d:e:0.5]', 'words'],
  ['A list: one\nand: two', 'words'],
  ['well-known - and -- so on', 'words'],
  ['', 'words']
])('%j is %s', (text, kind) => expect(kindOf(text)).toBe(kind));

test.each(['_', ' ', '"', '-', 'a', ',', ':', '\n', '{', '[', ' -a', '\n_ '])(
  'a long paste of %j is told in a moment',
  piece => {
    const started = performance.now();
    kindOf(`\n${piece.repeat(Math.floor(190_000 / piece.length))}`);
    expect(performance.now() - started).toBeLessThan(2000);
  }
);

describe('a form without its paste', () => {
  const pasted = { field: 'prompt', at: 2, text: 'so so', replaced: 'x' };
  const form = (prompt: string): Form => ({
    ...emptyForm,
    prompt,
    fields: { steps: { text: '12-s 3', axis: false } }
  });

  test.each([
    ['a so so b', 'a x b'],
    ['and a so so b', 'and a x b'],
    ['so, so so so so', 'so, x so so'],
    ['a so b', 'a so b']
  ])('%s is %s', (now, then) => {
    expect(withoutPaste(form(now), pasted).prompt).toBe(then);
  });

  test('has what stood in another field, too', () => {
    const then = withoutPaste(form('a'), { field: 'steps', at: 2, text: '-s 3', replaced: '' });
    expect(then.fields).toEqual({ steps: { text: '12', axis: false } });
  });

  test('is the same where nothing was put in, or into no field of the form', () => {
    const now = form('so so');
    expect(withoutPaste(now, { ...pasted, text: '' })).toBe(now);
    expect(withoutPaste(now, { ...pasted, field: '' })).toBe(now);
  });
});
