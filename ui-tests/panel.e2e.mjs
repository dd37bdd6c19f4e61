/** The side panel: from the first open to a grid, and what it says on the way. */
import assert from 'node:assert/strict';
import { codeCells, openLab, runCommand } from './lab.mjs';
import {
  complaintsOf,
  fieldOf,
  forgetAllJobs,
  gridIsFull,
  healthOf,
  jobOf,
  jobRow,
  jobsOf,
  jobThat,
  makeAxis,
  openNotebook,
  openPanel,
  panelOf,
  payloadOf,
  promptOf,
  runButton,
  runCell,
  until
} from './gestures.mjs';

const AT_ONCE_MS = 2_000;

export async function theLaunchersCardOpensThePanel({ lab, page }) {
  await openLab(page, lab);
  await runCommand(page, 'launcher:create');
  await page.locator('.jp-LauncherCard', { hasText: 'Diffusion Panel' }).click();
  await panelOf(page).waitFor();
  assert.ok(await promptOf(page).isVisible());
}

export async function aFirstOpenShowsExamplesAndOnePressFillsTheForm({ lab, page }) {
  await forgetAllJobs(lab);
  await openLab(page, lab);
  await openPanel(page);
  const examples = page.locator('.jd-Examples-row');
  await examples.nth(3).waitFor();
  assert.equal(await examples.count(), 4);
  assert.match(await page.locator('.jd-Section-jobs').innerText(), /none yet/);
  assert.match(await page.locator('.jd-Dock').innerText(), /Write a prompt or pick an example/);

  await page.getByRole('button', { name: /^a house/ }).click();
  assert.equal(await promptOf(page).inputValue(), 'a house');
  await until(
    async () => (await runButton(page).innerText()) === 'Draw 16 cells',
    'the price of the example'
  );
  assert.equal(await (await fieldOf(page, 'seed')).inputValue(), '1..4');
  assert.equal(await page.locator('.jd-Axis').count(), 2);
  assert.deepEqual(await jobsOf(lab), [], 'filling the form draws nothing');
}

export async function aSweepIsPricedDrawnInTheMainAreaAndThenShownAtOnce({ lab, page }) {
  const complaints = complaintsOf(page);
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a red heart');
  await (await fieldOf(page, 'steps')).fill('30');
  await (await fieldOf(page, 'seed')).fill('7');
  await makeAxis(page, 'cfg_scale', '2,3.5,5');

  await buttonSays(page, 'Draw 3 cells');
  const price = await page.locator('.jd-Dock').innerText();
  assert.match(price, /3 cells/);
  assert.match(price, /3 to draw/);
  // Three guidance scales share the first step: 2 rows instead of 6.
  assert.match(price, /176 of 180/);
  assert.match(price, /about \d+ s/);
  assert.equal(await page.locator('.jd-Axis[data-param="cfg_scale"] .jd-Chip.jd-mod-new').count(), 3);

  await runButton(page).click();
  const grid = page.locator('#jp-main-dock-panel [role="grid"]');
  await grid.waitFor();
  assert.equal(await grid.getByRole('gridcell').count(), 3);
  await gridIsFull(page, { scope: '#jp-main-dock-panel' });
  const first = await jobThat(lab, 'a red heart', ({ state }) => state === 'done');
  assert.equal(first.progress.unet_evals_executed, 176, 'the price was exact');

  await buttonSays(page, 'Show 3 cells');
  assert.equal(await page.locator('.jd-Axis[data-param="cfg_scale"] .jd-Chip.jd-mod-new').count(), 0);
  await runCommand(page, 'application:close');
  assert.equal(await grid.count(), 0);
  const pressed = Date.now();
  await runButton(page).click();
  await gridIsFull(page, { scope: '#jp-main-dock-panel' });
  assert.ok(Date.now() - pressed < AT_ONCE_MS, `shown after ${Date.now() - pressed} ms`);
  const later = (await jobsOf(lab)).slice(
    0,
    (await jobsOf(lab)).findIndex(({ id }) => id === first.id)
  );
  assert.ok(later.every(({ progress }) => progress.unet_evals_executed === 0));

  // A part of it, asked anew, is another job and comes from the cache.
  await (await fieldOf(page, 'cfg_scale')).fill('2,5');
  await buttonSays(page, 'Show 2 cells');
  await runButton(page).click();
  const part = await jobThat(lab, 'a red heart', ({ id, state }) => id !== first.id && state === 'done');
  assert.deepEqual([part.progress.cells_cached, part.progress.unet_evals_executed], [2, 0]);
  assert.deepEqual(complaints, []);
}

export async function aWrongValueIsMarkedWithWhatWouldBeRight({ page, lab }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a cat face');
  const wrong = [
    ['cfg_scale', '3,seven', '“seven” is not a number; 1 to 30 is allowed.'],
    ['cfg_scale', '3,31', '31 is outside 1 to 30.'],
    ['seed', '1..4:0', 'The step of 1..4:0 is 0.'],
    ['size', '128x100', '100 is not a multiple of 8']
  ];
  for (const [name, text, sentence] of wrong) {
    const field = await fieldOf(page, name);
    await field.fill(text);
    const note = page.locator(`[data-param="${name}"] .jd-Note.jd-mod-bad`);
    await note.waitFor();
    assert.ok(plain(await note.innerText()).includes(plain(sentence)), await note.innerText());
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.getAttribute('aria-describedby'), await note.getAttribute('id'));
    assert.equal(await page.locator('.jd-Dock .jd-mod-primary').count(), 0, 'a wrong form can’t be run');
    await field.fill('');
    await buttonSays(page, 'Draw 1 cell');
    assert.equal(await note.count(), 0);
  }

  // The dock leads to it, wherever the focus is.
  await (await fieldOf(page, 'cfg_scale')).fill('3,seven');
  await page.locator('.jd-Dock').getByRole('button', { name: 'Show me' }).click();
  const chosen = await page.evaluate(() => {
    const { value, selectionStart, selectionEnd, dataset } = document.activeElement;
    return [dataset.field, value.slice(selectionStart, selectionEnd)];
  });
  assert.deepEqual(chosen, ['cfg_scale', 'seven']);
}

export async function tooManyCellsOfferASampleInTheirPlace({ page, lab }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a star');
  await makeAxis(page, 'seed', '1..1200');
  const dock = page.locator('.jd-Dock');
  await dock.getByRole('button', { name: 'Draw a sample of 40' }).waitFor();
  assert.match(await dock.innerText(), /1,200 cells/);
  assert.match(await dock.innerText(), /More than your limit of 400/);
  await dock.getByRole('button', { name: 'Draw all 1,200 this time' }).waitFor();
}

export async function theInsertedCellIsTheExactTextRunsAndLoadsBack({ page, lab }) {
  await openNotebook(page, lab, 'insert.ipynb', 'print("kept")');
  await openPanel(page);
  await promptOf(page).fill('{a cat|a dog} face, (flat style:1.2)');
  await page.getByRole('button', { name: 'Negative prompt' }).click();
  await page.locator('textarea[data-field="negative_prompt"]').fill('grey');
  await (await fieldOf(page, 'steps')).fill('2');
  await makeAxis(page, 'seed', '1..2');
  await buttonSays(page, 'Draw 4 cells');
  await page.locator('.jd-Insert').click();

  const [kept, inserted] = await codeCells(page);
  assert.equal(kept.source, 'print("kept")');
  const said = await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.activeCellIndex);
  assert.equal(said, 1, 'the inserted cell is the active one');
  assert.match(
    inserted.source,
    /^%%sweep steps=2 seed=1\.\.2[^\n]*\n\{a cat\|a dog\} face, \(flat style:1\.2\)\nNegative prompt: grey$/
  );

  const payload = payloadOf(await runCell(page, 1));
  assert.deepEqual(
    payload.cells.map(({ params, state }) => [params.prompt, params.seed, params.steps, state]).sort(),
    [
      ['a cat face, (flat style:1.2)', 1, 2, 'done'],
      ['a cat face, (flat style:1.2)', 2, 2, 'done'],
      ['a dog face, (flat style:1.2)', 1, 2, 'done'],
      ['a dog face, (flat style:1.2)', 2, 2, 'done']
    ]
  );

  await promptOf(page).fill('something else');
  await (await fieldOf(page, 'steps')).fill('9');
  await page.getByRole('button', { name: 'Load from cell' }).click();
  await until(async () => (await promptOf(page).inputValue()).startsWith('{a cat|a dog}'), 'the loaded form');
  assert.equal(await (await fieldOf(page, 'steps')).inputValue(), '2');
  assert.equal(await (await fieldOf(page, 'seed')).inputValue(), '1..2');
  assert.equal(await page.locator('textarea[data-field="negative_prompt"]').inputValue(), 'grey');
  await buttonSays(page, 'Show 4 cells');

  // Inserted once more, it is the text that was loaded.
  await page.locator('.jd-Insert').click();
  assert.equal((await codeCells(page))[2].source, inserted.source);
}

export async function aCellThatIsNoSweepLeavesTheFormAloneAndSaysWhy({ page, lab }) {
  await openNotebook(page, lab, 'other.ipynb', 'print("no sweep")');
  await openPanel(page);
  await promptOf(page).fill('kept');
  await page.getByRole('button', { name: 'Load from cell' }).click();
  const note = panelOf(page).locator('.jd-Panel-note');
  await note.waitFor();
  assert.match(await note.innerText(), /isn’t a sweep: its first line would be %%sweep/);
  assert.equal(await promptOf(page).inputValue(), 'kept');
}

export async function aJobIsListedWithItsPicturesCancelledAndOpenedAgain({ page, lab }) {
  await openLab(page, lab);
  await openPanel(page);
  const service = panelOf(page).locator('.jd-Service');
  await until(async () => /^Ready/.test(await service.innerText()), 'the service to be ready');
  await promptOf(page).fill('an owl');
  await (await fieldOf(page, 'steps')).fill('4,100');
  await makeAxis(page, 'seed', '1..12');
  await buttonSays(page, 'Draw 24 cells');
  await runButton(page).click();

  await jobThat(lab, 'an owl', ({ progress }) => progress.cells_done > 0);
  const row = await jobRow(page, 'an owl');
  await row.locator('.jd-Thumbs img').first().waitFor();
  await until(
    () =>
      row
        .locator('.jd-Thumbs img')
        .first()
        .evaluate(image => image.complete && image.naturalWidth > 16),
    'a thumbnail that has loaded'
  );
  assert.match(await service.innerText(), /^“an owl”: \d+ of 24/);
  assert.match(await row.innerText(), /\d+ of 24/);

  await row.getByRole('button', { name: 'Cancel' }).click();
  const cancelled = await jobThat(lab, 'an owl', ({ state }) => state === 'cancelled', 15_000);
  await until(async () => /Cancelled .*\d+ of 24/.test(await row.innerText()), 'the row to say it');
  await until(async () => /^Ready/.test(await service.innerText()), 'the service to be ready again');
  assert.equal((await healthOf(lab)).state, 'ready');
  const { cells } = await jobOf(lab, cancelled.id);
  assert.ok(
    cells.some(({ state, image }) => state === 'done' && image),
    'what was finished is kept'
  );

  // Its tab closed, the row opens it again with the pictures it has.
  await runCommand(page, 'application:close');
  assert.equal(await page.locator('#jp-main-dock-panel [role="grid"]').count(), 0);
  await row.locator('.jd-Job-open').click();
  const grid = page.locator('#jp-main-dock-panel [role="grid"]');
  await grid.waitFor();
  assert.equal(await grid.getByRole('gridcell').count(), 24);
  await grid.locator('img').first().waitFor();
}

export async function aReloadKeepsTheFormAndTheTabWhoseJobGoesOn({ page, lab }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a mushroom');
  await (await fieldOf(page, 'steps')).fill('3,30');
  await makeAxis(page, 'seed', '1..8');
  await buttonSays(page, 'Draw 16 cells');
  await runButton(page).click();
  await page.locator('#jp-main-dock-panel [role="grid"] img').first().waitFor();
  await savedWorkspace(page, 'a mushroom');

  // The reload button of the browser: the workspace isn't reset.
  await page.goto(page.url().replace(/[?&](token|reset)[^&]*/g, ''));
  await gridIsFull(page, { scope: '#jp-main-dock-panel' });
  assert.equal(await promptOf(page).inputValue(), 'a mushroom');
  assert.equal((await jobsOf(lab)).filter(({ spec }) => spec.base.prompt === 'a mushroom').length, 1);
}

export async function tokensAreCountedAndWhatIsOddIsToldAtItsPlace({ lab, page }) {
  const complaints = complaintsOf(page);
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a (red:1.3) heart, (flat style');
  const count = page.locator('.jd-Prompt-count');
  await count.waitFor();
  assert.match(await count.innerText(), /^\d+\/75$/);
  await page.locator('.jd-Prompt-remarks li').waitFor();
  assert.equal(await page.locator('.jd-Prompt-shown .jd-mod-odd').innerText(), '(');
  await count.click();
  const reading = page.locator('.jd-Reading');
  await until(async () => /red\s*1\.3/.test(await reading.innerText()), 'the weight of a word');

  await promptOf(page).fill(Array.from({ length: 90 }, () => 'heart').join(', '));
  await until(async () => /^1\d\d\/(150|225)$/.test(await count.innerText()), 'the count of a long prompt');
  assert.equal(await page.locator('.jd-Prompt-remarks').count(), 0);
  assert.deepEqual(complaints, []);
}

export async function anUploadedPictureIsBegunWithAtSeveralStrengths({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a blue fish');
  await (await fieldOf(page, 'steps')).fill('4');
  await (await fieldOf(page, 'seed')).fill('3');
  await page.locator('.jd-Section-image .jd-Section-toggle').click();
  assert.equal(await page.locator('[data-param="denoising_strength"]').count(), 0, 'nothing to weaken yet');
  await page.locator('[data-param="init_image"] input[type="file"]').setInputFiles({
    name: 'start.png',
    mimeType: 'image/png',
    buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 128, height: 128 } })
  });
  await page.locator('.jd-Picture.jd-mod-set img').waitFor();
  await makeAxis(page, 'denoising_strength', '0.25,1');
  await buttonSays(page, 'Draw 2 cells');
  await runButton(page).click();
  const job = await jobThat(lab, 'a blue fish', ({ state }) => state === 'done');
  const { cells } = await jobOf(lab, job.id);
  assert.deepEqual(
    cells.map(({ params, state }) => [params.denoising_strength ?? 0.75, state]),
    [
      [0.25, 'done'],
      [1, 'done']
    ]
  );
  assert.ok(cells.every(({ params }) => /^[0-9a-f]{64}$/.test(params.init_image)));
  assert.notEqual(cells[0].image, cells[1].image);

  // Taken away, what is drawn from a picture needs no place.
  await page.locator('[data-param="init_image"] button[aria-label^="Remove"]').click();
  await until(async () => (await page.locator('[data-param="mask"]').count()) === 0, 'the mask to go');
}

export async function theHiresFixDrawsLargerPicturesInTheSameGrid({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a green apple');
  await (await fieldOf(page, 'steps')).fill('2');
  await (await fieldOf(page, 'seed')).fill('3');
  await page.locator('.jd-Section-hires .jd-Section-toggle').click();
  await page.locator('#jd-field-enable_hr').check();
  await page.locator('#jd-field-hr_scale').fill('1.5,2');
  // Left, the list is an axis.
  await promptOf(page).click();
  await page.locator('.jd-Axis[data-param="hr_scale"]').waitFor();
  await buttonSays(page, 'Draw 2 cells');
  await runButton(page).click();
  await gridIsFull(page, { scope: '#jp-main-dock-panel' });
  const job = await jobThat(lab, 'a green apple', ({ state }) => state === 'done');
  const { cells } = await jobOf(lab, job.id);
  assert.deepEqual(
    cells.map(({ width, height }) => [width, height]),
    [
      [192, 192],
      [256, 256]
    ]
  );
}

async function buttonSays(page, words) {
  await until(
    async () => (await runButton(page).count()) > 0 && (await runButton(page).innerText()).trim() === words,
    `the button to say "${words}"`
  );
}

/** Lab writes its workspace a moment after a change. */
function savedWorkspace(page, words) {
  return until(
    () =>
      page.evaluate(async text => {
        const { workspaces } = window.jupyterapp.serviceManager;
        const saved = JSON.stringify(await workspaces.fetch('default').catch(() => ({})));
        return saved.includes(text) && /jd-job-|jupyterlab-diffusion:/.test(saved);
      }, words),
    'the workspace to be saved'
  );
}

const plain = text => text.replace(/[“”]/g, '"');
