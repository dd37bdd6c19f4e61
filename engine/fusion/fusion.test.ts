import fc from 'fast-check';
import { blank } from '../images';
import type { Raster } from '../images';
import { collage, fusedBands, fusedLatents, lowBand, seamMask, stripes } from './index';

const number = fc.float({ min: -3, max: 3, noNaN: true });
const latent = fc.array(number, { minLength: 12, maxLength: 12 }).map(values => Float32Array.from(values));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const length = (values: Float32Array): number => Math.hypot(...values);
const apart = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, k) => Math.abs(value - b[k])));

test('all the weight on one latent gives it, and equal latents give themselves, however weighted', () =>
  fc.assert(
    fc.property(latent, latent, latent, share, (a, b, c, weight) => {
      expect(fusedLatents([a, b, c], [0, 2, 0])).toBe(b);
      expect(fusedLatents([a, b, c], [1, 0, 0])).toBe(a);
      expect(apart(fusedLatents([a, a, a], [0.1, weight, 0.5]), a)).toBeLessThan(1e-5);
    })
  ));

test('latents of one length keep it on the way, and the way has no jumps', () =>
  fc.assert(
    fc.property(latent, latent, share, (a, b, weight) => {
      fc.pre(length(a) > 0.1 && length(b) > 0.1);
      const unit = (values: Float32Array): Float32Array => values.map(value => value / length(values));
      const [one, other] = [unit(a), unit(b)];
      const cosine = one.reduce((sum, value, k) => sum + value * other[k], 0);
      fc.pre(Math.abs(cosine) < 0.99);
      expect(length(fusedLatents([one, other], [1 - weight, weight]))).toBeCloseTo(1, 4);
      const nearby = fusedLatents([one, other], [1 - weight + 1e-4, weight]);
      expect(apart(nearby, fusedLatents([one, other], [1 - weight, weight]))).toBeLessThan(1e-2);
    })
  ));

test('half of the way between two directions is between them', () => {
  const [x, y] = [Float32Array.of(2, 0), Float32Array.of(0, 2)];
  const [a, b] = fusedLatents([x, y], [0.5, 0.5]);
  expect(a).toBeCloseTo(Math.SQRT2, 6);
  expect(b).toBeCloseTo(Math.SQRT2, 6);
  expect([...fusedLatents([x, Float32Array.of(-2, 0)], [1, 1])]).toEqual([0, 0]);
  expect(() => fusedLatents([x, y], [0, 0])).toThrow('weights');
});

const size = { width: 16, height: 12 };
const plane = fc
  .array(fc.integer({ min: 0, max: 255 }), { minLength: 192, maxLength: 192 })
  .map(values => Float32Array.from(values));

test('bands of one picture are the picture, at equal weights they are the mean, whatever the cut', () =>
  fc.assert(
    fc.property(plane, plane, fc.double({ min: 0, max: 6, noNaN: true }), (a, b, cut) => {
      expect(apart(fusedBands([a], [3], size, cut), a)).toBeLessThan(1e-3);
      expect(apart(fusedBands([a, a], [1, 0.2], size, cut), a)).toBeLessThan(1e-3);
      const mean = a.map((value, k) => (value + b[k]) / 2);
      expect(apart(fusedBands([a, b], [0.5, 0.5], size, cut), mean)).toBeLessThan(1e-3);
    })
  ));

test('one gives the shapes, the other the detail', () => {
  const shapes = Float32Array.from({ length: 192 }, (_, k) => (k % 16 < 8 ? 0 : 200));
  const detail = Float32Array.from({ length: 192 }, (_, k) => 100 + (k % 2 ? 10 : -10));
  const fused = fusedBands([shapes, detail], [1, 0], size, 3);
  expect(apart(lowBand(fused, size, 3), lowBand(lowBand(shapes, size, 3), size, 3))).toBeLessThan(5);
  expect(fused[81] - fused[80]).toBeGreaterThan(15);
});

const filled = (level: number): Raster => {
  const picture = blank(20, 4, 3);
  picture.data.fill(level);
  return picture;
};

test.each([
  [[1, 1], 0, [10, 10]],
  [[3, 1], 0, [15, 5]],
  [[0, 1], 4, [0, 20]],
  [[1, 2, 1], 0, [5, 10, 5]]
])('stripes of weights %j are as wide, with a fade of %i', (weights, fade, widths) => {
  const masks = stripes(weights, { width: 20, height: 4 }, fade);
  masks.forEach(({ data }, i) => {
    const wide = data.slice(0, 20).reduce((sum, value) => sum + value, 0) / 255;
    expect(Math.abs(wide - widths[i])).toBeLessThan(0.1);
  });
});

test('stripes fill the picture, whatever their weights and fades', () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 12 }),
      (weights, fade) => {
        const masks = stripes(weights, { width: 33, height: 1 }, fade);
        for (let x = 0; x < 33; x++) {
          expect(Math.abs(masks.reduce((sum, { data }) => sum + data[x], 0) - 255)).toBeLessThanOrEqual(2);
        }
      }
    )
  ));

test('a collage shows each picture where its mask is, and the first where no mask is', () => {
  const [left, right] = stripes([1, 1], { width: 20, height: 4 }, 0);
  const whole = collage([filled(10), filled(200)], [left, right]);
  expect([whole.data[0], whole.data[57]]).toEqual([10, 200]);
  const nothing = blank(20, 4, 1);
  expect(collage([filled(10), filled(200)], [nothing, nothing])).toEqual(filled(10));
  const half = { ...nothing, data: nothing.data.map(() => 128) };
  expect(collage([filled(10), filled(200)], [half, half]).data[0]).toBe(105);
});

test('what is to be harmonised lies around the seam, and nowhere else', () => {
  const masks = stripes([1, 1], { width: 40, height: 3 }, 2);
  const { data } = seamMask(masks, 4);
  expect([...data.slice(0, 40)].map(value => Number(value === 255)).join('')).toBe(
    '0000000000000001111111111000000000000000'
  );
  expect([data[5], data[35]]).toEqual([0, 0]);
  const one = blank(8, 8, 1);
  one.data.fill(255);
  expect(seamMask([one], 4).data.some(value => value > 0)).toBe(false);
});
