/** What modes do to a cell, on networks that are hashes. */
import type { CellParams } from '../../schema/wire';
import { drawAll } from '../testing/draw-all';
import type { Drawn } from '../testing/draw-all';
import { fakeModel, fakeNetworks } from '../testing/fake-networks';
import { plainCell } from '../testing/plain-cell';
import type { INetworks, UNetRow } from '../types';
import type { DrawModel } from './cell';
import type { CellFiles, GivenPicture } from './needs';

const base: CellParams = { ...plainCell, width: 32, height: 32 };

/** 64 × 48 of one grey; the mask has a square of 16 in its middle. */
const picture: GivenPicture = {
  width: 64,
  height: 48,
  channels: 3,
  data: new Uint8Array(64 * 48 * 3).fill(90)
};
const isInside = (x: number, y: number): boolean => x >= 24 && x < 40 && y >= 16 && y < 32;
const mask: GivenPicture = {
  width: 64,
  height: 48,
  channels: 1,
  data: Uint8Array.from({ length: 64 * 48 }, (_, k) => (isInside(k % 64, Math.floor(k / 64)) ? 255 : 0))
};
const files: CellFiles = { pictures: { picture, mask }, loras: { style: '/style' } };

type ScheduleRequest = { model?: Partial<DrawModel>; files?: CellFiles };
type Outcome = Drawn & { rows: UNetRow[]; size: { width: number; height: number } };

/** Draws one cell; tells what the network was asked as well. */
async function draw(
  change: Partial<CellParams>,
  { model = {}, files: given = files }: ScheduleRequest = {}
): Promise<Outcome> {
  const rows: UNetRow[] = [];
  const networks = fakeNetworks();
  const predict: INetworks['predict'] = (asked, options) => {
    rows.push(...asked);
    return networks.predict(asked, options);
  };
  const opened = fakeModel({ predict });
  const drawn = await drawAll(
    [{ ...base, ...change }],
    { ...opened, model: { ...opened.model, ...model } },
    {},
    undefined,
    given
  );
  const done = drawn.messages.find(message => message.type === 'done');
  return { ...drawn, rows, size: { width: done?.width ?? 0, height: done?.height ?? 0 } };
}

test('only what is masked is drawn, and the whole picture comes back', async () => {
  const { pictures, size } = await draw({
    ...{ init_image: 'picture', mask: 'mask', mask_blur: 0 },
    ...{ inpaint_full_res: true, inpaint_full_res_padding: 0 }
  });
  expect(size).toEqual({ width: 64, height: 48 });
  const rgb = pictures.get('0')!;
  const changed = Array.from({ length: 64 * 48 }, (_, k) => k).filter(k => rgb[3 * k] !== 90);
  expect(changed.length).toBeGreaterThan(100);
  expect(changed.every(k => isInside(k % 64, Math.floor(k / 64)))).toBe(true);
});

test('an inverted mask changes the rest', async () => {
  const { pictures } = await draw({
    ...{ init_image: 'picture', mask: 'mask', mask_blur: 0, inpainting_mask_invert: true },
    ...{ width: 64, height: 48 }
  });
  const rgb = pictures.get('0')!;
  expect(rgb[3 * (24 * 64 + 32)]).toBe(90);
  expect(rgb.slice(0, 3 * 64).some(value => value !== 90)).toBe(true);
});

test('a mask of nothing is no mask', async () => {
  const nothing = { ...files, pictures: { picture, mask: { ...mask, data: new Uint8Array(64 * 48) } } };
  const only = { init_image: 'picture', mask: 'mask', inpaint_full_res: true };
  const [with_, without] = await Promise.all([
    draw(only, { files: nothing }),
    draw({ init_image: 'picture' }, { files: nothing })
  ]);
  expect(with_.pictures).toEqual(without.pictures);
});

test.each<[string, Partial<CellParams>, string]>([
  ['a picture that is not there', { init_image: 'gone' }, 'init_image'],
  ['a LoRA that is not there', { prompt: 'a <lora:stile:1>' }, 'lora'],
  ['an upscaler that is not there', { enable_hr: true, hr_upscaler: 'ESRGAN_4x' }, 'hr_upscaler'],
  ['a VAE that is not there', { vae: 'gone' }, 'vae'],
  ['a refiner that is not there', { refiner: 'gone' }, 'refiner']
])('%s is said by name', async (_, change, param) => {
  const { failures } = await draw(change);
  expect(failures.get('0')).toMatchObject({ code: 'unknown_choice', facts: { param } });
});

test('a misspelt LoRA is told the nearest', async () => {
  const { failures } = await draw({ prompt: 'a <lora:stile:1>' });
  expect(failures.get('0')!.facts).toMatchObject({ near: 'style' });
});

test('where there are no LoRAs at all none is near', async () => {
  const { failures } = await draw({ prompt: 'a <lora:stile:1>' }, { files: {} });
  expect(failures.get('0')).toMatchObject({ code: 'unknown_choice', facts: { param: 'lora', choices: [] } });
});

test("a LoRA's tag is no word, and its weights are the rows'", async () => {
  const { rows } = await draw({ prompt: 'a cat<lora:style:0.5:0.25>' });
  expect(rows.every(({ loras }) => loras!.length === 1 && loras![0].weight === 0.25)).toBe(true);
  expect(rows[0].context).toEqual((await draw({})).rows[0].context);
});

test('the hires pass is as large as its scale says, and takes its own steps', async () => {
  const { size, rows } = await draw({ enable_hr: true, hr_scale: 1.5, hr_steps: 3 });
  expect(size).toEqual({ width: 48, height: 48 });
  const counts = [4, 6].map(side => rows.filter(({ width, height }) => width === side && height === side));
  expect(counts.map(each => each.length)).toEqual([2 * 4, 2 * 3]);
});

describe('SDXL', () => {
  const model: Partial<DrawModel> = { family: 'sdxl', sizeIds: 6 };

  test('is told the size of the picture, in the second pass the larger', async () => {
    const { rows } = await draw({ width: 40, enable_hr: true }, { model });
    const ids = new Set(rows.map(row => row.ids?.join(' ')));
    expect([...ids]).toEqual(['32 40 0 0 32 40', '64 80 0 0 64 80']);
  });

  test('refiners are told a score, a low one beside the negative prompt', async () => {
    const { rows } = await draw({}, { model: { ...model, sizeIds: 5 } });
    expect(rows.slice(0, 2).map(({ ids }) => ids)).toEqual([
      [32, 32, 0, 0, 6],
      [32, 32, 0, 0, 2.5]
    ]);
  });

  test('an empty negative prompt is zeros, any other is words', async () => {
    const [empty, words] = [await draw({}, { model }), await draw({ negative_prompt: 'x' }, { model })];
    expect(empty.rows[1].context.every(value => value === 0)).toBe(true);
    expect(words.rows[1].context.some(value => value !== 0)).toBe(true);
  });
});

test('an inpainting network without a mask is told that all is drawn anew', async () => {
  const { rows } = await draw({}, { model: { task: 'inpaint' } });
  const imageConditioning = rows[0].imageConditioning!;
  expect(imageConditioning).toHaveLength(5 * 16);
  expect(imageConditioning.slice(0, 16)).toEqual(new Float32Array(16).fill(1));
});

test('an editing network is asked with words and picture, with the picture, and with neither', async () => {
  const { rows } = await draw({ init_image: 'picture' }, { model: { task: 'edit' } });
  const [words, alone, blank] = rows;
  expect(words.imageConditioning).toEqual(alone.imageConditioning);
  expect(words.context).not.toEqual(alone.context);
  expect(blank.context).toEqual(alone.context);
  expect(blank.imageConditioning!.every(value => value === 0)).toBe(true);
});

test('LCM takes its guidance as a number', async () => {
  const { rows } = await draw({ cfg_scale: 8 }, { model: { guidanceDim: 256 } });
  expect(rows.map(({ guidance }) => guidance)).toEqual([7, 7, 7, 7]);
});

test('below the least sigma every other call goes without the negative prompt', async () => {
  expect((await draw({ s_min_uncond: 100 })).rows).toHaveLength(6);
  expect((await draw({ s_min_uncond: 0.001 })).rows).toHaveLength(8);
});
