/**
 * `npm test`: prepares the clone, runs every suite, and adds them up. Suites go on after one has failed; the last line says how many
 * tests passed and failed, and the exit code agrees.
 *
 * `npm test -- jest pytest` runs only the suites of these names.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { main, prepare, program, root } from './prepare.mjs';

const results = join(root, 'lib', 'test-results');
const modules = join(root, 'node_modules');
const node = (script, ...args) => [process.execPath, join(modules, script), ...args];

/** A suite is a command, and a way to read its counts: from its output, or from the exit code as one test. */
const suites = [
  { name: 'eslint', command: () => node('eslint/bin/eslint.js', '.'), count: asOne },
  { name: 'prettier', command: () => node('prettier/bin/prettier.cjs', '--check', '.'), count: asOne },
  { name: 'stylelint', command: () => node('stylelint/bin/stylelint.mjs', 'style/**/*.css'), count: asOne },
  { name: 'ruff', command: () => [program('ruff'), 'check', 'python'], count: asOne },
  { name: 'ruff format', command: () => [program('ruff'), 'format', '--check', 'python'], count: asOne },
  {
    name: 'jest',
    command: () => node('jest/bin/jest.js', '--ci', '--json', '--outputFile', join(results, 'jest.json')),
    count: countJest
  },
  {
    name: 'goldens',
    command: () => [process.execPath, join(root, 'scripts', 'golden.mjs'), 'goldens'],
    count: countLine
  },
  {
    name: 'pytest',
    command: () => [program('python'), '-m', 'pytest', '--junit-xml', join(results, 'pytest.xml')],
    count: countPytest
  },
  {
    name: 'e2e',
    command: () => [process.execPath, join(root, 'ui-tests', 'run.mjs')],
    count: countLine,
    needsBrowser: true
  }
];

main(async () => {
  const asked = process.argv.slice(2);
  await prepare({ extras: ['notebooks', 'test'] });
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const suite of suites.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const { passed, failed, seconds, note } = await runSuite(suite);
    total.passed += passed;
    total.failed += failed;
    lines.push(
      `${failed ? '✗' : '✓'} ${suite.name}: ${passed} passed, ${failed} failed, ${seconds} s${note ?? ''}`
    );
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});

async function runSuite(suite) {
  console.log(`\n── ${suite.name}`);
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const env = { ...process.env };
  if (suite.needsBrowser) {
    const chromium = await findChromium();
    if (!chromium.path) {
      console.error(chromium.problem);
      return { passed: 0, failed: 1, seconds: seconds(), note: ` (${chromium.problem})` };
    }
    env.CHROMIUM = chromium.path;
  }
  const { code, output } = await stream(suite.command(), env);
  const counted = suite.count(code, output);
  // A suite that ended badly has failed, whatever it managed to count.
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed;
  const note = failed && counted.failed === 0 ? ` (exit code ${code})` : '';
  return { ...counted, failed, seconds: seconds(), note };
}

/** Runs a command with its output shown as it comes, and kept. */
function stream([command, ...args], env) {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces = [];
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr]
    ]) {
      from.on('data', piece => {
        pieces.push(piece);
        to.write(piece);
      });
    }
    child.on('error', error => resolve({ code: 127, output: String(error) }));
    child.on('close', code => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString('utf8') }));
  });
}

function asOne(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The last `N passed, N failed` of the output. */
function countLine(_code, output) {
  const found = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  return found ? { passed: Number(found[1]), failed: Number(found[2]) } : { passed: 0, failed: 0 };
}

/** Jest's own record; a file that could not even be loaded is one failure. */
function countJest() {
  const file = join(results, 'jest.json');
  if (!existsSync(file)) {
    return { passed: 0, failed: 0 };
  }
  const told = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: told.numPassedTests, failed: told.numFailedTests + told.numRuntimeErrorTestSuites };
}

function countPytest() {
  const file = join(results, 'pytest.xml');
  if (!existsSync(file)) {
    return { passed: 0, failed: 0 };
  }
  const [suite] = readFileSync(file, 'utf8').match(/<testsuite [^>]*>/) ?? [''];
  const number = name => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number('errors') + number('failures');
  return { passed: number('tests') - failed - number('skipped'), failed };
}
