import { join } from 'node:path';
import fc from 'fast-check';
import { blank } from '../images';
import type { Raster } from '../images';
import { readTensors, valuesOf } from '../testing/read-tensors';
import {
  clahe,
  coloured,
  DAYLIGHT,
  fromLinear,
  labOf,
  levelRange,
  lightOf,
  readCubeLut,
  toLinear
} from './index';
import type { ColourSettings, Light } from './index';
import type { Triple } from './srgb';
import { adaptation } from './white-balance';

/** goldens/fixtures/images/make.py made them with OpenCV. */
const tensors = readTensors(join(__dirname, '../../goldens/fixtures/images/opencv.safetensors'));

test.each([...tensors.keys()].filter(key => key.startsWith('clahe.')))(
  "%s is OpenCV's, to the last bit",
  key => {
    const [, name, limit] = /^clahe\.(\w+)@(\d+)$/.exec(key)!;
    const { shape, data } = tensors.get(`in.grey.${name}`)!;
    const grey: Raster = { width: shape[1], height: shape[0], channels: 1, data: data as Uint8Array };
    expect([...clahe(grey, Number(limit)).data]).toEqual(valuesOf(tensors.get(key)!));
  }
);

/** Colours in a row, each given as three or four levels. */
const row = (...pixels: readonly (readonly number[])[]): Raster => ({
  width: pixels.length,
  height: 1,
  channels: pixels[0].length as Raster['channels'],
  data: Uint8Array.from(pixels.flat())
});
const levels = ({ data }: Raster): number[] => [...data];

test.each<[string, ColourSettings, number[], number[]]>([
  ['a stop more is twice the light', { exposure: 1 }, [118, 118, 118], [163, 163, 163]],
  ['a stop less is half of it', { exposure: -1 }, [163, 163, 163], [118, 118, 118]],
  ['contrast leaves the middle', { contrast: 1.5 }, [127, 150, 50], [127, 161, 11]],
  ['none of it is grey of the middle', { contrast: 0 }, [10, 200, 90], [128, 128, 128]],
  ['no saturation is brightness alone', { saturation: 0 }, [200, 100, 50], [118, 118, 118]],
  ['what is too strong is cut', { saturation: 3 }, [200, 100, 50], [255, 65, 0]],
  ['grey has no colour to be strengthened', { saturation: 3, vibrance: 1 }, [77, 77, 77], [77, 77, 77]]
])('%s', (_, settings, given, expected) => {
  levels(coloured(row(given), settings)).forEach((level, k) =>
    expect(Math.abs(level - expected[k])).toBeLessThanOrEqual(1)
  );
});

const colour = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 255 })));

test('whatever is neutral gives the same picture, and an alpha channel always stays', () =>
  fc.assert(
    fc.property(
      colour,
      fc.integer({ min: 0, max: 255 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (rgb, a, stops) => {
        const picture = row([...rgb, a], [...rgb, 255 - a]);
        expect(coloured(picture, {})).toBe(picture);
        expect(coloured(picture, { contrast: 1, saturation: 1, whiteBalance: DAYLIGHT, clahe: 0 })).toBe(
          picture
        );
        const changed = coloured(picture, {
          exposure: stops,
          saturation: 1.3,
          whiteBalance: 'auto',
          clahe: 2
        });
        expect([changed.data[3], changed.data[7]]).toEqual([a, 255 - a]);
      }
    )
  ));

test('more saturation never brings a colour nearer to grey, and vibrance gives more to pale ones', () =>
  fc.assert(
    fc.property(colour, fc.double({ min: 1, max: 2, noNaN: true }), (rgb, factor) => {
      const spread = (picture: Raster): number => Math.max(...picture.data) - Math.min(...picture.data);
      const picture = row([...rgb]);
      expect(spread(coloured(picture, { saturation: factor }))).toBeGreaterThanOrEqual(spread(picture) - 1);
      const gain = (of: Raster): number => spread(coloured(of, { vibrance: 0.5 })) / Math.max(1, spread(of));
      expect(gain(row([130, 120, 110]))).toBeGreaterThan(gain(row([180, 70, 20])));
    })
  ));

test('orange light makes a picture bluer when it is told, green light more magenta', () => {
  const grey = row([128, 128, 128]);
  const [r, g, b] = coloured(grey, { whiteBalance: { kelvin: 3200, tint: 0 } }).data;
  expect(b).toBeGreaterThan(g);
  expect(g).toBeGreaterThan(r);
  const [red, green, blue] = coloured(grey, { whiteBalance: { kelvin: 6504, tint: 0.5 } }).data;
  expect(Math.min(red, blue)).toBeGreaterThan(green);
});

test.each([
  [3000, 0],
  [4500, 0.3],
  [9000, -0.2],
  [6504, 0]
])('a grey picture that was taken at %i K and tint %f is known, and made neutral', (kelvin, tint) => {
  const shades = [40, 80, 120, 160, 200].map(level => [level, level, level]);
  const cast = castOf(row(...shades), { kelvin, tint });
  const seen = lightOf(cast);
  expect(Math.abs(1e6 / seen.kelvin - 1e6 / kelvin)).toBeLessThan(8);
  expect(Math.abs(seen.tint - tint)).toBeLessThan(0.1);
  const mended = coloured(cast, { whiteBalance: 'auto' });
  for (let k = 3; k < mended.data.length; k += 3) {
    const [r, g, b] = mended.data.slice(k, k + 3);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThanOrEqual(5);
  }
});

/** Greys as they would be in another light: what makes daylight of it, undone (by Cramer's rule). */
function castOf(neutral: Raster, light: Light): Raster {
  const [a, b, c] = adaptation(light);
  const cross = (x: Triple, y: Triple): Triple => [
    x[1] * y[2] - x[2] * y[1],
    x[2] * y[0] - x[0] * y[2],
    x[0] * y[1] - x[1] * y[0]
  ];
  const [p, q, r] = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = a[0] * p[0] + a[1] * p[1] + a[2] * p[2];
  const colour = [0, 1, 2].map(k => (p[k] + q[k] + r[k]) / determinant);
  const data = neutral.data.map((level, k) =>
    Math.round(255 * fromLinear(0.5 * toLinear(level / 255) * colour[k % 3]))
  );
  return { ...neutral, data };
}

test('automatic levels stretch what is there over the whole range, and leave what fills it', () => {
  const dull = blank(100, 10, 3);
  dull.data.forEach((_, k) => (dull.data[k] = 60 + (Math.floor(k / 3) % 100)));
  expect(levelRange(dull, 0)).toEqual([60, 159]);
  const stretched = coloured(dull, { autoLevels: 0 });
  expect([Math.min(...stretched.data), Math.max(...stretched.data)]).toEqual([0, 255]);
  expect(levels(coloured(stretched, { autoLevels: 0 }))).toEqual(levels(stretched));
  const flat = blank(8, 8, 3);
  flat.data.fill(90);
  expect(levels(coloured(flat, { autoLevels: 0.005 }))).toEqual(levels(flat));
});

test.each([
  [
    [1, 1, 1],
    [100, 0, 0]
  ],
  [
    [1, 0, 0],
    [53.24, 80.09, 67.2]
  ],
  [
    [0, 0, 1],
    [32.3, 79.19, -107.86]
  ]
] as const)('the Lab of %j is %j', (rgb, lab) =>
  labOf(rgb).forEach((value, k) => expect(Math.abs(value - lab[k])).toBeLessThan(0.05))
);

describe('.cube files', () => {
  const cube = (size: number, change: (colour: number[]) => number[]): string => {
    const lines = [`TITLE "Test ${size}"`, '# a comment', '', `LUT_3D_SIZE ${size}`];
    for (let k = 0; k < size ** 3; k++) {
      const at = [k % size, Math.floor(k / size) % size, Math.floor(k / size ** 2)];
      lines.push(change(at.map(step => step / (size - 1))).join(' '));
    }
    return lines.join('\r\n');
  };

  test('a cube that changes nothing changes nothing, whatever its size', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.array(colour, { minLength: 1, maxLength: 9 }),
        (size, colours) => {
          const lut = readCubeLut(
            cube(size, each => each),
            'x.cube'
          );
          const picture = row(...colours.map(each => [...each]));
          expect(levels(coloured(picture, { lut }))).toEqual(levels(picture));
        }
      )
    ));

  test('between its steps a cube is linear: one that swaps, inverts and mixes colours does so everywhere', () => {
    const mix = ([r, g, b]: number[]): number[] => [b, 1 - r, 0.5 * (r + g)];
    const lut = readCubeLut(cube(5, mix), 'x.cube');
    expect(lut.title).toBe('Test 5');
    const found = levels(coloured(row([255, 0, 51], [17, 201, 99]), { lut }));
    expect(found).toEqual([51, 0, 128, 99, 238, 109]);
  });

  test('half of a table is half of its change', () => {
    const lut = readCubeLut(
      cube(2, () => [1, 1, 1]),
      'x.cube'
    );
    expect(levels(coloured(row([100, 0, 255]), { lut, lutStrength: 0.5 }))).toEqual([178, 128, 255]);
  });

  test('a line bends each channel by itself, within the range it is made for', () => {
    const text = 'LUT_1D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 0.5 1 1\n0 0 1\n0.5 0 0.5\n1 1 0\n';
    const lut = readCubeLut(text, 'x.cube');
    expect(levels(coloured(row([64, 64, 64], [200, 191, 255]), { lut }))).toEqual([128, 0, 191, 255, 127, 0]);
  });

  test("Resolve's line before a cube, each with its range", () => {
    const text = [
      'LUT_1D_SIZE 2',
      'LUT_1D_INPUT_RANGE 0 1',
      'LUT_3D_SIZE 2',
      'LUT_3D_INPUT_RANGE 0 2',
      ...['0 0 0', '2 2 2'],
      ...['0 0 0', '1 0 0', '0 1 0', '1 1 0', '0 0 1', '1 0 1', '0 1 1', '1 1 1']
    ].join('\n');
    expect(levels(coloured(row([10, 90, 250]), { lut: readCubeLut(text, 'x.cube') }))).toEqual([10, 90, 250]);
  });

  test.each([
    ['', 1, 'no_table'],
    ['0 0 0', 1, 'no_table'],
    ['LUT_3D_SIZE 1', 1, 'table_size'],
    ['LUT_3D_SIZE 300', 1, 'table_size'],
    ['# hi\nLUT_1D_SIZE two', 2, 'table_size'],
    ['LUT_1D_SIZE 2\nLUT_1D_SIZE 2', 2, 'twice'],
    ['LUT_1D_SIZE 2\n0 0 0\n0 0 nan', 3, 'numbers'],
    ['LUT_1D_SIZE 2\n0 0', 2, 'numbers'],
    ['LUT_1D_SIZE 2\n0 0 0\nhello world', 3, 'numbers'],
    ['LUT_1D_SIZE 2\n0 0 0\n1 1 1\n2 2 2', 4, 'too_many'],
    ['LUT_1D_SIZE 2\n0 0 0\n', 3, 'too_few'],
    ['LUT_1D_SIZE 2\nDOMAIN_MIN 1 0 0', 2, 'domain'],
    ['\u0089PNG\0', 0, 'binary']
  ])('%j is refused, with its line', (text, line, reason) => {
    const read = (): unknown => readCubeLut(text, 'x.cube');
    expect(read).toThrow(
      expect.objectContaining({
        code: 'lut_malformed',
        facts: expect.objectContaining({ line, reason }) as object
      })
    );
  });

  test('the refusal says what and where, in words', () => {
    expect(() => readCubeLut('LUT_3D_SIZE 2\n0 0 0\n', 'film.cube')).toThrow(
      'film.cube is no colour table that can be read; line 3: it ends after 1 of 8 colours.'
    );
  });

  test('whatever a file holds, reading ends in a table or a refusal', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              'LUT_1D_SIZE 2',
              'LUT_3D_SIZE 2',
              'TITLE "x"',
              '0 0 0',
              '1 .5 1e3',
              'DOMAIN_MAX 2 2 2',
              '#'
            ),
            fc.string({ maxLength: 12 })
          )
        ),
        lines => {
          try {
            const { line, cube: table } = readCubeLut(lines.join('\n'), 'x.cube');
            expect(line ?? table).toBeDefined();
          } catch (error) {
            expect(error).toMatchObject({ code: 'lut_malformed' });
          }
        }
      )
    ));
});
