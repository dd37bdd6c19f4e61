/**
 * Runs the end-to-end tests: every exported async function of `*.e2e.mjs` gets a fresh page in a real JupyterLab with the real service
 * and the bundled model. A failed test leaves a screenshot in ui-tests/out. The last line is `N passed, N failed`.
 *
 *     node ui-tests/run.mjs [WORD]      only the tests whose name or file contains the word
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.mjs';
import { Lab, out } from './lab.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const word = process.argv[2] ?? '';
const VIEWPORT = { width: 1440, height: 1000 };

const tests = await collect();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { path: executablePath, problem } = await findChromium();
if (problem) {
  console.error(problem);
  process.exit(1);
}
const browser = await chromium.launch({ executablePath });
const failures = [];
// Tests of a file share a Lab, started as the file's `lab` says.
for (const { file, options, cases } of tests) {
  const lab = await Lab.start(options);
  for (const [name, test] of cases) {
    await runTest(`${file}: ${name}`, test, lab);
  }
  await lab.stop();
}
await browser.close();
const total = tests.reduce((sum, { cases }) => sum + cases.length, 0);
console.log(`${total - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || total === 0 ? 1 : 0);

async function collect() {
  const files = readdirSync(here).filter(name => name.endsWith('.e2e.mjs'));
  const found = [];
  for (const file of files.sort()) {
    const { lab, ...functions } = await import(pathToFileURL(join(here, file)));
    const cases = Object.entries(functions)
      .map(([name, test]) => [sentence(name), test])
      .filter(([name]) => `${file} ${name}`.includes(word));
    if (cases.length > 0) {
      found.push({ file: file.replace('.e2e.mjs', ''), options: lab, cases });
    }
  }
  return found;
}

async function runTest(name, test, lab) {
  const started = Date.now();
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const uncaught = [];
  page.on('pageerror', error => uncaught.push(error));
  try {
    await test({ lab, page, context, browser });
    if (uncaught.length > 0) {
      throw uncaught[0];
    }
    console.log(`✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures.push(name);
    console.error(`✗ ${name}\n${error.stack ?? error}`);
    const picture = join(out, `${name.replace(/[^\w]+/g, '-')}.png`);
    await page.screenshot({ path: picture }).catch(() => console.error('no screenshot: the page is gone'));
  }
  await context.close();
}

/** `allCellsRun` reads "all cells run". */
function sentence(name) {
  return name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
}
