import { fakeNetworks } from '../testing/fake-networks';
import { fitPreviewMap, previewOf } from './preview';

/** A decoder that is linear in each latent pixel: RGB = factors · latent + constant, over blocks of eight pixels. */
const FACTORS = [
  [0.2, -0.1, 0, 0.05, 0.1],
  [0, 0.15, 0.1, 0, -0.2],
  [-0.05, 0, 0.2, 0.1, 0]
];
const colour = (latent: Float32Array, pixels: number, row: number[], i: number): number =>
  row[4] + [0, 1, 2, 3].reduce((sum, c) => sum + row[c] * latent[c * pixels + i], 0);
const linear = {
  ...fakeNetworks(),
  decode: async (latent: Float32Array, height: number, width: number) => {
    const planes = FACTORS.map(row =>
      Float32Array.from({ length: 64 * height * width }, (_, at) => {
        const [x, y] = [at % (8 * width), Math.floor(at / (8 * width))];
        return colour(latent, height * width, row, Math.floor(y / 8) * width + Math.floor(x / 8));
      })
    );
    return Float32Array.from(planes.flatMap(plane => [...plane]));
  }
};

test('the map of a decoder that is linear is that decoder', async () => {
  const { factors } = await fitPreviewMap(linear);
  factors.forEach((row, i) => row.forEach((factor, k) => expect(factor).toBeCloseTo(FACTORS[i][k], 2)));
});

test('a preview is 8-bit RGB, one pixel per latent pixel, clamped', async () => {
  const map = {
    factors: [
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 0, 0, 0, 0.5]
    ].map(row => Float64Array.from(row))
  };
  const latent = Float32Array.from([-1, 9, 0, -9, 0, 0, 0, 0]); // (4, 1, 2)
  expect([...previewOf(latent, map)]).toEqual([0, 127, 191, 255, 0, 191]);
});
