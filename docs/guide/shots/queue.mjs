import {
  jobRow,
  jobThat,
  openNotebook,
  openPanel,
  panelOf,
  startCell,
  until
} from '../../../ui-tests/gestures.mjs';

export async function twoNotebooksInTurn({ lab, page, shoot }) {
  await openNotebook(page, lab, 'castle.ipynb', '%%sweep seed=1..120 steps=20\na castle');
  await openPanel(page);
  await startCell(page);
  const { id: castle } = await jobThat(lab, 'a castle', ({ progress }) => progress.cells_done >= 8);
  const other = await page.context().newPage();
  await openNotebook(other, lab, 'dolphin.ipynb', '%%sweep seed=1..120 steps=20\na dolphin');
  await startCell(other);
  const { id: dolphin } = await jobThat(lab, 'a dolphin', ({ progress }) => progress.cells_done >= 8);
  const row = await jobRow(page, 'a dolphin');
  await until(async () => /in turn/.test(await row.innerText()), 'the two to say so');
  await page.bringToFront();
  const list = panelOf(page).locator('.jd-Section-jobs');
  await list.scrollIntoViewIfNeeded();
  await shoot([list, page.locator('.jd-Service')], 'queue-turn');
  await row.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await panelOf(page).locator('.jd-Jobs-word button').waitFor();
  await shoot(list, 'queue-why');
  for (const id of [castle, dolphin]) {
    await lab.ask(`diffusion/v1/jobs/${id}/cancel`, { method: 'POST' });
  }
}
