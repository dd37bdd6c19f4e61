import { kindOf } from './pasted-text';

test.each([
  ['%%sweep seed=1\na', 'cell'],
  ['a\nSteps: 12, Sampler: Euler, Seed: 3', 'settings'],
  ['a\nNegative prompt: b', 'settings'],
  ['{"prompt": "a"}', 'settings'],
  ['**Prompt:** a\n**Width:** 3\n**Height:** 4', 'perhaps'],
  ['"a cat" -s 50 -S 1', 'perhaps'],
  ['pipe(prompt="a cat")', 'perhaps'],
  ['a cat, (red:1.2), {b|c}, [d:e:0.5]', 'words'],
  ['A list: one\nand: two', 'words'],
  ['well-known - and -- so on', 'words'],
  ['', 'words']
])('%j is %s', (text, kind) => expect(kindOf(text)).toBe(kind));

test.each(['_', ' ', '"', '-', 'a', ',', ':', '\n', '{', '[', ' -a', '\n_ '])(
  'a long paste of %j is told in a moment',
  piece => {
    const started = performance.now();
    kindOf(`\n${piece.repeat(Math.floor(190_000 / piece.length))}`);
    expect(performance.now() - started).toBeLessThan(2000);
  }
);
