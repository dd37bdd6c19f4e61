import fc from 'fast-check';
import { cutApart, tellApart } from './tell-apart';

const BEGIN = 'a lighthouse on a cliff above the sea at sunset, golden light, ';

test('what fits stays whole', () => expect(cutApart(['7', 'Euler a'], 10)).toEqual(['7', 'Euler a']));

test('long texts that begin alike are shown where they differ', () =>
  expect(cutApart([`${BEGIN}oil painting`, `${BEGIN}watercolour`, 'fog'], 30)).toEqual([
    '…oil painting',
    '…watercolour',
    'fog'
  ]));

test('groups within groups are told apart', () =>
  expect(
    cutApart([`${BEGIN}oil ${BEGIN}one`, `${BEGIN}oil ${BEGIN}two`, `${BEGIN}ink ${BEGIN}two`], 24)
  ).toEqual(['…one', '…two', '…ink a lighthouse on a…']));

test('a difference far behind a word without blanks is seen, and no character is cut in two', () =>
  expect(cutApart([`${'🦊'.repeat(60)}a`, `${'🦊'.repeat(60)}b`], 20)).toEqual([
    `…${'🦊'.repeat(6)}a`,
    `…${'🦊'.repeat(6)}b`
  ]));

test('a text that ends as another goes on is told from it', () =>
  expect(cutApart([`${BEGIN}${BEGIN}b`, `${BEGIN}b`, `${BEGIN}${BEGIN}!`], 24)).toEqual([
    '…b',
    'a lighthouse on a cliff…',
    '…!'
  ]));

test('equal texts stay equal', () =>
  expect(cutApart([BEGIN, BEGIN], 10)).toEqual(['a lightho…', 'a lightho…']));

test('whatever the texts, none is longer than it may be and different ones of up to eight groups differ', async () => {
  const text = fc
    .tuple(fc.constantFrom('', BEGIN, `${BEGIN}${BEGIN}`), fc.string({ maxLength: 8 }))
    .map(parts => parts.join('').trim());
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(text, { maxLength: 8 }), async texts => {
      // One that others go on from may end as they do.
      fc.pre(!texts.some(one => texts.some(other => other !== one && other.startsWith(one))));
      const shown = cutApart(texts, 24);
      expect(shown.every(each => [...each].length <= 24)).toBe(true);
      const trimmed = new Set(texts.map(each => each.trimEnd()));
      expect(new Set(shown.map(each => each.trimEnd())).size).toBe(trimmed.size);
      expect(await tellApart(texts, async each => each)).toEqual(texts);
    })
  );
});

test('ten thousand long texts take no time', () => {
  const texts = Array.from({ length: 10_000 }, (_, k) => `${BEGIN.repeat(40)}${k}`);
  const before = performance.now();
  expect(new Set(cutApart(texts, 48)).size).toBe(10_000);
  expect(performance.now() - before).toBeLessThan(2000);
});
