import { join } from 'node:path';
import { writeRandomCheckpoint } from '../testing/random-checkpoint';
import { hex, row, rowFor } from '../testing/rows';
import { assembleFamily } from '../testing/assemble-family';
import { inFolder } from '../testing/safetensors-file';
import type { UNetRow } from '../types';
import { openNetworks } from './checkpoint-networks';

/** Expects rows to have the bytes they have alone, in batches of every size and in both orders. */
async function checkRows(
  path: string,
  height: number,
  width: number,
  tokens: number,
  sizes = [2, 3, 5, 8, 16]
): Promise<void> {
  const networks = await openNetworks(path);
  const count = Math.max(...sizes);
  const rows = Array.from({ length: count }, (_, seed) => rowFor(networks.info, seed, height, width, tokens));
  // Half of the rows share one prompt, as a sweep's unconditional rows do.
  rows.forEach((each, i) => (each.context = i % 2 ? rows[1].context : each.context));
  const alone = new Map<UNetRow, string>();
  for (const each of rows) {
    alone.set(each, hex((await networks.predict([each]))[0]));
  }
  expect(new Set(alone.values()).size).toBe(count);
  for (const size of sizes) {
    const order = size % 2 ? rows : [...rows].reverse();
    for (let i = 0; i + size <= count; i += size) {
      const batch = order.slice(i, i + size);
      const found = (await networks.predict(batch)).map(hex);
      expect(found.map((bytes, k) => bytes === alone.get(batch[k]))).toEqual(batch.map(() => true));
    }
  }
  await networks.dispose();
}

describe('a row has the same bytes in every batch', () => {
  test.each([
    ['models/emoji-diffusion', 16, 16, 77],
    ['goldens/A/sd1/diffusers', 8, 8, 77],
    ['goldens/A/sd1/diffusers', 9, 11, 154]
  ])('of %s at %i x %i latents', (path, height, width, tokens) =>
    checkRows(join(__dirname, '../..', path), height, width, tokens)
  );

  test.each([
    ['sd2v/diffusers', 8, 16, 77],
    ['sdxl/diffusers', 9, 11, 154],
    ['sdxl/diffusers', 16, 16, 77],
    ['sd1-inpaint/diffusers', 8, 8, 77],
    ['ip2p/diffusers', 8, 8, 77]
  ])('of %s at %i x %i latents', (path, height, width, tokens) =>
    checkRows(join(__dirname, '../../goldens/A', path), height, width, tokens, [2, 5])
  );

  test.each(['lcm-unet', 'refiner-unet'])('of %s', name =>
    inFolder(folder => {
      assembleFamily(folder, name);
      return checkRows(folder, 8, 6, 77, [2, 5]);
    })
  );

  test('of a network whose channels fill no whole block of 8 or 16', () =>
    inFolder(folder => {
      writeRandomCheckpoint(folder, ODD);
      return checkRows(folder, 10, 6, 77);
    }));
});

/** Widths, depths, heads and attention levels that no published model has. */
const ODD = {
  unet: {
    block_out_channels: [20, 28],
    down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
    layers_per_block: [1, 2],
    transformer_layers_per_block: [1, 2],
    attention_head_dim: [5, 7],
    use_linear_projection: true,
    norm_num_groups: 4,
    cross_attention_dim: 24,
    downsample_padding: 0
  },
  vae: { block_out_channels: [12], norm_num_groups: 3, use_quant_conv: false, use_post_quant_conv: false },
  text: {
    vocab_size: 1197,
    hidden_size: 24,
    num_attention_heads: 3,
    num_hidden_layers: 1,
    intermediate_size: 40,
    hidden_act: 'gelu'
  }
};

test('a picture decodes to the same bytes whatever was decoded before it', async () => {
  const networks = await openNetworks(join(__dirname, '../../models/emoji-diffusion'));
  const [a, b] = [0, 1].map(seed => row(seed, 1, 16, 16, 77).x);
  const first = hex(await networks.decode(a, 16, 16));
  await networks.decode(b, 16, 16);
  expect(hex(await networks.decode(a, 16, 16))).toBe(first);
  await networks.dispose();
});

test('a prompt is encoded to the same bytes whatever stands beside it', async () => {
  const networks = await openNetworks(join(__dirname, '../../goldens/A/sdxl/diffusers'));
  const chunks = [3, 5].map(id => ({ ids: new Array<number>(77).fill(id) }));
  const both = await networks.encodeText(chunks, { clipSkip: 1 });
  for (const [i, chunk] of chunks.entries()) {
    const [alone] = await networks.encodeText([chunk], { clipSkip: 1 });
    expect(alone.states.map(hex)).toEqual(both[i].states.map(hex));
    expect(hex(alone.pooled!)).toBe(hex(both[i].pooled!));
  }
  await networks.dispose();
});
