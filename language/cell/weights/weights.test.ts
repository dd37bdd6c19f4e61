import * as fc from 'fast-check';
import { parsePrompt } from '../../prompt';
import type { PromptStyle } from '../../prompt/words-and-marks';
import { changeWeight, weightAt } from './change-weight';
import { stretchesOf } from './stretches';

/** `^` marks the caret, or two of them the selection. */
function weigh(marked: string, delta: number, style?: PromptStyle): string {
  const [before, inner, after] = marked.split('^');
  const text = before + inner + (after ?? '');
  const end = after === undefined ? before.length : before.length + inner.length;
  return changeWeight(text, before.length, end, delta, style).text;
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

test.each([
  ['novelai', 'a ^cat^', 0.1, 'a {cat}', 1.05],
  ['novelai', 'a {ca^t}', 0.1, 'a {{cat}}', 1.1],
  ['novelai', 'a {{ca^t}}', -0.1, 'a {cat}', 1.05],
  ['novelai', 'a {ca^t}', -0.05, 'a cat', null],
  ['novelai', 'a ca^t, b', -0.1, '[a cat], b', 0.95],
  ['novelai', '[[ca^t]]', 0.1, '[cat]', 0.95],
  ['novelai', '{a, {ca^t} b}', 0.1, '{a, {{cat}} b}', 1.1],
  ['novelai', '(ca^t:1.2)', 0.1, '{(cat:1.2)}', 1.05],
  ['hai', '{ca^t}', 0.1, '(cat:1.15)', 1.15],
  ['hai', '[ca^t]', 0.05, 'cat', null],
  ['hai', 'a (cat|do^g:1.2)', 0.1, 'a (cat|dog:1.3)', 1.3],
  ['a1111', '{ca^t|dog}', 0.1, '{(cat:1.1)|dog}', 1.1],
  ['a1111', '(^cat', 0.1, '(cat:1.2)', 1.2],
  ['a1111', 'a \\(an^imal\\), b', 0.1, '(a \\(animal\\):1.1), b', 1.1],
  ['a1111', 'a [ca^t:dog:3]', 0.1, 'a [(cat:1.1):dog:3]', 1.1],
  ['a1111', 'a ca^t AND a dog', 0.1, '(a cat:1.1) AND a dog', 1.1],
  ['a1111', 'a <lora:x:1> ca^t', 0.1, 'a <lora:x:1> (cat:1.1)', 1.1]
] as const)('in %s %s by %d is %s, as that dialect reads it', (dialect, marked, delta, result, weight) => {
  expect(weigh(marked, delta, { dialect })).toBe(result);
  const [before, after = ''] = marked.split('^');
  const { start, text } = changeWeight(before + after.replace('^', ''), before.length, before.length, delta, {
    dialect
  });
  if (!after.includes('^')) {
    expect(weightAt(text, start + 1, { dialect })).toBe(weight);
  }
});

test('raising a weight and lowering it again leaves the prompt, in every dialect', () => {
  const words = fc.array(fc.constantFrom('a', 'red', 'cat', ',', '猫', '\\(x\\)', '{b|c}', '[d:e:3]'), {
    minLength: 1
  });
  fc.assert(
    fc.property(words, fc.constantFrom('a1111', 'novelai', 'hai'), fc.nat(40), (pieces, dialect, at) => {
      const text = pieces.join(' ');
      const style = { dialect } as const;
      const caret = Math.min(at, text.length);
      const up = changeWeight(text, caret, caret, 0.1, style);
      if (weightAt(text, caret, style) === null && up.text !== text) {
        const inside = weightAt(up.text, up.start, style);
        expect(inside).toBeGreaterThan(1);
        expect(changeWeight(up.text, up.start, up.end, -0.1, style).text).toBe(text);
      }
    })
  );
});

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

test.each([
  ['novelai', '{a} [b] (c:1.2)', 'more a, less b, plain  (c:1.2)'],
  ['hai', '(a) {b} [c]', 'more a, more b, less c'],
  ['a1111', '{a} [b] (c:1.2)', 'plain {a} , less b, more c'],
  ['a1111', 'a [cat:(dog:1.2):3] x', 'plain a , plain cat, more dog, plain  x'],
  ['a1111', '[cow|horse] <lora:ink:1>', 'plain cow, plain horse'],
  ['a1111', '(a, {b|c:d}:1.2) e', 'more a, , more b, more c:d, plain  e'],
  ['a1111', '\\(a\\) (b', 'plain \\(a\\) , more b'],
  ['a1111', '(a', 'more a'],
  ['a1111', 'a) b', 'plain a) b'],
  ['a1111', '{2$$ and $$(a)|b}', 'more a, plain b']
] as const)('in %s %s has the words %s', (dialect, text, words) => {
  const shown = stretchesOf(text, { dialect }).filter(
    ({ kind, text: each }) => kind !== 'mark' && each !== ' '
  );
  expect(shown.map(({ kind, text: each }) => `${kind} ${each}`).join(', ')).toBe(words);
});

test('words weigh what the prompt’s reader says, in every dialect', () => {
  const pieces = fc.array(fc.constantFrom('a', 'b ', '(', ')', '[', ']', '{', '}', ':1.2)', ', ', '猫'), {
    maxLength: 14
  });
  fc.assert(
    fc.property(pieces, fc.constantFrom('a1111', 'novelai'), (parts, dialect) => {
      const text = parts.join('');
      const runs = parsePrompt(text, { emphasis: 'original', dialect });
      const sign = (weight: number): string =>
        weight > 1.0001 ? 'more' : weight < 0.9999 ? 'less' : 'plain';
      for (const kind of ['more', 'less', 'plain']) {
        const read = runs
          .filter(({ weight }) => sign(weight) === kind)
          .map(run => run.text)
          .join('');
        const shown = stretchesOf(text, { dialect })
          .filter(each => each.kind === kind)
          .map(each => each.text)
          .join('');
        expect(shown.replace(/\s/g, '')).toBe(read.replace(/\s/g, ''));
      }
    })
  );
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
