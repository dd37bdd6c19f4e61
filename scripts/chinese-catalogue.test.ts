import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import chinese from '../python/jupyterlab_diffusion/locale/zh_CN/LC_MESSAGES/jupyterlab_diffusion.json';

const SRC = resolve(__dirname, '..', 'src');
const CALLS: Readonly<Record<string, number>> = { __: 1, gettext: 1, _n: 2, ngettext: 2 };

type Sentence = { id: string; plural: string | null; place: string };

/** Every sentence that a source file hands to `trans`, and where; a sentence that isn't a literal fails. */
function sentencesIn(file: string): Sentence[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const isTrans = /(^|\.)trans$/.test(expression.getText(source));
      if (isTrans && name.text in CALLS) {
        const place = `${file.slice(SRC.length + 1)}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`;
        const [id, plural] = node.arguments.slice(0, CALLS[name.text]).map(argument => {
          if (!ts.isStringLiteralLike(argument)) {
            throw new Error(`${place}: a sentence must be a plain string`);
          }
          return argument.text;
        });
        found.push({ id, plural: plural ?? null, place });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? sourceFiles(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : []
  );
}

const sentences = sourceFiles(SRC).flatMap(sentencesIn);
const entries = chinese as unknown as Readonly<Record<string, string[]>>;
const holes = (text: string): string[] => [...new Set(text.match(/%\d/g))].sort();

test('every sentence of the front end is in the Chinese catalogue', () => {
  const missing = sentences.filter(({ id }) => !(id in entries)).map(({ id, place }) => `${place} ${id}`);
  expect(missing).toEqual([]);
});

test('the Chinese catalogue has no sentence that nobody says', () => {
  const said = new Set(sentences.map(({ id }) => id));
  expect(Object.keys(entries).filter(id => id !== '' && !said.has(id))).toEqual([]);
});

test('a translation fills the same holes as its sentence', () => {
  const wrong = sentences.filter(({ id, plural }) => {
    const [text] = entries[id] ?? [''];
    const wanted = new Set([...holes(id), ...holes(plural ?? '')]);
    return (
      holes(text).some(hole => !wanted.has(hole)) || holes(plural ?? id).some(hole => !text.includes(hole))
    );
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

// Lab takes an entry of one form for a singular, and leaves a plural in English that has only one, though Chinese needs no more.
test('a plural is written in two forms and everything else in one', () => {
  const wrong = sentences.filter(({ id, plural }) => entries[id]?.length !== (plural === null ? 1 : 2));
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('the header is one that JupyterLab accepts', () => {
  expect(chinese['']).toMatchObject({
    domain: 'jupyterlab_diffusion',
    language: 'zh-CN',
    plural_forms: 'nplurals=1; plural=0;'
  });
});
