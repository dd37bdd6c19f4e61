import fc from 'fast-check';
import { type CellParams, coreDefaults } from '../../schema/catalogue';
import { sha256 } from '../store/content-key';
import { encodePng, recipeOf, renderPicture } from './encode';
import { infotext } from '../../language/infotext/write';
import { pngTexts, withPngText } from './png-text';
import { type Recipe, makeRecipe } from './recipe';
import { sharp } from './sharp';
import { thumbnail } from './thumbnail';

const params: CellParams = {
  ...coreDefaults,
  prompt: 'a boat, (golden hour:1.2)',
  model: 'toy',
  seed: 7,
  subseed: 0,
  cfg_scale: 7.5,
  width: 16,
  height: 8
};
const model = { name: 'toy', sha256: '45dee52b0912'.padEnd(64, '0') };
const text = (change: Partial<CellParams>, name = 'toy'): string =>
  infotext({
    params: { ...params, ...change },
    model: { ...model, name },
    schedulerLabel: 'Karras',
    version: '1.2.3'
  });
const recipe = (change: Partial<CellParams> = {}): Recipe =>
  makeRecipe({
    params: { ...params, ...change },
    origins: { steps: 'user' },
    model,
    schedulerLabel: 'Karras',
    device: 'cpu',
    version: '1.2.3'
  });

describe('infotext', () => {
  test('is the one A1111 writes', () => {
    expect(text({})).toBe(
      'a boat, (golden hour:1.2)\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 7, Size: 16x8, ' +
        'Model hash: 45dee52b09, Model: toy, RNG: CPU, Version: jupyterlab-diffusion 1.2.3'
    );
  });

  test.each([
    [{ negative_prompt: 'blurry' }, '\nNegative prompt: blurry\nSteps: 20'],
    [{ clip_skip: 2 }, 'Clip skip: 2'],
    [{ ensd: 31337 }, 'ENSD: 31337'],
    [{ subseed: 3, subseed_strength: 0.2 }, 'Variation seed: 3, Variation seed strength: 0.2'],
    [{ rng: 'nv' }, 'RNG: NV'],
    [{ eta: 0.5 }, 'Eta: 0.5'],
    [{ emphasis: 'no_norm' }, 'Emphasis: No norm'],
    [{ flavour: 'diffusers' }, 'Flavour: diffusers'],
    [{ tiling: true }, 'RNG: CPU, Tiling: True'],
    [{ enable_hr: true }, 'Denoising strength: 0.7'],
    [
      { enable_hr: true, hr_scale: 1.5, hr_steps: 8 },
      'Hires upscale: 1.5, Hires steps: 8, Hires upscaler: Latent'
    ],
    [{ init_image: 'ab', mask: 'cd', inpainting_mask_invert: true }, 'Mask mode: Inpaint not masked'],
    [{ init_image: 'ab', denoising_strength: 0.4 }, 'Denoising strength: 0.4'],
    [{ noise_schedule: 'zero_terminal_snr' }, 'Noise Schedule: Zero Terminal SNR'],
    [{ s_min_uncond: 1.5, skip_early_cond: 0.1 }, 'Skip Early CFG: 0.1, NGMS: 1.5'],
    [{ seed_resize_from_w: 448, seed_resize_from_h: 640 }, 'Seed resize from: 448x640']
  ] as [Partial<CellParams>, string][])('%j adds %j', (change, part) => {
    expect(text(change)).toContain(part);
    expect(text({})).not.toContain(part);
  });

  test('files are named with their hashes', () => {
    const hash = 'ba9876543210ffff';
    const said = infotext({
      params: { ...params, vae: 'soft', refiner: 'fine' },
      model,
      files: {
        vae: { name: 'soft', sha256: hash },
        refiner: { name: 'fine', sha256: hash },
        loras: [
          { name: 'a', sha256: hash },
          { name: 'b', sha256: hash }
        ]
      },
      schedulerLabel: 'Karras',
      version: '1'
    });
    expect(said).toContain('VAE hash: ba98765432, VAE: soft');
    expect(said).toContain('Refiner: fine [ba98765432], Refiner switch at: 0.8');
    expect(said).toContain('Lora hashes: "a: ba9876543210, b: ba9876543210"');
  });

  test('a value with a comma or a colon is quoted', () => {
    expect(text({}, 'a, b: c')).toContain('Model: "a, b: c"');
  });
});

describe('PNG text', () => {
  test('comes back as it was put in, whatever it says', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const word = fc.oneof(fc.string(), fc.string({ unit: 'binary' })).map(each => each.replace(/\0/g, ''));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 3 }), (first, rest) => {
        const texts = [first, ...rest].map(each => ({
          keyword: 'parameters',
          text: Buffer.from(each).toString()
        }));
        expect(pngTexts(withPngText(png, texts))).toEqual(texts);
      })
    );
  });

  test.each([
    ['plain', 'tEXt'],
    ['猫', 'iTXt']
  ])('%s travels as %s, and other readers understand it', async (said, chunk) => {
    const png = withPngText(
      await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
      [{ keyword: 'parameters', text: said }]
    );
    expect(png.toString('latin1', 37, 41)).toBe(chunk);
    expect((await sharp(png).metadata()).comments).toEqual([{ keyword: 'parameters', text: said }]);
  });

  test('Latin-1 travels in Latin-1, as Pillow reads it', () => {
    const png = withPngText(Buffer.alloc(33), [{ keyword: 'parameters', text: 'é' }]);
    expect([...png.subarray(41, 53)]).toEqual([...Buffer.from('parameters\0é', 'latin1')]);
  });

  test('a file cut anywhere is read as far as it goes', async () => {
    const png = withPngText(Buffer.alloc(33, 1), [{ keyword: 'a', text: 'b' }]);
    for (let length = 0; length < png.length; length++) {
      expect(() => pngTexts(png.subarray(0, length))).not.toThrow();
    }
  });
});

describe('stored pictures', () => {
  const rgb = Uint8Array.from({ length: 16 * 8 * 3 }, (_, index) => (index * 37) % 256);

  test('equal cells have equal bytes, exact pixels and their recipe inside', async () => {
    const [once, twice] = [await encodePng(rgb, 16, 8, recipe()), await encodePng(rgb, 16, 8, recipe())];
    expect(sha256(once)).toBe(sha256(twice));
    expect(new Uint8Array(await sharp(once).raw().toBuffer())).toEqual(rgb);
    expect(recipeOf(once)).toEqual(recipe());
    expect(pngTexts(once)[0]).toEqual({ keyword: 'parameters', text: recipe().infotext });
  });

  test('a prompt in any script travels whole', async () => {
    const chinese = recipe({ prompt: '一只熊猫 🐼 "引号", <b>' });
    expect(recipeOf(await encodePng(rgb, 16, 8, chinese))).toEqual(chinese);
  });

  test('are given out in the format and size asked for, never larger', async () => {
    const png = await encodePng(rgb, 16, 8, recipe());
    const shape = async (...args: [Parameters<typeof renderPicture>[1], number | null]): Promise<unknown> => {
      const { format, width, height } = await sharp(await renderPicture(png, ...args)).metadata();
      return [format, width, height];
    };
    expect(await renderPicture(png, 'png', null)).toBe(png);
    expect(await shape('webp', null)).toEqual(['webp', 16, 8]);
    expect(await shape('jpeg', 8)).toEqual(['jpeg', 8, 4]);
    expect(await shape('png', 999)).toEqual(['png', 16, 8]);
  });

  test('thumbnails keep their limit even for noise', async () => {
    const noise = Buffer.alloc(256 * 256 * 3);
    for (let at = 0, state = 1; at < noise.length; at++) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      noise[at] = state >> 16;
    }
    const png = await sharp(noise, { raw: { width: 256, height: 256, channels: 3 } })
      .png()
      .toBuffer();
    for (const limit of [12 * 1024, 3000]) {
      expect((await thumbnail(png, limit))!.length).toBeLessThanOrEqual(limit);
    }
    expect(await thumbnail(png, 10)).toBeNull();
  });
});

test.each(['svg', 'gif', 'tiff'])('a picture of type %s is not opened', async format => {
  const files: Record<string, Buffer> = {
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'),
    gif: Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'),
    tiff: Buffer.from('49492a0008000000', 'hex')
  };
  await expect(sharp(files[format]).metadata()).rejects.toThrow();
});
