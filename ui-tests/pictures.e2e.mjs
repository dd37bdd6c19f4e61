/** A picture that is dropped, pasted or dragged from a grid or the file browser says how it was made, and the form takes it over. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openLab } from './lab.mjs';
import {
  complaintsOf,
  fieldOf,
  forgetAllJobs,
  gridIsFull,
  openNotebook,
  openPanel,
  panelOf,
  promptOf,
  runCell,
  until
} from './gestures.mjs';

const SAID =
  'a lighthouse, café 灯塔\nNegative prompt: fog\n' +
  'Steps: 12, Sampler: Euler a, CFG scale: 6, Seed: 11, Size: 192x128, Model: not here, Version: v1.6.0';
const HEAD_BYTES = 33;

export async function aDroppedPictureOffersItsSettingsWithWhatWillChange({ lab, page }) {
  const complaints = complaintsOf(page);
  await openPanelWith(page, lab, 'a red heart');
  await (await fieldOf(page, 'steps')).fill('30');
  await give(page, 'drop', await pictureSaying(page, SAID), 'cliff.png');

  const offer = panelOf(page).locator('.jd-Offer');
  await offer.locator('.jd-Offer-changes').waitFor();
  assert.match(await offer.locator('h3').innerText(), /Settings of cliff\.png/);
  assert.match(await change(page, 'prompt'), /a red heart[^]*a lighthouse, café 灯塔/);
  assert.match(await change(page, 'steps'), /30[^]*12/);
  assert.match(await change(page, 'size'), /192 × 128/);
  assert.match(await offer.innerText(), /not here/, 'a model that is not here is told');
  assert.equal(await promptOf(page).inputValue(), 'a red heart', 'nothing changes before one says so');

  await offer.getByRole('button', { name: 'Only the settings' }).click();
  await offer.getByLabel(/^Seed/).uncheck();
  await offer.getByRole('button', { name: /^Apply \d changes/ }).click();
  assert.equal(await promptOf(page).inputValue(), 'a red heart');
  assert.equal(await (await fieldOf(page, 'steps')).inputValue(), '12');
  assert.equal(await (await fieldOf(page, 'seed')).inputValue(), '');
  await panelOf(page).locator('.jd-Panel-note').getByRole('button', { name: 'Undo' }).click();
  assert.equal(await (await fieldOf(page, 'steps')).inputValue(), '30');
  assert.deepEqual(complaints, []);
}

export async function aPastedPictureWithoutSettingsSaysSoAndCanBeBegunWith({ lab, page }) {
  await openPanelWith(page, lab, 'a red heart');
  await give(
    page,
    'paste',
    await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 64 } }),
    'image.png'
  );
  const offer = panelOf(page).locator('.jd-Offer');
  await until(async () => /holds no settings/.test(await offer.innerText()), 'the sentence');
  await offer.getByRole('button', { name: 'Use as start picture' }).click();
  await page.locator('.jd-Picture.jd-mod-set img').waitFor();
  assert.equal(await offer.count(), 0);
}

export async function aPastedTextWithSettingsIsOfferedAndWordsArePasted({ lab, page }) {
  const complaints = complaintsOf(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPanelWith(page, lab, 'a red heart');
  const offer = panelOf(page).locator('.jd-Offer');
  const paste = async text => {
    await page.evaluate(words => navigator.clipboard.writeText(words), text);
    await promptOf(page).press('End');
    await page.keyboard.press('ControlOrMeta+V');
  };
  await paste(', a blue (star:1.2)');
  assert.equal(await promptOf(page).inputValue(), 'a red heart, a blue (star:1.2)');
  await promptOf(page).fill('a red heart');

  await paste(SAID);
  await offer.locator('.jd-Offer-changes').waitFor();
  assert.match(await offer.locator('h3').innerText(), /Settings of the text/);
  await page.keyboard.type('!');
  assert.match(await promptOf(page).inputValue(), /!$/, 'who pasted goes on writing');
  await page.keyboard.press('Backspace');
  assert.match(
    await promptOf(page).inputValue(),
    /^a red hearta lighthouse, café 灯塔\nNegative prompt: fog/
  );
  await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Z');
  assert.equal(await promptOf(page).inputValue(), 'a red heart', 'a paste is undone as one');

  await paste(SAID);
  await offer.getByRole('button', { name: /^Apply \d changes/ }).click();
  assert.equal(await promptOf(page).inputValue(), 'a lighthouse, café 灯塔');
  assert.equal(await (await fieldOf(page, 'steps')).inputValue(), '12');

  // A text that no program's settings are in, though it looks so at first, is pasted and no more.
  await promptOf(page).fill('');
  await paste('a cat --ar 16:9');
  await until(async () => /a cat/.test(await promptOf(page).inputValue()), 'the words');

  await promptOf(page).fill('%%sweep seed=1,2\na green apple');
  await panelOf(page).getByRole('button', { name: 'Load it into the form' }).click();
  await until(async () => (await promptOf(page).inputValue()) === 'a green apple', 'the cell in the form');
  assert.deepEqual(complaints, []);
}

export async function aTextOrAnAddressThatIsDroppedIsReadOrRefusedInWords({ lab, page }) {
  await openPanelWith(page, lab, 'a red heart');
  const offer = panelOf(page).locator('.jd-Offer');
  await give(page, 'drop', Buffer.from(SAID), 'cliff.txt', 'text/plain');
  await offer.locator('.jd-Offer-changes').waitFor();
  assert.match(await offer.locator('h3').innerText(), /Settings of cliff\.txt/);
  await page.keyboard.press('Escape');
  await give(page, 'drop', Buffer.from('no picture'), 'broken.png');
  await until(async () => /no picture that can be read here/.test(await offer.innerText()), 'the sentence');
  assert.equal(await offer.locator('img').count(), 0);
  await give(page, 'drop', Buffer.from('x'), 'a.zip', 'application/zip');
  await until(
    async () => /a\.zip is no picture/.test(await panelOf(page).locator('.jd-Panel-note').innerText()),
    'the sentence on the file'
  );
}

export async function aPictureOfAGridBringsItsRecipe({ lab, page }) {
  await forgetAllJobs(lab);
  await openNotebook(page, lab, 'dragged.ipynb', '%%sweep seed=21 steps=3\na green apple');
  await runCell(page);
  await gridIsFull(page);
  await openPanel(page);
  await promptOf(page).fill('a red heart');
  await page.locator('[role="gridcell"] img').first().dragTo(panelOf(page));
  await panelOf(page)
    .getByRole('button', { name: /^Apply \d+ changes/ })
    .click();
  assert.equal(await promptOf(page).inputValue(), 'a green apple');
  assert.equal(await (await fieldOf(page, 'seed')).inputValue(), '21');
  assert.equal(await (await fieldOf(page, 'steps')).inputValue(), '3');
}

export async function aPictureOfTheFileBrowserIsReadByKeysAndMouse({ lab, page }) {
  await openPanelWith(page, lab, 'a red heart');
  writeFileSync(join(lab.notebooks, 'browsed.png'), await pictureSaying(page, SAID));
  await page.evaluate(() => {
    const { shell } = window.jupyterapp;
    const [panel] = [...shell.widgets('left')].filter(({ id }) => id === 'jupyterlab-diffusion-panel');
    shell.add(panel, 'right');
    shell.activateById(panel.id);
    shell.activateById('filebrowser');
  });
  const row = page.locator('.jp-DirListing-item', { hasText: 'browsed.png' });
  await page.evaluate(() => window.jupyterapp.commands.execute('filebrowser:refresh'));
  await row.waitFor();
  const [from, to] = [await row.boundingBox(), await panelOf(page).boundingBox()];
  await page.mouse.move(from.x + 40, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x + 80, to.y + 200, { steps: 12 });
  await page.locator('.jd-Panel.jd-mod-drop').waitFor();
  await page.mouse.up();
  const offer = panelOf(page).locator('.jd-Offer');
  await offer.locator('.jd-Offer-changes').waitFor();
  assert.match(await offer.locator('h3').innerText(), /browsed\.png/);
  await page.keyboard.press('Escape');
  assert.equal(await offer.count(), 0);

  // The same without a mouse.
  const chooser = page.waitForEvent('filechooser');
  await page.evaluate(() => window.jupyterapp.commands.execute('jupyterlab-diffusion:read-picture'));
  await (
    await chooser
  ).setFiles({ name: 'chosen.png', mimeType: 'image/png', buffer: await pictureSaying(page, SAID) });
  await offer.locator('.jd-Offer-changes').waitFor();
  // From the head to its cross, then to the choices: all, only the prompt.
  for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) {
    await page.keyboard.press(key);
  }
  assert.equal(await offer.locator('[aria-pressed="true"]').innerText(), 'Only the prompt');
}

async function openPanelWith(page, lab, prompt) {
  await forgetAllJobs(lab);
  await openLab(page, lab);
  await openPanel(page);
  await promptOf(page).fill(prompt);
}

const change = (page, name) => panelOf(page).locator(`[data-change="${name}"]`).innerText();

/** A PNG with an infotext in UTF-8 where Latin-1 is meant to be, as many programs write it. */
async function pictureSaying(page, text) {
  const png = await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 64 } });
  const body = Buffer.from(`tEXtparameters\0${text}`);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, HEAD_BYTES), length, body, sum, png.subarray(HEAD_BYTES)]);
}

/** Drops a file on the panel, or pastes it there. */
function give(page, type, bytes, name, mime = 'image/png') {
  return panelOf(page)
    .locator('.jd-Panel-head')
    .evaluate(
      (element, [kind, base64, called, of]) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
        data.items.add(new File([content], called, { type: of }));
        const init = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
        const events = kind === 'drop' ? ['dragenter', 'dragover', 'drop'] : ['paste'];
        events.forEach(each =>
          element.dispatchEvent(kind === 'drop' ? new DragEvent(each, init) : new ClipboardEvent(each, init))
        );
      },
      [type, bytes.toString('base64'), name, mime]
    );
}
