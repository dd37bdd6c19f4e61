import { join } from 'node:path';
import fc from 'fast-check';
import { coloured } from '../colour';
import { blank, blurredByBoxes, greyOf, resized, withChannels } from '../images';
import type { Raster } from '../images';
import { readTensors, valuesOf } from '../testing/read-tensors';
import { blurOf } from './blur';
import { measured, proposedCare, jpegQualityOfFile } from './index';
import type { Measures } from './index';
import { jpegQualityByBlocks } from './jpeg-quality';
import { noiseOf } from './noise';
import { say } from '../../schema/messages';

const GOLDENS = join(__dirname, '../../goldens');
const file = join(GOLDENS, 'P/efficientnet-lite0/chelsea.safetensors');
/** A photograph of a cat, 224 x 224, and what other programs say of it. */
const cat: Raster = {
  width: 224,
  height: 224,
  channels: 3,
  data: readTensors(file).get('in.crop_u8')!.data as Uint8Array
};
const tensors = readTensors(join(GOLDENS, 'fixtures/images/measures.safetensors'));
const greyIn = (name: string): Raster => {
  const { shape, data } = tensors.get(name)!;
  return { width: shape[1], height: shape[0], channels: 1, data: data as Uint8Array };
};

/** Numbers that look like noise, the same each time, normally distributed (Box & Muller). */
function noisy(picture: Raster, deviation: number): Raster {
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const data = new Uint8ClampedArray(picture.data.length);
  picture.data.forEach((value, k) => {
    data[k] = value + deviation * Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next());
  });
  return { ...picture, data: new Uint8Array(data.buffer) };
}

/** Two discs and a bar on white, in four colours. */
function drawing(width: number, height: number): Raster {
  const picture = blank(width, height, 3);
  for (let k = 0; k < width * height; k++) {
    const [x, y] = [(k % width) / width, Math.floor(k / width) / height];
    const disc = Math.hypot(x - 0.3, y - 0.4) < 0.2;
    const other = Math.hypot(x - 0.7, y - 0.5) < 0.15;
    picture.data.set(
      disc ? [220, 40, 50] : other ? [40, 90, 200] : y > 0.85 ? [30, 120, 60] : [250, 250, 245],
      3 * k
    );
  }
  return picture;
}

test.each([2, 5, 10, 20])(
  'noise of a deviation of %f is measured, on a photograph and on a flat grey',
  deviation => {
    const flat = blank(128, 128, 1);
    flat.data.fill(120);
    expect(noiseOf(noisy(flat, deviation)) / deviation).toBeGreaterThan(0.85);
    expect(noiseOf(noisy(flat, deviation)) / deviation).toBeLessThan(1.1);
    const found = noiseOf(noisy(greyOf(cat), deviation));
    expect(Math.abs(found - deviation)).toBeLessThan(0.2 * deviation + 0.3);
  }
);

test('a clean drawing, a slope and a single pixel have no noise', () => {
  const slope = blank(100, 100, 1);
  slope.data.forEach((_, k) => (slope.data[k] = 40 + (k % 100) + Math.floor(k / 100)));
  for (const picture of [greyOf(drawing(200, 150)), slope, blank(1, 1, 1)]) {
    expect(noiseOf(picture)).toBeLessThan(0.1);
  }
});

test.each([0, 1, 3])("blur by %i is scikit-image's number", radius => {
  expect(blurOf(greyIn(`in.grey@${radius}`))).toBeCloseTo(valuesOf(tensors.get(`blur@${radius}`)!)[0], 6);
});

test('the more a picture is blurred, the more blurred it is', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), radius => {
      const grey = greyOf(cat);
      expect(blurOf(blurredByBoxes(grey, radius + 1))).toBeGreaterThan(blurOf(blurredByBoxes(grey, radius)));
    }),
    { numRuns: 4 }
  ));

test.each([1, 12, 30, 50, 75, 92, 100])('a JPEG file of quality %i is one by its tables', quality => {
  expect(jpegQualityOfFile(Uint8Array.from(valuesOf(tensors.get(`jpeg@${quality}`)!)))).toBe(quality);
});

test('a file cut anywhere gives a quality or none, and no other format has one', () => {
  const whole = Uint8Array.from(valuesOf(tensors.get('jpeg@75')!));
  for (let length = 0; length < whole.length; length += 7) {
    expect([75, null]).toContain(jpegQualityOfFile(whole.subarray(0, length)));
  }
  expect(jpegQualityOfFile(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBeNull();
});

test.each([15, 40])(
  'a picture that once was a JPEG of quality %i is seen to be, wherever its blocks begin',
  quality => {
    const found = jpegQualityByBlocks(greyIn(`blocks@${quality}`));
    expect(Math.abs(found! - quality)).toBeLessThan(15);
  }
);

test('what never was a JPEG shows no blocks, and what is small does not tell', () => {
  expect(jpegQualityByBlocks(greyOf(cat)) ?? 100).toBeGreaterThan(85);
  expect(jpegQualityByBlocks(resized(greyIn('blocks@15'), 60, 60, 'nearest'))).toBeNull();
  expect(jpegQualityByBlocks(greyOf(drawing(300, 200))) ?? 100).toBeGreaterThan(75);
});

test('a drawing is told from a photograph, also with noise', () => {
  expect(measured(cat).drawn).toBeLessThan(0.1);
  expect(measured(drawing(300, 220)).drawn).toBeGreaterThan(0.9);
  expect(measured(noisy(drawing(300, 220), 3)).drawn).toBeGreaterThan(0.5);
});

test.each([
  [118, 0],
  [163, 1],
  [84, -1]
])('a grey of level %i is %i stops from the middle', (level, stops) => {
  const grey = blank(20, 20, 3);
  grey.data.fill(level);
  const { exposure, cast, colourfulness, contrast } = measured(grey);
  expect(Math.abs(exposure - stops)).toBeLessThan(0.05);
  expect([cast, colourfulness, contrast].map(value => Math.round(value * 1e6))).toEqual([0, 0, 0]);
});

test('a cast is as strong as its mean colour is far from grey, and its light is told', () => {
  const warm = coloured(cat, { whiteBalance: { kelvin: 12000, tint: 0 } });
  expect(measured(warm).cast).toBeGreaterThan(measured(cat).cast + 4);
  expect(measured(warm).light.kelvin).toBeLessThan(measured(cat).light.kelvin);
});

test('one coloured thing before grey is told from a picture that is coloured all over', () => {
  const grey = blank(60, 60, 3);
  grey.data.fill(140);
  const thing = {
    ...grey,
    data: grey.data.map((value, k) => (Math.floor(k / 3) % 60 < 20 ? [230, 110, 20][k % 3] : value))
  };
  const all = coloured(cat, { whiteBalance: { kelvin: 11000, tint: 0 } });
  expect(measured(thing).castRatio).toBeLessThan(1.2);
  expect(measured(all).castRatio).toBeGreaterThan(1.5);
});

test('black and white pixels are counted, transparent ones are not', () => {
  const picture = blank(4, 1, 4);
  picture.data.set([0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255, 0, 0, 0, 0]);
  const { clippedDark, clippedLight } = measured(picture);
  expect([clippedDark, clippedLight].map(share => Math.round(3 * share))).toEqual([1, 1]);
  expect(measured(blank(3, 3, 4))).toMatchObject({ exposure: 0, cast: 0 });
});

test('every picture can be measured: any size, any channels, any levels', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(1, 3, 4),
      fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
      (width, height, channels, stream) => {
        const picture = blank(width, height, channels as Raster['channels']);
        picture.data.forEach((_, k) => (picture.data[k] = stream.next().value as number));
        const measures = measured(picture);
        const numbers = Object.values({ ...measures, ...measures.light }).filter(
          value => typeof value === 'number'
        );
        expect(numbers.every(Number.isFinite)).toBe(true);
        expect(proposedCare(measures).every(({ around, value }) => around.includes(value))).toBe(true);
      }
    ),
    { numRuns: 60 }
  ));

describe('the proposal', () => {
  const well: Measures = {
    ...measured(drawing(64, 64)),
    width: 1600,
    height: 1200,
    noise: 0.5,
    blur: 0.35,
    jpegQuality: 95,
    jpegFrom: 'tables',
    drawn: 0,
    exposure: 0,
    range: 220,
    cast: 2,
    castRatio: 2,
    colourfulness: 40,
    clippedLight: 0
  };
  const proposed = (change: Partial<Measures>, known = {}): [string, number | string][] =>
    proposedCare({ ...well, ...change }, known).map(({ parameter, value }) => [parameter, value]);

  test('nothing is proposed for a picture that is well', () => expect(proposedCare(well)).toEqual([]));

  test.each<[string, Partial<Measures>, [string, number | string][]]>([
    ['some noise', { noise: 2 }, [['denoise', 1]]],
    ['strong noise', { noise: 12 }, [['denoise', 3]]],
    ['a bad JPEG', { jpegQuality: 40 }, [['denoise', 2]]],
    ['a dark photograph', { exposure: -2 }, [['exposure', 1.2]]],
    ['a very light one', { exposure: 3 }, [['exposure', -1.5]]],
    ['a dark drawing is meant so', { exposure: -2, drawn: 0.9 }, []],
    ['a dull one', { range: 90 }, [['auto_levels', 0.005]]],
    ['a pale one', { colourfulness: 12 }, [['vibrance', 0.4]]],
    ['black and white is meant so', { colourfulness: 0.5, cast: 0 }, []],
    [
      'a cast',
      { cast: 12, light: { kelvin: 4000, tint: 0.2 } },
      [
        ['temperature', 4000],
        ['tint', 0.2]
      ]
    ],
    [
      'an orange thing before grey is no cast',
      { cast: 12, castRatio: 0.8, light: { kelvin: 4000, tint: 0 } },
      []
    ],
    ['a sunset is meant so', { cast: 45, light: { kelvin: 2500, tint: 0 } }, []],
    ['a small one', { width: 300, height: 200 }, [['upscale', 4]]],
    ['a blurred one', { blur: 0.7 }, [['sharpen', 0.8]]]
  ])('for %s', (_, change, expected) => expect(proposed(change)).toEqual(expected));

  test('small faces are restored by the best that is there', () => {
    const known = { faces: [300, 60], restorers: ['GFPGAN', 'detail'] };
    expect(proposed({}, known)).toEqual([['face_restorer', 'GFPGAN']]);
    expect(proposed({}, { faces: [60] })).toEqual([['face_restorer', 'detail']]);
    expect(proposed({}, { faces: [400] })).toEqual([]);
  });

  test('each has its reason in words, with the number that was measured', () => {
    const care = proposedCare({ ...well, noise: 5.23, width: 400, height: 300 }, { faces: [40, 60] });
    const words = care.map(({ reason: { code, facts } }) => say(code, facts as never, 'en'));
    expect(words).toEqual([
      'It is noisy: 5.2 levels.',
      '2 faces are small or blurred, the smallest 40 pixels high.',
      'It is small: 400 × 300 pixels.'
    ]);
    const chinese = care.map(({ reason: { code, facts } }) => say(code, facts as never, 'zh_CN'));
    expect(chinese[1]).toBe('有 2 张脸太小或模糊，最小的高 40 像素。');
  });

  test('a noisy, small photograph is measured as that, and denoised and enlarged', () => {
    const found = proposedCare(measured(withChannels(noisy(cat, 12), 4))).map(({ parameter }) => parameter);
    expect(found).toContain('denoise');
    expect(found).toContain('upscale');
  });
});
