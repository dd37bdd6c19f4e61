/** What A1111 does with pictures and masks, against the same done with Pillow. */
import fc from 'fast-check';
import type { FitMode, Raster } from './index';
import {
  blank,
  blurredByBoxes,
  blurredMask,
  cropped,
  filled,
  fitted,
  flattened,
  expandCropRegion,
  maskOf,
  cropRegion,
  overlayOf,
  applyOverlay
} from './index';

const [WIDTH, HEIGHT] = [6, 5];

function drawn(channels: Raster['channels'], value: (x: number, y: number, c: number) => number): Raster {
  const picture = blank(WIDTH, HEIGHT, channels);
  picture.data.forEach((_, k) => {
    const pixel = Math.trunc(k / channels);
    picture.data[k] = value(pixel % WIDTH, Math.trunc(pixel / WIDTH), k % channels);
  });
  return picture;
}

const picture = drawn(3, (x, y, c) => [x * 40 + y * 7, y * 50 + x, x * y * 11][c]);
const mask = drawn(1, (x, y) => (y >= 1 && y < 4 && x >= 2 && x < 5 ? 255 : x === 5 && y === 2 ? 100 : 0));

/** A row of pixels. */
const row = ({ width, channels, data }: Raster, y: number): number[][] =>
  Array.from({ length: width }, (_, x) => [
    ...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)
  ]);

test('what a mask covers is filled from around it', () => {
  expect(row(filled(picture, mask), 2)).toEqual([
    [14, 100, 0],
    [54, 101, 22],
    [87, 102, 40],
    [122, 102, 59],
    [154, 103, 77],
    [198, 105, 101]
  ]);
});

test("three boxes blur as Pillow's Gaussian", () => {
  expect(row(blurredByBoxes(picture, 1.5), 2)).toEqual([
    [45, 100, 17],
    [64, 101, 27],
    [96, 102, 45],
    [131, 103, 65],
    [163, 104, 82],
    [182, 105, 93]
  ]);
});

test('what was drawn shows where the mask was, and shines through where it was half', () => {
  const overlay = overlayOf(picture, mask);
  expect(row(overlay, 2).slice(1, 3)).toEqual([
    [54, 101, 22, 255],
    [0, 0, 0, 0]
  ]);
  const grey = drawn(3, () => 200);
  expect(row(applyOverlay(grey, overlay), 2)).toEqual([
    [14, 100, 0],
    [54, 101, 22],
    [200, 200, 200],
    [200, 200, 200],
    [200, 200, 200],
    [208, 142, 145]
  ]);
});

test('a part that was drawn larger comes back to its place', () => {
  const box = { left: 2, top: 1, width: 3, height: 3 };
  const large = { ...blank(24, 24, 3), data: new Uint8Array(24 * 24 * 3).fill(77) };
  const out = applyOverlay(large, overlayOf(picture, mask), box);
  expect(row(out, 2).slice(0, 4)).toEqual([
    [14, 100, 0],
    [54, 101, 22],
    [77, 77, 77],
    [77, 77, 77]
  ]);
});

test.each<[FitMode, number, number, number[][]]>([
  [
    'crop',
    4,
    6,
    [
      [34, 35, 5],
      [73, 36, 13],
      [105, 37, 19],
      [137, 37, 24]
    ]
  ],
  [
    'fill',
    4,
    6,
    [
      [11, 6, 0],
      [70, 8, 2],
      [132, 9, 5],
      [191, 11, 6]
    ]
  ]
])('a picture made to fit by %s', (mode, width, height, second) => {
  expect(row(fitted(picture, width, height, mode), 1)).toEqual(second);
});

test('edges drawn out to both sides repeat their column', () => {
  const out = fitted(picture, 10, 4, 'fill');
  expect(row(out, 1).slice(0, 3)).toEqual(Array(3).fill([12, 68, 1]));
  expect(row(out, 1).slice(-3)).toEqual(Array(3).fill([206, 73, 73]));
});

test('a blurred mask is symmetric, keeps its sum and leaves a plain one alone', () => {
  const dot = { ...blank(41, 1, 1) };
  dot.data[20] = 255;
  const { data } = blurredMask(dot, 4);
  expect([...data]).toEqual([...data].reverse());
  expect(Math.max(...data)).toBe(data[20]);
  const spread = data.reduce((sum, value) => sum + value, 0);
  expect(Math.abs(spread - 255)).toBeLessThan(12);
  expect(data[9]).toBe(0); // beyond two and a half deviations
  const plain = drawn(1, () => 255);
  expect(blurredMask(plain, 4)).toEqual(plain);
  expect(blurredMask(mask, 0)).toBe(mask);
});

test('alpha is the mask where there is any, lightness where there is none', () => {
  const half = drawn(4, (x, _y, c) => (c === 3 ? [0, 128, 129, 255, 255, 255][x] : 9));
  expect(row(maskOf(half), 0).flat()).toEqual([0, 0, 255, 255, 255, 255]);
  const opaque = drawn(4, (x, _y, c) => (c === 3 ? 255 : x * 50));
  expect(row(maskOf(opaque), 0).flat()).toEqual([0, 50, 100, 150, 200, 250]);
  expect(row(flattened(half), 0)[0]).toEqual([255, 255, 255]);
});

test('the masked rectangle, and nothing where nothing is masked', () => {
  expect(cropRegion(mask, 0)).toEqual({ left: 2, top: 1, width: 4, height: 3 });
  expect(cropRegion(mask, 1)).toEqual({ left: 1, top: 0, width: 5, height: 5 });
  expect(cropRegion(blank(4, 4, 1), 3)).toBeNull();
});

test('a rectangle brought into shape stays inside, holds the old one and has the shape where it fits', () => {
  const frame = blank(640, 480, 1);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 0, max: 440 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      (left, top, width, height, ratio) => {
        const box = expandCropRegion({ left, top, width, height }, { width: 64 * ratio, height: 64 }, frame);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.left).toBeLessThanOrEqual(left);
        expect(box.top).toBeLessThanOrEqual(top);
        expect(box.left + box.width).toBeGreaterThanOrEqual(left + width);
        expect(box.top + box.height).toBeGreaterThanOrEqual(top + height);
        expect(box.left + box.width).toBeLessThanOrEqual(frame.width);
        expect(Math.abs(box.width / ratio - box.height)).toBeLessThan(1 + 1 / ratio);
      }
    )
  );
});

test('what is cut beyond the edges is black', () => {
  const part = cropped(picture, { left: 4, top: 3, width: 4, height: 3 });
  expect(row(part, 0)).toEqual([row(picture, 3)[4], row(picture, 3)[5], [0, 0, 0], [0, 0, 0]]);
  expect(row(part, 2)).toEqual(Array(4).fill([0, 0, 0]));
});
