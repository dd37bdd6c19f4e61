import * as fc from 'fast-check';
import { itemsOf, listOf, quoted, unquoted, valuesOf, saysSeveral } from './grammar';

test.each([
  ['3,5,7', ['3', '5', '7']],
  [' 3 , 5', ['3', '5']],
  ['"Euler a","DPM++ 2M"', ['"Euler a"', '"DPM++ 2M"']],
  ['"a, b",c', ['"a, b"', 'c']],
  ['"say ""hi"", you",x', ['"say ""hi"", you"', 'x']],
  ['1-5 (+2),9', ['1-5 (+2)', '9']],
  ['1,2,..,10', ['1', '2', '..', '10']],
  ['3,,5', ['3', '', '5']],
  ['', []]
])('%s has the items %j', (text, items) => expect(itemsOf(text).map(item => item.text)).toEqual(items));

test('an item says where it stands', () => {
  expect(itemsOf('3, seven')[1]).toEqual({ text: 'seven', start: 3, length: 5 });
});

test.each([
  ['karras', 'karras'],
  ['DPM++ 2M', '"DPM++ 2M"'],
  ['3.5', '3.5'],
  ['say "hi"', '"say \\"hi\\""'],
  ['a\\nb', '"a\\\\nb"']
])('%s is written as %s', (value, text) => expect(quoted(value)).toBe(text));

test('a list of any strings reads as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), values => {
      const plain = values.map(value => value.replace(/[\r\t]/g, ' '));
      expect(valuesOf(listOf(plain))).toEqual(plain);
    })
  );
});

test('an unclosed quote is one item to its end', () => {
  expect(itemsOf('"Euler a, 5').map(item => item.text)).toEqual(['"Euler a, 5']);
  expect(unquoted('"Euler a')).toBe('"Euler a');
});

test.each([
  ['3,5', true],
  ['1..4', true],
  ['-1', false],
  ['', false],
  ['"a,b..c"', false],
  ['7', false]
])('%s says several values: %s', (text, several) => expect(saysSeveral(text)).toBe(several));
