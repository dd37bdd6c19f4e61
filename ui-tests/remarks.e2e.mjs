/** Remarks: what changes nothing is told quietly, in the output and in the panel, once. */
import assert from 'node:assert/strict';
import {
  fieldOf,
  gridIsFull,
  makeAxis,
  openNotebook,
  openPanel,
  panelOf,
  promptOf,
  runCell,
  until
} from './gestures.mjs';

export async function aRemarkStandsOverTheSheetAndAtItsFieldAndNothingIsRed({ lab, page }) {
  await openNotebook(
    page,
    lab,
    'remarks.ipynb',
    '%%sweep seed=1..3 steps=2 denoising=0.3,0.7 hr_scale=2 subseed=5 s_tmin=1 size=64x64\na kite, (red'
  );
  await runCell(page);
  await gridIsFull(page);
  const told = () => page.locator('.jd-Grid .jd-Remarks > li').allInnerTexts();
  assert.equal((await told()).length, 4);
  assert.equal(await page.locator('.jp-OutputArea-output[data-mime-type*="stderr"]').count(), 0);
  if (process.env.SHOTS) {
    await page.screenshot({ path: `${process.env.SHOTS}-cell.png` });
  }
  await page.locator('.jd-Remarks-more').click();
  const all = await told();
  assert.equal(new Set(all).size, all.length);
  assert.ok(
    all.some(line => /^1:27 denoising_strength/.test(line)),
    all.join('\n')
  );

  await openPanel(page);
  await promptOf(page).fill('a kite');
  await makeAxis(page, 'seed', '1..3');
  await page.locator('.jd-Params-more').click();
  await (await fieldOf(page, 'batch_count')).fill('2');
  const atFields = panelOf(page).locator('[data-param] .jd-Remarks > li');
  const docked = panelOf(page).locator('.jd-Dock .jd-Remarks > li');
  await until(async () => (await atFields.count()) > 0, 'a remark at its field');
  assert.match((await atFields.allInnerTexts()).join('\n'), /6 cells make only 4 different pictures/);
  assert.equal(await docked.count(), 0);
  if (process.env.SHOTS) {
    await page.screenshot({ path: `${process.env.SHOTS}-panel.png` });
  }

  // Where the field is out of sight, the remark is not.
  await panelOf(page).locator('.jd-Section-params .jd-Section-toggle').click();
  await until(async () => (await docked.count()) > 0, 'the remark in the dock');
}
