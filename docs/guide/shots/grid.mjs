import { gridIsFull, openNotebook, runCell, startCell } from '../../../ui-tests/gestures.mjs';
import { runCommand } from '../../../ui-tests/lab.mjs';

export async function theGrid({ lab, page, shoot }) {
  await openNotebook(
    page,
    lab,
    'guide-grid.ipynb',
    '%%sweep seed=1..4 cfg=1,2.5,4,7 steps=12\na cat with sunglasses'
  );
  await runCell(page);
  await gridIsFull(page);
  await shoot(page.locator('.jd-Grid'), 'grid');
}

export async function aPausedGrid({ lab, page, shoot }) {
  await openNotebook(page, lab, 'guide-paused.ipynb', '%%sweep seed=1..6 cfg=2.5,4,7 steps=30\na fox');
  await startCell(page);
  await page.locator('[role="gridcell"] .jd-mod-step').first().waitFor();
  await page.locator('.jd-Progress [data-action="grid-pause"]').click();
  await page.locator('.jd-Progress [data-action="grid-resume"]').waitFor();
  // What was begun is finished first.
  await page.waitForFunction(() => document.querySelectorAll('.jd-mod-step').length === 0);
  await page.locator('.jd-Cell.jd-mod-queued').last().focus();
  await page.keyboard.press('n');
  await page.locator('.jd-Cell-when').waitFor();
  await shoot(page.locator('.jd-Grid'), 'grid-paused');
  await runCommand(page, 'jupyterlab-diffusion:grid-cancel');
}
