import fc from 'fast-check';
import { decodeText } from './decode-text';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test.each([
  ['一只猫', bytes('a\n\xd2\xbb\xd6\xbb\xc3\xa8 cafe'), 2],
  ['又一', bytes('\xd3\xd6\xd2\xbb'), 1],
  ['cut in a character', bytes('a\nb\xe7\x8c'), 2],
  ['a NUL', bytes('a\n\0'), 2]
])('%s is refused by its line', (_, given, line) => {
  expect(decodeText(given)).toEqual({ line });
});

test.each([
  'café, naïve, Ωmega, красный кот, γάτα, חתול, قطة',
  'µм, 5€, “quotes”, 一只猫 һ',
  'ёжик и ñandú',
  'a × b ÷ c ± ½',
  'λé, wood',
  'Ωé',
  'x²·Δé',
  'ÀΑ',
  'àé, λé, Ωé, éλ, Δè, Юλé, дé',
  'αβγ éàü жшщ',
  'ñандú',
  ''
])('UTF-8 as %j is read as it is', text => {
  expect(decodeText(Buffer.from(text))).toEqual({ text });
});

test('letters of two bytes in any order, Latin, Greek and Cyrillic, are read as they are', () => {
  const letter = fc.constantFrom(...'éèüñÀλΩΔπΑжЮдһ·²×°', ' ', '\n', 'a');
  fc.assert(
    fc.property(fc.string({ unit: letter, maxLength: 20 }), text => {
      expect(decodeText(Buffer.from(text))).toEqual({ text });
    })
  );
});

const LINES = ['\ufeffred', 'blue', 'green', 'a \ud800 b', 'black'];
test.each<[string, string[], number]>([
  ['half a character', LINES, 4],
  ['a NUL', ['\ufeffred', 'bl\0ue', ''], 2],
  ['half a character at the end', ['\ufeffred', 'a\udfff'], 2]
])('%s in UTF-16 is refused by its line, in either order', (_, lines, line) => {
  const bytes = Buffer.from(lines.join('\n'), 'utf16le');
  expect(decodeText(bytes)).toEqual({ line });
  expect(decodeText(Buffer.from(bytes).swap16())).toEqual({ line });
});

test('UTF-16 that ends within a unit is refused by its last line', () => {
  const bytes = Buffer.from('\ufeffa\nb\nc', 'utf16le');
  expect(decodeText(bytes.subarray(0, -1))).toEqual({ line: 3 });
});
