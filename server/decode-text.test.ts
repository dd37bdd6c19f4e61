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
  ''
])('UTF-8 as %j is read as it is', text => {
  expect(decodeText(Buffer.from(text))).toEqual({ text });
});
