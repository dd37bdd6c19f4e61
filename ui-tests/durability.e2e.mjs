/** What survives: a killed service, a killed Lab, and everything that was drawn once. */
import assert from 'node:assert/strict';
import { kernelReady, openLab } from './lab.mjs';
import {
  childrenOf,
  gridIsFull,
  healthOf,
  isAlive,
  jobOf,
  jobRow,
  jobThat,
  openNotebook,
  openPanel,
  payloadOf,
  runCell,
  startCell,
  until
} from './gestures.mjs';

const GONE_MS = 5_000;

export async function aKilledServiceIsStartedAgainAndTheSweepGoesOn({ lab, page }) {
  await openNotebook(page, lab, 'killed.ipynb', '%%sweep steps=2,60 seed=1..6\na snowman');
  await startCell(page);
  const { id, created } = await jobThat(lab, 'a snowman', ({ progress }) => progress.cells_done >= 6);
  const finished = imagesOf(await jobOf(lab, id));
  await page
    .locator('.jd-mod-step', { hasText: /\d+ of 60/ })
    .first()
    .waitFor();
  const { pid } = await healthOf(lab);
  process.kill(pid, 'SIGKILL');
  await until(() => !isAlive(pid), 'the service to be gone');

  // The extension starts it again, the kernel keeps following, and the open grid says so and fills.
  const told = page.locator('.jd-Under', {
    hasText: /Drawing was interrupted at \d\d:\d\d; \d cells? begins? again/
  });
  await told.waitFor({ timeout: 60_000 });
  await gridIsFull(page, { timeout: 90_000 });
  await kernelReady(page);
  const job = await jobThat(lab, 'a snowman', ({ state }) => state === 'done');
  assert.equal(job.id, id, 'the same job');
  assert.equal(job.created, created);
  assert.notEqual((await healthOf(lab)).pid, pid);
  const now = imagesOf(await jobOf(lab, id));
  assert.deepEqual({ ...now, ...finished }, now, 'what was finished is still there, byte for byte');
  assert.equal(Object.keys(now).length, 12);
  const [output] = await page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.content.widgets[0].model.outputs.toJSON()
  );
  assert.equal(payloadOf([output]).state, 'done', 'the notebook has the end');
}

export async function aKilledLabTakesItsServiceAlongAndTheNextOneGoesOn({ lab, page }) {
  await openNotebook(page, lab, 'crash.ipynb', '%%sweep steps=2,24 seed=1..6\na balloon');
  await startCell(page);
  const { id } = await jobThat(lab, 'a balloon', ({ progress }) => progress.cells_done >= 6);
  const { pid } = await healthOf(lab);
  await page.evaluate(() => window.jupyterapp.commands.execute('docmanager:save'));
  await lab.kill();
  await until(() => !isAlive(pid), 'the service to end with its Lab', GONE_MS);

  await page.goto('about:blank');
  await lab.restart();
  await openLab(page, lab);
  await openPanel(page);
  const row = await jobRow(page, 'a balloon');
  const job = await jobThat(lab, 'a balloon', ({ state }) => state === 'done', 90_000);
  assert.equal(job.id, id);
  assert.equal(job.progress.cells_done, 12);
  await until(async () => /^a balloon\s+Done/.test(await row.innerText()), 'the panel to say it');

  // The notebook as it was saved in the middle finds its job and shows all of it.
  await openLab(page, lab, 'crash.ipynb');
  await gridIsFull(page);
  assert.equal(await page.locator('[role="gridcell"]').count(), 12);
}

export async function aWidenedSweepDrawsOnlyWhatIsNew({ lab, page }) {
  await openNotebook(page, lab, 'widen.ipynb', '');
  const draw = async axis => {
    const payload = payloadOf(await runCell(page, 0, `%%sweep seed=1,2 ${axis} steps=3\na rabbit`));
    const { progress } = await jobOf(lab, payload.job);
    return { payload, progress };
  };
  const first = await draw('cfg=2,4');
  assert.deepEqual(first.payload.summary.drawn, 4);
  assert.equal(first.progress.cells_cached, 0);

  const wider = await draw('cfg=2,4,6');
  assert.deepEqual([wider.payload.summary.drawn, wider.payload.summary.cached], [2, 4]);
  assert.equal(wider.progress.cells_cached, 4);
  // Two new cells of three steps with two rows each; nothing of the four old ones.
  assert.equal(wider.progress.unet_evals_executed, 12);
  await gridIsFull(page);
  assert.equal(await page.locator('[role="gridcell"] .jd-Tag.jd-mod-br').count(), 4, 'cached cells say so');

  const same = await draw('cfg=2,4,6');
  assert.equal(same.progress.unet_evals_executed, 0);
  assert.equal(same.progress.cells_cached, 6);
  assert.deepEqual(Object.values(imagesOf(same.payload)), Object.values(imagesOf(wider.payload)));
}

export async function aRestartedKernelFindsTheServiceAndItsPictures({ lab, page }) {
  await openNotebook(page, lab, 'kernel.ipynb', '%%sweep seed=1,2 steps=2\na whale');
  await runCell(page);
  const { pid } = await healthOf(lab);
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel());
  await kernelReady(page);
  const payload = payloadOf(await runCell(page));
  assert.ok(payload.cells.every(({ cached, state }) => cached && state === 'done'));
  assert.equal((await healthOf(lab)).pid, pid, 'the service is Lab’s, not the kernel’s');
}

export async function aKilledDrawingProcessCostsNoCell({ lab, page }) {
  await openNotebook(page, lab, 'worker.ipynb', '%%sweep steps=2,30 seed=11..14\na crown');
  await startCell(page);
  const { id } = await jobThat(lab, 'a crown', ({ progress }) => progress.cells_done >= 4);
  const { pid } = await healthOf(lab);
  const [worker] = childrenOf(pid);
  process.kill(worker, 'SIGKILL');
  await gridIsFull(page, { timeout: 90_000 });
  const job = await jobThat(lab, 'a crown', ({ state }) => state === 'done');
  assert.deepEqual([job.id, job.progress.cells_done, job.progress.cells_failed], [id, 8, 0]);
  assert.equal((await healthOf(lab)).pid, pid, 'only the drawing process was started again');
}

function imagesOf({ cells }) {
  return Object.fromEntries(
    cells.filter(({ state }) => state === 'done').map(({ index, image }) => [index.join(), image])
  );
}
