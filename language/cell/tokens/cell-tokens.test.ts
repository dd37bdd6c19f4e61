import * as fc from 'fast-check';
import { tokensOfCell } from './cell-tokens';

const shown = (text: string): string[] =>
  tokensOfCell(text)
    .filter(({ kind }) => kind !== 'text')
    .map(({ from, to, kind }) => `${kind}:${text.slice(from, to)}`);

test('a cell’s words are coloured by what they are', () => {
  expect(
    shown('%%sweep seed=1..4 sampler="Euler a",DDIM cfg=$c\na (warm:1.2) $style\nNegative prompt: [x]')
  ).toEqual([
    'magic:%%sweep',
    'name:seed',
    'operator:=',
    'number:1',
    'operator:..',
    'number:4',
    'name:sampler',
    'operator:=',
    'string:"Euler a"',
    'operator:,',
    'name:cfg',
    'operator:=',
    'variable:$c',
    'mark:(',
    'more:warm',
    'mark::1.2)',
    'variable:$style',
    'name:Negative prompt:',
    'mark:[',
    'less:x',
    'mark:]'
  ]);
});

test.each([
  ['%%sweep dialect=novelai\n{a} (b:1.2)', ['mark:{', 'more:a', 'mark:}']],
  ['%%sweep dialect=novelai,a1111\n{a}', ['mark:{', 'more:a', 'mark:}']],
  ['%%sweep dialect=hai\n{a} (b)', ['mark:{', 'more:a', 'mark:}', 'mark:(', 'more:b', 'mark:)']],
  ['%%sweep dialect=none\n{a} (b)', ['mark:(', 'more:b', 'mark:)']],
  ['%%sweep emphasis=none\n(b)', []],
  ['%%sweep seed=1\n(over\nlines:1.2)', ['mark:(', 'more:over\nlines', 'mark::1.2)']]
])('the prompt of %j is coloured as its dialect weighs it', (text, marks) => {
  expect(shown(text).filter(token => /^(mark|more|less)/.test(token))).toEqual(marks);
});

test.each([
  ['steps=1-5 (+2)', ['number:1', 'operator:-', 'number:5', 'operator:(', 'number:+2', 'operator:)']],
  [
    'cfg&steps=5&10',
    ['name:cfg', 'operator:&', 'name:steps', 'operator:=', 'number:5', 'operator:&', 'number:10']
  ],
  ['size=64 × 128', ['number:64', 'operator:×', 'number:128']],
  ['where="a > ${d["x y"]}" n=2', ['string:"a > ', 'variable:${d["x y"]}', 'string:"', 'name:n', 'number:2']],
  ['model=${f(1, 2)} n=2', ['variable:${f(1, 2)}', 'name:n', 'number:2']],
  ['prompt_sr="never closed', ['string:"never closed']]
])('the words %s are coloured', (words, tokens) => {
  expect(shown(`%%sweep ${words}`)).toEqual(expect.arrayContaining(tokens));
});

test('an infotext line is coloured by its keys', () => {
  expect(shown('%%sweep\na\nSteps: 20, Sampler: Euler a, Size: 64x64').slice(1)).toEqual(
    ['name:Steps', 'operator::', 'number:20', 'name:Sampler', 'operator::', 'name:Size', 'operator::'].concat(
      ['number:64', 'operator:x', 'number:64']
    )
  );
});

test('Python is left alone', () => expect(tokensOfCell('x = 1\n%%sweep')).toEqual([]));

test('tokens of any text are in order and within it', () => {
  const parts = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '"',
    '=',
    ',',
    '(',
    ')',
    ':1.2',
    '$x',
    '${y}',
    '{',
    '|',
    '}',
    '猫',
    '1..2',
    '\\'
  );
  fc.assert(
    fc.property(fc.array(parts), pieces => {
      const text = `%%sweep ${pieces.join('')}`;
      let at = 0;
      for (const { from, to } of tokensOfCell(text)) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    })
  );
});
