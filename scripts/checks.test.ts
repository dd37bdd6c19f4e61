/** The checks run before anything is installed, as plain modules in a Node of their own; so do their tests. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const checks = pathToFileURL(join(__dirname, 'checks.mjs')).href;

/** What an expression over the module's exports gives, or the sentence it fails with. */
function said(expression: string): unknown {
  const script = `import * as c from '${checks}';
    try { console.log(JSON.stringify(${expression})); } catch (error) { console.log(JSON.stringify(error.message)); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, PYTHON: '' }
  });
  return stdout.length ? JSON.parse(String(stdout)) : String(stderr);
}

test.each([
  ['20.19.0', true],
  ['20.18.3', false],
  ['24.1.0', true],
  ['18.20.4', false]
])('Node %s is new enough: %s', (version, enough) => {
  const found = said(`c.checkNode('${version}')`);
  expect(found).toEqual(
    enough ? version : `Node ${version} is too old: install Node 20.19 or later from https://nodejs.org.`
  );
});

test.each([
  ['none', '{}', /^Python is missing: install Python 3\.10 or later/],
  [
    'an old one',
    "{ version: '3.9.18', venv: true }",
    /^Python 3\.9\.18 is too old: install Python 3\.10 or later/
  ],
  [
    'one without venv',
    "{ version: '3.11.7', venv: false }",
    /can't make virtual environments: .*(python3-venv|python\.org)/
  ]
])('with %s of Python, one sentence says what to install', (_name, answer, sentence) => {
  const found = said(`c.checkPython(() => (${answer}))`);
  expect(found).toMatch(sentence);
  expect(String(found).split('\n')).toHaveLength(1);
});

test('the first Python that is new enough is taken', () => {
  const ask =
    "command => command === 'python3' ? { version: '3.8.1', venv: true } : { version: '3.12.0', venv: true }";
  expect(said(`c.checkPython(${ask})`)).toMatchObject({ command: 'python', version: '3.12.0' });
});

test('a missing npm is one sentence', () => {
  expect(said("c.checkNpm(() => { throw new Error('ENOENT'); })")).toMatch(/^npm is missing: install Node/);
});

test('in a clone without packages every script that needs them says so in one sentence', () => {
  const clone = mkdtempSync(join(tmpdir(), 'clone-'));
  cpSync(__dirname, join(clone, 'scripts'), { recursive: true });
  cpSync(join(__dirname, '../package.json'), join(clone, 'package.json'));
  for (const script of ['service', 'bundle-service', 'bench', 'golden', 'messages', 'example-pictures']) {
    const path = join(clone, 'scripts', `${script}.mjs`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, '--help']);
    expect([script, status, String(stdout), String(stderr)]).toEqual([
      script,
      1,
      '',
      expect.stringMatching(
        /^The Node packages of this clone are missing \([\w-]+\): run "npm start" first\.\n$/
      )
    ]);
  }
  rmSync(clone, { recursive: true });
});
