const { fround: f32, sqrt, min } = Math;

/**
 * The step from `sigma` to `next` in two: deterministically to `down`, then up again by noise of deviation `up`
 * (k-diffusion's `get_ancestral_step`, in float32). `eta` 0 adds no noise.
 */
export function ancestralStep(sigma: number, next: number, eta: number): { down: number; up: number } {
  if (!eta) {
    return { down: next, up: 0 };
  }
  const [squared, nextSquared] = [f32(sigma * sigma), f32(next * next)];
  const variance = f32(f32(nextSquared * f32(squared - nextSquared)) / squared);
  const up = min(next, f32(f32(eta) * f32(sqrt(variance))));
  const down = f32(sqrt(f32(nextSquared - f32(up * up))));
  return { down, up };
}
