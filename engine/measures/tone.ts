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
  /** How far the mean colour is from grey in CIELAB (grey world, Buchsbaum 1980). */
  cast: number;
  /** What light that would be (shades of grey, Finlayson & Trezzi 2004). */
  light: Light;
  /** M3 of Hasler & Süsstrunk (2003): below 15 not colourful, above 60 very. */
  colourfulness: number;
};

const MIDDLE_GREY = 0.18;
/** Light of the darkest level that is counted: black would be infinitely dark. */
const LEAST_LIGHT = 1e-3;

/** Of an RGB or RGBA picture; transparent pixels aren't counted. */
export function toneOf(picture: Raster): Tone {
  const { channels, data } = picture;
  const counts = new Uint32Array(256);
  let [count, logs, dark, light] = [0, 0, 0, 0];
  const sums = [0, 0, 0];
  const opponents = new Opponents();
  for (let k = 0; k < data.length; k += channels) {
    if (channels === 4 && data[k + 3] < 128) {
      continue;
    }
    const [r, g, b] = [data[k], data[k + 1], data[k + 2]];
    const amounts = [LIGHT_OF_LEVEL[r], LIGHT_OF_LEVEL[g], LIGHT_OF_LEVEL[b]];
    amounts.forEach((amount, c) => (sums[c] += amount));
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
      light: lightOf(picture),
      colourfulness: 0
    };
  }
  const [, a, b] = labOf([sums[0] / count, sums[1] / count, sums[2] / count]);
  return {
    exposure: logs / count - Math.log2(MIDDLE_GREY),
    clippedDark: dark / count,
    clippedLight: light / count,
    contrast: deviationOf(counts, count) / 255,
    range: levelAt(counts, 0.99 * count) - levelAt(counts, 0.01 * count),
    cast: Math.hypot(a, b),
    light: lightOf(picture),
    colourfulness: opponents.colourfulness
  };
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
