import fc from 'fast-check';
import { comparePrompts, tokensOf, type Part } from './prompt-words';

/** With what differs in brackets of its own. */
const marked = (parts: readonly Part[]): string =>
  parts.map(({ text, differs }) => (differs ? `⟦${text}⟧` : text)).join('');

test.each([
  [
    'a house with a garden, (warm light:1.2), [fence]',
    'a house with a pond, (warm light:1.4), [fence]',
    'a house with a ⟦garden⟧, (warm light:⟦1.2⟧), [fence]',
    'a house with a ⟦pond⟧, (warm light:⟦1.4⟧), [fence]'
  ],
  ['a cat', 'a black cat', 'a cat', 'a ⟦black ⟧cat'],
  ['red hat', 'blue coat', '⟦red hat⟧', '⟦blue coat⟧'],
  ['<lora:lineart:0.8>', '<lora:lineart:1>', '<lora:lineart:⟦0.8⟧>', '<lora:lineart:⟦1⟧>'],
  ['一只戴眼镜的猫', '一只戴帽子的猫', '一只戴⟦眼镜⟧的猫', '一只戴⟦帽子⟧的猫'],
  ['猫，(暖光:1.2)', '猫，(暖光:1.3)', '猫，(暖光:⟦1.2⟧)', '猫，(暖光:⟦1.3⟧)'],
  ['', 'a cat', '', '⟦a cat⟧'],
  ['same', 'same', 'same', 'same']
])('%s and %s differ in words', (a, b, left, right) => {
  expect(comparePrompts(a, b).map(marked)).toEqual([left, right]);
});

test('nothing of a prompt is lost or made up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const [left, right] = comparePrompts(a, b);
      expect(left.map(({ text }) => text).join('')).toBe(a);
      expect(right.map(({ text }) => text).join('')).toBe(b);
      expect(tokensOf(a).join('')).toBe(a);
    })
  );
});
