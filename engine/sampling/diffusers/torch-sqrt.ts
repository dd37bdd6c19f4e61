const { fround: f32, floor, log2, round, sqrt } = Math;

/** Bits of the estimate that the root starts from: of the number looked up, and of what is found. */
const LOOKED_UP = 12;
const FOUND = 13;

/**
 * torch's square root of a float32 number, whose last bit is wrong for one number in five: its vector library improves an estimate of
 * 1/√x twice without fused multiply and add. Noise levels are made of such roots, and a long ancestral step shows their last bits.
 */
export function torchSqrt(x: number): number {
  if (!(x > 0) || x === Infinity) {
    return sqrt(x);
  }
  const estimate = reciprocalRoot(x);
  const s = f32(x * estimate);
  const h = f32(estimate / 2);
  const rest = f32(0.5 - f32(h * s));
  const root = f32(s + f32(s * rest));
  const half = f32(h + f32(h * rest));
  return f32(root + f32(half * f32(x - f32(root * root))));
}

/** 1/√x in the middle of all numbers that begin with the same bits, as a processor's table has it. */
function reciprocalRoot(x: number): number {
  const step = 2 ** (floor(log2(x)) - LOOKED_UP);
  const exact = 1 / sqrt((floor(x / step) + 0.5) * step);
  const unit = 2 ** (floor(log2(exact)) + 1 - FOUND);
  return round(exact / unit) * unit;
}
