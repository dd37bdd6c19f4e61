import { expandSweep } from '../../server/sweep';
import { testContext } from '../../server/sweep/testing';
import { readTemplate, resolveTemplate } from './variants';

function readsAs(text: string): { options: string[][]; first: string } {
  const template = readTemplate(text);
  return {
    options: template.groups.map(group => group.options),
    first: resolveTemplate(template, k => template.groups[k].options[0])
  };
}

test.each([
  ['a {red|blue} cat', [['red', 'blue']], 'a red cat'],
  [
    '{a|b} {c|d|e}',
    [
      ['a', 'b'],
      ['c', 'd', 'e']
    ],
    'a c'
  ],
  ['house{ in snow|}', [[' in snow', '']], 'house in snow'],
  ['{a|a|b}', [['a', 'b']], 'a'],
  ['{b}', [], '{b}'],
  ['{{b}}, {}', [], '{{b}}, {}'],
  ['{x {a|b} y}', [['a', 'b']], '{x a y}'],
  ['{{a}|b}', [['{a}', 'b']], '{a}'],
  ['{a|b', [], '{a|b'],
  ['a|b}', [], 'a|b}'],
  ['a | b', [], 'a | b'],
  ['\\{a\\|b\\}', [], '{a|b}'],
  ['{a\\|b|c\\}}', [['a|b', 'c}']], 'a|b'],
  ['\\\\{a|b}', [['a', 'b']], '\\\\a'],
  ['\\(a\\), \\n', [], '\\(a\\), \\n'],
  ['{[cow|horse]|dog}', [['[cow|horse]', 'dog']], '[cow|horse]'],
  ['[cow|horse]', [], '[cow|horse]'],
  ['{2$$a|b} {c|d}', [['c', 'd']], '{2$$a|b} c'],
  ['{1-2$$ and $$a|b}', [], '{1-2$$ and $$a|b}'],
  ['{1$$a|{b|c}} {d|e}', [['d', 'e']], '{1$$a|{b|c}} d'],
  ['{x|{1$$a|b}}', [['x', '{1$$a|b}']], 'x'],
  ['{-1::a|b}', [['-1::a', 'b']], '-1::a'],
  ['{[cow|horse}', [['[cow', 'horse']], '[cow'],
  ['[{a|b]|c}', [['a', 'b]', 'c']], '[a'],
  ['(a:1.2) {(b:1.1)|[c]}', [['(b:1.1)', '[c]']], '(a:1.2) (b:1.1)'],
  ['{🦊|狐狸}', [['🦊', '狐狸']], '🦊']
])('%j has the options %j', (text, options, first) => expect(readsAs(text)).toEqual({ options, first }));

test('an axis for each group, and every combination a cell', () => {
  const { axes, cells } = expandSweep(
    { text: 'a {red|blue} cat\nNegative prompt: {blurry|}' },
    testContext()
  );
  expect(axes.map(({ id, labels }) => [id, labels])).toEqual([
    ['variant_1', ['red', 'blue']],
    ['variant_2', ['blurry', '—']]
  ]);
  expect(cells.map(({ params }) => [params.prompt, params.negative_prompt])).toEqual([
    ['a red cat', 'blurry'],
    ['a blue cat', 'blurry'],
    ['a red cat', ''],
    ['a blue cat', '']
  ]);
});

test('nesting of brackets costs no recursion', () => {
  const deep = 100_000;
  expect(readTemplate('['.repeat(deep) + ']'.repeat(deep)).groups).toEqual([]);
  expect(readTemplate('{'.repeat(deep) + 'a|b' + '}'.repeat(deep)).groups).toHaveLength(1);
  expect(readTemplate('{[|'.repeat(deep)).groups).toEqual([]);
});
