/** Pages of one browser: what one of them holds open leaves the others their way to the service. */
import assert from 'node:assert/strict';
import { runCommand } from './lab.mjs';
import { gridIsFull, jobThat, openNotebook, openPanel, startCell } from './gestures.mjs';

const PAGES = 4;
const PRESS_MS = 3_000;

export async function fourPagesOfOneBrowserEachPress({ lab, page, context }) {
  const pages = [page];
  while (pages.length < PAGES) {
    pages.push(await context.newPage());
  }
  // Each page shows a sweep that is not over, so each follows its own job and the list of all.
  for (const [at, each] of pages.entries()) {
    await openNotebook(each, lab, `page-${at}.ipynb`, `%%sweep seed=1,2 steps=4\npage ${at}`);
    await openPanel(each);
    if (at === 0) {
      await runCommand(each, 'jupyterlab-diffusion:pause-all');
    }
    await startCell(each);
    await jobThat(lab, `page ${at}`, ({ state }) => state === 'paused');
  }

  const last = pages.at(-1);
  await last.bringToFront();
  const begun = Date.now();
  await last.locator('.jd-Progress button', { hasText: 'Resume all' }).click();
  await last.locator('.jd-Progress', { hasText: 'Everything is paused' }).waitFor({ state: 'detached' });
  assert.ok(Date.now() - begun < PRESS_MS, 'no page keeps a press of another waiting');
  for (const each of pages) {
    await each.bringToFront();
    await gridIsFull(each);
  }
}
