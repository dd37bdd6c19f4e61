import type { Raster } from './raster';
import { blank } from './raster';
import { rint } from './rint';

/** Weights have 11 bits of fraction. */
const ONE = 2048;

/** Two neighbours of what goes in, and their weights. */
type Pair = { first: number; second: number; weights: readonly [number, number] };

/**
 * The picture in another size without antialiasing, to the last bit as OpenCV's `resize` (INTER_LINEAR): what detectors were made with.
 * Use `resized` where somebody looks at it.
 */
export function resizedLinearly(picture: Raster, width: number, height: number): Raster {
  const { channels } = picture;
  const across = pairs(picture.width, width, true);
  const down = pairs(picture.height, height, false);
  const row = width * channels;
  const rows = new Int32Array(picture.height * row);
  for (let y = 0; y < picture.height; y++) {
    across.forEach(({ first, second, weights }, x) => {
      const from = y * picture.width;
      for (let c = 0; c < channels; c++) {
        const [a, b] = [first, second].map(each => picture.data[(from + each) * channels + c]);
        rows[y * row + x * channels + c] = a * weights[0] + b * weights[1];
      }
    });
  }
  const out = blank(width, height, channels);
  down.forEach(({ first, second, weights }, y) => {
    for (let x = 0; x < row; x++) {
      const [a, b] = [rows[first * row + x] >> 4, rows[second * row + x] >> 4];
      out.data[y * row + x] = (((a * weights[0]) >> 16) + ((b * weights[1]) >> 16) + 2) >> 2;
    }
  });
  return out;
}

/** Beyond the edges the outermost pixel is both; along rows all of the weight is then put on the first. */
function pairs(inputs: number, outputs: number, clamped: boolean): Pair[] {
  const scale = 1 / (outputs / inputs);
  const inside = (place: number): number => Math.min(Math.max(place, 0), inputs - 1);
  return Array.from({ length: outputs }, (_, k) => {
    const place = Math.fround((k + 0.5) * scale - 0.5);
    const whole = Math.floor(place);
    const beyond = clamped && (whole < 0 || whole >= inputs - 1);
    const fraction = beyond ? 0 : Math.fround(place - whole);
    return {
      first: inside(whole),
      second: inside(whole + 1),
      weights: [rint(Math.fround(1 - fraction) * ONE), rint(fraction * ONE)]
    };
  });
}
