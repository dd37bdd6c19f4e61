/** The grid in a cell's output: while it is drawn, when it is looked at, and when only the notebook is left. */
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeCells, Lab, openLab, save } from './lab.mjs';
import {
  complaintsOf,
  gridIsFull,
  jobThat,
  openNotebook,
  openPanel,
  payloadOf,
  readNotebook,
  runCell,
  startCell,
  until,
  writeNotebook
} from './gestures.mjs';

/** Drawn once in this Lab, from the cache in every later test. */
const SMALL = '%%sweep seed=1..3 cfg=2,5 steps=4\na cat face';

export async function cellsAppearWhileOthersAreStillDrawn({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'stream.ipynb', '%%sweep seed=1..4 steps=2,80\na tree');
  await startCell(page);
  const grid = page.locator('[role="grid"]');
  await grid.waitFor();
  assert.equal(await grid.getByRole('gridcell').count(), 8, 'the grid has all its places at once');
  const places = await placesOf(grid);

  const step = grid.locator('.jd-mod-step', { hasText: /\d+ of 80/ });
  await step.first().waitFor();
  // A preview of a cell that is being drawn, next to cells that are over.
  await grid.locator('[role="gridcell"]:has(.jd-mod-step) img').first().waitFor();
  await grid.locator('[role="gridcell"][aria-label*="done"] img').first().waitFor();
  const running = await jobThat(lab, 'a tree', ({ progress }) => progress.cells_done > 0);
  assert.equal(running.state, 'running');
  assert.match(await page.locator('.jd-Progress').innerText(), /^\d of 8 drawn/);

  await gridIsFull(page);
  await until(async () => /8 drawn in/.test(await page.locator('.jd-Progress').innerText()), 'the sum');
  assert.deepEqual(await placesOf(grid), places, 'no cell has moved or changed its size');
  assert.deepEqual(complaints, []);
}

export async function aPressOpensTheFullPictureArrowsWalkAndEscLeadsBack({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'full.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await cellNamed(page, 'Seed 2, CFG scale 5').click();

  const picture = page.locator('.jd-Full-picture > img');
  await picture.waitFor();
  assert.match(await page.locator('.jd-Recipe').innerText(), /Seed\s+2\s+CFG scale\s+5/);
  assert.match(await page.locator('.jd-Recipe').innerText(), /Prompt\s+a cat face/);
  await until(
    () => picture.evaluate(image => image.complete && image.naturalWidth === 128),
    'all its pixels'
  );
  const first = await picture.getAttribute('src');

  await page.keyboard.press('ArrowRight');
  await titleSays(page, 'Seed 3 · CFG scale 5');
  assert.notEqual(await picture.getAttribute('src'), first);
  await page.keyboard.press('ArrowRight');
  await titleSays(page, 'Seed 3 · CFG scale 5'); // the end of the row
  await page.keyboard.press('ArrowUp');
  await titleSays(page, 'Seed 3 · CFG scale 2');
  await page.locator('.jd-Strip').first().getByRole('button', { name: '1', exact: true }).click();
  await titleSays(page, 'Seed 1 · CFG scale 2');

  await page.keyboard.press('Escape');
  await page.locator('[role="grid"]').waitFor();
  assert.match(await focusedName(page), /^Seed 1, CFG scale 2, done/);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('End');
  assert.match(await focusedName(page), /^Seed 3, CFG scale 5, done/);
  await page.keyboard.press('Enter');
  await titleSays(page, 'Seed 3 · CFG scale 5');
  assert.deepEqual(complaints, []);
}

export async function aValueIsHiddenAtItsHeaderAndTheRestIsWalked({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'hidden.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  const heads = () => page.locator('.jd-Col').allInnerTexts();
  assert.deepEqual(await heads(), ['1', '2', '3']);
  await page.getByRole('columnheader', { name: '2', exact: true }).click({ button: 'right' });
  const menu = page.locator('.lm-Menu');
  assert.ok(!(await menu.innerText()).includes('Delete Cell'), 'the menu is the header’s own');
  await menu.getByText('Hide 2').click();
  assert.deepEqual(await heads(), ['1', '3']);
  assert.match(await page.locator('.jd-Hidden').innerText(), /Seed 2 hidden/);

  await cellNamed(page, 'Seed 1, CFG scale 2').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await focusedName(page), /^Seed 3, CFG scale 2/);
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.locator('.jd-Strip').first().getByRole('button').allInnerTexts(), ['1', '3']);
  await page.keyboard.press('Escape');

  await page.getByRole('columnheader', { name: '1', exact: true }).click();
  await menu.getByText('Sort falling').click();
  assert.deepEqual(await heads(), ['3', '1']);
  await page.locator('.jd-Hidden').getByRole('button', { name: 'Show' }).click();
  assert.equal(await page.locator('.jd-Hidden').count(), 0);
  assert.equal((await heads()).length, 3);
  assert.deepEqual(complaints, []);
}

export async function theReferenceIsSeenInThePlaceOfACellAsLongAsSpaceIsHeld({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'blink.ipynb', SMALL);
  const { cells } = payloadOf(await runCell(page));
  await gridIsFull(page);
  const reference = cells.find(({ params }) => params.seed === 2 && params.cfg_scale === 5);
  await cellNamed(page, 'Seed 2, CFG scale 5').focus();
  await page.keyboard.press('r');
  await page.locator('.jd-mod-reference').waitFor();
  await page.keyboard.press('ArrowLeft');

  const looks = async () => {
    const blink = page.locator('.jd-Blink');
    const [source, opacity] = await blink.evaluate(node => [
      node.querySelector('img').src,
      getComputedStyle(node).opacity
    ]);
    return [source.includes(reference.image), opacity];
  };
  assert.deepEqual(await looks(), [true, '0']);
  await page.keyboard.down('Space');
  assert.deepEqual(await looks(), [true, '1'], 'at once, without a frame between');
  await page.keyboard.up('Space');
  assert.deepEqual(await looks(), [true, '0']);

  await page.keyboard.press('Enter');
  const picture = page.locator('.jd-Full-picture');
  await picture.waitFor();
  const place = await picture.boundingBox();
  await page.keyboard.down('Space');
  assert.deepEqual(await looks(), [true, '1']);
  assert.deepEqual(await page.locator('.jd-Blink > img').boundingBox(), place, 'the zoom is kept');
  await page.keyboard.up('Space');
  assert.deepEqual(complaints, []);
}

export async function allCellsZoomTogether({ lab, page }) {
  await openNotebook(page, lab, 'zoom.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  const sizes = () =>
    page.locator('[role="gridcell"]').evaluateAll(cells => [...new Set(cells.map(cell => cell.clientWidth))]);
  const [usual, ...others] = await sizes();
  assert.deepEqual(others, []);
  await page.locator('[role="gridcell"]').first().focus();
  await page.keyboard.press('+');
  const [larger, ...rest] = await sizes();
  assert.deepEqual(rest, []);
  assert.ok(larger > usual, `${larger} > ${usual}`);
  await page.keyboard.press('z');
  assert.ok(Math.abs((await sizes())[0] - 128) <= 2, 'one to one');
  await page.getByRole('slider', { name: 'Cell size' }).fill('64');
  assert.ok(Math.abs((await sizes())[0] - 64) <= 2);
}

export async function seedAndParametersCanBeTakenAlong({ lab, page, context }) {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(lab.url).origin });
  await openNotebook(page, lab, 'take.ipynb', SMALL);
  const [{ image }] = payloadOf(await runCell(page)).cells;
  await gridIsFull(page);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  await cellNamed(page, 'Seed 3, CFG scale 2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy seed' }).click();
  await until(async () => (await clipboard()) === '3', 'the seed in the clipboard');

  await cellNamed(page, 'Seed 3, CFG scale 2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy parameters' }).click();
  await until(async () => (await clipboard()).startsWith('a cat face\nSteps: 4, '), 'the infotext');
  const copied = await clipboard();
  for (const pair of ['CFG scale: 2', 'Seed: 3', 'Size: 128x128', 'Model: emoji-diffusion', 'Model hash: ']) {
    assert.ok(copied.includes(pair), `${pair} in ${copied}`);
  }

  await cellNamed(page, 'Seed 1, CFG scale 2').click();
  await page.locator('.jd-Recipe').getByRole('button', { name: 'Insert as cell' }).click();
  await until(async () => (await codeCells(page)).length === 2, 'the inserted cell');
  const [, { source }] = await codeCells(page);
  assert.match(source, /^%%txt2img seed=1 cfg=2 steps=4 .*\na cat face$/);
  const again = payloadOf(await runCell(page, 1));
  assert.deepEqual(
    again.cells.map(cell => [cell.image, cell.cached]),
    [[image, true]],
    'the inserted cell is the same picture, and it was not drawn again'
  );
}

export async function aPickIsKeptAndReachesTheKernel({ lab, page }) {
  await openNotebook(
    page,
    lab,
    'pick.ipynb',
    SMALL,
    'sweep = _\n[cell.params["seed"] for cell in sweep.picked]'
  );
  await runCell(page);
  await gridIsFull(page);
  await cellNamed(page, 'Seed 2, CFG scale 2').focus();
  await page.keyboard.press('p');
  await page.locator('[role="gridcell"][aria-label*="picked"]').waitFor();
  await until(async () => {
    const { cells } = (await (await lab.ask(`diffusion/v1/jobs/${await jobId(page)}`)).json()).job;
    return cells.some(({ mark }) => mark?.flag === 'pick');
  }, 'the mark at the service');
  const [{ data }] = (await runCell(page, 1)).filter(output => output.data);
  assert.equal(data['text/plain'], '[2]');
}

export async function aSavedNotebookIsSmallAndHasItsContactSheet({ lab, page }) {
  await openNotebook(page, lab, 'saved.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await save(page);
  const { cells } = readNotebook(lab, 'saved.ipynb');
  const [{ data }] = cells[0].outputs;
  const payload = payloadOf(cells[0].outputs);
  assert.equal(payload.cells.length, 6);
  for (const { thumbnail } of payload.cells) {
    assert.ok(Buffer.from(thumbnail, 'base64').length <= 12 * 1024);
    assert.equal(Buffer.from(thumbnail, 'base64').toString('latin1', 8, 12), 'WEBP');
  }
  assert.equal(Buffer.from(data['image/png'], 'base64').toString('latin1', 1, 4), 'PNG');
  assert.equal(data['text/html'], undefined);
  const text = JSON.stringify({ ...data, 'image/png': '' });
  assert.equal(text.match(/iVBORw0KGgo/g), null, 'no picture in full');
  assert.equal(text.match(/https?:\/\/|\/tmp\/|token/g), null, 'no address, path or token');
}

export async function withNoServiceTheSavedNotebookShowsItsPicturesAndSaysSo({ lab, page }) {
  await openNotebook(page, lab, 'alone.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await save(page);
  const alone = await Lab.start({ env: { JUPYTERLAB_DIFFUSION_SERVICE: join(lab.folder, 'nowhere.js') } });
  try {
    copyFileSync(join(lab.notebooks, 'alone.ipynb'), join(alone.notebooks, 'alone.ipynb'));
    await openLab(page, alone, 'alone.ipynb');
    await gridIsFull(page);
    await page.locator('.jd-Under').getByRole('button', { name: 'Trust this notebook' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Trust' }).click();
    assert.equal(await page.locator('[role="gridcell"] img[src^="data:image/webp"]').count(), 6);
    const note = page.locator('.jd-Under');
    await until(async () => /Shown from the notebook/.test(await note.innerText()), 'the sentence', 60_000);
    await cellNamed(page, 'Seed 2, CFG scale 5').click();
    await page.locator('.jd-Full-picture > img').waitFor();
    assert.match(await page.locator('.jd-Recipe').innerText(), /a cat face/);
    await openPanel(page);
    await until(
      async () => /doesn't answer|is not in/.test(await page.locator('.jd-Service').innerText()),
      'the panel to say it'
    );
  } finally {
    await alone.stop();
  }
}

export async function thePictureItselfIsCopied({ lab, page, context }) {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openNotebook(page, lab, 'copied.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await cellNamed(page, 'Seed 2, CFG scale 5').focus();
  await page.keyboard.press('Control+c');
  const size = await until(
    () =>
      page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const picture = item?.types.includes('image/png') && (await item.getType('image/png'));
        const { width, height } = picture ? await createImageBitmap(picture) : {};
        return picture && [width, height];
      }),
    'a picture on the clipboard'
  );
  assert.deepEqual(size, [128, 128]);
}

export async function anUntrustedNotebookShowsItsPicturesAndAsksNothing({ lab, page }) {
  await openNotebook(page, lab, 'mine.ipynb', SMALL);
  await runCell(page);
  await save(page);
  const foreign = readNotebook(lab, 'mine.ipynb');
  const payload = payloadOf(foreign.cells[0].outputs);
  payload.cells[0].params.prompt = '<img src=x onerror="window.hacked = true">';
  writeNotebook(lab, 'foreign.ipynb', []);
  writeFileSync(join(lab.notebooks, 'foreign.ipynb'), JSON.stringify(foreign));
  const asked = [];
  page.on('request', request => request.url().includes(payload.job) && asked.push(request.url()));
  await openLab(page, lab, 'foreign.ipynb');
  await gridIsFull(page);
  assert.match(await page.locator('.jd-Under').innerText(), /isn’t trusted, so nothing was asked/);
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
}

function cellNamed(page, name) {
  return page.locator(`[role="gridcell"][aria-label^="${name},"]`);
}

function focusedName(page) {
  return page.evaluate(() => document.activeElement.getAttribute('aria-label'));
}

function jobId(page) {
  return codeCells(page).then(([{ outputs }]) => payloadOf(outputs).job);
}

async function titleSays(page, words) {
  await until(async () => (await page.locator('.jd-Bar b').innerText()) === words, `the title "${words}"`);
}

function placesOf(grid) {
  return grid.getByRole('gridcell').evaluateAll(cells =>
    cells.map(cell => {
      const { left, top, width, height } = cell.getBoundingClientRect();
      const origin = cell.closest('[role="grid"]').getBoundingClientRect();
      return [left - origin.left, top - origin.top, width, height].map(Math.round).join(' ');
    })
  );
}
