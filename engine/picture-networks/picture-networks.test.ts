import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { excess } from '../testing/closeness';
import { readTensors } from '../testing/read-tensors';
import { inFolder, writeShapes } from '../testing/safetensors-file';
import { inspectUpscaler, openUpscaler } from './upscaler';
import type { UpscalerOptions } from './upscaler';

/** The folder's make.py computes the same networks with torch. */
const GOLDEN = join(__dirname, '../../goldens/fixtures/upscalers');
const expected = readTensors(join(GOLDEN, 'expected.safetensors'));

/** Twenty times what float32 differs between two orders of summing. */
const TOLERANCE = { atol: 5e-6, rtol: 1e-5 };

const fileOf = (name: string): string => join(GOLDEN, `${name}.safetensors`);

async function upscaled(
  path: string,
  picture: { data: Float32Array; height: number; width: number },
  options: UpscalerOptions = {}
): Promise<Float32Array> {
  const upscaler = await openUpscaler(path, options);
  try {
    return await upscaler.upscale(picture.data, picture.height, picture.width);
  } finally {
    await upscaler.dispose();
  }
}

const pictureOf = (name: string): { data: Float32Array; height: number; width: number } => {
  const { data, shape } = expected.get(`${name}.in`)!;
  return { data: data as Float32Array, height: shape[2], width: shape[3] };
};

test.each([
  ['rrdb-oldest-x4', 4],
  ['rrdb-older-x4', 4],
  ['rrdb-plus-x2', 2],
  ['rrdb-x2', 2],
  ['rrdb-x1', 1],
  ['compact-x4', 4]
])('%s enlarges as torch does, %i times', async (name, scale) => {
  expect(inspectUpscaler(fileOf(name)).scale).toBe(scale);
  const found = await upscaled(fileOf(name), pictureOf(name));
  expect(excess(found, expected.get(`${name}.out`)!.data as Float32Array, TOLERANCE)).toBeLessThanOrEqual(1);
});

test('a picture whose sides do not divide by the folded block is mirrored at its ends, then cut', async () => {
  const [height, width] = [5, 7];
  const data = Float32Array.from({ length: 3 * height * width }, (_, at) => (at % 11) / 11);
  const mirrored = Float32Array.from({ length: 3 * 6 * 8 }, (_, at) => {
    const [x, y, colour] = [at % 8, Math.floor(at / 8) % 6, Math.floor(at / 48)];
    return data[(colour * height + (y === 5 ? 3 : y)) * width + (x === 7 ? 5 : x)];
  });
  const found = await upscaled(fileOf('rrdb-x2'), { data, height, width });
  const whole = await upscaled(fileOf('rrdb-x2'), { data: mirrored, height: 6, width: 8 });
  const cut = whole.filter((_, at) => at % 16 < 14 && Math.floor(at / 16) % 12 < 10);
  expect(found).toEqual(cut);
});

test('far from the seams a picture in tiles is the whole picture', async () => {
  // The compact network sees three pixels around each; a tile's own edge fades in over sixteen.
  const [height, width] = [40, 40];
  const data = Float32Array.from({ length: 3 * height * width }, (_, at) => (at % 17) / 17);
  const whole = await upscaled(fileOf('compact-x4'), { data, height, width });
  const tiled = await upscaled(fileOf('compact-x4'), { data, height, width }, { tile: 28, overlap: 16 });
  const apart = (x: number): boolean => x < 4 * 12 || x >= 4 * 28;
  const [found, wanted] = [tiled, whole].map(all =>
    all.filter((_, at) => apart(at % 160) && apart(Math.floor(at / 160) % 160))
  );
  expect(excess(found, wanted, TOLERANCE)).toBeLessThanOrEqual(1);
});

const dense = (at: string, last = ''): Record<string, readonly number[]> =>
  Object.fromEntries([1, 2, 3, 4, 5].map(k => [`${at}.conv${k}${last}.weight`, [4, 4 + 4 * (k - 1), 3, 3]]));

test.each<[string, Record<string, readonly number[]>, object]>([
  [
    'a checkpoint',
    { 'model.diffusion_model.input_blocks.0.0.weight': [320, 4, 3, 3] },
    { code: 'model_unsupported' }
  ],
  [
    'SwinIR',
    { 'conv_first.weight': [60, 3, 3, 3], 'layers.0.residual_group.blocks.0.norm1.weight': [60] },
    { code: 'model_unsupported', facts: { file: 'wrong.safetensors', reason: 'not_an_upscaler' } }
  ],
  [
    'four channels',
    { 'conv_first.weight': [4, 4, 3, 3], ...dense('body.0.rdb1') },
    { code: 'model_unsupported' }
  ],
  [
    'a missing block',
    { 'conv_first.weight': [4, 3, 3, 3], 'conv_first.bias': [4], ...dense('body.0.rdb1') },
    { code: 'model_incomplete', facts: { reason: 'tensor_missing', tensor: 'body.0.rdb1.conv1.bias' } }
  ],
  [
    'a compact network whose last layer folds no square',
    { 'body.0.weight': [8, 3, 3, 3], 'body.2.weight': [15, 8, 3, 3] },
    { code: 'model_unsupported' }
  ]
])('%s is refused', (_, shapes, error) =>
  inFolder(async folder => {
    const path = join(folder, 'wrong.safetensors');
    writeShapes(path, shapes);
    await expect(openUpscaler(path)).rejects.toMatchObject(error);
  })
);

test('a pickle that names a function is refused under the name of an upscaler', () =>
  inFolder(async folder => {
    const path = join(folder, '4x_UltraSharp.safetensors');
    writeFileSync(path, Buffer.from('\x80\x02cos\nsystem\n.', 'latin1'));
    await expect(openUpscaler(path)).rejects.toMatchObject({ code: 'model_pickled' });
  }));
