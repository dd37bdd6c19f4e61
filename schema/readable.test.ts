import { sentence } from './messages';
import { cutAtWord, readable, shortened } from './readable';

test.each([
  ['\x1b[31mos.system', '\\u001b[31mos.system'],
  ['a\u202egnp.exe', 'a\\u202egnp.exe'],
  ['\u009b31m', '\\u009b31m'],
  ['a\ud800b', 'a\\ud800b'],
  ['\udc00', '\\udc00'],
  ['\ufffd\ufffd.system', '\\ufffd\\ufffd.system'],
  ['one\rtwo', 'one\\u000dtwo'],
  ['红 café 👩‍🎨\r\n\ta', '红 café 👩‍🎨\r\n\ta']
])('%j is told as %s', (text, told) => {
  expect(readable(text)).toBe(told);
});

test('what is cut is cut between characters, and says so', () => {
  expect([shortened('abc', 3), shortened('abcd', 3), shortened('ab👍', 3)]).toEqual(['abc', 'abc…', 'ab…']);
});

test.each(['en', 'zh_CN'] as const)(
  'a sentence in %s is made of readable facts, none without an end',
  language => {
    const problem = {
      code: 'model_pickled',
      facts: { file: 'x.ckpt', reason: 'torch_global', value: `\x1b[31m${'a'.repeat(5000)}` }
    };
    for (const { message } of [
      sentence('model_pickled', problem.facts, language),
      sentence('model_unusable', { problem }, language)
    ]) {
      expect(message).toContain('\\u001b[31maaa');
      expect(message.length).toBeLessThan(600);
    }
    const candidates = ['a\x07', 'b'.repeat(5000)];
    const { message } = sentence('name_ambiguous', { name: 'a', kind: 'lora', candidates }, language);
    expect(message).toContain('a\\u0007');
    expect(message.length).toBeLessThan(500);
  }
);

test('a remark, which is a whole sentence, and a prompt stay whole', () => {
  const text = 'a boat '.repeat(200);
  expect(sentence('cli_remark', { text }, 'en').message).toContain(text);
  expect(sentence('negative_of', { text }, 'en').message).toContain(text);
});

test.each([
  ['a cat', 5, 'a cat'],
  ['a cat face', 8, 'a cat…'],
  ['a cat face', 6, 'a cat…'],
  ['a cat  face', 7, 'a cat…'],
  ['one apple {red|green|blue|black|white|pink}', 40, 'one apple {red|green|blue|black|white|p…'],
  ['一只戴着红色帽子的猫', 6, '一只戴着红…'],
  ['🐱🐱🐱🐱', 3, '🐱🐱…']
])('%s in %d characters, cut at a word, is %s', (text, max, short) =>
  expect(cutAtWord(text, max)).toBe(short)
);
