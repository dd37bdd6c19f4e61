/** Every code that the service or the engine says has its sentence, in both languages. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../schema/messages';
import { en } from '../schema/messages/en';
import { zhCN } from '../schema/messages/zh-cn';

const root = join(__dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.ts') && !/\.test\.ts$|testing|goldens?\//.test(name))
    .map(name => join(root, folder, name));
}

/** Codes in the forms in which they are written: `code: 'x'`, `new Fault('x'`, `sentence('x'`, `fault('x'`. */
function codesIn(text: string): string[] {
  const forms = [
    /\bcode: '([a-z_]+)'/g,
    /new Fault\(\s*\d+,\s*'([a-z_]+)'/g,
    /\b(?:sentence|say|fault|warn|this\.make)\(\s*'([a-z_]+)'/g,
    /new Fault\(\s*'([a-z_]+)'/g
  ];
  return forms.flatMap(form => [...text.matchAll(form)].map(match => match[1]));
}

/** Codes that never reach a person. */
const UNSPOKEN = new Set(['cancelled', 'engine_ended']);

const codes = [
  ...new Set(
    [...sources('server'), ...sources('engine')].flatMap(path => codesIn(readFileSync(path, 'utf8')))
  )
]
  .filter(code => !UNSPOKEN.has(code))
  .sort();

test('there are codes to look at', () => expect(codes.length).toBeGreaterThan(50));

test.each(codes)('%s has a sentence in both languages', code => {
  expect(Object.keys(en)).toContain(code);
  expect(Object.keys(zhCN)).toContain(code);
  for (const language of ['en', 'zh_CN'] as const) {
    const { message } = sentence(code, {}, language);
    expect(message).not.toMatch(/^[a-z_]+: \{/);
  }
});

test('both languages have the same codes', () => {
  expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
});
