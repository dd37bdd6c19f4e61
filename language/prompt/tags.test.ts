import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTags } from './index';
import type { PromptFault } from './index';

type Case = {
  text: string;
  rest: string;
  networks: { kind: string; positional: string[]; named: Record<string, string> }[];
  resolved: { name: string; te: number; unet: number }[];
};
const { cases } = JSON.parse(
  readFileSync(join(__dirname, '../../goldens/E/extra_networks.json'), 'utf8')
) as { cases: Case[] };

test.each(cases)('$text', ({ text, rest, networks, resolved }) => {
  const found = readTags(text);
  expect(found.text).toBe(rest);
  expect(found.tags).toMatchObject(networks);
  expect(found.loras.map(({ name, te, unet }) => ({ name, te, unet }))).toEqual(resolved);
});

test('a weight that is no number is named with the place of its tag', () => {
  expect(() => readTags('a <lora:x:much>')).toThrow(
    expect.objectContaining({ code: 'bad_tag', facts: { name: 'x', text: 'much', at: 2, length: 13 } })
  );
});

test('tags that do nothing are told, with their places', () => {
  const heard: PromptFault[] = [];
  readTags('a <hypernet:h:1> <foo:bar>', { report: problem => heard.push(problem) });
  expect(heard).toEqual([
    { code: 'hypernet_unsupported', facts: { name: 'h' }, at: 2, length: 14 },
    { code: 'tag_unknown', facts: { kind: 'foo' }, at: 17, length: 9 }
  ]);
});

test('the text around tags knows where it stood', () => {
  expect(readTags('ab<lora:x>cd<lora:y>e').places).toEqual([
    { at: 0, from: 0 },
    { at: 2, from: 10 },
    { at: 4, from: 20 }
  ]);
});

test.each(['<a:', '<', '<a:b', 'a'.repeat(30) + '<a:>'])(
  'a long row of %j is read in no time',
  piece => {
    expect(readTags(piece.repeat(20_000 / piece.length)).tags.length).toBeLessThan(2);
  },
  1000
);

test('a prompt of 100,000 characters is refused', () => {
  expect(() => readTags('a'.repeat(100_000))).toThrow(
    expect.objectContaining({ code: 'prompt_too_long', facts: expect.objectContaining({ limit: 20_000 }) })
  );
});

test.each<[string, [te: number, unet: number]]>([
  ['<lora:a>', [1, 1]],
  ['<lora:a:0.5:0.7>', [0.5, 0.7]],
  ['<lora:a:te=0.2:unet=0.9>', [0.2, 0.9]],
  ['<lora:a:te=0.2>', [0.2, 0.2]],
  ['<lora:a:1:unet=.5>', [1, 0.5]],
  ['<lora:a: -1e-1 >', [-0.1, -0.1]],
  ['<lora:a:.5>', [0.5, 0.5]],
  ['<lora:a:1_0>', [10, 10]],
  ['<lyco:a:+0.3>', [0.3, 0.3]]
])('%s weighs %j', (text, weights) => {
  const [{ te, unet }] = readTags(text).loras;
  expect([te, unet]).toEqual(weights);
});

test.each(['<lora:a:>', '<lora:a:b>', '<lora:a:0x10>', '<lora:a:1,5>', '<lora:a:inf>', '<lora:a:1:te=>'])(
  '%s is refused, as Python reads no number there',
  text => expect(() => readTags(text)).toThrow(expect.objectContaining({ code: 'bad_tag' }))
);

test.each<[string, string, object]>([
  ['<lora:a:1:lbw=IND>', 'tag_option_unread', { name: 'a', options: ['lbw=IND'] }],
  ['<lora:a:1:start=0.2:stop=0.8>', 'tag_option_unread', { options: ['start=0.2', 'stop=0.8'] }],
  ['<lora:a:1:1:4:step=2-8>', 'tag_option_unread', { options: ['step=2-8'] }],
  ['<lora:a:1:1:4:x>', 'tag_option_unread', { options: ['x'] }],
  ['< lora:a:1>', 'tag_is_text', { text: '< lora:a:1' }],
  ['<lora:a:1', 'tag_is_text', { text: '<lora:a:1' }],
  ['<LORA:a:1>', 'tag_unknown', { kind: 'LORA' }]
])('%s is told: %s', (text, code, facts) => {
  const heard: PromptFault[] = [];
  readTags(text, { report: problem => heard.push(problem) });
  expect(heard).toMatchObject([{ code, facts }]);
});

test('an option that is not read is told, whatever its name is', () => {
  const told: unknown[] = [];
  readTags('a <lora:x:1:__proto__=2:constructor=3>', { report: ({ facts }) => told.push(facts) });
  expect(told).toEqual([{ name: 'x', options: ['__proto__=2', 'constructor=3'] }]);
});
