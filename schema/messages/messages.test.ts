import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue';
import { Fault } from '../fault';
import { render } from './render';
import { say, sentence } from './index';
import { messages } from './types';

const known = messages({
  plain: { en: '{names} and {count}', zh_CN: '{names} 与 {count}' },
  plural: {
    en: { by: 'cells', one: '{cells} cell', other: '{cells} cells' },
    zh_CN: '{cells} 格'
  },
  whole: {
    en: { title: 'Slow', message: 'It goes on.', hint: 'Wait.' },
    zh_CN: { title: '慢', message: '仍在前进。', hint: '请等待。' }
  },
  about: { en: 'Not used: {reason}', zh_CN: '未采用：{reason}' }
});

test.each([
  ['plain', { names: ['a', 'b'], count: 3 }, { message: 'a, b and 3' }, { message: 'a、b 与 3' }],
  ['plural', { cells: 1 }, { message: '1 cell' }, { message: '1 格' }],
  ['plural', { cells: 0 }, { message: '0 cells' }, { message: '0 格' }],
  [
    'whole',
    {},
    { message: 'Slow. It goes on.', title: 'Slow', detail: 'It goes on.', hint: 'Wait.' },
    { message: '慢。仍在前进。', title: '慢', detail: '仍在前进。', hint: '请等待。' }
  ],
  [
    'about',
    { reason: { code: 'whole', facts: {} } },
    { message: 'Not used: Slow. It goes on. Wait.' },
    { message: '未采用：慢。仍在前进。请等待。' }
  ],
  ['new', { a: 1 }, { message: 'new: {"a":1}' }, { message: 'new: {"a":1}' }],
  ['toString', {}, { message: 'toString: {}' }, { message: 'toString: {}' }]
])('%s with %j is said in both languages', (code, facts, en, zh_CN) => {
  expect(render(known, { code, facts }, 'en')).toEqual(en);
  expect(render(known, { code, facts }, 'zh_CN')).toEqual(zh_CN);
});

test('braces in what somebody wrote stay as they are', () => {
  const facts = { value: '{param}', param: 'prompt' };
  expect(say('variants_in_axis', facts, 'en')).toBe(
    "Variants can't stand in prompt while it is an axis: {param}."
  );
  expect(say('not_text', facts, 'en')).toBe('prompt takes text, not {param}.');
});

test.each([
  [{ kind: 'job', name: 'j 1' }, 'There is no job j 1.', '没有任务 j 1。'],
  [{ kind: 'route', name: 'GET /v2' }, 'There is no route GET /v2.', '没有路由 GET /v2。'],
  [{ kind: 'picture' }, 'There is no such picture.', '没有这张图片。'],
  [{ kind: 'recipe' }, 'There is no recipe in this picture.', '没有配方：这张图片里没有写。']
])('what is not there is said from its kind: %j', (facts, en, zh_CN) => {
  expect(say('not_found', facts as never, 'en')).toBe(en);
  expect(say('not_found', facts as never, 'zh_CN')).toBe(zh_CN);
});

test('a model that cannot be used says why in the language of the reader', () => {
  const facts = { file: 'old.ckpt', reason: 'torch_global', value: 'os.system' };
  const problem = { code: 'model_pickled', facts };
  expect(say('model_unusable', { problem }, 'zh_CN')).toBe(
    '不能用 old.ckpt：它要用 os.system，而权重用不着它。其中的任何东西都没有运行。请换 .safetensors，或只含权重的文件。'
  );
  expect(sentence('model_unusable', { problem }, 'en')).toEqual({
    message:
      "old.ckpt can't be used: it asks for os.system, which no weights need. " +
      'Nothing in it was run. Use its .safetensors, or a file of the weights alone.'
  });
});

test.each<[Parameters<typeof say>[0], object, string]>([
  ['weights_missing', { kind: 'lora', name: 'x' }, '没有这个 LoRA：x。'],
  ['weights_missing', { kind: 'embedding', name: 'x' }, '没有这个嵌入：x。'],
  ['weights_missing', { kind: 'vae', name: '' }, '缺少 VAE 的名字。'],
  ['weights_missing', { kind: 'vae', name: 'x', file: 'x.pt', is: 'lora' }, 'x 是 LoRA，不是 VAE。'],
  ['weights_missing', { kind: 'vae', name: 'x', file: 'x.pt', is: 'checkpoint' }, 'x 是模型，不是 VAE。'],
  [
    'name_hash_differs',
    { kind: 'lora', hash: 'ab', file: 'y' },
    '这里没有已知哈希为 ab 的 LoRA：y 是另一个文件，用它来画。'
  ],
  [
    'name_hash_differs',
    { kind: 'odd', hash: 'ab', file: 'y' },
    '这里没有已知哈希为 ab 的文件：y 是另一个文件，用它来画。'
  ],
  ['name_ambiguous', { kind: 'vae', name: 'x', candidates: ['a', 'b'] }, 'x 可能是几个 VAE：a、b。'],
  [
    'hash_unknown',
    { kind: 'lora', hash: 'ab', unread: 0, old: 1 },
    'ab 不是名字；8 位的哈希是 A1111 的旧式（AutoV1），不能用它找到 LoRA。'
  ],
  [
    'hash_unknown',
    { kind: 'controlnet', hash: 'ab', unread: 0, old: 0 },
    '没有哈希以 ab 开头的 ControlNet。'
  ],
  [
    'embedding_other_kind',
    { name: 'x', kind: 'lora' },
    'x 当作普通的词来读：嵌入文件夹里的同名文件不是嵌入（LoRA）。'
  ]
])('in Chinese blanks stand between the scripts, and none beside marks: %s %j', (code, facts, zh_CN) => {
  expect(say(code, facts as never, 'zh_CN')).toBe(zh_CN);
});

/** Held by the compiler: a fault without its facts, an unknown code, a message in one language. */
test('what is not whole does not compile', () => {
  // @ts-expect-error The facts are missing.
  new Fault('out_of_range', {});
  // @ts-expect-error There is no such code.
  new Fault('out_of_rang', { value: 1 });
  // @ts-expect-error It takes facts.
  new Fault('not_text');
  // @ts-expect-error Chinese is missing.
  messages({ half: { en: 'Half' } });
  expect(new Fault('unauthorized').facts).toEqual({});
});

/** Files are spread into one catalogue, where the later of two would win without a word. */
test('whom a job waits for stands in the quotes of its language', () => {
  const facts = { name: 'a cat', jobs: 3 };
  expect(sentence('waiting', facts, 'en').title).toBe('Waiting for “a cat” and 2 more');
  expect(sentence('waiting', facts, 'zh_CN').title).toBe('在等“a cat”和另外 2 个任务');
});

test('no code stands in two files', () => {
  const codes = readdirSync(__dirname)
    .filter(name => /^[a-z-]+\.ts$/.test(name) && name !== 'kernel.ts')
    .flatMap(name => [
      ...readFileSync(join(__dirname, name), 'utf8').matchAll(/^ {2}([a-z_]+): (?:\{|of<)/gm)
    ])
    .map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(Object.keys(catalogue).length - 1);
  expect(codes.filter((code, at) => code in catalogue && codes.indexOf(code) !== at)).toEqual([]);
});

test.each([
  ['disk_silent', { seconds: 20 }, '数据文件夹所在的磁盘 20 秒没有回应，这次请求没有被接受。'],
  ['cause_first', {}, '正在算这个模型在这个尺寸下的第一步。']
] as const)('%s says in Chinese what it is about', (code, facts, words) =>
  expect(sentence(code, facts, 'zh_CN').message).toContain(words)
);
