/** The axes of a grid: values added and taken out, places, a batch within a cell, what fits, and what is kept. */
import assert from 'node:assert/strict';
import { codeCells, pause, save, TOKEN } from './lab.mjs';
import {
  complaintsOf,
  gridIsFull,
  jobAbout,
  openNotebook,
  openPanel,
  payloadOf,
  readNotebook,
  runCell,
  until
} from './gestures.mjs';

/** Drawn once in this Lab, from the cache in every later test. */
const SMALL = '%%sweep seed=1..3 cfg=2,5 steps=4\na cat face';

export async function thePlusDrawsOnlyTheNewCellsAndTheCellsTextFollows({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'plus.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await page.getByRole('button', { name: 'Add values to CFG scale' }).click();
  const field = page.getByRole('dialog', { name: 'Add values to CFG scale' });
  await page.keyboard.type('9,seven');
  assert.match(await field.getByRole('alert').innerText(), /“seven”|"seven"/);
  assert.equal(await field.getByRole('button', { name: /Draw/ }).count(), 0);

  await page.keyboard.press('Control+A');
  await page.keyboard.type('9,3');
  await field.locator('.jd-Chip.jd-mod-new').nth(1).waitFor();
  assert.deepEqual(await field.locator('.jd-Chip.jd-mod-new').allInnerTexts(), ['9', '3']);
  await field.getByRole('button', { name: 'Draw 6 cells' }).waitFor();
  await page.keyboard.press('Enter');

  await until(async () => (await page.getByRole('gridcell').count()) === 12, 'the wider grid');
  assert.deepEqual(await page.locator('.jd-Row').allInnerTexts(), ['2', '3', '5', '9']);
  await gridIsFull(page);
  const job = await until(async () => {
    const found = await jobAbout(lab, 'a cat face');
    return found.state === 'done' && found.plan.cells === 12 && found;
  }, 'the wider job');
  assert.equal(job.progress.cells_cached, 6, 'what was there is not drawn again');

  const line = page.locator('.jd-Under', { hasText: 'added' });
  assert.match(await line.innerText(), /CFG scale: 9, 3 added\.|CFG scale: 3, 9 added\./);
  await line.getByRole('button', { name: 'Put into the cell' }).click();
  const wider = '%%sweep seed=1..3 cfg=2,3,5,9 steps=4\na cat face';
  assert.equal((await codeCells(page))[0].source, wider);
  await until(
    async () => payloadOf((await codeCells(page))[0].outputs).text.trim() === wider,
    'the notebook’s copy'
  );
  await save(page);
  assert.equal(payloadOf(readNotebook(lab, 'plus.ipynb').cells[0].outputs).cells.length, 12);

  await line.getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await page.getByRole('gridcell').count()) === 6, 'the earlier grid');
  assert.equal((await codeCells(page))[0].source, SMALL);
  assert.deepEqual(complaints, []);
}

export async function thePlusOfTheLastPictureDrawsMoreOfEachCell({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'pictures.ipynb', '%%sweep seed=1,11 n=2 steps=4\na cat face');
  await runCell(page);
  await gridIsFull(page);
  await page.getByRole('button', { name: 'More pictures of each cell' }).click();
  const field = page.getByRole('dialog', { name: 'More pictures of each cell' });
  await page.keyboard.type('two');
  assert.match(await field.getByRole('alert').innerText(), /a whole number/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1');
  await field.getByRole('button', { name: 'Draw 2 cells' }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => (await page.getByRole('gridcell').count()) === 6, 'a third picture');
  await gridIsFull(page);
  const line = page.locator('.jd-Under', { hasText: 'added' });
  await line.getByRole('button', { name: 'Put into the cell' }).click();
  assert.equal((await codeCells(page))[0].source, '%%sweep seed=1,11 n=3 steps=4\na cat face');
  assert.deepEqual(complaints, []);
}

export async function aValueIsTakenOutAtItsHeaderAndOthersAreRefinedAround({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'headers.ipynb', '%%sweep seed=1..2 cfg=2,5,8 steps=4\na cat face');
  await runCell(page);
  await gridIsFull(page);
  const rows = () => page.locator('.jd-Row').allInnerTexts();
  const menu = page.locator('.lm-Menu');
  await page.getByRole('rowheader', { name: '8', exact: true }).click();
  await menu.getByText('Remove 8 from the sweep').click();
  await until(async () => (await rows()).join() === '2,5', 'the row is gone');
  await page.locator('.jd-Under', { hasText: '8 removed' }).getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await rows()).join() === '2,5,8', 'the row is back');

  await page.getByRole('rowheader', { name: '5', exact: true }).click();
  await menu.getByText('Refine around 5: 3.5, 6.5').click();
  await page.getByRole('button', { name: 'Draw 4 cells' }).click();
  await until(async () => (await rows()).join() === '2,3.5,5,6.5,8', 'the rows between');
  await gridIsFull(page);

  await page.getByRole('columnheader', { name: '2', exact: true }).click();
  await menu.getByText('Keep 2 only, without this axis').click();
  await until(async () => (await page.getByRole('gridcell').count()) === 5, 'one column');
  assert.match(await page.locator('.jd-Common').innerText(), /seed 2/);
  assert.deepEqual(complaints, []);
}

export async function anAxisIsDraggedToTheSliderAndPulledThere({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'drag.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await dragTo(page, page.locator('.jd-AxisName', { hasText: 'Seed' }), '[data-place="slider"]');
  const slider = page.getByRole('slider', { name: 'Seed' });
  await slider.waitFor();
  assert.equal(await page.getByRole('gridcell').count(), 2);
  await page.locator('[aria-label^="Seed 1, CFG scale 5"]').waitFor();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[aria-label^="Seed 2, CFG scale 5"]').waitFor();
  assert.equal(await slider.getAttribute('aria-valuetext'), '2');

  // By its name's menu to where nothing lies now.
  await page.locator('.jd-AxisSlider-name').click();
  await page.locator('.lm-Menu').getByText('Outer rows', { exact: true }).click();
  assert.deepEqual(await page.locator('.jd-Super-row').allInnerTexts(), ['Seed 1', 'Seed 2', 'Seed 3']);
  // A value goes before another by its header.
  await dragTo(page, page.getByRole('rowheader', { name: '5', exact: true }).first(), '.jd-Row', 'top');
  assert.deepEqual((await page.locator('.jd-Row').allInnerTexts()).slice(0, 2), ['5', '2']);
  assert.deepEqual(complaints, []);
}

export async function theBatchOfACellIsASquareWithinItAndIsWalked({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'batch.ipynb', '%%sweep seed=1,20 cfg=2,5 n=4 steps=3\na cat face');
  await runCell(page);
  await gridIsFull(page);
  assert.deepEqual(await page.locator('.jd-Super-col').allInnerTexts(), [
    ...['Picture 1', 'Picture 2', 'Picture 3', 'Picture 4']
  ]);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.locator('.lm-Menu').getByText('In the cell').click();
  await page.locator('.lm-Menu').getByText('Picture', { exact: true }).click();
  assert.deepEqual(await page.locator('.jd-Col').allInnerTexts(), ['1', '20']);
  const cell = page.locator('[aria-label^="Seed 1, CFG scale 2, Picture 1"]');
  await cell.focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await focusedName(page), /^Seed 1, CFG scale 2, Picture 2/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focusedName(page), /^Seed 1, CFG scale 2, Picture 4/);
  await page.keyboard.press('ArrowRight');
  assert.match(await focusedName(page), /^Seed 20, CFG scale 2, Picture 3/);
  assert.deepEqual(complaints, []);
}

export async function nothingOfTheToolbarIsOutOfReachHoweverNarrow({ lab, page }) {
  await openNotebook(page, lab, 'narrow.ipynb', '%%sweep seed=1..2 cfg=2,5 steps=3,4 n=2\na cat face');
  await runCell(page);
  const bar = page.locator('.jd-Grid .jd-Bar');
  for (const width of [1440, 1100, 900, 700]) {
    await page.setViewportSize({ width, height: 900 });
    if (width === 700) {
      await openPanel(page);
    }
    await pause(300);
    const cut = await bar.evaluate(node => ({
      room: node.scrollWidth - node.clientWidth,
      words: [...node.querySelectorAll('.jd-Pick .jd-cut')].filter(
        word => word.scrollWidth > word.clientWidth
      ).length
    }));
    assert.ok(cut.room <= 0, `at ${width} px the bar is ${cut.room} px too long`);
    assert.equal(cut.words, 0, `at ${width} px no word is cut`);
  }
  const { x, width } = await bar.getByRole('button', { name: 'More', exact: true }).boundingBox();
  assert.ok(x + width <= 700, 'the menu at the end is in the window');
  if ((await bar.getByRole('button', { name: 'Contact sheet' }).count()) === 0) {
    await bar.getByRole('button', { name: 'More', exact: true }).click();
    assert.equal(
      await page.locator('.lm-Menu').getByText('Contact sheet').count(),
      1,
      'in the menu at the end'
    );
    await page.keyboard.press('Escape');
  }
  assert.equal(await bar.getByRole('slider').count(), 0, 'the size is in the menu');
  await bar.getByRole('button', { name: 'Axes' }).click();
  await page.locator('.lm-Menu').getByText('Seed: Columns').click();
  await page.locator('.lm-Menu').getByText('Slider', { exact: true }).click();
  assert.equal(await page.getByRole('columnheader', { name: '2', exact: true }).count(), 0);
}

export async function whatWasChosenToBeSeenIsThereAfterAReloadAndTheNotebookIsAsItWas({ lab, page }) {
  await openNotebook(page, lab, 'kept.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await pause(3500); // Whatever the copy in the notebook lacks is written by now.
  await save(page);
  await page.getByRole('button', { name: 'Swap columns and rows' }).click();
  await page.getByRole('columnheader', { name: '5', exact: true }).click();
  await page.locator('.lm-Menu').getByText('Hide 5').click();
  assert.match(await page.locator('.jd-End-hidden').innerText(), /1 hidden/);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.locator('.lm-Menu').getByText('Overlay').click();
  assert.match(await page.locator('.jd-Overlay').first().innerText(), /Seed\s+1\s+CFG scale\s+2/);
  await pause(1500);
  assert.equal(await isDirty(page), false, 'looking changes no notebook');

  await page.goto(`${lab.url}lab/tree/kept.ipynb?token=${TOKEN}`);
  await page.locator('.jd-Overlay').first().waitFor();
  assert.deepEqual(await page.locator('.jd-Col').allInnerTexts(), ['2']);
  assert.deepEqual(await page.locator('.jd-Row').allInnerTexts(), ['1', '2', '3']);
  assert.equal(await isDirty(page), false);
}

export async function picturesOfOtherSizesStandAtOneScale({ lab, page }) {
  await openNotebook(page, lab, 'sizes.ipynb', '%%sweep size=64x64,128x128,128x64 steps=3\na cat face');
  await runCell(page);
  await gridIsFull(page);
  const boxes = () =>
    page.locator('.jd-Cell > img').evaluateAll(images =>
      images.map(image => {
        const { width, height } = image.getBoundingClientRect();
        return [Math.round(width), Math.round(height)];
      })
    );
  const [[small], [large], wide] = await boxes();
  assert.ok(Math.abs(small * 2 - large) <= 1, `64 is half of 128: ${small} of ${large}`);
  assert.ok(Math.abs(wide[1] * 2 - wide[0]) <= 1, `128 × 64 is as wide as high twice: ${wide}`);
  await page.locator('.jd-Cell').first().focus();
  await page.keyboard.press('z');
  assert.deepEqual(await boxes(), [
    [64, 64],
    [128, 128],
    [128, 64]
  ]);
  assert.match(await page.locator('.jd-Bar .jd-Slider-value').innerText(), /100 %/);
}

export async function theCellWithTheKeyboardStaysInSightWhileAllGrow({ lab, page }) {
  await openNotebook(page, lab, 'grow.ipynb', '%%sweep seed=1..12 cfg=1..8 steps=1\na cat face');
  await runCell(page);
  const cell = page.locator('[aria-label^="Seed 9, CFG scale 6,"]');
  await cell.focus();
  for (let press = 0; press < 5; press++) {
    await page.keyboard.press('+');
  }
  const hidden = await cell.evaluate(node => {
    const room = node.closest('.jd-Sheet-scroll').getBoundingClientRect();
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return [room.left - left, right - room.right, room.top - top, bottom - room.bottom].map(Math.round);
  });
  assert.ok(
    hidden.every(pixels => pixels <= 0),
    `hidden by ${hidden} px`
  );
}

/** Drags an element to where another lies, which may be there only while it is dragged. */
async function dragTo(page, what, selector, edge = 'middle') {
  const from = await what.boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 6, from.y + from.height / 2 + 6, { steps: 3 });
  const to = page.locator(selector).first();
  await to.waitFor();
  const { x, y, width, height } = await to.boundingBox();
  const down = edge === 'top' ? 3 : height / 2;
  await page.mouse.move(x + width / 2, y + down + 4, { steps: 3 });
  await page.mouse.move(x + width / 2, y + down);
  await page.mouse.up();
}

const focusedName = page => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
const isDirty = page => page.evaluate(() => window.jupyterapp.shell.currentWidget.context.model.dirty);
