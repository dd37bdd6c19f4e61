import * as fc from 'fast-check';
import { changeWeight, weightAt } from './change-weight';
import { stretchesOf } from './stretches';

/** `^` marks the caret, or two of them the selection. */
function weigh(marked: string, delta: number): string {
  const [before, inner, after] = marked.split('^');
  const text = before + inner + (after ?? '');
  const end = after === undefined ? before.length : before.length + inner.length;
  return changeWeight(text, before.length, end, delta).text;
}

test.each([
  ['a house, warm ^light, tree', 0.1, 'a house, (warm light:1.1), tree'],
  ['a house, (warm ^light:1.1), tree', 0.1, 'a house, (warm light:1.2), tree'],
  ['a house, (warm ^light:1.1), tree', -0.1, 'a house, warm light, tree'],
  ['a ^red^ house', 0.05, 'a (red:1.05) house'],
  ['[fe^nce]', 0.1, '(fence:1.01)'],
  ['(fe^nce)', -0.1, 'fence'],
  ['((a:1.2)^, b)', -0.1, '(a:1.2), b'],
  ['一只猫，蓝^色背景', 0.1, '一只猫，(蓝色背景:1.1)'],
  ['a, ^', 0.1, 'a, ']
])('%s by %d is %s', (text, delta, result) => expect(weigh(text, delta)).toBe(result));

test('the selection stays on the words', () => {
  const { text, start, end } = changeWeight('a red house', 2, 5, 0.1);
  expect(text.slice(start, end)).toBe('red');
});

test.each([
  ['a (b^:1.3)', 1.3],
  ['a [b^]', 0.91],
  ['a^ (b)', null],
  ['\\(b^\\)', null]
])('the weight at the caret of %s is %s', (text, weight) => {
  expect(weightAt(text.replace('^', ''), text.indexOf('^'))).toBe(weight);
});

test('words are drawn by their weight, brackets and numbers quietly', () => {
  expect(stretchesOf('a (warm:1.2) [x] {b|c}')).toEqual([
    { text: 'a ', kind: 'plain' },
    { text: '(', kind: 'mark' },
    { text: 'warm', kind: 'more' },
    { text: ':1.2)', kind: 'mark' },
    { text: ' ', kind: 'plain' },
    { text: '[', kind: 'mark' },
    { text: 'x', kind: 'less' },
    { text: ']', kind: 'mark' },
    { text: ' ', kind: 'plain' },
    { text: '{', kind: 'mark' },
    { text: 'b', kind: 'plain' },
    { text: '|', kind: 'mark' },
    { text: 'c', kind: 'plain' },
    { text: '}', kind: 'mark' }
  ]);
});

test('the stretches of any prompt are the prompt', () => {
  const prompts = fc.array(fc.constantFrom('a', '(', ')', '[', ']', ':1.2', '\\', '{', '|', '}', ', ', '猫'));
  fc.assert(
    fc.property(prompts, parts => {
      const text = parts.join('');
      expect(
        stretchesOf(text)
          .map(stretch => stretch.text)
          .join('')
      ).toBe(text);
    })
  );
});
