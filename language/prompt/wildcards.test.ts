import * as fc from 'fast-check';
import { Dice } from '../chance/dice';
import { expandWildcards } from './index';

const files: Record<string, string> = {
  animal: '# animals\ncat\n\n  dog\nfox # a tail\n',
  'hair/colour': 'red\nblack',
  'hair/length': 'long',
  nested: 'a __animal__ and {x|y}',
  loop: 'to __back__',
  back: 'to __loop__',
  empty: '# nothing\n\n',
  self: 'again __self__',
  weights: '-2::a\nb',
  broken: '# one\n\na __nothere__',
  outer: 'a\\b __unset__',
  unset: '${x}'
};
const wildcards = { names: Object.keys(files), read: (name: string) => files[name] };
const expand = (prompt: string, seed = 0): string => expandWildcards(prompt, { wildcards, seed });
/** What a prompt becomes over many seeds. */
const all = (prompt: string): string[] =>
  [...new Set(Array.from({ length: 60 }, (_, seed) => expand(prompt, seed)))].sort();

test.each([
  [0, [0, 1, 0, 2, 8, 62, 3]],
  [42, [0, 0, 2, 2, 3, 28, 1]],
  [2 ** 33 + 5, [0, 0, 2, 4, 5, 99, 2]]
])('choices of seed %i are those of Python', (seed, expected) => {
  const dice = new Dice(seed);
  expect([1, 2, 3, 5, 10, 100, 7].map(count => dice.below(count))).toEqual(expected);
});

test.each([
  ['a __animal__!', ['a cat!', 'a dog!', 'a fox!']],
  ['__hair/colour__', ['black', 'red']],
  ['__hair/*__', ['black', 'long', 'red']],
  ['__h**__', ['black', 'long', 'red']],
  ['__hair/len*__', ['long']],
  ['{2$$a|b}', ['a, b', 'b, a']],
  ['{2$$ and $$a|b}', ['a and b', 'b and a']],
  ['{1-2$$a|b}', ['a', 'a, b', 'b', 'b, a']],
  ['{3$$a|b}', ['a, b', 'b, a']],
  ['{1$$a|{1$$b|c}}', ['a', 'b', 'c']],
  ['{1$$a|{b|c}}', ['a', 'b', 'c']],
  ['{1$$a|{b}|\\{b\\|c\\}}', ['\\{b\\|c\\}', 'a', '{b}']],
  ['{1$$[a|b]|c}', ['[a|b]', 'c']],
  ['{2$$+$$__hair/colour__}', ['black+red', 'red+black']],
  ['{0$$a|b}', ['']]
])('%s may be %j', (prompt, expected) => {
  expect(all(prompt)).toEqual(expected);
});

test('options of a file may hold wildcards and choices', () => {
  expect(all('__nested__')).toContain('a cat and x');
  expect(all('__nested__')).toHaveLength(6);
});

test.each(['{a|b}', '{a}', 'a__b', '\\__animal__', '\\{2$$a|b}', '$$', '{2$$a|b', '__ a __'])(
  '%s is text',
  prompt => expect(expand(prompt)).toBe(prompt)
);

test.each([
  ['a __anmal__', 'wildcard_missing', { name: 'anmal', near: 'animal', at: 2, length: 9 }],
  ['__empty__', 'wildcard_empty', { name: 'empty', at: 0, length: 9 }],
  ['ab __loop__', 'wildcard_cycle', { path: 'loop → back → loop', at: 3, length: 8 }],
  ['__self__', 'wildcard_cycle', { path: 'self → self', at: 0, length: 8 }],
  ['a {1.5$$a|b}', 'choice_count', { text: '{1.5$$', at: 2, length: 6 }],
  ['{$$a}', 'choice_count', { text: '{$$' }],
  ['{two$$__animal__}', 'choice_count', { text: '{two$$' }],
  ['{1–2$$a|b}', 'choice_count', { text: '{1–2$$' }],
  ['{1$$0::a|0::b}', 'choice_weight', { value: 0, at: 0, length: 14 }],
  ['{1$$a|-1::b}', 'choice_weight', { value: -1 }],
  ['${x=0::a|0::b}${x}', 'choice_weight', { value: 0 }],
  ['__weights__', 'choice_weight', { value: -2 }],
  ['a __broken__', 'wildcard_missing', { name: 'nothere', within: 'broken.txt', line: 3, at: 2, length: 10 }],
  ['__outer__', 'variable_unset', { name: 'x', within: 'unset.txt', line: 1, at: 0, length: 9 }],
  ['{1$$'.repeat(30) + '}'.repeat(30), 'wildcard_depth', { at: 0 }]
])('%s is refused: %s', (prompt, code, facts) => {
  expect(() => expand(prompt)).toThrow(
    expect.objectContaining({ code, facts: expect.objectContaining(facts) })
  );
});

test('a wildcard that grows without end is refused', () => {
  const many = {
    names: ['a', 'b'],
    read: (name: string) => (name === 'a' ? '__b__ '.repeat(1000) : 'x'.repeat(1000))
  };
  expect(() => expandWildcards('__a__', { wildcards: many, seed: 0 })).toThrow(
    expect.objectContaining({ code: 'prompt_too_long' })
  );
});

test('the same seed chooses the same, whatever stands after it', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), (seed, rest) => {
      const [first] = expand(`__animal__\n${rest.replace(/[_$\\]/g, '')}`, seed).split('\n');
      expect(first).toBe(expand('__animal__', seed));
    })
  );
});

test.each(['__', '{1$$', '{2$$a|', '}', '__a'])(
  'a long row of %j is read in no time',
  piece => {
    expect(() => {
      try {
        expand(piece.repeat(20_000 / piece.length));
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^wildcard_(depth|missing)$/) });
      }
    }).not.toThrow();
  },
  1000
);

test('what is wrong with a line of a file names the file and the line, wherever the file was named', () => {
  expect(() => expand('__*__')).toThrow(
    expect.objectContaining({
      code: 'choice_weight',
      facts: expect.objectContaining({ within: 'weights.txt', line: 1 })
    })
  );
  const texts: Record<string, string> = {
    open: '# x\n{2$$a',
    single: '{y',
    face: ':{ cat',
    whole: '{1$$a|b}'
  };
  const told = (name: string): unknown[] => {
    const found: unknown[] = [];
    const options = { names: Object.keys(texts), read: (file: string) => texts[file] };
    const report = ({ code, facts }: { code: string; facts: object }): unknown => found.push([code, facts]);
    expandWildcards(`a __${name}__`, { wildcards: options, seed: 1, report });
    return found;
  };
  expect(told('open')).toEqual([['brace_unclosed', { text: '{', within: 'open.txt', line: 2 }]]);
  expect(told('single')).toEqual([['brace_unclosed', { text: '{', within: 'single.txt', line: 1 }]]);
  expect([...told('face'), ...told('whole')]).toEqual([]);
});

test.each(['${x=${x}}${x}', '${x=a ${y}}${y=b ${x}}${y}', '${x={1$$a ${x}|${x}}}${x}'])(
  '%s leads to itself, and is told to',
  prompt => expect(() => expand(prompt)).toThrow(expect.objectContaining({ code: 'variable_cycle' }))
);

test('a variable may be used again and again', () => {
  expect(expand('${x=a}${y=${x} ${x}}${y} ${x} ${y}')).toBe('a a a a a');
});
