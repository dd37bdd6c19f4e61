/** The light a picture was taken in: its temperature and how green it is; and what makes a picture look as if it had been daylight. */
import { LIGHT_OF_LEVEL, product, RGB_OF_XYZ, times, XYZ_OF_RGB } from './srgb';
import type { Matrix, Triple } from './srgb';
import type { Raster } from '../images';

/**
 * `kelvin`: the colour temperature, lower is more orange; a picture that is told to be of orange light becomes bluer. `tint`: above 0 the
 * light was greener than a lamp of that temperature, and the picture becomes more magenta. 6504 and 0 change nothing.
 */
export type Light = { kelvin: number; tint: number };

export const DAYLIGHT: Light = { kelvin: 6504, tint: 0 };
export const KELVIN_RANGE = [2000, 20000] as const;

/** A tint of 1 in the plane of CIE 1960 (Duv). */
const TINT = 0.02;

/** Chromaticity u, v (CIE 1960) of a black body (Kim et al. 2002, US patent 7024034), from 1667 to 25000 K. */
function blackBody(kelvin: number): [u: number, v: number] {
  const t = 1000 / kelvin;
  const x =
    kelvin <= 4000
      ? ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.17991
      : ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.24039;
  const y =
    kelvin <= 2222
      ? ((-1.1063814 * x - 1.3481102) * x + 2.18555832) * x - 0.20219683
      : kelvin <= 4000
        ? ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
        : ((3.081758 * x - 5.8733867) * x + 3.75112997) * x - 0.37001483;
  const scale = 12 * y - 2 * x + 3;
  return [(4 * x) / scale, (6 * y) / scale];
}

/** Across the black bodies' line, towards green, of length 1. */
function across(kelvin: number): [number, number] {
  const [a, b] = [blackBody(kelvin * 0.995), blackBody(kelvin * 1.005)];
  const [du, dv] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(du, dv);
  // Hotter bodies lie to the left, so that this way leads up.
  return [dv / length, -du / length];
}

/** The light's XYZ at Y 1. */
function whiteOf({ kelvin, tint }: Light): Triple {
  const [u, v] = blackBody(kelvin);
  const [du, dv] = across(kelvin);
  const [x, y] = [u + tint * TINT * du, v + tint * TINT * dv];
  const scale = 2 * x - 8 * y + 4;
  const [cx, cy] = [(3 * x) / scale, (2 * y) / scale];
  return [cx / cy, 1, (1 - cx - cy) / cy];
}

/** Cones' answers by Bradford's matrix (Lam 1985), and back. */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296]
];
const BACK: Matrix = [
  [0.9869929, -0.1470543, 0.1599627],
  [0.4323053, 0.5183603, 0.0492912],
  [-0.0085287, 0.0400428, 0.9684867]
];

/** What linear RGB is multiplied by, so that what was taken in `light` looks as in daylight. */
export function adaptation(light: Light): Matrix {
  const from = times(BRADFORD, whiteOf(light));
  const to = times(BRADFORD, whiteOf(DAYLIGHT));
  const gains: Matrix = [
    [to[0] / from[0], 0, 0],
    [0, to[1] / from[1], 0],
    [0, 0, to[2] / from[2]]
  ];
  return product(RGB_OF_XYZ, product(BACK, product(gains, product(BRADFORD, XYZ_OF_RGB))));
}

/** Weighs bright pixels more than the plain mean does, less than the brightest alone ("shades of grey", Finlayson & Trezzi 2004). */
const NORM = 6;
const CLIPPED = 250;

/**
 * The light that a picture seems to have been taken in: the norm of its colours, if they were grey on the whole. Pixels at the ends
 * of the range and transparent ones aren't counted; daylight where none is left. Rounded to 50 K and hundredths.
 */
export function lightOf({ channels, data }: Raster): Light {
  const sums = [0, 0, 0];
  for (let k = 0; channels >= 3 && k < data.length; k += channels) {
    const brightest = Math.max(data[k], data[k + 1], data[k + 2]);
    if (brightest < CLIPPED && brightest > 5 && (channels === 3 || data[k + 3] > 127)) {
      for (let c = 0; c < 3; c++) {
        sums[c] += LIGHT_OF_LEVEL[data[k + c]] ** NORM;
      }
    }
  }
  const [r, g, b] = sums.map(sum => sum ** (1 / NORM));
  if (!(r + g + b > 0)) {
    return DAYLIGHT;
  }
  // What `adaptation` would make white of: the picture's own white is sRGB's, a little off the black bodies' line.
  const seen = times(BRADFORD, times(XYZ_OF_RGB, [r, g, b]));
  const white = times(BRADFORD, times(XYZ_OF_RGB, [1, 1, 1]));
  const daylight = times(BRADFORD, whiteOf(DAYLIGHT));
  const cones = seen.map((value, k) => (value / white[k]) * daylight[k]);
  return nearestLight(times(BACK, [cones[0], cones[1], cones[2]]));
}

/** The temperature and tint whose white has the chromaticity of `xyz`, within what can be set. */
function nearestLight([x, y, z]: Triple): Light {
  const scale = x + 15 * y + 3 * z;
  const [u, v] = [(4 * x) / scale, (6 * y) / scale];
  const far = (kelvin: number): number => {
    const [bu, bv] = blackBody(kelvin);
    return Math.hypot(u - bu, v - bv);
  };
  // Along reciprocals of the temperature the eye sees equal steps.
  const [low, high] = [1e6 / KELVIN_RANGE[1], 1e6 / KELVIN_RANGE[0]];
  let mired = low;
  for (let each = low; each <= high; each += 0.5) {
    mired = far(1e6 / each) < far(1e6 / mired) ? each : mired;
  }
  const kelvin = 1e6 / mired;
  const [bu, bv] = blackBody(kelvin);
  const [du, dv] = across(kelvin);
  const tint = ((u - bu) * du + (v - bv) * dv) / TINT;
  return {
    kelvin: Math.abs(kelvin - DAYLIGHT.kelvin) < 100 ? DAYLIGHT.kelvin : Math.round(kelvin / 50) * 50,
    tint: Math.round(Math.min(1, Math.max(-1, tint)) * 100) / 100
  };
}
