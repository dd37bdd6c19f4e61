#!/usr/bin/env node
/** Draws the thumbnails of the panel's examples (`style/examples`) anew, with the bundled model; for when the model changes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const { default: sharp } = await installed('sharp');

const SIDE = 96;
/** By the example's id: a prompt of it, and the seed that shows it best. */
const PICTURES = {
  cat: ['a cat face', 4],
  house: ['a house', 4],
  wordings: ['a penguin', 5],
  heart: ['a red heart', 4],
  panda: ['一只熊猫', 3],
  pizza: ['pizza', 7],
  rocket: ['rocket, flat style', 3],
  blue: ['cat, blue background', 8],
  robot: ['a robot', 5],
  face: ['smiling face', 4]
};

const service = fileURLToPath(new URL('service.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'examples-'));
try {
  for (const [id, [prompt, seed]] of Object.entries(PICTURES)) {
    const cell = join(folder, `${id}.txt`);
    const out = join(folder, id);
    writeFileSync(cell, `%%txt2img seed=${seed}\n${prompt}\n`);
    const { status } = spawnSync(
      process.execPath,
      [service, 'sweep', cell, '--data', join(folder, 'data'), '--out', out],
      { stdio: ['ignore', 'ignore', 'inherit'] }
    );
    const picture = status === 0 && readdirSync(out).find(name => /^1\b.*\.png$/.test(name));
    if (!picture) {
      throw new Error(`no picture of ${prompt}`);
    }
    const target = fileURLToPath(new URL(`../style/examples/${id}.webp`, import.meta.url));
    await sharp(join(out, picture))
      .resize(SIDE, SIDE, { kernel: 'lanczos3' })
      .webp({ quality: 85 })
      .toFile(target);
  }
} finally {
  rmSync(folder, { recursive: true });
}
