import { gridIsFull, openNotebook, runCell, until } from '../../../ui-tests/gestures.mjs';

const SWEEP = '%%sweep seed=1..4 cfg=2,4,4.04 steps=12\na cat with sunglasses';

/** Marks a cell by keys. */
async function mark(page, seed, cfg, ...keys) {
  await page.locator(`[role=gridcell][aria-label^="Seed ${seed}, CFG scale ${cfg},"]`).focus();
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

async function marked(page, lab, name) {
  await openNotebook(page, lab, name, SWEEP);
  await runCell(page);
  await gridIsFull(page);
  await until(async () => (await page.locator('.jd-mod-alike').count()) >= 4, 'near-duplicates');
}

export async function marks({ lab, page, shoot }) {
  await marked(page, lab, 'guide-marks.ipynb');
  await mark(page, 1, 2, 'p', '4');
  await mark(page, 2, 2, 'x');
  await mark(page, 4, 2, 'p', '5', 't');
  await page.keyboard.type('glasses, keep,');
  await page.keyboard.press('Escape');
  await mark(page, 2, 4, 'Shift+ArrowRight', 'Shift+ArrowDown');
  await shoot(page.locator('.jd-Grid'), 'cull-marks');
}

export async function screen({ lab, page, shoot }) {
  await marked(page, lab, 'guide-cull.ipynb');
  await mark(page, 4, 2, 'k');
  await until(() => page.evaluate(() => document.fullscreenElement !== null), 'the screen');
  await until(
    () => page.evaluate(() => document.querySelector('.jd-Cull-stage > img')?.complete === true),
    'the picture'
  );
  await shoot(page.locator('.jd-Cull'), 'cull-screen');
}

export async function filter({ lab, page, shoot }) {
  await marked(page, lab, 'guide-filter.ipynb');
  await mark(page, 1, 4, 'p', '3');
  await mark(page, 3, 2, 'p');
  await page.keyboard.press('f');
  const bar = page.locator('.jd-Filter');
  await bar.getByRole('radio', { name: /^Picks/ }).click();
  await bar.locator('.jd-Filter-add').click();
  await page.getByRole('menuitem', { name: 'CFG scale …' }).click();
  await page.getByRole('menuitem', { name: '2', exact: true }).click();
  await page.mouse.move(0, 0);
  await shoot(page.locator('.jd-Grid'), 'filter');
}
