/** The Compare panel: pictures of any grid, held against one another. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openLab, pause, runCommand } from './lab.mjs';
import { complaintsOf, gridIsFull, openNotebook, payloadOf, runCell, until } from './gestures.mjs';

/** Drawn once in this Lab, from the cache in every later test. */
const SMALL = '%%sweep seed=1..3 cfg=2,5 steps=4\na cat face';
/** Until Lab has kept its layout. */
const SAVED_MS = 3_000;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export async function cOnCellsChoosesThemByLettersAndTheButtonOpensThePanel({ lab, page }) {
  const complaints = complaintsOf(page);
  await drawn(page, lab, 'letters.ipynb');
  const [first, second] = await chosen(page, 0, 4);
  assert.match(await first.getAttribute('aria-label'), /, A in Compare$/);
  assert.equal(await second.locator('.jd-mod-letter').innerText(), 'B');
  await page.keyboard.press('c');
  assert.equal(await second.locator('.jd-mod-letter').count(), 0, 'C once more takes it out');
  await page.keyboard.press('Enter');
  await page.locator('.jd-Full-picture > img').waitFor();
  await page.keyboard.press('c');
  await page.locator('.jd-Grid').getByRole('button', { name: 'Compare 2' }).waitFor();
  await page.keyboard.press('Escape');
  await second.locator('.jd-mod-letter').waitFor();
  await page.locator('.jd-Grid').getByRole('button', { name: 'Compare 2' }).click();
  await page.locator('.jd-Pane').waitFor();
  assert.match(await paneName(page), /^A, .*\. B, /);
  assert.match(await page.locator('.jd-Tray-from').textContent(), /letters\.ipynb/);
  assert.deepEqual(complaints, []);
}

export async function spaceShowsTheReferenceInEveryModeWithNoFrameBetween({ lab, page }) {
  await compared(page, lab, 'space.ipynb', 0, 1);
  const seen = () =>
    page
      .locator('.jd-Pane.jd-mod-focus .jd-Layer')
      .evaluateAll(layers =>
        Object.fromEntries(layers.map(each => [each.dataset.letter, each.style.opacity]))
      );
  for (const [key, atRest] of [
    ['l', { A: '1', B: '1' }],
    ['o', { A: '1', B: '0.5' }],
    ['d', { A: '0', B: '0' }],
    ['v', { A: '0', B: '1' }],
    ['b', { A: '0', B: '1' }]
  ]) {
    await page.keyboard.press(key);
    await until(async () => (await page.locator('.jd-Pane .jd-Layer').count()) >= 2, 'both layers');
    const pane = await page.evaluate(() => document.activeElement.className);
    assert.match(pane, /jd-Pane/, `${key}: the keyboard stays with the pictures`);
    assert.deepEqual(await seen(), atRest, key);
    await page.keyboard.down('Space');
    assert.deepEqual(await seen(), { A: '1', B: '0' }, `${key}: the reference, at once`);
    await page.keyboard.up('Space');
    assert.deepEqual(await seen(), atRest, key);
  }
  const ready = await page
    .locator('.jd-Layer img')
    .evaluateAll(images => images.every(image => image.complete && image.naturalWidth === 128));
  assert.ok(ready, 'both are loaded before they are asked for');
}

export async function blinkingByItselfIsSlowAndOffForWhoAsksForLessMotion({ lab, page }) {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await compared(page, lab, 'auto.ipynb', 0, 1);
  await page.keyboard.press('b');
  const swaps = await page.evaluate(
    () =>
      new Promise(resolve => {
        let count = 0;
        const observer = new MutationObserver(() => count++);
        observer.observe(document.querySelector('.jd-Layer[data-letter="A"]'), {
          attributes: true,
          attributeFilter: ['style']
        });
        setTimeout(() => {
          observer.disconnect();
          resolve(count);
        }, 2000);
      })
  );
  assert.ok(swaps >= 2 && swaps <= 5, `${swaps} swaps in two seconds`);
  await page.keyboard.press('b');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('l');
  await page.keyboard.press('b');
  await page.keyboard.press('b');
  assert.equal(await page.getByRole('button', { name: /^Auto/ }).count(), 0);
  assert.match(await page.locator('.jd-Differ').textContent(), /asks for less motion/);
}

export async function theSliderIsPulledAndHasKeys({ lab, page }) {
  await compared(page, lab, 'slider.ipynb', 0, 1);
  await page.keyboard.press('l');
  const handle = page.getByRole('slider', { name: 'Split between A and B' });
  assert.equal(await handle.getAttribute('aria-valuenow'), '50');
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await handle.getAttribute('aria-valuenow'), '61');
  const pane = await page.locator('.jd-Pane').boundingBox();
  await page.mouse.move(pane.x + pane.width * 0.61, pane.y + pane.height / 2);
  await page.mouse.down();
  await page.mouse.move(pane.x + pane.width * 0.25, pane.y + pane.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.equal(await handle.getAttribute('aria-valuenow'), '25');
  const clips = await page
    .locator('.jd-Layer')
    .evaluateAll(layers => layers.map(({ style }) => style.clipPath));
  assert.deepEqual(
    clips,
    ['inset(0px calc(75%) 0px 0px)', 'inset(0px 0px 0px 25%)'].map(each => each),
    String(clips)
  );
  await page.keyboard.press('w');
  assert.match(await paneName(page), /^B, .*\. A, /, 'swapped');
}

export async function theDifferenceIsMeasuredAndMapped({ lab, page }) {
  const complaints = complaintsOf(page);
  await compared(page, lab, 'difference.ipynb', 0, 1);
  await page.keyboard.press('d');
  const map = page.getByRole('img', { name: 'Where A and B differ' });
  await map.waitFor();
  await unfold(page);
  const figures = page.locator('.jd-Figures');
  await figures.waitFor();
  const words = async () => (await figures.innerText()).replace(/\s+/g, ' ');
  assert.match(
    await words(),
    /SSIM 0\.\d{3} Pixels changed [\d.]+ % Seen to differ [\d.]+ % Mean change [\d.]+ \/ 255 Largest \d+ \/ 255, at \d+, \d+/
  );
  assert.match(await page.locator('.jd-Differ').innerText(), /To judge, hold Space and blink/);
  const share = async () => Number(/changed ([\d.]+) %/.exec(await words())[1]);
  const before = await share();
  await page.getByRole('slider', { name: 'Threshold' }).fill('90');
  await until(
    async () => (await map.getAttribute('data-colours')).startsWith('90,'),
    'the map of that threshold'
  );
  assert.ok((await share()) < before, `${await share()} < ${before}`);
  const colours = await map.evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let grey = 0;
    for (let k = 0; k < data.length; k += 4) {
      grey += data[k] === data[k + 1] && data[k] === data[k + 2] ? 1 : 0;
    }
    return { grey: grey / (data.length / 4), width: canvas.width };
  });
  assert.equal(colours.width, 128);
  assert.ok(
    Math.abs(1 - colours.grey - (await share()) / 100) < 0.01,
    'the map has as much colour as is said'
  );
  assert.deepEqual(complaints, []);
}

export async function picturesOfDifferentSizesShareTheirCentresAndThatIsSaid({ lab, page }) {
  await openNotebook(page, lab, 'sizes.ipynb', '%%sweep size=128x128,192x128 steps=2\na cat face');
  await runCommand(page, 'jupyterlab-diffusion:compare-clear');
  await runCell(page);
  await gridIsFull(page);
  await chosen(page, 0, 1);
  await openCompare(page);
  await page.keyboard.press('z');
  const boxes = await until(async () => {
    const found = await page
      .locator('.jd-Layer img')
      .evaluateAll(images => images.map(({ style }) => [style.left, style.width].map(parseFloat)));
    return found[0]?.[1] === 128 && found;
  }, 'both at their own pixels');
  assert.deepEqual(
    boxes.map(([, width]) => width),
    [128, 192]
  );
  assert.ok(Math.abs(boxes[0][0] + 64 - (boxes[1][0] + 96)) <= 1, 'one centre');
  await unfold(page);
  assert.match(await page.locator('.jd-Differ').textContent(), /Sizes differ \(A 128 × 128, B 192 × 128\)/);
  await page.keyboard.press('d');
  const map = page.getByRole('img', { name: 'Where A and B differ' });
  await map.waitFor();
  await until(() => map.evaluate(({ width }) => width === 128), 'the part in common');
  assert.match(await page.locator('.jd-Differ').textContent(), /Compared: 128 × 128 in common/);
}

export async function panesZoomAndMoveTogetherAndOneAloneIsSaid({ lab, page }) {
  await compared(page, lab, 'zoom.ipynb', 0, 1, 2);
  await page.keyboard.press('v');
  await until(async () => (await page.locator('.jd-Pane').count()) === 3, 'three panes');
  await page.locator('.jd-Pane').nth(1).focus();
  await page.keyboard.press('z');
  const boxes = () =>
    page
      .locator('.jd-Pane .jd-Layer:first-child img')
      .evaluateAll(images => images.map(({ style }) => [style.left, style.top, style.width].map(parseFloat)));
  assert.deepEqual(
    (await boxes()).map(([, , width]) => width),
    [128, 128, 128],
    'one to one'
  );
  assert.equal(
    await page
      .locator('.jd-Layer img')
      .first()
      .evaluate(({ style }) => style.imageRendering),
    'pixelated'
  );
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  const together = await boxes();
  assert.deepEqual(new Set(together.map(String)).size, 1, 'all lie alike');
  const pane = await page.locator('.jd-Pane').nth(1).boundingBox();
  await page.mouse.move(pane.x + pane.width / 2, pane.y + pane.height / 2);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await until(async () => (await boxes())[0][2] > together[0][2], 'the wheel with Ctrl to zoom');
  await page.keyboard.press('Alt+ArrowLeft');
  await page.keyboard.press('Alt+ArrowLeft');
  await unfold(page);
  assert.match(await page.locator('.jd-Shifted').innerText(), /^B is shifted by 2, 0 px/);
  const [a, b] = await boxes();
  assert.ok(b[0] > a[0]);
  await page.getByRole('button', { name: 'Put back' }).click();
  assert.equal(await page.locator('.jd-Shifted').count(), 0);
  await page.locator('.jd-Pane').nth(2).focus();
  await page.keyboard.press('y');
  await page.keyboard.press('+');
  const apart = await boxes();
  assert.ok(apart[2][2] > apart[0][2], 'not synced, one pane is zoomed alone');
  await page.keyboard.down('q');
  assert.equal(await page.locator('.jd-Loupe').count(), 3);
  await page.keyboard.up('q');
  assert.equal(await page.locator('.jd-Loupe').count(), 0);
}

export async function whatDiffersStandsFirstAndPromptsWordByWord({ lab, page }) {
  await openNotebook(
    page,
    lab,
    'differs.ipynb',
    '%%sweep cfg=2,5 steps=4\na house with a {garden, (warm light:1.2)|pond, (warm light:1.4)}'
  );
  await runCell(page);
  await gridIsFull(page);
  await chosen(page, 0, 3);
  await openCompare(page);
  await unfold(page);
  const aside = page.locator('.jd-Differ-body');
  await until(async () => /CFG scale\s+2\s+5/.test(await aside.innerText()), 'the parameter that differs');
  assert.match(await aside.innerText(), /\d+ parameters equal/);
  assert.deepEqual(await aside.locator('del').allInnerTexts(), ['garden', '1.2']);
  assert.deepEqual(await aside.locator('ins').allInnerTexts(), ['pond', '1.4']);
  await aside.getByRole('button', { name: /parameters equal/ }).click();
  assert.match(await aside.innerText(), /Steps\s+4/);
  await until(async () => /SSIM 0\.\d{3}: /.test(await aside.innerText()), 'the likeness');
}

export async function marksReachTheGridAndTheService({ lab, page }) {
  const { cells } = await compared(page, lab, 'marks.ipynb', 0, 1);
  await page.keyboard.press('p');
  await page.keyboard.press('4');
  await page.locator('[role=gridcell][aria-label*="picked"][aria-label$="B in Compare"]').waitFor();
  const shas = await page
    .locator('.jd-Layer img')
    .evaluateAll(all => all.map(({ src }) => /images\/(\w+)/.exec(src)[1]));
  const marked = cells.find(({ image }) => image === shas[1]);
  await until(async () => {
    const { jobs } = await (await lab.ask('diffusion/v1/jobs?limit=100')).json();
    const all = await Promise.all(
      jobs.map(async ({ id }) => (await (await lab.ask(`diffusion/v1/jobs/${id}`)).json()).job)
    );
    return all
      .flatMap(job => job.cells)
      .some(({ id, mark }) => id === marked.id && mark?.flag === 'pick' && mark.rating === 4);
  }, 'the mark at the service');
  await page.locator('[role=gridcell][aria-label$="A in Compare"]').focus();
  await page.keyboard.press('x');
  await page.locator('.jd-Pane .jd-mod-rejected').first().waitFor();
}

export async function filesAndPicturesOfGridsAreDroppedOnThePanel({ lab, page }) {
  const { cells } = await compared(page, lab, 'drop.ipynb', 0);
  const { image } = cells.find(each => each.params.seed === 3);
  const drop = (items, files = []) =>
    page.locator('.jd-Compare').evaluate(
      (node, [data, given]) => {
        const dataTransfer = new DataTransfer();
        Object.entries(data).forEach(([kind, text]) => dataTransfer.setData(kind, text));
        given.forEach(({ name, type, bytes }) =>
          dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type }))
        );
        node.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [items, files]
    );
  const letters = () => page.locator('.jd-Tray-letter b').allInnerTexts();
  await drop({ 'text/uri-list': `${lab.url}diffusion/v1/images/${image}?format=png` });
  await until(async () => (await letters()).length === 2, 'the picture of the link');
  assert.equal(
    await page.locator('.jd-Cell .jd-mod-letter', { hasText: 'B' }).count(),
    1,
    'its cell has the letter'
  );

  const png = Buffer.from(
    await (await lab.ask(`diffusion/v1/images/${cells[1].image}?format=png`)).arrayBuffer()
  );
  await drop({}, [
    { name: 'mine.png', type: 'image/png', bytes: [...png] },
    { name: 'notes.txt', type: 'text/plain', bytes: [65] },
    { name: 'broken.png', type: 'image/png', bytes: [1, 2, 3] }
  ]);
  await until(async () => (await letters()).length === 3, 'the picture of the file');
  const note = page.locator('.jd-Compare-note');
  await until(async () => (await note.innerText()).includes('broken.png can’t be read'), 'the sentence');
  assert.match(await note.innerText(), /^notes\.txt: not a PNG, JPEG or WebP picture\. broken/);
  await page.keyboard.press('v');
  await page.locator('.jd-Pane[data-pane="C"]').focus();
  await unfold(page);
  await until(
    async () => /Seed\s+1\s+3\s+\d/.test(await page.locator('.jd-Table').innerText()),
    'what the file says of itself'
  );
  await page.keyboard.press('p');
  assert.match(await page.locator('.jd-Compare-note').innerText(), /^C isn’t a cell of a sweep here/);
  await drop({ 'text/uri-list': 'https://example.org/' });
  assert.match(await page.locator('.jd-Compare-note').innerText(), /^This link isn’t a picture/);

  await pause(SAVED_MS);
  await page.reload();
  await page.locator('.jd-Tray').waitFor({ timeout: 30_000 });
  assert.deepEqual(await letters(), ['A', 'B']);
  assert.match(await page.locator('.jd-Compare-note').innerText(), /^mine\.png came from a file/);
}

export async function aCellIsDraggedOutOfTheGridWithItsName({ lab, page }) {
  await compared(page, lab, 'drag.ipynb', 0);
  await page.locator('[role=gridcell]').nth(4).dragTo(page.locator('.jd-Pane'));
  await until(async () => (await page.locator('.jd-Tray-picture').count()) === 2, 'the dragged cell');
  await page.locator('.jd-Pane').first().focus();
  await page.keyboard.press('p');
  await page.locator('[role=gridcell][aria-label*="picked"][aria-label$="B in Compare"]').waitFor();
}

export async function afterAReloadThePanelHoldsWhatItHeld({ lab, page }) {
  await compared(page, lab, 'reload.ipynb', 0, 1, 2);
  await page.keyboard.press('l');
  await page.keyboard.press(']');
  const before = await paneName(page);
  assert.match(before, /^A, .*\. C, /);
  await pause(SAVED_MS);
  await page.reload();
  await page.locator('.jd-Pane').waitFor({ timeout: 30_000 });
  await until(async () => (await paneName(page)) === before, `the pane to be ${before}`);
  await page.getByRole('slider', { name: /^Split/ }).waitFor();
  assert.equal(await page.locator('.jd-Tray-picture').count(), 3);
}

export async function tenAreOneTooManyAndDeleteMakesRoom({ lab, page }) {
  await openNotebook(page, lab, 'many.ipynb', '%%sweep seed=1..5 cfg=2,5 steps=4\na cat face');
  await runCell(page);
  await gridIsFull(page);
  await chosen(page, 0, 1, 2, 3, 4, 5, 6, 7, 8);
  await page.locator('[role=gridcell]').nth(9).focus();
  await page.keyboard.press('c');
  assert.match(await page.locator('.jd-Compare-note').innerText(), /^Nine pictures are compared already/);
  await page.locator('.jd-Compare').getByRole('radio', { name: 'Side by side' }).click();
  await until(async () => (await page.locator('.jd-Pane').count()) === 9, 'nine panes');
  await page.locator('.jd-Pane').nth(3).focus();
  await page.keyboard.press('Delete');
  assert.deepEqual(await page.locator('.jd-Tray-letter b').allInnerTexts(), [...'ABCEFGHI']);
  await page.locator('[role=gridcell]').nth(9).focus();
  await page.keyboard.press('c');
  assert.deepEqual(await page.locator('.jd-Tray-letter b').allInnerTexts(), [...'ABCDEFGHI']);
}

export async function thePanelIsCleanForAssistiveTechnology({ lab, page }) {
  await compared(page, lab, 'axe.ipynb', 0, 1, 2);
  await unfold(page);
  await page.evaluate(readFileSync(AXE, 'utf8'));
  for (const key of ['l', 'v', 'o', 'd', 'b', '?']) {
    await page.keyboard.press(key);
    await pause(300);
    const found = await page.evaluate(() =>
      window.axe.run('.jd-Compare', {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
      })
    );
    const broken = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`
    );
    assert.deepEqual(broken, [], `with ${key}`);
  }
}

export async function anEmptyPanelSaysWhatToDo({ lab, page }) {
  await openLab(page, lab);
  await runCommand(page, 'jupyterlab-diffusion:compare-open');
  await page.locator('.jd-Compare').waitFor();
  while ((await page.locator('.jd-Tray-picture').count()) > 0) {
    await runCommand(page, 'jupyterlab-diffusion:compare-clear');
    await pause(100);
  }
  await page.locator('.jd-Compare').getByText('Choose 2 to 9 cells in any grid and press C.').waitFor();
}

async function drawn(page, lab, name) {
  await openNotebook(page, lab, name, SMALL);
  await runCommand(page, 'jupyterlab-diffusion:compare-clear');
  const payload = payloadOf(await runCell(page));
  await gridIsFull(page);
  return payload;
}

/** Chooses cells by their places in the sheet. */
async function chosen(page, ...places) {
  const cells = page.locator('[role=gridcell]');
  for (const place of places) {
    await cells.nth(place).focus();
    await page.keyboard.press('c');
    await cells.nth(place).locator('.jd-mod-letter').waitFor();
  }
  return places.map(place => cells.nth(place));
}

/** A notebook with these cells compared, and the keyboard in the panel; what the notebook keeps. */
async function compared(page, lab, name, ...places) {
  const payload = await drawn(page, lab, name);
  await chosen(page, ...places);
  await openCompare(page);
  return payload;
}

async function openCompare(page) {
  await page.keyboard.press('Shift+C');
  await page.locator('.jd-Pane:focus').waitFor();
}

/** Opens what a narrow panel folds. */
async function unfold(page) {
  const fold = page.locator('.jd-Differ-fold');
  if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') {
    await fold.evaluate(node => node.click());
  }
}

function paneName(page) {
  return page.locator('.jd-Pane').first().getAttribute('aria-label');
}
