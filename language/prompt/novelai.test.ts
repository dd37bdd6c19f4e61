/** NovelAI's marks: read in its dialect, told in A1111's. */
import { sentence } from '../../schema/messages';
import { analysePrompt, parsePrompt } from './index';
import type { Dialect } from './index';

const runs = (prompt: string, dialect: Dialect = 'novelai'): [string, number][] =>
  parsePrompt(prompt, { emphasis: 'original', dialect }).map(({ text, weight }) => [
    text,
    Number(weight.toFixed(4))
  ]);

test.each<[string, [string, number][]]>([
  ['1.2::red::', [['red', 1.2]]],
  [
    'a 1.2::red hair:: b',
    [
      ['a ', 1],
      ['red hair', 1.2],
      [' b', 1]
    ]
  ],
  [
    '-1::hat::, cat',
    [
      ['hat', -1],
      [', cat', 1]
    ]
  ],
  ['.5::a::', [['a', 0.5]]],
  [
    '2::a, {b}::',
    [
      ['a, ', 2],
      ['b', 2.1]
    ]
  ],
  [
    '1.5::a, 0.5::b:: c',
    [
      ['a, ', 1.5],
      ['b', 0.5],
      [' c', 1]
    ]
  ],
  ['1.5::to the end', [['to the end', 1.5]]],
  [
    '{{a}} [b]',
    [
      ['a', 1.1025],
      [' ', 1],
      ['b', 0.9524]
    ]
  ],
  ['a:: b', [['a:: b', 1]]],
  ['at 12:30, v1.5::x', [['at 12:30, v1.5::x', 1]]],
  ['(a:1.2)', [['(a:1.2)', 1]]]
])('%s weighs %j', (prompt, expected) => expect(runs(prompt)).toEqual(expected));

/** The remarks on a prompt: what they are about, and what to write there. */
const told = (prompt: string, dialect: Dialect = 'a1111'): [string, string, unknown][] =>
  analysePrompt(prompt, { dialect, written: true }).warnings.map(({ code, facts, at, length }) => [
    code,
    prompt.slice(at, at + length),
    facts.fix
  ]);

test.each<[string, [string, string, unknown][]]>([
  ['a 1.2::red hair:: b', [['novelai_weight', '1.2::red hair::', '(red hair:1.2)']]],
  ['a 1.5::red:: 2::blue', [['novelai_weight', '1.5::red:: 2::blue', '(red:1.5) (blue:2)']]],
  ['aspect 16::9 a', []],
  ['{0.7::a|0.3::b}', []],
  ['-1::hat::, 2::b:: c', [['novelai_weight', '-1::hat::, 2::b::', '(hat:-1), (b:2)']]],
  ['-1::hat::', [['novelai_weight', '-1::hat::', '(hat:-1)']]],
  ['{{masterpiece}}, cat', [['braces_are_text', '{{masterpiece}}', '(masterpiece:1.103)']]],
  ['{a}', [['braces_are_text', '{a}', '(a:1.05)']]],
  [
    '{a}, [[b]]',
    [
      ['braces_are_text', '{a}', '(a:1.05)'],
      ['novelai_brackets', '[[b]]', '(b:0.907)']
    ]
  ],
  ['[[b]]', []],
  ['{a|b}', []],
  ['{0.7::a|b}', []],
  ['{2$$a|b}', []],
  ['${x=a}${x}', []],
  ['\\{a\\}', []]
])('in A1111 %s is told %j', (prompt, expected) => expect(told(prompt)).toEqual(expected));

test.each<[string, [string, string, unknown][]]>([
  ['a (cat:1.2), b', [['weight_in_round', '(cat:1.2)', '1.2::cat::']]],
  ['a cat:1.2, b', [['weight_in_round', ':1.2', '1.2::…::']]],
  ['{{a}}, 1.2::b::', []]
])('in novelai %s is told %j', (prompt, expected) => expect(told(prompt, 'novelai')).toEqual(expected));

test('what is told to write is read as it was meant', () => {
  const [{ facts }] = analysePrompt('1.2::red hair::', { written: true }).warnings;
  expect(runs(String(facts.fix), 'a1111')).toEqual([['red hair', 1.2]]);
  expect(sentence('novelai_weight', { text: '1.2::a::', fix: '(a:1.2)' }, 'en').hint).toContain('(a:1.2)');
});
