/**
 * torch's vectorised Box-Muller transform as its x86 builds compute it: AVX2 with fused multiply-add (AVX-512 machines run the same
 * kernel), logarithm and sine by the polynomials of avx_mathfun. Every operation rounds to float32; a fused one rounds once.
 * Source: pytorch `aten/src/ATen/native/cpu/DistributionTemplates.h` and `avx_mathfun.h`.
 */
const { fround: f32, sqrt, trunc } = Math;

const SQRT_HALF = f32(0.707106781186547524);
const LN2_LOW = f32(-2.1219444e-4);
const LN2_HIGH = f32(0.693359375);
const [L0, L1, L2, L3, L4, L5, L6, L7, L8] = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1
].map(f32);

const TWO_PI = f32(2 * Math.PI);
const FOUR_OVER_PI = f32(1.27323954473516);
const [PI4_A, PI4_B, PI4_C] = [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8].map(f32);
const [C0, C1, C2] = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f32);
const [S0, S1, S2] = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f32);

// The product of two float32 is exact in float64, so one rounding to float32 after the sum is a fused multiply-add.

/** Natural logarithm of a float32 in (0, 1], a float32. */
function logAvx2(x: number): number {
  if (x === 1) {
    return 0;
  }
  let e = 0;
  let m = x;
  while (m < 0.5) {
    m *= 2;
    e -= 1;
  }
  if (m < SQRT_HALF) {
    e -= 1;
    m = f32(m + m - 1);
  } else {
    m = f32(m - 1);
  }
  const z = f32(m * m);
  let y = L0;
  y = f32(y * m + L1);
  y = f32(y * m + L2);
  y = f32(y * m + L3);
  y = f32(y * m + L4);
  y = f32(y * m + L5);
  y = f32(y * m + L6);
  y = f32(y * m + L7);
  y = f32(y * m + L8);
  y = f32(y * m);
  y = f32(y * z + f32(e * LN2_LOW));
  y = f32(z * -0.5 + y);
  return f32(e * LN2_HIGH + f32(m + y));
}

/** Turns 16 uniforms at `at` into 16 normals in place: cosines in the first eight, sines in the last eight. */
export function boxMullerAvx2(data: Float32Array, at: number): void {
  for (let k = at; k < at + 8; k++) {
    const radius = f32(sqrt(f32(-2 * logAvx2(f32(1 - data[k])))));
    const theta = f32(TWO_PI * data[k + 8]);
    const j = (trunc(f32(theta * FOUR_OVER_PI)) + 1) & ~1;
    let r = f32(j * PI4_A + theta);
    r = f32(j * PI4_B + r);
    r = f32(j * PI4_C + r);
    const z = f32(r * r);
    let c = f32(C0 * z + C1);
    c = f32(c * z + C2);
    c = f32(c * z);
    c = f32(c * z - f32(z * 0.5));
    c = f32(c + 1);
    let s = f32(S0 * z + S1);
    s = f32(s * z + S2);
    s = f32(s * z);
    s = f32(s * r + r);
    const swapped = (j & 2) !== 0;
    const sin = (j & 4) !== 0 ? -(swapped ? c : s) : swapped ? c : s;
    const cos = (~(j - 2) & 4) !== 0 ? -(swapped ? s : c) : swapped ? s : c;
    data[k] = radius * cos;
    data[k + 8] = radius * sin;
  }
}
