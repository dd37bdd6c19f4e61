/** Flipping through the pictures of a grid at one place of the eye. */
import assert from 'node:assert/strict';
import { pause } from './lab.mjs';
import { complaintsOf, gridIsFull, openNotebook, runCell, until } from './gestures.mjs';

const SMALL = '%%sweep seed=1..4 cfg=2,5,8 steps=4\na cat face';

export async function onePictureChangesInItsPlaceByKeysAndSliders({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'flip.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await page.locator('[aria-label^="Seed 2, CFG scale 5"]').focus();
  await page.keyboard.press('l');
  const stage = page.locator('.jd-Flip-stage');
  const place = await pictureOf(page).boundingBox();
  await sees(stage, 'Seed 2 · CFG scale 5');
  await page.keyboard.press('ArrowRight');
  await sees(stage, 'Seed 3 · CFG scale 5');
  await page.keyboard.press('ArrowUp');
  await sees(stage, 'Seed 3 · CFG scale 2');
  assert.deepEqual(await pictureOf(page).boundingBox(), place, 'the picture stays where it is');

  const slider = page.getByRole('slider', { name: 'CFG scale' });
  await slider.focus();
  await page.keyboard.press('End');
  await sees(stage, 'Seed 3 · CFG scale 8');
  assert.equal(await slider.getAttribute('aria-valuetext'), '8');
  await page.locator('.jd-Flip-axis').first().getByText('1', { exact: true }).click({ force: true });

  await stage.focus();
  await page.keyboard.press('p');
  await page.keyboard.press('g');
  const picked = page.locator('.jd-Cell[aria-label*="picked"]');
  await picked.waitFor();
  assert.match(await picked.getAttribute('aria-label'), /CFG scale 8/);
  assert.deepEqual(complaints, []);
}

export async function whilePlayingNoFrameIsWithoutAPicture({ lab, page }) {
  const complaints = complaintsOf(page);
  await openNotebook(page, lab, 'play.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await page.getByRole('radio', { name: 'Flip' }).click();
  await page.getByRole('slider', { name: 'Speed' }).focus();
  await page.keyboard.press('End');
  await until(
    () => pictureOf(page).evaluate(image => image.complete && image.naturalWidth > 0),
    'the first picture'
  );
  await watchFrames(page);
  await page.getByRole('button', { name: 'Play along Seed' }).click();
  await until(async () => (await page.evaluate(() => window.seen.sources.size)) === 4, 'all seeds were seen');
  await page.locator('.jd-Flip-stage').focus();
  await page.keyboard.press('k');
  const { frames, empty } = await page.evaluate(() => window.seen);
  assert.ok(frames > 10, `${frames} frames`);
  assert.equal(empty, 0, 'no frame was empty');
  const before = await pictureOf(page).getAttribute('src');
  await pause(700);
  assert.equal(await pictureOf(page).getAttribute('src'), before, 'a pause holds');
  assert.deepEqual(complaints, []);
}

export async function whereLittleMotionIsAskedForNothingPlays({ lab, page }) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openNotebook(page, lab, 'still.ipynb', SMALL);
  await runCell(page);
  await gridIsFull(page);
  await page.getByRole('radio', { name: 'Flip' }).click();
  await page.getByText('nothing plays here').waitFor();
  assert.equal(await page.getByRole('button', { name: /Play/ }).count(), 0);
  const stage = page.locator('.jd-Flip-stage');
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowRight');
  await sees(stage, 'Seed 2 · CFG scale 2');
}

const pictureOf = page => page.locator('.jd-Flip .jd-Full-picture > img');

function sees(stage, words) {
  return until(async () => (await stage.getAttribute('aria-label')).startsWith(words), words);
}

/** Looks at the picture in each frame of the page. */
function watchFrames(page) {
  return page.evaluate(() => {
    window.seen = { frames: 0, empty: 0, sources: new Set() };
    const look = () => {
      const image = document.querySelector('.jd-Flip .jd-Full-picture > img');
      window.seen.frames += 1;
      if (image?.complete && image.naturalWidth > 0) {
        window.seen.sources.add(image.src);
      } else {
        window.seen.empty += 1;
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
