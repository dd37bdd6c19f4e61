/** Going through the pictures of a sweep: marks, tags, filter, selection, culling. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeCells, openLab, pause, runCommand, save } from './lab.mjs';
import {
  complaintsOf,
  gridIsFull,
  jobOf,
  openNotebook,
  payloadOf,
  readNotebook,
  runCell,
  until
} from './gestures.mjs';

/** Drawn once in this Lab, from the cache in every later test: forget nothing, and mark different cells. */
const sweepOf = seeds => `%%sweep seed=${seeds} cfg=2,5 steps=4\na cat face`;

export async function aFilterDimsCountsCollapsesAndSaysWhenNothingIsLeft({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'filter.ipynb', sweepOf('1..3'));
  await runCell(page);
  await gridIsFull(page);
  await cellNamed(page, 'Seed 2, CFG scale 5').focus();
  await page.keyboard.press('p');
  await page.keyboard.press('4');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('x');

  await page.keyboard.press('f');
  const bar = page.getByRole('group', { name: 'Filter' });
  const found = bar.getByRole('status');
  await bar.waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.textContent),
    'All 6',
    'the keyboard is in it'
  );
  assert.deepEqual(
    await bar
      .getByRole('radio')
      .allInnerTexts()
      .then(all => all.slice(0, 4)),
    [...['All 6', 'Picks 1', 'Rejects 1', 'Undecided 4']]
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await until(async () => (await found.innerText()) === '1 of 6 match', 'the count');
  const dimmed = () =>
    page
      .locator('[role=gridcell]')
      .evaluateAll(cells =>
        cells
          .filter(cell => getComputedStyle(cell.querySelector('img')).opacity < 0.5)
          .map(cell => cell.getAttribute('aria-label').includes('outside the filter'))
      );
  assert.deepEqual(await dimmed(), Array(5).fill(true));
  assert.equal(await page.locator('[role=gridcell]').count(), 6, 'nothing has left its place');

  await bar.getByRole('button', { name: 'Collapse' }).click();
  assert.deepEqual(await page.locator('.jd-Col, .jd-Row').allInnerTexts(), ['2', '5']);
  await bar.getByRole('button', { name: 'Collapse' }).click();

  await bar.getByRole('button', { name: 'Rule' }).click();
  await page.getByRole('menuitem', { name: 'Seed …' }).click();
  await page.getByRole('menuitem', { name: '1', exact: true }).click();
  await until(async () => (await found.innerText()) === 'No cell matches. Clear the filter?', 'the sentence');
  await bar.getByRole('button', { name: 'Take away: Seed = 1' }).click();
  await until(async () => (await found.innerText()) === '1 of 6 match', 'the count again');
  await bar.getByRole('button', { name: 'Clear', exact: true }).click();
  await until(async () => (await found.innerText()) === '6 of 6 match', 'all');

  await bar.getByRole('button', { name: 'Rule' }).click();
  await page.getByRole('menuitem', { name: 'Words in the prompt' }).click();
  await page.keyboard.type('dog');
  await until(async () => (await dimmed()).length === 6, 'no cat is a dog');
  await page.keyboard.press('Escape');
  assert.match(await focusedName(page), /^Seed 1, CFG scale 5/, 'Escape leads back to the cell');
  await page.keyboard.press('f');
  await until(async () => (await dimmed()).length === 0, 'a closed filter leaves nothing out');
  assert.deepEqual(complaints, []);
}

export async function tagsAreWrittenAtTheCellOfferedAndKnownToKernelNotebookAndPicture({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(
    page,
    lab,
    'tags.ipynb',
    sweepOf('4..6'),
    'sweep = _\n[(cell.params["seed"], cell.tags) for cell in sweep.tagged("good hands")]'
  );
  const { job, cells } = payloadOf(await runCell(page));
  await gridIsFull(page);
  await cellNamed(page, 'Seed 5, CFG scale 2').focus();
  await page.keyboard.press('t');
  const field = page.getByRole('combobox', { name: 'Tag' });
  await field.waitFor();
  await page.keyboard.type('good hands, 手,');
  await until(async () => (await tagsOf(lab, job, 5)).length === 2, 'the tags at the service');
  await page.keyboard.type('a'.repeat(41));
  assert.match(
    await page.locator('.jd-TagField').getByRole('alert').innerText(),
    /too long for a tag: 41 characters\. A tag has up to 40\./
  );
  await field.fill('');
  await page.keyboard.press('Enter');
  assert.match(await focusedName(page), /^Seed 5, CFG scale 2, done, tagged good hands, 手/);

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('t');
  await page.keyboard.type('go');
  assert.deepEqual(await page.locator('.jd-TagField').getByRole('option').allInnerTexts(), ['good hands']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await until(async () => (await tagsOf(lab, job, 6)).join() === 'good hands', 'the offered tag');
  await page.keyboard.press('Control+z');
  await until(async () => (await tagsOf(lab, job, 6)).length === 0, 'nothing once it is undone');

  const [{ data }] = (await runCell(page, 1)).filter(output => output.data);
  assert.equal(data['text/plain'], "[(5, ['good hands', '手'])]");
  const { image } = cells.find(({ params }) => params.seed === 5 && params.cfg_scale === 2);
  const taken = Buffer.from(await (await lab.ask(`diffusion/v1/images/${image}?marks=yes`)).arrayBuffer());
  assert.ok(taken.includes('"tags":["good hands","手"]'), 'the picture says it');
  await until(async () => {
    const [{ outputs }] = await codeCells(page);
    return payloadOf(outputs).cells.some(({ mark }) => mark?.tags?.length === 2);
  }, 'the notebook to say it');
  await save(page);
  const saved = payloadOf(readNotebook(lab, 'tags.ipynb').cells[0].outputs);
  assert.deepEqual(saved.cells.find(cell => cell.image === image).mark.tags, ['good hands', '手']);
  assert.deepEqual(complaints, []);
}

export async function aMarkGivenElsewhereIsSeenInAGridWhoseJobIsOver({ lab, page }) {
  await openNotebook(page, lab, 'elsewhere.ipynb', sweepOf('7..8'));
  const { cells } = payloadOf(await runCell(page));
  await gridIsFull(page);
  // The stream of all jobs is opened once the service was needed.
  await until(async () => (await cellNamed(page, 'Seed 7, CFG scale 2').count()) === 1, 'the grid');
  const { id } = cells.find(({ params }) => params.seed === 7 && params.cfg_scale === 2);
  const mark = { rating: 3, flag: 'pick', tags: ['from afar'] };
  const reply = await lab.ask(`diffusion/v1/cells/${id}/mark`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(mark)
  });
  assert.equal(reply.status, 200);
  await page
    .locator('[role="gridcell"][aria-label="Seed 7, CFG scale 2, done, picked, 3 stars, tagged from afar"]')
    .waitFor({ timeout: 5000 });
}

export async function severalCellsAreMarkedAtOnceAndTakenBackAtOnce({ lab, page }) {
  await openNotebook(page, lab, 'several.ipynb', sweepOf('9..11'));
  const { job } = payloadOf(await runCell(page));
  await gridIsFull(page);
  await cellNamed(page, 'Seed 9, CFG scale 2').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  const pill = page.getByRole('group', { name: '4 cells selected' });
  await pill.waitFor();
  await page.keyboard.press('p');
  const picks = async () => (await jobOf(lab, job)).cells.filter(({ mark }) => mark?.flag === 'pick').length;
  await until(async () => (await picks()) === 4, 'four picks');
  await page.keyboard.press('Control+z');
  await until(async () => (await picks()) === 0, 'none');
  await cellNamed(page, 'Seed 11, CFG scale 2').click({ modifiers: ['Control'] });
  await page.getByRole('group', { name: '5 cells selected' }).getByRole('button', { name: 'Reject' }).click();
  await until(
    async () => (await jobOf(lab, job)).cells.filter(({ mark }) => mark?.flag === 'reject').length === 5,
    'five rejects'
  );
  await cellNamed(page, 'Seed 11, CFG scale 2').focus();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.jd-Selected').count(), 0);
  await page.keyboard.press('Control+a');
  await page.getByRole('group', { name: '6 cells selected' }).waitFor();
}

export async function cullingFillsTheScreenGoesOnByItselfAndLeadsBack({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'culling.ipynb', sweepOf('12..14'));
  await runCell(page);
  await gridIsFull(page);
  await cellNamed(page, 'Seed 12, CFG scale 2').focus();
  await page.keyboard.press('k');
  await until(
    () => page.evaluate(() => document.fullscreenElement?.classList.contains('jd-Grid')),
    'the screen'
  );
  const counts = page.locator('.jd-Cull-counts');
  assert.deepEqual((await counts.innerText()).split('\n'), ['0 picked', '0 rejected', '6 undecided']);
  assert.equal(await page.locator('.jd-Cull-thumb').count(), 6);
  await page.getByRole('button', { name: 'Auto-advance' }).click();
  await page.locator('.jd-Cull-stage').focus();
  await page.keyboard.press('p');
  await stageSays(page, /^Seed 13, CFG scale 2/);
  await page.keyboard.press('x');
  await stageSays(page, /^Seed 14, CFG scale 2/);
  await page.keyboard.press('ArrowDown');
  await stageSays(page, /^Seed 14, CFG scale 5/);
  await page.keyboard.press('ArrowLeft');
  await stageSays(page, /^Seed 13, CFG scale 5/);
  await until(async () => /1 picked\s*1 rejected\s*4 undecided/.test(await counts.innerText()), 'the counts');
  await page.keyboard.down('Space');
  assert.equal(await page.locator('.jd-Blink').evaluate(node => getComputedStyle(node).opacity), '1');
  await page.keyboard.up('Space');
  await page.keyboard.press('Escape');
  await page.locator('[role="grid"]').waitFor();
  assert.equal(await page.evaluate(() => document.fullscreenElement), null);
  assert.match(await focusedName(page), /^Seed 13, CFG scale 5/);

  await save(page);
  // The switch is remembered, also where the screen is refused: then the window is filled.
  await pause(1500); // Lab writes its state down a moment later.
  await page.goto(`${lab.url}lab/tree/culling.ipynb`);
  await gridIsFull(page);
  await page.evaluate(() => {
    Element.prototype.requestFullscreen = () => Promise.reject(new Error('refused'));
  });
  await cellNamed(page, 'Seed 13, CFG scale 5').click();
  await page.locator('.jd-Full-scroll').waitFor();
  await page.keyboard.press('k');
  const box = page.locator('.jd-Grid.jd-mod-cull');
  await until(async () => {
    const { x, y, width, height } = await box.boundingBox();
    return [x, y, width, height].join() === '0,0,1440,1000';
  }, 'the window');
  await page.keyboard.press('5');
  await stageSays(page, /^Seed 14, CFG scale 5/);
  await page.keyboard.press('Escape');
  await page.locator('.jd-Full-picture').waitFor();
  assert.deepEqual(complaints, []);
}

export async function nearDuplicatesAreToldAndFiltered({ lab, page }) {
  await openNotebook(page, lab, 'alike.ipynb', '%%sweep seed=1..2 cfg=4,4.02,9 steps=4\na red heart');
  await runCell(page);
  await gridIsFull(page);
  const alike = page.locator('.jd-mod-alike');
  await until(async () => (await alike.count()) === 4, 'four cells that are nearly another');
  assert.equal((await alike.first().innerText()).replace(/\s/g, ''), '≈1');
  await cellNamed(page, 'Seed 1, CFG scale 4').focus();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Rule' }).click();
  await page.getByRole('menuitem', { name: 'One of each near-duplicate' }).click();
  const found = page.getByRole('group', { name: 'Filter' }).getByRole('status');
  await until(async () => (await found.innerText()) === '4 of 6 match', 'one of each');
}

export async function aPictureThatIsMissingIsDrawnAgainInItsPlace({ lab, page, browser }) {
  await openNotebook(page, lab, 'missing.ipynb', '%%sweep seed=1..2 steps=4\na green tree');
  const { job, cells } = payloadOf(await runCell(page));
  const [{ image }] = cells;
  await gridIsFull(page);
  rmSync(join(lab.folder, 'data', 'images', 'v1', image.slice(0, 2), `${image}.png`));
  // Another browser, which has not loaded the picture; a tab of its own has no thumbnails of a notebook to show instead.
  const other = await browser.newContext();
  try {
    const second = await other.newPage();
    await openLab(second, lab);
    await runCommand(second, 'jupyterlab-diffusion:open-job', { id: job });
    const tab = second.locator('.jd-GridTab');
    const again = tab.getByRole('button', { name: 'Draw again' });
    await again.waitFor();
    await again.click();
    await until(async () => (await lab.ask(`diffusion/v1/images/${image}`)).status === 200, 'the picture');
    await until(async () => (await tab.locator('[role=gridcell] img').count()) === 2, 'it in its place');
  } finally {
    await other.close();
  }
}

function cellNamed(page, name) {
  return page.locator(`[role="gridcell"][aria-label^="${name},"]`);
}

function focusedName(page) {
  return page.evaluate(() => document.activeElement.getAttribute('aria-label'));
}

function stageSays(page, words) {
  const stage = page.locator('.jd-Cull-stage');
  return until(async () => words.test(await stage.getAttribute('aria-label')), `the picture of ${words}`);
}

/** The tags of the cell of a seed at CFG scale 2. */
async function tagsOf(lab, job, seed) {
  const { cells } = await jobOf(lab, job);
  const cell = cells.find(({ params }) => params.seed === seed && params.cfg_scale === 2);
  return cell.mark?.tags ?? [];
}
