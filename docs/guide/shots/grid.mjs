import { gridIsFull, openNotebook, runCell } from '../../../ui-tests/gestures.mjs';

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
