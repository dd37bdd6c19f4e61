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
