import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { blank, toYCbCr } from '../images';
import type { Raster } from '../images';
import { careModel } from '../testing/care-models';
import { inFolder } from '../testing/safetensors-file';
import { blendedStyles, fitted, inColoursOf, openStyleNetworks, squared, stylised } from './index';
import type { IStyleNetworks } from './index';

const [predict, transform] = ['arbitrary_predict.onnx', 'arbitrary_transform.onnx'].map(careModel);

/** Stripes of two colours. */
function striped(width: number, height: number, channels: Raster['channels'] = 3): Raster {
  const picture = blank(width, height, channels);
  picture.data.forEach((_, k) => {
    const pixel = Math.floor(k / channels);
    const stripe = Math.floor((pixel % width) / 6 + Math.floor(pixel / width) / 9) % 2;
    picture.data[k] =
      k % channels === 3
        ? pixel % 256
        : [
            [220, 60, 40],
            [30, 90, 160]
          ][stripe][k % channels];
  });
  return picture;
}

/** What `picture` differs by from `other`, in the mean. */
const apart = (picture: Raster, other: Raster): number =>
  picture.data.reduce((sum, value, k) => sum + Math.abs(value - other.data[k]), 0) / picture.data.length;

(predict && transform ? describe : describe.skip)("Magenta's networks", () => {
  let networks: IStyleNetworks;
  let style: Float32Array;
  beforeAll(async () => {
    networks = openStyleNetworks({ predict: predict!, transform: transform! });
    style = await networks.vectorOf(striped(300, 280));
  });
  afterAll(() => networks.dispose());

  test.each([
    [64, 48, 3],
    [1, 1, 3],
    [500, 20, 4],
    [31, 77, 1]
  ] as const)(
    'a picture of %i x %i with %i channels keeps its size and its alpha',
    async (width, height, channels) => {
      const picture = striped(width, height, channels);
      const found = await stylised(networks, picture, style);
      expect([found.width, found.height, found.channels]).toEqual([width, height, channels === 4 ? 4 : 3]);
      if (channels === 4) {
        const alpha = (of: Raster): Uint8Array => of.data.filter((_, k) => k % 4 === 3);
        expect(alpha(found)).toEqual(alpha(picture));
      }
    }
  );

  test('a style picture smaller than the network wants is enlarged, and tells much the same', async () => {
    const plain = blank(8, 8, 3);
    plain.data.fill(200);
    const large = { ...blank(256, 256, 3) };
    large.data.fill(200);
    expect(await networks.vectorOf(plain)).toEqual(await networks.vectorOf(large));
    expect((await networks.vectorOf(striped(1, 1))).every(Number.isFinite)).toBe(true);
  });

  test('the stronger the style, the further from the picture in its own', async () => {
    const picture = blank(96, 72, 3);
    picture.data.forEach((_, k) => (picture.data[k] = 60 + ((k / 3) % 96) + 20 * (k % 3)));
    const own = await networks.paint(picture, await networks.vectorOf(picture));
    const far = [];
    for (const strength of [0.25, 0.6, 1]) {
      far.push(apart(await stylised(networks, picture, style, { strength }), own));
    }
    expect(far).toEqual([...far].sort((a, b) => a - b));
    expect(far[0]).toBeLessThan(0.8 * far[2]);
    expect(await stylised(networks, picture, style, { strength: 0 })).toBe(picture);
  });
});

test('files of another network are refused by name', () =>
  inFolder(folder => {
    const path = join(folder, 'predict.onnx');
    writeFileSync(path, 'paint');
    const opened = (files: { predict: string; transform: string }) => () => openStyleNetworks(files);
    expect(opened({ predict: path, transform: path })).toThrow(
      expect.objectContaining({ code: 'model_corrupt' })
    );
    if (predict && transform) {
      expect(opened({ predict: transform, transform: predict })).toThrow(
        expect.objectContaining({ facts: expect.objectContaining({ reason: 'onnx_other' }) as object })
      );
    }
  }));

test('blended styles are on the way between, and one alone is itself', () => {
  const [a, b] = [Float32Array.of(1, 0, 4), Float32Array.of(3, 2, 0)];
  expect([...blendedStyles([{ vector: a, share: 2 }])]).toEqual([1, 0, 4]);
  expect([
    ...blendedStyles([
      { vector: a, share: 3 },
      { vector: b, share: 1 }
    ])
  ]).toEqual([1.5, 0.5, 3]);
  expect([
    ...blendedStyles([
      { vector: a, share: 0 },
      { vector: b, share: 0 }
    ])
  ]).toEqual([2, 1, 2]);
});

test('what is made square begins with the picture, whatever its shape', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (width, height) => {
      const small = fitted(striped(width, height));
      expect(Math.max(small.width, small.height)).toBe(384);
      const square = squared(small);
      expect([square.width, square.height]).toEqual([384, 384]);
      const rows = [0, small.height - 1];
      rows.forEach(y =>
        expect(square.data.subarray(y * 384 * 3, (y * 384 + small.width) * 3)).toEqual(
          small.data.subarray(y * small.width * 3, (y + 1) * small.width * 3)
        )
      );
    }),
    { numRuns: 15 }
  ));

test('kept colours are those of the picture, the light is what was painted', () => {
  const [content, painted] = [striped(20, 20), blank(20, 20, 3)];
  painted.data.fill(120);
  const kept = toYCbCr(inColoursOf(content, painted));
  const colours = toYCbCr(content);
  kept.data.forEach((value, k) =>
    expect(Math.abs(value - (k % 3 === 0 ? 120 : colours.data[k]))).toBeLessThanOrEqual(2)
  );
});
