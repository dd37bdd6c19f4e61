/** Picture care in a notebook: a drawn picture is enlarged in several ways, and a file of the notebook's folder without any model. */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gridIsFull, jobOf, openNotebook, openPanel, panelOf, payloadOf, runCell } from './gestures.mjs';

const PHOTO = fileURLToPath(new URL('../docs/guide/pictures/cull-marks.webp', import.meta.url));

export async function aDrawnPictureIsEnlargedInSeveralWaysAndDrawnOnce({ lab, page }) {
  await openNotebook(
    page,
    lab,
    'care.ipynb',
    '%%txt2img seed=1 steps=4\na cat',
    '%%sweep seed=1 steps=4 upscale=2 upscaler=Nearest,Lanczos,realesr-animevideov3\na cat'
  );
  await runCell(page, 0);
  const enlarged = payloadOf(await runCell(page, 1));
  assert.deepEqual(
    enlarged.cells.map(({ width, height, state }) => [width, height, state]),
    Array(3).fill([256, 256, 'done'])
  );
  const { plan, progress } = await jobOf(lab, enlarged.job);
  assert.deepEqual([plan.cared, plan.unet_evals.planned, progress.unet_evals_executed], [3, 0, 0]);
  await gridIsFull(page);
}

export async function enhanceCaresForAFileWithoutAModel({ lab, page }) {
  copyFileSync(PHOTO, join(lab.notebooks, 'my photo.webp'));
  await openNotebook(
    page,
    lab,
    'enhance.ipynb',
    '%%enhance "my photo.webp" upscale=1.5,2 upscaler=Lanczos,Nearest'
  );
  const { cells } = payloadOf(await runCell(page, 0));
  assert.equal(cells.length, 4);
  assert.ok(cells.every(({ state }) => state === 'done'));
  await gridIsFull(page);
  const line = await page.locator('.jd-Common').innerText();
  assert.doesNotMatch(line, /steps|CFG|Euler|none/i, 'nothing of drawing');
  const outputs = await runCell(page, 0, '%%enhance "my photo.webp" steps=20');
  assert.match(JSON.stringify(outputs), /enhance draws nothing, so steps means nothing here/);
  await openPanel(page);
  await panelOf(page).locator('.jd-Section', { hasText: 'Picture care' }).waitFor();
}
