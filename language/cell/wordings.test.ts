import { longestWording, wordingsTotal } from './wordings';

test.each([
  ['a {b|c} {d|e|f}', 6],
  ['a {b}', 1],
  ['a', 1],
  ['{a|b', 1],
  ['{a|a|b}', 2],
  ['[cow|horse]', 1],
  ['{2$$a|b}', 1]
])('%s has %d wordings', (text, n) => expect(wordingsTotal(text)).toBe(n));

test.each([
  ['a cat', 'a cat'],
  ['{a|bb}', 'bb'],
  ['x {aa|b} y {c|d|eee}', 'x aa y eee'],
  ['{|a}', 'a'],
  ['\\{a|b}', '\\{a|b}'],
  ['a \\# {b|cc}', 'a \\# cc'],
  ['a cat # {b|c', 'a cat # {b|c'],
  ['{a|b c} # d', 'b c # d'],
  ['{a|[b|c]}', '[b|c]'],
  ['{2$$a|bb} {c|dd}', '{2$$a|bb} dd']
])('the longest wording of %s is %s, each letter from its place', (prompt, wording) => {
  const { text, places } = longestWording(prompt);
  expect(text).toBe(wording);
  expect(places.slice(0, -1).map(place => prompt[place])).toEqual([...wording]);
  expect(places.at(-1)).toBe(prompt.length);
});
