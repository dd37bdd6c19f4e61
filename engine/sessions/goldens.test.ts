import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTensors } from '../testing/read-tensors';
import type { INetworks } from '../types';
import { openNetworks } from './networks';

const GOLDENS = join(__dirname, '../goldens');
const SD1 = join(GOLDENS, 'A/sd1');

/** Twenty times what float32 differs from float64 in the reference, from the manifest. */
const TOLERANCE = { atol: 1e-4, rtol: 5e-4 };

let networks: INetworks;
beforeAll(async () => {
  networks = await openNetworks(join(SD1, 'diffusers'));
});
afterAll(() => networks.dispose());

function read(name: string): Map<string, { shape: number[]; data: Float32Array }> {
  return readTensors(join(SD1, `${name}.safetensors`)) as Map<
    string,
    { shape: number[]; data: Float32Array }
  >;
}

function rowsOf(tensor: { shape: number[]; data: Float32Array }): Float32Array[] {
  const size = tensor.data.length / tensor.shape[0];
  return Array.from({ length: tensor.shape[0] }, (_, i) => tensor.data.subarray(i * size, (i + 1) * size));
}

function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let excess = found.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    excess = Math.max(
      excess,
      Math.abs(found[i] - expected[i]) / (TOLERANCE.atol + TOLERANCE.rtol * Math.abs(expected[i]))
    );
  }
  return excess;
}

test.each([
  'unet_b1_8x8',
  'unet_b1_16x8_frac',
  'unet_b1_2chunks',
  'unet_b1_3chunks_24x8',
  'unet_b1_t0',
  'unet_b2_8x16',
  'unet_b2_mixed_t',
  'unet_odd_9x11',
  'unet_odd_10x15'
])('%s', async name => {
  const golden = read(name);
  const sample = golden.get('in.sample')!;
  const [, , height, width] = sample.shape;
  const contexts = rowsOf(golden.get('in.context')!);
  const timesteps = golden.get('in.timestep')!.data;
  const rows = rowsOf(sample).map((x, i) => ({
    x,
    timestep: timesteps[i],
    context: contexts[i],
    height,
    width
  }));
  const found = await networks.predict(rows);
  const expected = golden.get('out.eps_a1111_cat_resize') ?? golden.get('out.eps')!;
  rowsOf(expected).forEach((row, i) => {
    const w = worst(found[i], row);
    console.log(name, w);
    expect(w).toBeLessThan(1);
  });
});

test('text', async () => {
  const golden = read('text0');
  const ids = golden.get('in.ids')! as any;
  const chunks = rowsOf(ids).map(c => Array.from(c));
  for (const [skip, name] of [
    [1, 'out.last'],
    [2, 'out.skip2_ln'],
    [3, 'out.skip3_ln']
  ] as const) {
    const found = await networks.encodeText(chunks, skip);
    rowsOf(golden.get(name)!).forEach((row, i) => {
      const w = worst(found[i], row);
      console.log(name, w);
      expect(w).toBeLessThan(1);
    });
  }
});
test.each(['vae_48x80', 'vae_64x64', 'vae_72x40'])('%s', async name => {
  const golden = read(name);
  const latent = golden.get('in.latent_scaled')!;
  const [, , h, w] = latent.shape;
  for (const [i, row] of rowsOf(latent).entries()) {
    const e = worst(await networks.decode(row, h, w), rowsOf(golden.get('out.decoded')!)[i]);
    const { mean, logvar } = await networks.encode(rowsOf(golden.get('in.image')!)[i], 8 * h, 8 * w);
    console.log(
      name,
      e,
      worst(mean, rowsOf(golden.get('out.mean')!)[i]),
      worst(logvar, rowsOf(golden.get('out.logvar')!)[i])
    );
  }
});
