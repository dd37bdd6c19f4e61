import { sentences } from './sentences';

test.each([
  [['It is odd.', 'Write 1.'], 'It is odd. Write 1.'],
  [['有点奇怪。', '写作 1。'], '有点奇怪。写作 1。'],
  [['It is odd.', undefined], 'It is odd.'],
  [['', '写作 1。 2'], '写作 1。 2'],
  [[], '']
])('%j are %j', (parts, text) => expect(sentences(...parts)).toBe(text));
