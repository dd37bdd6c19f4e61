/** Every message has both languages, which are made of the same facts; whatever is said somewhere has one. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../schema/catalogue';
import { sentence, type MessageCode } from '../schema/messages';
import { catalogue } from '../schema/messages/catalogue';
import { kernelMessages } from '../schema/messages/kernel';
import type { Line, Message, Words } from '../schema/messages/types';

const root = join(__dirname, '..');
const languages: readonly Language[] = ['en', 'zh_CN'];

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
    /\b(?:sentence|say|fault|fail|warn|this\.make)\(\s*'([a-z_]+)'/g,
    /new Fault\(\s*'([a-z_]+)'/g
  ];
  return forms.flatMap(form => [...text.matchAll(form)].map(match => match[1]));
}

const codes = [
  ...new Set(
    ['server', 'engine', 'language'].flatMap(sources).flatMap(path => codesIn(readFileSync(path, 'utf8')))
  )
].sort();

test('there are codes to look at', () => expect(codes.length).toBeGreaterThan(100));

test.each(codes)('%s has a sentence in both languages', code => {
  expect(Object.keys(catalogue)).toContain(code);
  for (const language of languages) {
    const facts = { axes: [], commands: [], candidates: [], param: 'x', near: 1 };
    expect(sentence(code as MessageCode, facts, language).message).not.toMatch(/^[a-z_]+: \{|\{\w+\}/);
  }
});

/** The names of the facts in a message's words; null where a function makes them. */
function factsIn(words: Words<never>): string[] | null {
  if (typeof words === 'function') {
    return null;
  }
  const lines: Line[] = typeof words === 'string' || 'by' in words ? [words] : Object.values(words);
  const texts = lines.flatMap(line => (typeof line === 'string' ? [line] : [line.one, line.other]));
  return [...new Set(texts.flatMap(text => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1])))].sort();
}

/** Which parts a message has. */
function partsOf(words: Words<never>): string[] {
  return typeof words === 'object' && !('by' in words) ? Object.keys(words) : ['message'];
}

const all = [...Object.entries<Message>(catalogue), ...Object.entries<Message>(kernelMessages)];

test.each(all)('%s says the same in both languages', (_, { en, zh_CN }) => {
  if (typeof en !== 'function' && typeof zh_CN !== 'function') {
    expect(factsIn(zh_CN)).toEqual(factsIn(en));
    expect(partsOf(zh_CN)).toEqual(partsOf(en));
  }
});
