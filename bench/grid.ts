/**
 * `npm run bench -- grid [--beside COMMIT] [--cells 1000,10000]`: how a grid feels in JupyterLab, on the real service: opening, scrolling, zooming and drawing
 * sweeps of 64 to 10,000 cells, what they weigh in the notebook and in memory, and what the extension adds to Lab. With `--beside` an
 * earlier commit is built on the side and measured in the same run. Scrolling is told beside what the same pictures take in a bare page.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { seePictures, showBare } from './bare-page';
import { checkOut } from './beside';
import { beginWatch, endWatch, quantile, scrollSheet, type Frames } from './frames';
import { manyCells, MANY } from './many-cells';
import type { Add } from './main';

/** What `ui-tests/lab.mjs` and `ui-tests/gestures.mjs` give. */
type Lab = { folder: string; url: string; stop(): Promise<void> };
type LabModule = {
  Lab: { start(options: { env: Record<string, string> }): Promise<Lab> };
  openLab(page: Page, lab: Lab, notebook?: string): Promise<void>;
  save(page: Page): Promise<void>;
  TOKEN: string;
};
type Gestures = {
  openNotebook(page: Page, lab: Lab, name: string, ...sources: string[]): Promise<void>;
  runCell(page: Page, index?: number, source?: string, timeout?: number): Promise<unknown[]>;
  startCell(page: Page, index?: number, source?: string): Promise<void>;
  payloadOf(outputs: unknown[]): unknown;
  readNotebook(lab: Lab, name: string): { cells: { outputs: unknown[] }[] };
};
type WithLab = {
  jupyterapp: { restored: Promise<void>; commands: { execute(id: string, args?: object): Promise<void> } };
};
type Side = { name: string; root: string };
type Bench = { add: Add; lab: Lab; page: Page; labs: LabModule; gestures: Gestures };

const SCROLL_MS = 3000;
const DRAW_MS = 8000;
const STARTS = 7;
const VIEWPORT = { width: 1440, height: 1000 };

export type GridBench = {
  /** An earlier commit to measure as well. */
  beside?: string;
  /** Sweeps of how many cells; all of `MANY` when it isn't said. */
  cells?: readonly number[];
};

export async function measureGrid(
  root: string,
  add: Add,
  { beside: commit, cells = Object.keys(MANY).map(Number) }: GridBench
): Promise<void> {
  const unknown = cells.find(count => !(count in MANY));
  if (unknown !== undefined) {
    throw new Error(`there is no sweep of ${unknown} cells: ${Object.keys(MANY).join(', ')}`);
  }
  const sides: Side[] = [{ name: '', root }];
  if (commit !== undefined) {
    sides.push({ name: commit, root: checkOut(root, commit) });
  }
  const data = await manyCells(root);
  for (const side of sides) {
    const told: Add = (what, ...rest) => add(side.name ? `${what}, ${side.name}` : what, ...rest);
    measureBundle(side.root, told);
    await inLab(side, data, told, cells);
  }
}

/** What a page that shows no sweep has to load, and what comes with the first grid or panel. */
function measureBundle(root: string, add: Add): void {
  const folder = join(root, 'lib', 'labextensions', 'jupyterlab-diffusion', 'static');
  const scripts = readdirSync(folder).filter(name => name.endsWith('.js'));
  const bytes = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) / 1e3;
  add('scripts of the extension, gzipped', bytes(scripts), 'kB');
}

async function inLab(side: Side, data: string, add: Add, counts: readonly number[]): Promise<void> {
  const load = <Module>(name: string): Promise<Module> =>
    import(pathToFileURL(join(side.root, 'ui-tests', name)).href) as Promise<Module>;
  const labs = await load<LabModule>('lab.mjs');
  const gestures = await load<Gestures>('gestures.mjs');
  const { findChromium } = (await import(pathToFileURL(join(side.root, 'scripts', 'chromium.mjs')).href)) as {
    findChromium(): Promise<{ path: string }>;
  };
  const lab = await labs.Lab.start({ env: { PYTHONPATH: join(side.root, 'python') } });
  cpSync(data, join(lab.folder, 'data'), { recursive: true });
  const browser = await chromium.launch({
    executablePath: (await findChromium()).path,
    args: ['--enable-precise-memory-info', '--js-flags=--expose-gc']
  });
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    const bench: Bench = { add, lab, page, labs, gestures };
    await measureStart(bench);
    for (const cells of counts) {
      await measureCells(bench, cells);
    }
  } finally {
    await browser.close();
    await lab.stop();
  }
}

/** What the extension adds to the time until Lab can be used, of starts in turn with it and without. */
async function measureStart({ add, lab, page, labs }: Bench): Promise<void> {
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
  const config = join(lab.folder, 'config', 'labconfig');
  mkdirSync(config, { recursive: true });
  for (let k = 0; k <= STARTS; k++) {
    for (const kind of ['with', 'without'] as const) {
      const disabledExtensions = { 'jupyterlab-diffusion': kind === 'without' };
      writeFileSync(join(config, 'page_config.json'), JSON.stringify({ disabledExtensions }));
      await page.goto(`${lab.url}lab?token=${labs.TOKEN}&reset`);
      await page.waitForFunction(() => 'jupyterapp' in window);
      const ms = await page.evaluate(async () => {
        await (window as unknown as WithLab).jupyterapp.restored;
        return performance.now();
      });
      // The first of each kind fills the browser's cache.
      if (k > 0) {
        times[kind].push(ms);
      }
    }
  }
  writeFileSync(join(config, 'page_config.json'), '{}');
  add('start of Lab with the extension', quantile(times.with, 0.5), 'ms');
  add('start of Lab without it', quantile(times.without, 0.5), 'ms');
}

async function measureCells(bench: Bench, cells: number): Promise<void> {
  const { add, lab, page, labs, gestures } = bench;
  const name = `${cells}.ipynb`;
  const say = (what: string): string => `${what}, ${cells.toLocaleString('en')} cells`;
  await gestures.openNotebook(page, lab, name, MANY[cells]);
  await gestures.runCell(page, 0, undefined, 180_000);
  add(say('run again, to a full grid'), await rerun(bench), 'ms', cells <= 64 ? '< 300 ms' : undefined);
  await page.waitForTimeout(1000);
  await labs.save(page);
  const [output] = gestures.readNotebook(lab, name).cells[0].outputs;
  add(say('sheet and payload in the notebook'), JSON.stringify(output).length / 1e6, 'MB');
  const payload = gestures.payloadOf([output]) as { job: string };
  add(say('payload in the notebook'), JSON.stringify(payload).length / 1e6, 'MB', '< 2 MB');

  await labs.openLab(page, lab);
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 500)));
  await beginWatch(page);
  const opened = await openSaved(page, name);
  const opening = await endWatch(page);
  add(say('opening a notebook, to a full view'), opened, 'ms', '< 1000 ms');
  add(say('longest task while opening'), longest(opening), 'ms', '< 50 ms');
  tell(bench, say('scrolling'), await during(page, () => scrollSheet(page, SCROLL_MS)), '< 20 ms');
  tell(bench, say('zooming'), await during(page, () => zoom(page)));
  add(say('script memory of the page'), await memory(page), 'MB');
  await showBare(page, `${lab.url}api`, await seePictures(page, payload.job));
  tell(bench, say('scrolling, a bare page'), await during(page, () => scrollSheet(page, SCROLL_MS)));

  await gestures.openNotebook(page, lab, `drawing-${name}`, drawing(MANY[cells]));
  await gestures.startCell(page);
  await page.locator('.jd-Cell').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  tell(bench, say('drawing'), await during(page, () => page.waitForTimeout(DRAW_MS)));
  await page.evaluate(() => {
    const app = (window as unknown as WithLab).jupyterapp;
    void app.commands.execute('notebook:interrupt-kernel');
  });
  await page.waitForFunction(() => !document.querySelector('.jd-Progress.jd-mod-active'));
}

/** The same cells with other pictures, which are not there yet. */
const drawing = (text: string): string =>
  text.replace('a red car', 'a blue boat').replace('steps=1', 'steps=60');

/** Milliseconds from pressing run to the last picture in view, of a cell whose pictures are all there. */
async function rerun({ page }: Bench): Promise<number> {
  return page.evaluate(async () => {
    const app = (window as unknown as WithLab).jupyterapp;
    const before = document.querySelector('.jd-Sheet');
    const isFull = (): boolean => {
      const sheet = document.querySelector('.jd-Sheet');
      const all = [...(sheet?.querySelectorAll('.jd-Cell') ?? [])];
      const seen = all.slice(0, 64).map(cell => cell.querySelector('img'));
      return sheet !== before && seen.length > 0 && seen.every(image => image !== null);
    };
    const began = performance.now();
    void app.commands.execute('notebook:run-cell');
    while (!isFull()) {
      await new Promise(resolve => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  });
}

/** Milliseconds from asking for a notebook to the last picture in view. */
function openSaved(page: Page, name: string): Promise<number> {
  return page.evaluate(async path => {
    const app = (window as unknown as WithLab).jupyterapp;
    const began = performance.now();
    void app.commands.execute('docmanager:open', { path });
    const isFull = (): boolean => {
      const sheet = document.querySelector('.jd-Sheet-scroll');
      const room = sheet?.getBoundingClientRect();
      const seen = [...(sheet?.querySelectorAll('.jd-Cell') ?? [])].filter(
        cell => room && cell.getBoundingClientRect().top < Math.min(room.bottom, window.innerHeight)
      );
      return (
        seen.length > 0 &&
        seen.every(cell => {
          const image = cell.querySelector('img');
          return image?.complete && image.naturalWidth > 0;
        })
      );
    };
    while (!isFull()) {
      await new Promise(resolve => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  }, name);
}

async function during(page: Page, act: () => Promise<void>): Promise<Frames> {
  await beginWatch(page);
  await act();
  return endWatch(page);
}

async function zoom(page: Page): Promise<void> {
  await page.locator('.jd-Cell').first().focus();
  for (const key of ['+', '+', '+', '-', '-', '-', '-', '-', '+', '+']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
  }
}

function tell({ add }: Bench, what: string, { gaps, tasks }: Frames, goal?: string): void {
  add(`${what}: frame, 50 of 100`, quantile(gaps, 0.5), 'ms');
  add(`${what}: frame, 95 of 100`, quantile(gaps, 0.95), 'ms', goal);
  add(`${what}: longest frame`, Math.max(...gaps), 'ms');
  add(`${what}: longest task`, longest({ tasks }), 'ms', '< 50 ms');
}

/** Of the tasks above 50 ms; 0 where there was none. */
const longest = ({ tasks }: Pick<Frames, 'tasks'>): number => Math.max(0, ...tasks);

async function memory(page: Page): Promise<number> {
  return page.evaluate(() => {
    (globalThis as { gc?(): void }).gc?.();
    return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1e6;
  });
}
