/** Keys in the grid and in the panel, one of them changed in Lab's shortcut settings; and a sheet that is far larger than the page. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeCells, openLab, runCommand, save } from './lab.mjs';
import {
  fieldOf,
  gridIsFull,
  openNotebook,
  openPanel,
  payloadOf,
  promptOf,
  readNotebook,
  runCell,
  until
} from './gestures.mjs';

const pick = { command: 'jupyterlab-diffusion:cell-pick', selector: '.jd-Pictures :focus:not(input)' };

export const lab = {
  settings: {
    '@jupyterlab/shortcuts-extension:shortcuts': {
      shortcuts: [
        { ...pick, keys: ['P'], disabled: true },
        { ...pick, keys: ['J'] }
      ]
    }
  }
};

const SMALL = '%%sweep seed=1..3 cfg=2,5 steps=2\na cat face';
const SIDE = 100;

export async function aKeyThatWasChangedInTheSettingsIsTheGridsKeyAndLabsOwnKeysStayOut({ lab, page }) {
  await openNotebook(page, lab, 'keys.ipynb', SMALL, 'second');
  await runCell(page);
  await gridIsFull(page);
  const cells = page.locator('[role="gridcell"]');
  await cells.first().focus();
  await page.keyboard.press('p');
  await page.keyboard.press('x');
  await page.locator('[role="gridcell"][aria-label*="rejected"]').waitFor();
  await page.keyboard.press('j');
  await page.locator('[role="gridcell"][aria-label*="picked"]').waitFor();
  for (const key of ['d', 'd', 'a', '0', '0']) {
    await page.keyboard.press(key);
  }
  assert.equal((await codeCells(page)).length, 2, 'no cell of the notebook was cut, made or run');
  assert.equal(await page.getByRole('dialog').count(), 0, 'nobody asks to restart the kernel');
  await page.keyboard.press('?');
  await page.locator('.jd-Help kbd', { hasText: /^J$/ }).waitFor();
  await page.keyboard.press('Escape');

  const firstColumn = () => page.locator('.jd-Col').first().innerText();
  assert.equal(await firstColumn(), '1');
  await runCommand(page, 'jupyterlab-diffusion:grid-swap');
  await until(async () => (await firstColumn()) === '2', 'the command to act on the grid that had the focus');
}

export async function inThePanelLabFollowsTheKeys({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a cat');
  await page.keyboard.press('Control+ArrowUp');
  await until(async () => (await promptOf(page).inputValue()) === '(a cat:1.1)', 'the weight');
  await (await fieldOf(page, 'steps')).click();
  await page.keyboard.press('Alt+a');
  await page.locator('.jd-Axis[data-param="steps"]').waitFor();
  await page.locator('.jd-Axis[data-param="steps"] input').click();
  await page.keyboard.press('Alt+a');
  await page.locator('.jd-Param[data-param="steps"]').waitFor();
  await page.keyboard.press('Alt+/');
  await page.locator('.jd-Params-search input:focus').waitFor();
}

export async function tenThousandCellsCostWhatIsInView({ lab, page }) {
  await openNotebook(page, lab, 'small.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await save(page);
  const notebook = readNotebook(lab, 'small.ipynb');
  enlarge(payloadOf(notebook.cells[0].outputs));
  writeFileSync(join(lab.notebooks, 'large.ipynb'), JSON.stringify(notebook));
  await openLab(page, lab, 'large.ipynb');
  const grid = page.locator('[role="grid"]');
  await grid.locator('img').first().waitFor();
  const count = () => grid.getByRole('gridcell').count();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  const inSight = () =>
    page.evaluate(() => {
      const cell = document.activeElement.getBoundingClientRect();
      const sheet = document.querySelector('.jd-Sheet-scroll').getBoundingClientRect();
      const [x, y] = [(cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2];
      return x > sheet.left && x < sheet.right && y > sheet.top && y < sheet.bottom;
    });
  assert.ok((await count()) < 500, `${await count()} cells in the page`);
  await grid.getByRole('gridcell').first().focus();
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Control+ArrowDown');
  assert.match(await focused(), new RegExp(`^Seed ${SIDE}, CFG scale ${SIDE},`));
  assert.ok(await inSight(), 'the cell that the keyboard went to is in sight');
  assert.ok((await count()) < 500);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  assert.ok(await inSight(), 'and stays in sight while all cells grow');
  await page
    .locator('.jd-Sheet-scroll')
    .evaluate(node => node.scrollTo(node.scrollWidth / 2, node.scrollHeight / 2));
  await until(
    async () => (await grid.getByRole('gridcell', { name: /^Seed 5\d, CFG scale 5\d/ }).count()) > 4,
    'the middle'
  );
  assert.match(await focused(), /^Seed 100, CFG scale 99,/, 'scrolling takes the focus from no cell');
  await page.keyboard.press('Enter');
  await page.locator('.jd-Full-picture > img').waitFor();
  assert.ok((await page.locator('.jd-Strip button').count()) < 120, 'strips hold what is in view');
}

/** The payload with 100 × 100 cells, all with the pictures of its first, and no job to ask for. */
function enlarge(payload) {
  const [cell] = payload.cells;
  const values = Array.from({ length: SIDE }, (_, n) => n + 1);
  payload.job = null;
  payload.axes = payload.axes.map(axis => ({
    ...axis,
    values: values.map(value => [value]),
    labels: values.map(String),
    to_draw: values.map(() => 0)
  }));
  payload.cells = values.flatMap((seed, x) =>
    values.map((cfg_scale, y) => ({
      ...cell,
      id: `cell-${x}-${y}`,
      index: [x, y],
      params: { ...cell.params, seed, cfg_scale }
    }))
  );
}
