/** What a person does and sees in notebook, panel and grid, for the end-to-end tests. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeCells, kernelReady, openLab, pause, runCommand } from './lab.mjs';

export const MIME = 'application/vnd.jupyterlab-diffusion.sweep+json';

/** Opens a new notebook with these code cells and waits for its kernel. */
export async function openNotebook(page, lab, name, ...sources) {
  writeNotebook(lab, name, sources);
  await openLab(page, lab, name);
  await kernelReady(page);
}

/** Makes a notebook of code cells in the Lab's folder. */
export function writeNotebook(lab, name, sources) {
  const cells = sources.map((source, k) => ({
    cell_type: 'code',
    id: `cell-${k}`,
    metadata: {},
    execution_count: null,
    outputs: [],
    source
  }));
  const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
  writeFileSync(
    join(lab.notebooks, name),
    JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 })
  );
}

/** The notebook as it lies on the disk. */
export function readNotebook(lab, name) {
  return JSON.parse(readFileSync(join(lab.notebooks, name), 'utf8'));
}

/** Makes the code cell at an index the active one; with `source`, after replacing its text. */
function chooseCell(page, index, source) {
  return page.evaluate(
    ([at, text]) => {
      const { content } = window.jupyterapp.shell.currentWidget;
      if (text !== undefined) {
        content.widgets[at].model.sharedModel.setSource(text);
      }
      content.activeCellIndex = at;
    },
    [index, source]
  );
}

/** Runs a code cell without waiting for it. */
export async function startCell(page, index = 0, source = undefined) {
  await chooseCell(page, index, source);
  await runCommand(page, 'notebook:run-cell');
}

/** Runs a code cell to its end and returns its outputs. */
export async function runCell(page, index = 0, source = undefined, timeout = 90_000) {
  await chooseCell(page, index, source);
  const over = page.evaluate(() => window.jupyterapp.commands.execute('notebook:run-cell').then(() => true));
  const ended = await Promise.race([over, pause(timeout)]);
  assert.ok(ended, `the cell ended within ${timeout / 1000} s`);
  return (await codeCells(page))[index].outputs;
}

/** The sweep that an output keeps. */
export function payloadOf(outputs) {
  return outputs.find(({ data }) => data?.[MIME])?.data[MIME];
}

/** The error that a cell ended with, in words. */
export function errorOf(outputs) {
  const error = outputs.find(output => output.output_type === 'error');
  return error ? error.traceback.join('\n') : outputs.map(shownText).join('\n');
}

function shownText({ text, data }) {
  return text ?? data?.['text/plain'] ?? '';
}

/** Waits until every cell in the scope has its picture; those out of sight are loaded when they are scrolled to. */
export async function gridIsFull(page, { scope = 'body', timeout = 60_000 } = {}) {
  await page.waitForFunction(
    root => {
      const inSight = image => {
        const { left, top, width, height } = image.getBoundingClientRect();
        return image.parentNode.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      };
      const cells = [...document.querySelectorAll(`${root} [role="gridcell"]`)];
      return (
        cells.length > 0 &&
        cells.every(cell => {
          const image = cell.querySelector('img');
          const loaded = image?.complete && image.naturalWidth >= 32;
          return image && !cell.querySelector('.jd-mod-step') && (loaded || !inSight(image));
        })
      );
    },
    scope,
    { timeout }
  );
}

/** Opens the side panel, as a person who has never seen it unless something was kept. */
export async function openPanel(page) {
  await runCommand(page, 'jupyterlab-diffusion:open-panel');
  await promptOf(page).waitFor();
}

export const panelOf = page => page.locator('#jupyterlab-diffusion-panel');
export const promptOf = page => page.locator('textarea[data-field="prompt"]');
export const runButton = page => page.locator('.jd-Dock .jd-Run');

/** The row of a job in the panel, the list opened when it is closed. */
export async function jobRow(page, words) {
  const toggle = page.locator('.jd-Section-jobs .jd-Section-toggle');
  if ((await toggle.getAttribute('aria-expanded')) === 'false') {
    await toggle.click();
  }
  // By its own name: rows name the jobs they wait for, too.
  const name = page.locator('.jd-Job-name', { hasText: words });
  const row = panelOf(page).locator('.jd-Job').filter({ has: name }).first();
  await row.waitFor();
  // It may go to another head of the list meanwhile.
  await until(
    () =>
      row.scrollIntoViewIfNeeded().then(
        () => true,
        () => false
      ),
    'the row to be in sight'
  );
  return row;
}

/** The field of a parameter, its section opened when it is closed. */
export async function fieldOf(page, name) {
  const toggle = page.locator('.jd-Section-params .jd-Section-toggle');
  if ((await toggle.getAttribute('aria-expanded')) === 'false') {
    await toggle.click();
  }
  return page.locator(`[data-field="${name}"]`);
}

/** Makes a parameter an axis by the button beside it, and types its values. */
export async function makeAxis(page, name, values) {
  const field = await fieldOf(page, name);
  await page.locator(`[data-param="${name}"] button[title*="Alt A"]`).click();
  await page.locator(`.jd-Axis[data-param="${name}"]`).waitFor();
  await field.fill(values);
}

/** The jobs that the service knows, newest first. */
export async function jobsOf(lab) {
  return (await (await lab.ask('diffusion/v1/jobs?limit=100')).json()).jobs;
}

/** Makes the service forget its jobs, so that a panel is as new. */
export async function forgetAllJobs(lab) {
  for (const { id } of await jobsOf(lab)) {
    await lab.ask(`diffusion/v1/jobs/${id}`, { method: 'DELETE' });
  }
}

/** The job with its cells. */
export async function jobOf(lab, id) {
  return (await (await lab.ask(`diffusion/v1/jobs/${id}`)).json()).job;
}

/** The newest job whose prompt contains the words. */
export async function jobAbout(lab, words) {
  const found = (await jobsOf(lab)).find(({ spec }) => String(spec.base.prompt).includes(words));
  assert.ok(found, `there is a job about ${words}`);
  return found;
}

/** Waits until the newest job about these words is as wanted, and returns it. */
export function jobThat(lab, words, wanted, timeout = 60_000) {
  return until(
    async () => {
      const job = (await jobsOf(lab)).find(({ spec }) => String(spec.base.prompt).includes(words));
      return job && wanted(job) ? job : undefined;
    },
    `a job about ${words} that ${wanted}`,
    timeout
  );
}

/** What the service says of itself. */
export async function healthOf(lab) {
  return (await lab.ask('diffusion/health/ready')).json();
}

/** Asks again and again until there is an answer. */
export async function until(ask, what, timeout = 30_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${timeout / 1000} s in vain for ${what}`);
    }
    await pause(50);
  }
}

/** Whether a process runs; one that has ended and was not yet waited for doesn't. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that a process has started. */
export function childrenOf(pid) {
  const said = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return said
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child);
}

/** Collects what the page complains about, without the network errors that Chromium writes by itself. */
export function complaintsOf(page) {
  const complaints = [];
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return complaints;
}

/** A folder that is gone when the tests are over. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'jd-e2e-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
