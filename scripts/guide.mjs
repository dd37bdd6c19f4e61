/**
 * Takes the pictures of the user guide anew, in a real JupyterLab with the real service and the bundled model, so that a page never shows
 * what the product no longer looks like. Every exported function of `docs/guide/shots/*.mjs` gets a fresh page and `shoot`, which puts
 * what an element shows into `docs/guide/pictures/NAME.webp`.
 *
 *     npm run guide [-- WORD]      only the functions whose name or file contains the word
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { Lab } from '../ui-tests/lab.mjs';
import { findChromium } from './chromium.mjs';
import { Missing } from './checks.mjs';
import { main, root } from './prepare.mjs';

const guide = join(root, 'docs', 'guide');
const word = process.argv[2] ?? '';
const VIEWPORT = { width: 1440, height: 1000 };
const MARGIN = 8;
const QUALITY = 88;
/** Lab asks new users whether they want its news, over what is shown. */
const QUIET = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' } };

main(async () => {
  const { path: executablePath, problem } = await findChromium();
  if (problem) {
    throw new Missing(problem);
  }
  mkdirSync(join(guide, 'pictures'), { recursive: true });
  const browser = await chromium.launch({ executablePath });
  let lab = null;
  for (const [name, take] of await shots()) {
    console.log(`· ${name}`);
    lab ??= await Lab.start({ settings: QUIET });
    // Twice the pixels: a page is read on sharp screens.
    const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 2 });
    const page = await context.newPage();
    await take({ lab, page, shoot: (what, picture) => shoot(page, what, picture) });
    await context.close();
  }
  await lab?.stop();
  await browser.close();
});

/** The functions that are asked for, by their names, in the order of their files. */
async function shots() {
  const files = readdirSync(join(guide, 'shots')).sort();
  const modules = await Promise.all(files.map(file => import(pathToFileURL(join(guide, 'shots', file)))));
  return modules.flatMap((functions, at) =>
    Object.entries(functions).filter(([name]) => `${files[at]} ${name}`.includes(word))
  );
}

/** Writes what lies where an element is, with what floats over it; of several elements, where any of them is. */
async function shoot(page, what, name) {
  const boxes = await Promise.all([what].flat().map(each => each.boundingBox()));
  const x = Math.min(...boxes.map(box => box.x));
  const y = Math.min(...boxes.map(box => box.y));
  const width = Math.max(...boxes.map(box => box.x + box.width)) - x;
  const height = Math.max(...boxes.map(box => box.y + box.height)) - y;
  const clip = {
    x: Math.max(0, x - MARGIN),
    y: Math.max(0, y - MARGIN),
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN
  };
  const png = await page.screenshot({ clip, animations: 'disabled' });
  await sharp(png)
    .webp({ quality: QUALITY })
    .toFile(join(guide, 'pictures', `${name}.webp`));
  console.log(`✓ ${name}`);
}
