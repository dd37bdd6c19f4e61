import { fieldItems, firstValue, saysSeveral } from './field';

test.each([
  ['3,5,7', ['3', '5', '7']],
  [' 3 , 5', ['3', '5']],
  ['"Euler a","DPM++ 2M"', ['"Euler a"', '"DPM++ 2M"']],
  ['"a, b",c', ['"a, b"', 'c']],
  ['"say ""hi"", you",x', ['"say ""hi"", you"', 'x']],
  ['1-5 (+2),9', ['1-5 (+2)', '9']],
  ['1,2,..,10', ['1', '2', '..', '10']],
  ['3,,5', ['3', '', '5']],
  ['3 5, 7', ['3 5', '7']],
  ['"a"b, c', ['"a"b', 'c']],
  ['', []]
])('%s has the items %j', (text, items) => expect(fieldItems(text).map(item => item.text)).toEqual(items));

test('an item says where it stands', () => {
  expect(fieldItems('3, seven')[1]).toEqual({ text: 'seven', start: 3, length: 5, value: 'seven' });
});

test('an unclosed quote is one item to its end', () => {
  expect(fieldItems('"Euler a, 5').map(item => item.text)).toEqual(['"Euler a, 5']);
  expect(firstValue('"Euler a')).toBe('"Euler a');
});

test.each([
  ['3,5', true],
  ['1..4', true],
  ['-1', false],
  ['', false],
  ['"a,b..c"', false],
  ['7', false]
])('%s says several values: %s', (text, several) => expect(saysSeveral(text)).toBe(several));
