/** The queue as people see and steer it: two notebooks' sweeps, one service. */
import assert from 'node:assert/strict';
import { runCommand } from './lab.mjs';
import {
  gridIsFull,
  jobOf,
  jobRow,
  jobThat,
  openNotebook,
  openPanel,
  panelOf,
  runCell,
  startCell,
  until
} from './gestures.mjs';

const MENU = '.lm-Menu.jd-Menu';
const item = (page, words) => page.locator(`${MENU} .lm-Menu-item`, { hasText: words });
const textOf = (page, selector) => page.locator(selector).first().innerText();
const cellsOf = async (lab, id) => (await jobOf(lab, id)).cells;

/** Chooses from the menu of a job's row. */
async function chooseOfJob(page, job, words) {
  const row = await jobRow(page, job);
  await row.locator('.jd-Job-acts button').last().click();
  await item(page, words).first().click();
}

export async function twoNotebooksShareOneQueue({ lab, page, context }) {
  // Everything is paused before anything is asked for; the list of jobs and the grid say so.
  await openNotebook(page, lab, 'one.ipynb', '%%sweep seed=1..12 cfg=2,4 steps=20\na cat');
  await openPanel(page);
  await runCommand(page, 'jupyterlab-diffusion:pause-all');
  await startCell(page);
  const { id } = await jobThat(lab, 'a cat', ({ state }) => state === 'paused');
  await jobRow(page, 'a cat');
  await panelOf(page).locator('.jd-Jobs-queue', { hasText: 'Everything is paused' }).waitFor();
  await until(
    async () => /Everything is paused/.test(await textOf(page, '.jd-Progress')),
    'the grid to say so'
  );

  // A second notebook's sweep comes in another page.
  const other = await context.newPage();
  await openNotebook(other, lab, 'two.ipynb', '%%sweep seed=1..4 steps=8\na whale');
  await startCell(other);
  const whale = await jobThat(lab, 'a whale', () => true);
  assert.equal(whale.progress.cells_done, 0);
  const row = await jobRow(page, 'a whale');
  assert.match(await row.innerText(), /two\.ipynb/, 'whose it is');

  await chooseOfJob(page, 'a whale', 'Before all others');
  await until(async () => /Before all others/.test(await row.innerText()), 'its priority to be shown');
  const first = await panelOf(page).locator('.jd-Job.jd-mod-open').first().innerText();
  assert.match(first, /a whale/, 'the first of the queue');

  const before = await cellsOf(lab, id);
  // One cell of the middle is wanted next, another not at all.
  const [wanted, dropped] = [16, 18].map(at => before[at]);
  const box = cell => page.locator(`[data-cell="${cell.id}"]`);
  await box(wanted).click({ button: 'right' });
  await item(page, 'Draw next').click();
  await box(dropped).focus();
  await page.keyboard.press('Delete');
  await until(
    async () => (await cellsOf(lab, id)).find(cell => cell.id === dropped.id).state === 'cancelled',
    'the cell to be cancelled'
  );

  await page.locator('.jd-Progress button', { hasText: 'Resume all' }).click();
  await panelOf(page).locator('.jd-Jobs-queue', { hasText: 'Pause all' }).waitFor();
  const drawn = await until(async () => {
    const cells = await cellsOf(lab, id);
    return cells.some(({ state }) => state === 'done') && cells;
  }, 'the first cats');
  assert.equal((await jobOf(lab, whale.id)).state, 'done', 'what goes before all others is over by then');
  assert.equal(drawn.find(cell => cell.id === wanted.id).state, 'done', 'the wanted cell is among the first');
  await gridIsFull(other);
  await jobThat(lab, 'a cat', ({ finished }) => finished, 120_000);
  const cells = await cellsOf(lab, id);
  assert.deepEqual(
    cells.filter(({ state }) => state !== 'done').map(cell => cell.id),
    [dropped.id]
  );
  await other.close();

  // A picture in doubt is drawn again, though its job is over, and the cell says what came of it.
  const [doubted] = cells;
  await box(doubted).focus();
  await page.keyboard.press('n');
  const mark = box(doubted).locator('.jd-mod-again');
  await until(
    async () => (await mark.getAttribute('title')) === 'Drawn again: every pixel is the same.',
    'the mark'
  );
}

export async function twoSweepsInTurnSayWithWhomAndWhatPutsOneFirst({ lab, page, context }) {
  await openNotebook(page, lab, 'turn-a.ipynb', '%%sweep seed=1..200 steps=20\na goat');
  await openPanel(page);
  await startCell(page);
  const { id: goat } = await jobThat(lab, 'a goat', ({ state }) => state === 'running');
  const other = await context.newPage();
  await openNotebook(other, lab, 'turn-b.ipynb', '%%sweep seed=1..200 steps=20\na duck');
  await startCell(other);
  const { id: duck } = await jobThat(lab, 'a duck', ({ state }) => state === 'running');
  const goatRow = await jobRow(page, 'a goat');
  const duckRow = await jobRow(page, 'a duck');
  const saysOf = (row, words, what) => until(async () => words.test(await row.innerText()), what);
  await saysOf(goatRow, /in turn with “a duck”/, 'the goat’s row to say with whom it is drawn');
  await saysOf(duckRow, /in turn with “a goat”/, 'the duck’s row to say so');

  // Each page tells the job of its own notebook.
  const status = at => at.locator('.jd-Status');
  await until(
    async () => /“a goat”: \d+ of 200 · about .+· and 1 more$/s.test(await textOf(page, '.jd-Status')),
    'the goat in the status bar'
  );
  await until(
    async () => /“a duck”: \d+ of 200 · about .+· and 1 more$/s.test(await textOf(other, '.jd-Status')),
    'the duck in the other page’s'
  );
  assert.match(await textOf(page, '.jd-Service'), /^“a goat”: \d+ of 200/);

  // One client's job can't be moved past another's: it is said why, and what does it.
  await duckRow.focus();
  await page.keyboard.press('Alt+ArrowUp');
  const word = panelOf(page).locator('.jd-Jobs-word');
  await word.locator('button', { hasText: 'Before all others' }).waitFor();
  assert.match(await word.innerText(), /“a goat” is of turn-a\.ipynb, and the two are drawn in turn/);
  await word.locator('button').click();
  await saysOf(goatRow, /“a duck” goes first/, 'the goat to be passed');
  await until(
    async () => /“a duck” goes first/.test(await textOf(page, '.jd-Status')),
    'the status bar to say so'
  );

  // In a narrow panel a paused job has its main button, and the keyboard stays at its row.
  await page.setViewportSize({ width: 400, height: 900 });
  await chooseOfJob(page, 'a goat', 'Pause');
  await panelOf(page).locator('.jd-Jobs-head', { hasText: 'Paused' }).waitFor();
  const resume = (await jobRow(page, 'a goat')).locator('button[aria-label="Resume"]');
  await resume.waitFor();
  await page.setViewportSize({ width: 1440, height: 1000 });
  await until(
    async () => /Paused at/.test(await textOf(page, '.jd-Status')),
    'the paused job in the status bar'
  );

  await runCommand(page, 'jupyterlab-diffusion:pause-all');
  await until(
    async () => /Everything is paused · 2 jobs wait/.test(await textOf(page, '.jd-Status')),
    'that everything is paused'
  );
  assert.equal(await status(page).locator('.jd-i-pause').count(), 1);

  // A question before something that can't be taken back begins at the safe button, and Esc leads back.
  await duckRow.focus();
  await chooseOfJob(page, 'a duck', 'Cancel all others');
  await page.locator('.jp-Dialog button', { hasText: 'Leave as it is' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Leave as it is');
  await page.keyboard.press('Escape');
  await page.locator('.jp-Dialog').waitFor({ state: 'detached' });
  await until(
    () => page.evaluate(job => document.activeElement.closest('[data-job]')?.dataset.job === job, duck),
    'the focus to be at the job again'
  );
  for (const id of [goat, duck]) {
    await lab.ask(`diffusion/v1/jobs/${id}/cancel`, { method: 'POST' });
  }
  await runCommand(page, 'jupyterlab-diffusion:resume-all');
  await status(page).waitFor({ state: 'hidden' });
  await other.close();
}

export async function aGridTellsWhichOfItsCellsAreSeen({ lab, page }) {
  const looks = [];
  page.on('request', request => {
    if (request.method() === 'PUT' && new URL(request.url()).pathname.endsWith('/view')) {
      looks.push(request.postDataJSON().cells);
    }
  });
  await openNotebook(page, lab, 'seen.ipynb', '%%sweep seed=1..120 steps=40\na boat');
  await startCell(page);
  const { id } = await jobThat(lab, 'a boat', ({ state }) => state === 'running');
  await until(() => looks.length > 0, 'what is seen to be told');
  assert.ok(looks[0].length > 0 && looks[0].length < 120, `${looks[0].length} of 120 are seen`);
  assert.ok(looks[0].includes(0));

  await page.locator('.jd-Sheet-scroll').evaluate(node => node.scrollTo(1e6, 1e6));
  await until(() => looks.at(-1)?.includes(119), 'the last cells to be told of');
  const { length } = looks;
  assert.ok(length <= 4, `a scroll is told once, not ${length} times`);

  await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
  await until(() => looks.at(-1)?.length === 0, 'the closed grid to take them back');
  await lab.ask(`diffusion/v1/jobs/${id}/cancel`, { method: 'POST' });
}

export async function aGridLeadsOnFromAPauseAndItsKeysAnswer({ lab, page }) {
  await openNotebook(page, lab, 'paused.ipynb', '%%sweep seed=1..8 steps=6\na duck');
  await runCommand(page, 'jupyterlab-diffusion:pause-all');
  await startCell(page);
  const { id } = await jobThat(lab, 'a duck', ({ state }) => state === 'paused');
  const cells = page.getByRole('gridcell');
  const button = action => page.locator(`.jd-Progress [data-action="grid-${action}"]`);
  await button('resume-all').waitFor();
  assert.match(await button('resume-all').getAttribute('title'), /other notebooks/);
  assert.equal(await button('pause').count(), 0, 'what is paused isn’t offered to be paused');

  // What is asked for while nothing is drawn is marked, and stays so.
  await cells.nth(5).focus();
  await page.keyboard.press('n');
  const next = cells.nth(5).locator('.jd-Cell-next');
  await until(async () => /once drawing goes on/.test(await next.innerText()), 'the cell to say when');

  // One of several that were cancelled is drawn by itself; its menu has both, and says which is for all.
  for (const at of [6, 7]) {
    await cells.nth(at).focus();
    await page.keyboard.press('Delete');
    await until(async () => (await cellsOf(lab, id))[at].state === 'cancelled', 'a cell to be cancelled');
  }
  await page.locator('[aria-label*="Seed 8"][aria-label*="cancelled"]').waitFor();
  await cells.nth(7).click({ button: 'right' });
  await item(page, 'Retry all 2 missing').waitFor();
  await item(page, 'Draw this cell').waitFor();
  await page.keyboard.press('Escape');
  await until(
    () => cells.nth(7).evaluate(node => node === document.activeElement),
    'the cell to have the focus again'
  );
  await page.keyboard.press('n');
  await until(async () => (await cellsOf(lab, id))[7].state === 'queued', 'the one cell to wait again');
  assert.equal((await cellsOf(lab, id))[6].state, 'cancelled');
  await page.keyboard.press('?');
  const pick = page.locator('.jd-Help .jd-mod-off', { hasText: 'Pick' });
  assert.match(await pick.innerText(), /Once this cell is drawn/);
  await page.keyboard.press('Escape');

  // Paused by itself as well, it waits on when everything goes on; nothing is out of reach in a narrow page.
  await runCommand(page, 'jupyterlab-diffusion:grid-pause');
  await button('resume').waitFor();
  await page.locator('.jd-Progress', { hasText: 'this sweep by itself too' }).waitFor();
  await narrow(page);
  await allWithin(page, '.jd-Progress :is(button, b, .jd-Progress-part)');
  await allWithin(page, '.jd-Grid .jd-Bar button');
  await button('resume-all').click();
  await until(async () => /^Paused/.test(await textOf(page, '.jd-Progress')), 'its own pause to be told');
  await button('resume').click();
  await jobThat(lab, 'a duck', ({ state }) => state === 'done' || state === 'cancelled', 60_000);

  // What came of drawing again is told where one looks, also in the full picture.
  await cells.nth(0).focus();
  await page.keyboard.press('n');
  await page.locator('.jd-GridNote.jd-mod-good', { hasText: 'every pixel is the same' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.jd-Recipe-again', { hasText: 'every pixel is the same' }).waitFor();
  await allWithin(page, '.jd-Grid .jd-Bar :is(button, input, .jd-num)');
  await page.setViewportSize({ width: 1440, height: 1000 });
}

export async function theStripsOfFourAxesLieBelowOneAnother({ lab, page }) {
  const cell = '%%sweep seed=1,2 cfg=2,4 steps=1,2 sampler="Euler a",Euler\na star';
  await openNotebook(page, lab, 'four.ipynb', cell);
  await runCell(page);
  await gridIsFull(page);
  await page.getByRole('gridcell').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.jd-Strip').nth(3).waitFor();
  for (const [width, height] of [
    [1440, 1000],
    [700, 600],
    [400, 800]
  ]) {
    await page.setViewportSize({ width, height });
    const overlaps = await page.locator('.jd-Strip button, .jd-Strip-name').evaluateAll(nodes => {
      const boxes = nodes.map(node => node.getBoundingClientRect());
      const meet = (a, b) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      return boxes.flatMap((a, k) => boxes.slice(k + 1).filter(b => meet(a, b))).length;
    });
    assert.equal(overlaps, 0, `nothing overlaps at ${width} px`);
  }
}

/** A page as narrow as a phone, with nothing beside the notebook. */
async function narrow(page) {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
  await until(
    async () =>
      (await page
        .locator('.jd-Grid')
        .first()
        .evaluate(node => node.clientWidth)) > 240,
    'the grid to have the room'
  );
}

/** That all these are drawn within the page and what they lie in, each on one line. */
async function allWithin(page, selector) {
  await until(async () => (await outside(page, selector)).length === 0, 'all to be within', 5000).catch(
    async () => assert.deepEqual(await outside(page, selector), [])
  );
}

function outside(page, selector) {
  return page.locator(selector).evaluateAll(nodes =>
    nodes
      .filter(node => {
        const { left, right, width, height } = node.getBoundingClientRect();
        const around = node.closest('.jd-Grid').getBoundingClientRect();
        const isSeen = width > 0 && height > 0;
        return isSeen && (left < around.left - 1 || right > around.right + 1 || height > 30);
      })
      .map(node => node.textContent || node.getAttribute('aria-label') || node.className)
  );
}
