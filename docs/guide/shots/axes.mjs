import { gridIsFull, openNotebook, runCell } from '../../../ui-tests/gestures.mjs';

const CELL = '%%sweep seed=1..3 cfg=2,5 steps=12\na cat with sunglasses';

export async function moreValues({ lab, page, shoot }) {
  await open(page, lab, 'guide-add.ipynb', CELL);
  await page.getByRole('button', { name: 'Add values to CFG scale' }).click();
  await page.keyboard.type('7,9');
  await page.locator('.jd-AddValues-do').waitFor();
  await shoot([page.locator('.jd-RenderedSweep'), page.locator('.jd-AddValues')], 'axes-add');
}

export async function atAHeader({ lab, page, shoot }) {
  await open(page, lab, 'guide-header.ipynb', '%%sweep seed=1..2 cfg=2,5,8 steps=12\na cat with sunglasses');
  await page.getByRole('rowheader', { name: '5', exact: true }).click();
  await page.locator('.lm-Menu').waitFor();
  await shoot([page.locator('.jd-Grid'), page.locator('.lm-Menu')], 'axes-header');
}

export async function placesOfAxes({ lab, page, shoot }) {
  await open(page, lab, 'guide-places.ipynb', CELL);
  const from = await page.locator('.jd-AxisName').first().boundingBox();
  await page.mouse.move(from.x + 10, from.y + 6);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 40, { steps: 4 });
  const { x, y, width, height } = await page.locator('[data-place="slider"]').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
  await shoot(page.locator('.jd-Grid'), 'axes-places');
  await page.mouse.up();
}

export async function aBatchInTheCell({ lab, page, shoot }) {
  await open(page, lab, 'guide-batch.ipynb', '%%sweep seed=1,20 cfg=2,5 n=4 steps=12\na cat with sunglasses');
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.locator('.lm-Menu').getByText('In the cell').click();
  await page.locator('.lm-Menu').getByText('Picture', { exact: true }).click();
  await shoot(page.locator('.jd-Grid'), 'axes-in-cell');
}

export async function flipping({ lab, page, shoot }) {
  await open(
    page,
    lab,
    'guide-flip.ipynb',
    '%%sweep seed=1..4 cfg=1,2.5,4,7 steps=12\na cat with sunglasses'
  );
  await page.locator('[aria-label^="Seed 2, CFG scale 4"]').focus();
  await page.keyboard.press('l');
  await page.waitForFunction(() => document.querySelector('.jd-Full-picture > img')?.naturalWidth > 0);
  await shoot(page.locator('.jd-Grid'), 'flip');
}

async function open(page, lab, name, cell) {
  await openNotebook(page, lab, name, cell);
  await runCell(page);
  await gridIsFull(page);
}
