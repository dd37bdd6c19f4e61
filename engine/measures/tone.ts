/** How light, how strong and how coloured a picture is. */
import { labOf, LIGHT_OF_LEVEL, lightOf } from '../colour';
import type { Light } from '../colour';
import type { Raster } from '../images';

export type Tone = {
  /** Stops above middle grey (18 % of the light): of the geometric mean of all light, as a light meter has it. */
  exposure: number;
  /** Shares of pixels that are black, or white, in all channels. */
  clippedDark: number;
  clippedLight: number;
  /** Standard deviation of brightness in shares of the range (RMS contrast, Peli 1990). */
  contrast: number;
  /** Levels from the hundredth darkest to the hundredth brightest pixel. */
  range: number;
  /** How far the mean colour of what is not dark is from grey in CIELAB (grey world, Buchsbaum 1980). */
  cast: number;
  /**
   * That in deviations of the colours: above 1.5 all of the picture is coloured, below it something in it (the equivalent circle,
   * Gasparini & Schettini 2004).
   */
  castRatio: number;
  /** What light that would be (shades of grey, Finlayson & Trezzi 2004). */
  light: Light;
  /** M3 of Hasler & Süsstrunk (2003): below 15 not colourful, above 60 very. */
  colourfulness: number;
};

const MIDDLE_GREY = 0.18;
/** What is darker counts as this: black would be infinitely dark, and black things outweigh all else. */
const LEAST_LIGHT = 0.01;

/** Of an RGB or RGBA picture; transparent pixels aren't counted. */
export function toneOf(picture: Raster): Tone {
  const { channels, data } = picture;
  const counts = new Uint32Array(256);
  let [count, logs, dark, light] = [0, 0, 0, 0];
  const opponents = new Opponents();
  for (let k = 0; k < data.length; k += channels) {
    if (channels === 4 && data[k + 3] < 128) {
      continue;
    }
    const [r, g, b] = [data[k], data[k + 1], data[k + 2]];
    const amounts = [LIGHT_OF_LEVEL[r], LIGHT_OF_LEVEL[g], LIGHT_OF_LEVEL[b]];
    logs += Math.log2(Math.max(LEAST_LIGHT, 0.2126 * amounts[0] + 0.7152 * amounts[1] + 0.0722 * amounts[2]));
    counts[Math.round(0.299 * r + 0.587 * g + 0.114 * b)]++;
    dark += r <= 1 && g <= 1 && b <= 1 ? 1 : 0;
    light += r >= 254 && g >= 254 && b >= 254 ? 1 : 0;
    opponents.add(r, g, b);
    count++;
  }
  if (count === 0) {
    return {
      exposure: 0,
      clippedDark: 0,
      clippedLight: 0,
      contrast: 0,
      range: 0,
      cast: 0,
      castRatio: 0,
      light: lightOf(picture),
      colourfulness: 0
    };
  }
  return {
    exposure: logs / count - Math.log2(MIDDLE_GREY),
    clippedDark: dark / count,
    clippedLight: light / count,
    contrast: deviationOf(counts, count) / 255,
    range: levelAt(counts, 0.99 * count) - levelAt(counts, 0.01 * count),
    ...castOf(picture),
    light: lightOf(picture),
    colourfulness: opponents.colourfulness
  };
}

/** Pixels that are looked at for a cast, evenly apart. */
const SAMPLES = 1e5;
/** Below this lightness colours are too uncertain. */
const DARK = 25;

function castOf({ channels, data }: Raster): { cast: number; castRatio: number } {
  const step = channels * Math.max(1, Math.floor(data.length / channels / SAMPLES));
  let [count, sumA, sumB, squares] = [0, 0, 0, 0];
  for (let k = 0; k < data.length; k += step) {
    const [l, a, b] = labOf([
      LIGHT_OF_LEVEL[data[k]],
      LIGHT_OF_LEVEL[data[k + 1]],
      LIGHT_OF_LEVEL[data[k + 2]]
    ]);
    if (l > DARK && (channels === 3 || data[k + 3] > 127)) {
      sumA += a;
      sumB += b;
      squares += a * a + b * b;
      count++;
    }
  }
  const cast = count === 0 ? 0 : Math.hypot(sumA, sumB) / count;
  const deviation = count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - cast * cast));
  return { cast, castRatio: cast < 1e-6 ? 0 : cast / Math.max(deviation, 0.1) };
}

function deviationOf(counts: Uint32Array, count: number): number {
  const moment = (power: number): number =>
    counts.reduce((sum, each, level) => sum + each * level ** power, 0) / count;
  return Math.sqrt(Math.max(0, moment(2) - moment(1) ** 2));
}

/** The level below which `many` pixels are. */
function levelAt(counts: Uint32Array, many: number): number {
  let sum = 0;
  const found = counts.findIndex(each => (sum += each) > many);
  return found < 0 ? 255 : found;
}

/** Red against green and yellow against blue: their spreads and means. */
class Opponents {
  private readonly sums = [0, 0];
  private readonly squares = [0, 0];
  private count = 0;

  add(r: number, g: number, b: number): void {
    [r - g, (r + g) / 2 - b].forEach((value, k) => {
      this.sums[k] += value;
      this.squares[k] += value * value;
    });
    this.count++;
  }

  get colourfulness(): number {
    const means = this.sums.map(sum => sum / this.count);
    const spreads = this.squares.map((sum, k) => Math.max(0, sum / this.count - means[k] ** 2));
    return Math.sqrt(spreads[0] + spreads[1]) + 0.3 * Math.hypot(means[0], means[1]);
  }
}
