import { gridIsFull, openNotebook, runCell, until } from '../../../ui-tests/gestures.mjs';

export async function theComparePanel({ lab, page, shoot }) {
  await openNotebook(
    page,
    lab,
    'guide-compare.ipynb',
    '%%sweep seed=3,4 cfg=2.5,7 steps=14\na cat with {sunglasses, (smiling:1.2)|a top hat, (smiling:1.4)}'
  );
  await runCell(page);
  await gridIsFull(page);
  const cells = page.locator('[role=gridcell]');
  for (const place of [0, 2, 4, 6]) {
    await cells.nth(place).focus();
    await page.keyboard.press('c');
  }
  await shoot(page.locator('.jd-Grid'), 'compare-letters');
  await page.keyboard.press('Shift+C');
  await page.locator('.jd-Pane').waitFor();
  // Side by side with the notebook there is little room on a page of this size: the panel has it all for the pictures of the guide.
  await page.evaluate(() => window.jupyterapp.shell.collapseLeft());
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('application:set-mode', { mode: 'single-document' })
  );
  const panel = page.locator('.jd-Compare');
  await until(async () => (await panel.boundingBox()).width > 1000, 'the panel to be wide');
  const pane = page.locator('.jd-Pane').first();
  const take = async (key, name) => {
    await pane.focus();
    await page.keyboard.press(key);
    await page.waitForTimeout(600);
    await shoot(panel, name);
  };
  await take('l', 'compare-slider');
  await take('d', 'compare-difference');
  await take('v', 'compare-side');
}
