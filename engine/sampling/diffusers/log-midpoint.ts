const { fround: f32, log, exp } = Math;

/** The geometric mean of two noise levels, in float32 as torch interpolates their logarithms from the second; 0 when one is. */
export function logMidpoint(from: number, to: number): number {
  const [start, end] = [f32(log(f32(from))), f32(log(f32(to)))];
  return f32(exp(f32(end - f32(f32(end - start) * 0.5))));
}
