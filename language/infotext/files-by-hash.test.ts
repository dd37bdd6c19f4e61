/** A tag whose LoRA is found by its hash calls that file, whatever marks stand in the file's name. */
import { readTags } from '../prompt/tags';
import { findFile } from '../names/find-file';
import { expandSweep } from '../../server/sweep';
import { dreams, testContext } from '../../server/sweep/testing';

const sha256 = 'abcdef0123456789'.padEnd(64, '0');

test.each([
  'foo #2',
  'foo__v2__',
  'foo:v2',
  'foo>2',
  '$foo',
  'a {b|c}',
  'x=1',
  'style/ink (new)',
  'constructor'
])('a file called %j is the one of its hash', name => {
  const lora = { ...dreams, kind: 'lora' as const, name, sha256 };
  const text = `%%sweep\na cat <lora:foo_old:0.8>, fog\nSteps: 3, Sampler: Euler a, Seed: 1, Lora hashes: "foo_old: abcdef012345"`;
  const { cells, warnings } = expandSweep({ text }, testContext({ models: [...testContext().models, lora] }));
  const { text: words, loras } = readTags(cells[0].params.prompt);
  expect(words).toBe('a cat , fog');
  expect(findFile(loras[0].name, [lora])).toMatchObject({ file: lora });
  expect(loras[0].te).toBe(0.8);
  expect(warnings.map(({ code }) => code)).toEqual(['name_by_hash']);
});

test('hashes are read with whatever stands around them', () => {
  const lora = { ...dreams, kind: 'lora' as const, name: 'ink', sha256 };
  const text = `%%sweep\na <lora:my: x:1> <lora:old:1>\nSteps: 3, Lora hashes: " old :  ABCDEF012345 ,, b, c: , : d,"`;
  const { cells } = expandSweep(
    { text: text.replace('<lora:my: x:1> ', '') },
    testContext({ models: [...testContext().models, lora] })
  );
  expect(cells[0].params.prompt).toBe('a <lora:ink:1>');
});

test.each([
  ['hashes', (n: number) => `a <lora:b:1>\nSteps: 3, Lora hashes: "a: 0123456789,${' '.repeat(n)}y"`],
  ['digits of a weight', (n: number) => `a <lora:ink:${'1'.repeat(n)}x>`],
  ['blanks in a name', (n: number) => `a <lora:a${' '.repeat(n)}x:1>`],
  ['digits of an edit', (n: number) => `[a:b:${'1'.repeat(n)}x], a:${'1'.repeat(n)}x`],
  ['blanks of a choice', (n: number) => `{${' '.repeat(n)}x$$a|b}, {${' '.repeat(n)}2$$a|b}`],
  ['LoRAs of a log', (n: number) => `Prompt: a\nSeed: 1\nSteps: 3\nLoRA 1: a${' '.repeat(n)}x`]
])('a long run of %s costs no time', (_, text) => {
  const lora = { ...dreams, kind: 'lora' as const, name: 'ink', sha256 };
  const began = performance.now();
  try {
    expandSweep({ text: `%%sweep\n${text(9000)}` }, testContext({ models: [lora, ...testContext().models] }));
  } catch {
    // Refused is read, too.
  }
  expect(performance.now() - began).toBeLessThan(1500);
});
