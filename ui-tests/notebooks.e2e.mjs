/** The tutorials, as a newcomer meets them. */
import assert from 'node:assert/strict';
import { codeCells, kernelReady, openLab, runAllCells, save } from './lab.mjs';

const MIME = 'application/vnd.jupyterlab-diffusion.sweep+json';

export async function theQuickstartRunsAndItsGridsFillWithRealPictures({ lab, page }) {
  await openLab(page, lab, 'quickstart.ipynb');
  const cells = await runAllCells(page);
  assertFinished(cells, 5);
  await eachGridShowsItsPictures(page);
  await save(page);
}

export async function aReloadedPageShowsTheSameGridsWithoutRunningAnything({ lab, page }) {
  await openLab(page, lab, 'quickstart.ipynb');
  await kernelReady(page);
  assertFinished(await codeCells(page), 5);
  await eachGridShowsItsPictures(page);
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
async function eachGridShowsItsPictures(page) {
  const grids = page.locator('[role="grid"]');
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
      { timeout: 20_000 }
    );
  }
}

function payloadOf(cell) {
  return cell.outputs.find(({ data }) => data?.[MIME])?.data[MIME];
}

function errorsOf(cells) {
  return cells.flatMap(({ outputs }) =>
    outputs.filter(output => output.output_type === 'error').map(output => output.evalue)
  );
}
