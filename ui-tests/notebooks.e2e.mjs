/** The tutorials, as a newcomer meets them. */
import assert from 'node:assert/strict';
import { openNotebook, startCell } from './gestures.mjs';
import { codeCells, kernelReady, openLab, runAllCells, runCommand, save } from './lab.mjs';

const MIME = 'application/vnd.jupyterlab-diffusion.sweep+json';

export async function theQuickstartRunsAndItsGridsFillWithRealPictures({ lab, page }) {
  await openLab(page, lab, 'quickstart.ipynb');
  assertFinished(await runAllCells(page), 5);
  await eachGridShowsItsPictures(page);
  await save(page);

  // Reloaded, the saved notebook shows the same grids, and nothing is run.
  await openLab(page, lab, 'quickstart.ipynb');
  await kernelReady(page);
  assertFinished(await codeCells(page), 5);
  await eachGridShowsItsPictures(page);
}

export async function aPageReloadedWhileDrawingFollowsTheSameJob({ lab, page }) {
  await openLab(page, lab, 'quickstart.ipynb');
  await kernelReady(page);
  await setFirstCell(page, '%%sweep seed=41..44 cfg=2,3,4\na fox');
  await runCommand(page, 'notebook:run-cell');
  await page.waitForFunction(() => document.querySelectorAll('[role="gridcell"] img').length > 1, undefined, {
    timeout: 60_000
  });
  await save(page);
  await openLab(page, lab, 'quickstart.ipynb');
  await eachGridShowsItsPictures(page, 120_000);
  const jobs = await (await lab.ask('diffusion/v1/jobs')).json();
  const foxes = jobs.jobs.filter(({ text }) => text?.includes('a fox'));
  assert.equal(foxes.length, 1);
}

/** The kernel speaks to no page that was reloaded, and hears of no mark: what the page shows is in the file all the same. */
export async function whatAPageLearnsIsInTheNotebookThatItSaves({ lab, page }) {
  await openNotebook(page, lab, 'learns.ipynb', '%%sweep seed=51..54 cfg=2,3,4\na fox');
  await startCell(page);
  await page.waitForFunction(() => document.querySelectorAll('[role="gridcell"] img').length > 1, undefined, {
    timeout: 60_000
  });
  await save(page);
  await openLab(page, lab, 'learns.ipynb');
  await eachGridShowsItsPictures(page, 120_000);
  await untilSaved(page, ({ state, cells }) => state === 'done' && cells.every(({ thumbnail }) => thumbnail));
  const [cell] = await codeCells(page);
  const { data } = cell.outputs.find(each => each.data?.[MIME]);
  assert.match(data['text/plain'], /^12 cells · 12 drawn/);
  assert.ok(data['image/png'].length > 1000, 'the notebook has a contact sheet');

  await page.locator('[role="gridcell"]').first().focus();
  await page.keyboard.press('p');
  await untilSaved(page, ({ cells }) => cells[0].mark?.flag === 'pick');

  // Opened again it says what the service says, and nothing is changed by looking at it.
  await save(page);
  await openLab(page, lab, 'learns.ipynb');
  await eachGridShowsItsPictures(page);
  await page.waitForTimeout(4000);
  const isDirty = await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.dirty);
  assert.equal(isDirty, false);
  const [opened] = await codeCells(page);
  assert.equal(payloadOf(opened).cells[0].mark.flag, 'pick');
}

export async function theSamplerComparisonRuns({ lab, page }) {
  await openLab(page, lab, 'samplers.ipynb');
  const cells = await runAllCells(page);
  assert.deepEqual(errorsOf(cells), []);
  const [, eight, four, numbers] = cells;
  assert.equal(payloadOf(eight).cells.length, 16);
  assert.equal(payloadOf(four).cells.length, 8);
  const said = numbers.outputs.map(output => output.text ?? '').join('');
  assert.match(said, /Euler a .*\nDPM\+\+ 2M/);
  await eachGridShowsItsPictures(page);
}

function assertFinished(cells, count) {
  assert.deepEqual(errorsOf(cells), []);
  const payloads = cells.map(payloadOf).filter(Boolean);
  assert.equal(payloads.length, count);
  for (const payload of payloads) {
    assert.equal(payload.state, 'done');
    assert.ok(payload.cells.every(({ state, image, thumbnail }) => state === 'done' && image && thumbnail));
  }
  for (const { outputs } of cells) {
    const saved = outputs.find(({ data }) => data?.[MIME]);
    assert.ok(saved.data['image/png'].length > 1000, 'the notebook keeps a contact sheet');
  }
}

/** Scrolls to each grid and waits until all of its pictures have loaded, each a different real picture. */
async function eachGridShowsItsPictures(page, timeout = 20_000) {
  const grids = page.locator('[role="grid"]');
  await grids.first().waitFor({ timeout });
  const count = await grids.count();
  assert.ok(count > 0, 'there are grids');
  for (let k = 0; k < count; k++) {
    await grids.nth(k).scrollIntoViewIfNeeded();
    await page.waitForFunction(
      index => {
        const grid = document.querySelectorAll('[role="grid"]')[index];
        const cells = [...grid.querySelectorAll('[role="gridcell"]')];
        const pictures = cells.map(cell => cell.querySelector('img'));
        return cells.length > 0 && pictures.every(image => image?.complete && image.naturalWidth >= 32);
      },
      k,
      { timeout }
    );
  }
}

/** Replaces the first code cell's text and makes it the active one. */
async function setFirstCell(page, text) {
  await page.evaluate(source => {
    const { content } = window.jupyterapp.shell.currentWidget;
    const index = content.widgets.findIndex(({ model }) => model.type === 'code');
    content.widgets[index].model.sharedModel.setSource(source);
    content.activeCellIndex = index;
  }, text);
}

function payloadOf(cell) {
  return cell.outputs.find(({ data }) => data?.[MIME])?.data[MIME];
}

function errorsOf(cells) {
  return cells.flatMap(({ outputs }) =>
    outputs.filter(output => output.output_type === 'error').map(output => output.evalue)
  );
}

/** Waits until the first cell's output, as it would be saved, is as it should be. */
async function untilSaved(page, isRight) {
  const end = Date.now() + 15_000;
  for (;;) {
    const [cell] = await codeCells(page);
    if (isRight(payloadOf(cell))) {
      return;
    }
    assert.ok(Date.now() < end, 'the notebook follows');
    await page.waitForTimeout(250);
  }
}
