import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { careModel } from '../testing/care-models';
import { excess } from '../testing/closeness';
import { readTensors } from '../testing/read-tensors';
import { renameTensors } from '../testing/rewrite-tensors';
import { inFolder, writeShapes } from '../testing/safetensors-file';
import type { Planes } from '../tiles';
import { inspectPictureNetwork, openPictureNetwork } from './picture-network';
import type { PictureNetworkOptions } from './picture-network';

/** The folder's make.py computes the same networks with torch. */
const FIXTURES = join(__dirname, '../../goldens/fixtures/picture-networks');
const GOLDENS = join(__dirname, '../../goldens');
const expected = readTensors(join(FIXTURES, 'expected.safetensors'));

/** Twenty times what float32 differs between two orders of summing. */
const TOLERANCE = { atol: 5e-6, rtol: 1e-5 };

const fileOf = (name: string): string => join(FIXTURES, `${name}.safetensors`);
const brought = (name: string): string => join(GOLDENS, `S/${name}.weights.safetensors`);

async function through(path: string, picture: Planes, options: PictureNetworkOptions = {}): Promise<Planes> {
  const network = await openPictureNetwork(path, options);
  try {
    return await network.run(picture);
  } finally {
    await network.dispose();
  }
}

function planesOf(tensors: typeof expected, name: string): Planes {
  const { data, shape } = tensors.get(name)!;
  return { data: data as Float32Array, channels: shape[1], height: shape[2], width: shape[3] };
}

function patterned(channels: number, height: number, width: number): Planes {
  const data = Float32Array.from({ length: channels * height * width }, (_, at) => ((at * 7) % 17) / 17);
  return { data, channels, height, width };
}

const cut = ({ data }: Planes): Float32Array => data.map(value => Math.min(1, Math.max(0, value)));

test.each([
  ['rrdb-oldest-x4', 4],
  ['rrdb-older-x4', 4],
  ['rrdb-plus-x2', 2],
  ['rrdb-x2', 2],
  ['rrdb-x1', 1],
  ['compact-x4', 4]
])('%s enlarges as torch does, %i times', async (name, scale) => {
  expect(inspectPictureNetwork(fileOf(name)).scale).toBe(scale);
  const found = cut(await through(fileOf(name), planesOf(expected, `${name}.in`)));
  expect(excess(found, expected.get(`${name}.out`)!.data as Float32Array, TOLERANCE)).toBeLessThanOrEqual(1);
});

test.each([
  'dat_light_x2',
  'hat_x4',
  'nafnet',
  'scunet_gray',
  'span_x4',
  'swinir_light_x2',
  'swinir_jpeg_w7',
  'swinir_gray_x1'
])('%s is spandrel’s result, whatever the size', async name => {
  const tensors = readTensors(join(GOLDENS, `S/${name}.safetensors`));
  const tolerance = name === 'span_x4' ? { atol: 6e-4, rtol: 1e-4 } : { atol: 2e-5, rtol: 1e-4 };
  for (const given of [...tensors.keys()].filter(each => each.startsWith('in.x@'))) {
    const { data } = await through(brought(name), planesOf(tensors, given));
    const wanted = tensors.get(given.replace('in.x', 'out.y'))!.data as Float32Array;
    expect(excess(data, wanted, tolerance)).toBeLessThanOrEqual(1);
  }
});

test('a picture whose sides do not divide by the folded block is mirrored at its ends, then cut', async () => {
  const [height, width] = [5, 7];
  const data = Float32Array.from({ length: 3 * height * width }, (_, at) => (at % 11) / 11);
  const mirrored = Float32Array.from({ length: 3 * 6 * 8 }, (_, at) => {
    const [x, y, colour] = [at % 8, Math.floor(at / 8) % 6, Math.floor(at / 48)];
    return data[(colour * height + (y === 5 ? 3 : y)) * width + (x === 7 ? 5 : x)];
  });
  const found = await through(fileOf('rrdb-x2'), { data, channels: 3, height, width });
  const whole = await through(fileOf('rrdb-x2'), { data: mirrored, channels: 3, height: 6, width: 8 });
  const inside = whole.data.filter((_, at) => at % 16 < 14 && Math.floor(at / 16) % 12 < 10);
  expect(found.data).toEqual(inside);
});

test.each([
  // It sees as many pixels as it has convolutions.
  ['the compact network', fileOf('compact-x4'), { tile: 24, hidden: 4, fade: 0, step: 1 }],
  ['SPAN', brought('span_x4'), { tile: 56, hidden: 21, fade: 2, step: 1 }]
])('a picture in tiles is the whole picture up to rounding: %s', async (_, path, tiling) => {
  const picture = patterned(3, 67, 71);
  const whole = await through(path, picture, { tiling: { ...tiling, tile: 1000 } });
  const tiled = await through(path, picture, { tiling });
  const range = whole.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  expect(excess(tiled.data, whole.data, { atol: 2e-6 * range, rtol: 1e-5 })).toBeLessThanOrEqual(1);
});

const upconv = careModel('waifu2x_upconv_7_photo_scale2_noise1.safetensors');
const cunet = careModel('waifu2x_cunet_scale1_noise1.safetensors');

(upconv ? test : test.skip)(
  'waifu2x in tiles is the whole picture up to rounding, odd sizes too',
  async () => {
    const picture = patterned(3, 61, 75);
    const whole = await through(upconv!, picture);
    const tiled = await through(upconv!, picture, { tiling: { tile: 40, hidden: 8, fade: 0, step: 2 } });
    expect(excess(tiled.data, whole.data, { atol: 2e-6, rtol: 1e-5 })).toBeLessThanOrEqual(1);
  }
);

(cunet ? test : test.skip)(
  'cunet weighs channels by their means, so that its tiles differ a little, without a seam',
  async () => {
    const picture = patterned(3, 150, 150);
    const whole = await through(cunet!, picture);
    const tiled = await through(cunet!, picture, { tiling: { tile: 128, hidden: 28, fade: 16, step: 4 } });
    const far = tiled.data.reduce((most, value, i) => Math.max(most, Math.abs(value - whole.data[i])), 0);
    expect(far).toBeLessThan(0.05);
    expect(inspectPictureNetwork(cunet!).tilesShow).toBe(true);
  }
);

test.each(['nafnet', 'swinir_light_x2', 'hat_x4', 'dat_light_x2'])(
  'a picture of 1 x 1 goes through %s',
  async name => {
    const { scale } = inspectPictureNetwork(brought(name));
    const { height, width, data } = await through(brought(name), patterned(3, 1, 1));
    expect([height, width]).toEqual([scale, scale]);
    expect(data.every(Number.isFinite)).toBe(true);
  }
);

test('of a file with a trained average and what it averages the average is used', () =>
  inFolder(async folder => {
    const path = join(folder, 'both.safetensors');
    renameTensors(fileOf('compact-x4'), path, name => `params_ema.${name}`);
    const found = await through(path, planesOf(expected, 'compact-x4.in'));
    expect(
      excess(cut(found), expected.get('compact-x4.out')!.data as Float32Array, TOLERANCE)
    ).toBeLessThanOrEqual(1);
  }));

test.each(['dat_light_x2', 'hat_x4', 'nafnet', 'scunet_gray', 'span_x4', 'swinir_light_x2'])(
  '%s with a tensor missing, or one more, is refused by that tensor’s name',
  name =>
    inFolder(folder => {
      const path = join(folder, 'x.safetensors');
      const last = [...readTensors(brought(name)).keys()]
        .filter(each => /(proj|conv3|conv1_2|conv_cat)\.weight$/.test(each))
        .at(-1)!;
      renameTensors(brought(name), path, each => (each === last ? `lost.${each}` : each));
      expect(() => inspectPictureNetwork(path)).toThrow(
        expect.objectContaining({
          code: 'model_incomplete',
          facts: expect.objectContaining({ tensor: last })
        })
      );
      renameTensors(brought(name), path, each => each, ['layers.0.absolute_pos_embed']);
      expect(() => inspectPictureNetwork(path)).toThrow(
        expect.objectContaining({
          code: 'model_unsupported',
          facts: expect.objectContaining({ reason: 'tensor_unused', tensor: 'layers.0.absolute_pos_embed' })
        })
      );
    })
);

test('a torch file that was cut short is refused before anything is read', () =>
  inFolder(folder => {
    const path = join(folder, 'nafnet.pth');
    const bytes = readFileSync(join(GOLDENS, 'S/nafnet.pth'));
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    expect(() => inspectPictureNetwork(path)).toThrow(expect.objectContaining({ code: 'model_truncated' }));
  }));

const dense = (at: string): Record<string, readonly number[]> =>
  Object.fromEntries([1, 2, 3, 4, 5].map(k => [`${at}.conv${k}.weight`, [4, 4 + 4 * (k - 1), 3, 3]]));

test.each<[string, Record<string, readonly number[]>, object]>([
  [
    'a checkpoint',
    { 'model.diffusion_model.input_blocks.0.0.weight': [320, 4, 3, 3] },
    { code: 'model_unsupported', facts: expect.objectContaining({ reason: 'not_a_picture_network' }) }
  ],
  [
    'GFPGAN',
    { 'stylegan_decoder.style_mlp.1.weight': [512, 512], 'toRGB.0.weight': [3, 256, 1, 1] },
    { code: 'model_unsupported', facts: expect.objectContaining({ reason: 'not_a_picture_network' }) }
  ],
  [
    'four channels',
    { 'conv_first.weight': [4, 4, 3, 3], 'conv_last.weight': [4, 4, 3, 3], ...dense('body.0.rdb1') },
    { code: 'model_unsupported', facts: expect.objectContaining({ reason: 'picture_channels' }) }
  ],
  [
    'a missing block',
    {
      'conv_first.weight': [4, 3, 3, 3],
      'conv_first.bias': [4],
      'conv_last.weight': [3, 4, 3, 3],
      ...dense('body.0.rdb1')
    },
    { code: 'model_incomplete', facts: expect.objectContaining({ tensor: 'body.0.rdb1.conv1.bias' }) }
  ],
  [
    'a compact network whose last layer folds no square',
    { 'body.0.weight': [8, 3, 3, 3], 'body.1.weight': [8], 'body.2.weight': [15, 8, 3, 3] },
    { code: 'model_unsupported', facts: expect.objectContaining({ reason: 'shapes_odd' }) }
  ]
])('%s is refused', (_, shapes, error) =>
  inFolder(async folder => {
    const path = join(folder, 'wrong.safetensors');
    writeShapes(path, shapes);
    await expect(openPictureNetwork(path)).rejects.toMatchObject(error);
  })
);

test('a pickle that names a function is refused under the name of an upscaler', () =>
  inFolder(async folder => {
    const path = join(folder, '4x_UltraSharp.safetensors');
    writeFileSync(path, Buffer.from('\x80\x02cos\nsystem\n.', 'latin1'));
    await expect(openPictureNetwork(path)).rejects.toMatchObject({ code: 'model_pickled' });
  }));
