/** Cells and prompts while they are written: colours, completion, weights, in the dialect they are written in. */
import assert from 'node:assert/strict';
import { fieldOf, openNotebook, openPanel, promptOf, until } from './gestures.mjs';
import { openLab } from './lab.mjs';

export async function aCellIsColouredByWhatItsDialectWeighs({ lab, page }) {
  await openNotebook(
    page,
    lab,
    'colours.ipynb',
    '%%sweep seed=1..4 sampler="Euler a",DDIM dialect=novelai model=${name}\na {warm} (light:1.2)\nNegative prompt: [grey]'
  );
  const cell = page.locator('.jp-CodeCell').first();
  const texts = kind => cell.locator(`.cm-jd-${kind}`).allInnerTexts();
  await until(async () => (await texts('more')).length > 0, 'colours');
  assert.deepEqual(await texts('more'), ['warm']);
  assert.deepEqual(await texts('less'), ['grey']);
  assert.deepEqual(await texts('string'), ['"Euler a"']);
  assert.deepEqual(await texts('number'), ['1', '4']);
  assert.equal((await texts('variable')).join(''), '${name}');
}

export async function ctrlUpWritesWhatTheDialectReads({ lab, page }) {
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill('a cat');
  const press = async key => {
    await promptOf(page).press('End');
    await promptOf(page).press(key);
  };
  await press('Control+ArrowUp');
  await until(async () => (await promptOf(page).inputValue()) === '(a cat:1.1)', 'a weight in numbers');
  await promptOf(page).fill('a cat');
  const dialect = await fieldOf(page, 'dialect');
  await page.locator('.jd-Params-more').click();
  await dialect.selectOption('novelai');
  await press('Control+ArrowUp');
  await until(async () => (await promptOf(page).inputValue()) === '{a cat}', 'a weight in braces');
  await until(
    async () => (await page.locator('.jd-Prompt-shown .jd-w-more').first().innerText()) === 'a cat',
    'the words in the colour of their weight'
  );
}
