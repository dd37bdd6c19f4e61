/** sRGB's transfer (IEC 61966-2-1), and colours as CIE has them. Channels are shares of 1; linear ones are amounts of light. */

/** What of a coded share is light. */
export function toLinear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function fromLinear(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

const STEPS = 1 << 14;
const CODED = Float64Array.from({ length: STEPS + 2 }, (_, k) => fromLinear(k / STEPS));

/** `fromLinear` to a thousandth of a level, from a table. */
export function coded(light: number): number {
  const place = light * STEPS;
  if (!(place >= 0 && place <= STEPS)) {
    return fromLinear(light);
  }
  const step = Math.trunc(place);
  return CODED[step] + (CODED[step + 1] - CODED[step]) * (place - step);
}

/** The light of each of the 256 levels. */
export const LIGHT_OF_LEVEL = Float64Array.from({ length: 256 }, (_, level) => toLinear(level / 255));

export type Triple = readonly [number, number, number];
/** Rows of three. */
export type Matrix = readonly [Triple, Triple, Triple];

export function times(matrix: Matrix, [x, y, z]: Triple): Triple {
  const row = ([a, b, c]: Triple): number => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

export function product(a: Matrix, b: Matrix): Matrix {
  const column = (k: 0 | 1 | 2): Triple => times(a, [b[0][k], b[1][k], b[2][k]]);
  const [p, q, r] = [column(0), column(1), column(2)];
  return [
    [p[0], q[0], r[0]],
    [p[1], q[1], r[1]],
    [p[2], q[2], r[2]]
  ];
}

/** Linear RGB to XYZ, and back. */
export const XYZ_OF_RGB: Matrix = [
  [0.4123907992659593, 0.357584339383878, 0.1804807884018343],
  [0.2126390058715102, 0.715168678767756, 0.0721923153607337],
  [0.0193308187155918, 0.119194779794626, 0.9505321522496607]
];
export const RGB_OF_XYZ: Matrix = [
  [3.2409699419045226, -1.537383177570094, -0.4986107602930034],
  [-0.9692436362808796, 1.8759675015077202, 0.0415550574071756],
  [0.0556300796969937, -0.2039769588889766, 1.0569715142428786]
];

const WHITE = times(XYZ_OF_RGB, [1, 1, 1]);

/** CIE L*a*b* of linear RGB, with sRGB's own white: L from 0 to 100. */
export function labOf(rgb: Triple): Triple {
  const [x, y, z] = times(XYZ_OF_RGB, rgb).map((value, k) => {
    const share = value / WHITE[k];
    return share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27 / 116) * share + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
