import { join } from 'node:path';
import { openNetworks } from './networks';
import type { UNetRow } from '../types';

/** A row of numbers that looks like noise and depends on `seed` only. */
function row(seed: number, contextDim: number, height: number, width: number, tokens: number): UNetRow {
  let state = Math.imul(seed + 1, 2654435761) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1;
  return {
    x: Float32Array.from({ length: 4 * height * width }, () => 2 * next()),
    timestep: (seed * 77.7) % 999,
    context: Float32Array.from({ length: tokens * contextDim }, next),
    height,
    width
  };
}

const hex = (row: Float32Array): string =>
  Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('hex');

test.each([
  ['models/emoji-diffusion', 16, 16, 77],
  ['engine/goldens/A/sd1/diffusers', 8, 8, 77],
  ['engine/goldens/A/sd1/diffusers', 9, 11, 154]
])('%s at %i x %i latents: a row has the same bytes in every batch', async (path, height, width, tokens) => {
  const networks = await openNetworks(join(__dirname, '../..', path));
  const rows = Array.from({ length: 16 }, (_, seed) =>
    row(seed, networks.info.contextDim, height, width, tokens)
  );
  // Half of the rows share one prompt, as a sweep's unconditional rows do.
  rows.forEach((each, i) => (each.context = i % 2 ? rows[1].context : each.context));
  const alone = new Map<UNetRow, string>();
  for (const each of rows) {
    alone.set(each, hex((await networks.predict([each]))[0]));
  }
  expect(new Set(alone.values()).size).toBe(16);
  for (const size of [2, 3, 5, 8, 16]) {
    const order = size % 2 ? rows : [...rows].reverse();
    for (let i = 0; i + size <= 16; i += size) {
      const batch = order.slice(i, i + size);
      const found = (await networks.predict(batch)).map(hex);
      expect(found.map((bytes, k) => bytes === alone.get(batch[k]))).toEqual(batch.map(() => true));
    }
  }
  await networks.dispose();
});

test('a picture decodes to the same bytes whatever was decoded before it', async () => {
  const networks = await openNetworks(join(__dirname, '../../models/emoji-diffusion'));
  const [a, b] = [0, 1].map(seed => row(seed, 1, 16, 16, 77).x);
  const first = hex(await networks.decode(a, 16, 16));
  await networks.decode(b, 16, 16);
  expect(hex(await networks.decode(a, 16, 16))).toBe(first);
  await networks.dispose();
});
