/** What a person meets who writes something wrong, has a bad model file, or stops a cell. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeCells, kernelReady, openLab, pause, runCommand } from './lab.mjs';
import { root } from '../scripts/prepare.mjs';
import {
  errorOf,
  fieldOf,
  healthOf,
  jobOf,
  jobsOf,
  jobThat,
  openNotebook,
  openPanel,
  panelOf,
  payloadOf,
  promptOf,
  runCell,
  scratchFolder,
  startCell,
  until
} from './gestures.mjs';

const bundled = join(root, 'models', 'emoji-diffusion');

export const lab = { env: { JUPYTERLAB_DIFFUSION_MODELS: brokenModels() } };

/** The cell's text, the place of the fault, its sentence, and what would be right. */
const wrong = [
  ['%%sweep cgf=3,5\na cat', '1:9', '"cgf" is not a parameter. Did you mean cfg?'],
  ['%%sweep cfg=3,5 step=4\na cat', '1:17', '"step" is not a parameter. Did you mean steps?'],
  ['%%sweep cfg=3,5,31\na cat', '1:17', '31 is out of range; cfg_scale takes numbers from 1 to 30.'],
  ['%%sweep cfg=3,5,seven\na cat', '1:17', '"seven" is not a number; cfg_scale takes numbers from 1 to 30.'],
  ['%%sweep steps=0..2\na cat', '1:15', '0 is out of range; steps takes whole numbers from 1 to 150.'],
  ['%%sweep size=128x100\na cat', '1:18', '100 is not a multiple of 8'],
  ['%%sweep sampler="Eulr a"\na cat', '1:17', '"Eulr a" is not a sampler. Did you mean Euler a?'],
  [
    '%%sweep model=emoji-difusion\na cat',
    '1:15',
    "This model isn't there: emoji-difusion. Did you mean emoji-diffusion?"
  ],
  [
    '%%sweep seed=1..10000\na cat',
    '',
    '10,000 cells: more than your limit of 400.',
    'Add limit=10000 to allow it'
  ],
  [
    '%%sweep\na cat\nNegative prompt: grey\nSteps: 900, Seed: 3',
    '4:8',
    '900 is out of range; steps takes whole numbers'
  ],
  ['%%sweep where="steps >"\na cat', '', 'The condition ends where a comparison is expected.', 'steps >= 10'],
  ['%%sweep seed=$seeds\na cat', '1:14', '"seeds" is not a variable of this notebook.'],
  ['%%txt2img seed=1..4\na cat', '', '%%txt2img draws one cell, and seed has 4 values.', 'Use %%sweep.']
];

export async function everyWrongCellSaysWhereWhatAndWhatWouldBeRight({ lab, page }) {
  const before = await jobsOf(lab);
  await openNotebook(page, lab, 'wrong.ipynb', ...wrong.map(([source]) => source));
  for (const [index, [source, place, ...sentences]] of wrong.entries()) {
    const outputs = await runCell(page, index);
    assert.ok(
      outputs.some(output => output.output_type === 'error'),
      `${source} stops Run All`
    );
    const shown = errorOf(outputs);
    assert.ok(shown.includes(place ? `${place} ` : ''), `${place} in ${shown}`);
    for (const sentence of sentences) {
      assert.ok(shown.includes(sentence), `${sentence} in ${shown}`);
    }
    assert.doesNotMatch(shown, /Traceback|File |site-packages/);
    if (place) {
      assert.match(shown, /\n *\^+/, 'carets under the place');
    }
  }
  assert.equal((await jobsOf(lab)).length, before.length, 'nothing runs until all of it is valid');
}

export async function everyBadModelFileIsNamedWithItsReason({ lab, page }) {
  const bad = [
    ['pickled', /pickled\.ckpt can't be used: it asks for os\.system, .*Nothing in it was run\./s],
    ['disguised', /disguised\.safetensors can't be used: it asks for os\.system/],
    ['truncated', /truncated\.safetensors ends early: 15\.0 of 30\.0 MB\. .*download it again/],
    ['corrupt', /corrupt\.safetensors is damaged: its header is not JSON/],
    ['half', /half.* can't be used: text_encoder\/config\.json is missing/]
  ];
  await openNotebook(page, lab, 'models.ipynb', '');
  for (const [name, reason] of bad) {
    const shown = errorOf(await runCell(page, 0, `%%txt2img model=${name} steps=1\na cat`));
    assert.match(shown, reason);
    assert.match(shown, /1:17 /);
  }
  // A folder beside them that is whole draws.
  const [cell] = payloadOf(await runCell(page, 0, '%%txt2img model=whole steps=1 seed=1\na cat')).cells;
  assert.deepEqual([cell.state, cell.params.model], ['done', 'whole']);

  const { models } = await (await lab.ask('diffusion/v1/models')).json();
  for (const [name, reason] of bad) {
    const found = models.find(model => model.name.startsWith(name));
    assert.equal(found?.usable, false, `${name} among ${models.map(each => each.name)}`);
    assert.match(found.problem, reason);
  }
}

export async function thePanelOffersOnlyModelsThatCanDraw({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  const choices = (await fieldOf(page, 'model')).locator('option');
  await until(async () => (await choices.count()) > 2, 'the list of models');
  const names = (await choices.allTextContents()).join(' ');
  assert.match(names, /emoji-diffusion/);
  assert.match(names, /whole/);
  assert.doesNotMatch(names, /pickled|truncated|corrupt/);
}

export async function anInterruptCancelsTheJobAndKeepsWhatIsFinished({ lab, page }) {
  await openNotebook(page, lab, 'interrupt.ipynb', '%%sweep steps=2,120 seed=1..6\na turtle');
  await startCell(page);
  const { id } = await jobThat(lab, 'a turtle', ({ progress }) => progress.cells_done >= 6);
  await runCommand(page, 'notebook:interrupt-kernel');
  await kernelReady(page);
  const [{ outputs }] = await codeCells(page);
  assert.match(errorOf(outputs), /^Cancelled\. 6 of 12 cells were finished; they are kept\./);
  const job = await jobThat(lab, 'a turtle', ({ state }) => state === 'cancelled', 10_000);
  assert.equal(job.id, id);
  await until(async () => (await healthOf(lab)).state === 'ready', 'the service to be at rest', 10_000);
  assert.equal((await jobOf(lab, id)).cells.filter(({ state }) => state === 'done').length, 6);
  await until(
    async () => /Cancelled · 6 of 12 drawn/.test(await page.locator('.jd-Progress').innerText()),
    'the grid to say it'
  );
  assert.equal(await page.locator('[role="gridcell"][aria-label*="done"] img').count(), 6);
  // Nothing is drawn any more.
  const before = await stepsOf(lab, id);
  await pause(1_000);
  assert.equal(await stepsOf(lab, id), before);

  await page.locator('.jd-Progress').getByRole('button', { name: 'Draw the rest' }).waitFor();
}

export async function aFailedSubmitLeavesTheFormAndSaysWhy({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a (cat:1.2, unclosed');
  await until(async () => /Draw 1 cell/.test(await panelOf(page).innerText()), 'a bracket is only text');
  await promptOf(page).fill('{a|{b|c}}');
  await panelOf(page).getByText("Variants can't stand within variants").first().waitFor();
  assert.equal(await promptOf(page).getAttribute('aria-invalid'), 'true');
}

async function stepsOf(lab, id) {
  return (await jobOf(lab, id)).progress.unet_evals_executed;
}

/** A models folder with one good model and everything that goes wrong with downloads. */
function brokenModels() {
  const folder = scratchFolder();
  const unet = join(bundled, 'unet', 'diffusion_pytorch_model.safetensors');
  const weights = readFileSync(unet);
  const pickle = '\u0080\u0002cos\nsystem\nX\u0004\0\0\0true\u0085R.';
  writeFileSync(join(folder, 'pickled.ckpt'), pickle, 'latin1');
  writeFileSync(join(folder, 'disguised.safetensors'), pickle, 'latin1');
  writeFileSync(join(folder, 'truncated.safetensors'), weights.subarray(0, weights.length / 2));
  const corrupt = Buffer.from(weights.subarray(0, 100_000));
  corrupt.fill(0x7b, 8, 200);
  writeFileSync(join(folder, 'corrupt.safetensors'), corrupt);
  mkdirSync(join(folder, 'half'));
  copyFileSync(join(bundled, 'model_index.json'), join(folder, 'half', 'model_index.json'));
  symlinkSync(bundled, join(folder, 'whole'));
  return folder;
}
