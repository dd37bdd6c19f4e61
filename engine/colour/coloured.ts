/** A picture's colours changed as somebody wishes, in one pass: levels become numbers once and are rounded once. */
import { fromYCbCr, toYCbCr, channelOf, withChannels } from '../images';
import type { Raster } from '../images';
import { clahe } from './clahe';
import { levelRange } from './levels';
import type { CubeLut } from './cube-lut';
import { lookedUp } from './apply-lut';
import { coded, LIGHT_OF_LEVEL, times, toLinear } from './srgb';
import type { Matrix, Triple } from './srgb';
import { adaptation, DAYLIGHT, lightOf } from './white-balance';
import type { Light } from './white-balance';

/** What is left out changes nothing. Steps are taken in this order. */
export type ColourSettings = {
  /** Darkest and brightest become black and white, but for this share of pixels at each end. */
  autoLevels?: number;
  /** The light the picture was taken in, or `auto` for what it seems to have been. */
  whiteBalance?: Light | 'auto';
  /** In stops: 1 is twice the light. */
  exposure?: number;
  /** Distances from the middle grey are multiplied by it. */
  contrast?: number;
  /** From -1 to 1: colours that are pale gain more of it than those that are strong. */
  vibrance?: number;
  /** Distances from grey are multiplied by it. */
  saturation?: number;
  /** Contrast of parts: how many times the mean a level may be stretched; 2 is usual. */
  clahe?: number;
  lut?: CubeLut;
  /** How much of the LUT's colours is taken, 0 to 1. */
  lutStrength?: number;
};

/** Weights of light in brightness (ITU-R BT.709). */
const LUMA: Triple = [0.2126, 0.7152, 0.0722];

/** The picture with its colours changed; the same one where nothing is to change. An alpha channel stays, grey becomes RGB. */
export function coloured(picture: Raster, settings: ColourSettings): Raster {
  const steps = stepsOf(picture, settings);
  const changesParts = (settings.clahe ?? 0) > 0;
  if (steps.before.length + steps.after.length === 0 && !changesParts) {
    return picture;
  }
  const base = picture.channels === 1 ? withChannels(picture, 3) : picture;
  const first = passed(base, steps.before);
  return passed(changesParts ? withEvenParts(first, settings.clahe!) : first, steps.after);
}

/** A function of a pixel's coded shares, which may be beyond 0 and 1. */
type Step = (colour: Triple) => Triple;

function stepsOf(picture: Raster, settings: ColourSettings): { before: Step[]; after: Step[] } {
  const { autoLevels, whiteBalance, exposure = 0, contrast = 1, vibrance = 0, saturation = 1 } = settings;
  const { lut, lutStrength = 1 } = settings;
  const light = whiteBalance === 'auto' ? lightOf(picture) : (whiteBalance ?? DAYLIGHT);
  const isDaylight = light.kelvin === DAYLIGHT.kelvin && light.tint === DAYLIGHT.tint;
  const before: (Step | false)[] = [
    autoLevels !== undefined && levelled(picture, autoLevels),
    !(isDaylight && exposure === 0) && lit(isDaylight ? null : adaptation(light), 2 ** exposure),
    contrast !== 1 && (colour => each(colour, value => (value - 0.5) * contrast + 0.5)),
    vibrance !== 0 && (colour => saturated(colour, 1 + vibrance * (1 - strengthOf(colour)))),
    saturation !== 1 && (colour => saturated(colour, saturation))
  ];
  const after: (Step | false)[] = [lut !== undefined && lutStrength > 0 && graded(lut, lutStrength)];
  const there = (step: Step | false): step is Step => step !== false;
  return { before: before.filter(there), after: after.filter(there) };
}

const each = ([r, g, b]: Triple, change: (value: number) => number): Triple => [
  change(r),
  change(g),
  change(b)
];

function levelled(picture: Raster, share: number): Step | false {
  const [low, high] = levelRange(picture, share).map(level => level / 255);
  return (
    (low > 0 || high < 1) && high > low && (colour => each(colour, value => (value - low) / (high - low)))
  );
}

/** In amounts of light. */
function lit(matrix: Matrix | null, gain: number): Step {
  return colour => {
    const light = each(colour, value => gain * lightAt(value));
    return each(matrix ? times(matrix, light) : light, coded);
  };
}

/** Levels, which is what most values are at first, have their light in a table. */
function lightAt(share: number): number {
  const level = Math.round(share * 255);
  const isLevel = Math.abs(share * 255 - level) < 1e-9 && level >= 0 && level < 256;
  return isLevel ? LIGHT_OF_LEVEL[level] : toLinear(share);
}

const lumaOf = ([r, g, b]: Triple): number => LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;

function saturated(colour: Triple, factor: number): Triple {
  const luma = lumaOf(colour);
  return each(colour, value => luma + (value - luma) * factor);
}

/** How strong a colour is, 0 for grey to 1. */
function strengthOf([r, g, b]: Triple): number {
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  return high <= 0 ? 0 : Math.min(1, (high - low) / high);
}

function graded(lut: CubeLut, strength: number): Step {
  return colour => {
    const found = lookedUp(lut, colour);
    const part = (k: 0 | 1 | 2): number => colour[k] + (found[k] - colour[k]) * strength;
    return [part(0), part(1), part(2)];
  };
}

/** Every pixel through `steps`, cut to the range and rounded. */
function passed(picture: Raster, steps: readonly Step[]): Raster {
  if (steps.length === 0) {
    return picture;
  }
  const { channels, data } = picture;
  const out = new Uint8ClampedArray(data);
  for (let k = 0; k < data.length; k += channels) {
    let colour: Triple = [data[k] / 255, data[k + 1] / 255, data[k + 2] / 255];
    for (const step of steps) {
      colour = step(colour);
    }
    out[k] = colour[0] * 255;
    out[k + 1] = colour[1] * 255;
    out[k + 2] = colour[2] * 255;
  }
  return { ...picture, data: new Uint8Array(out.buffer) };
}

/** Brightness evened out by parts, colours kept. */
function withEvenParts(picture: Raster, limit: number): Raster {
  const apart = toYCbCr(withChannels(picture, 3));
  const light = clahe(channelOf(apart, 0), limit);
  const even = fromYCbCr({
    ...apart,
    data: apart.data.map((value, k) => (k % 3 ? value : light.data[k / 3]))
  });
  if (picture.channels === 3) {
    return even;
  }
  const alpha = (k: number): boolean => k % 4 === 3;
  return {
    ...picture,
    data: withChannels(even, 4).data.map((value, k) => (alpha(k) ? picture.data[k] : value))
  };
}
