/**
 * Arithmetic on latents. Each operation is one float32 rounding per element and scalars are rounded to float32 first, as torch computes
 * with float32 tensors: written out in torch's order, a sampler also rounds as torch does. Operands are never changed.
 */
const { fround: f32 } = Math;

export type Latent = Float32Array;

export function plus(a: Latent, b: Latent): Latent {
  const out = new Float32Array(a.length);
  for (let k = 0; k < out.length; k++) {
    out[k] = a[k] + b[k];
  }
  return out;
}

export function minus(a: Latent, b: Latent): Latent {
  const out = new Float32Array(a.length);
  for (let k = 0; k < out.length; k++) {
    out[k] = a[k] - b[k];
  }
  return out;
}

export function times(a: Latent, scalar: number): Latent {
  const out = new Float32Array(a.length);
  const factor = f32(scalar);
  for (let k = 0; k < out.length; k++) {
    out[k] = a[k] * factor;
  }
  return out;
}

export function over(a: Latent, scalar: number): Latent {
  const out = new Float32Array(a.length);
  const divisor = f32(scalar);
  for (let k = 0; k < out.length; k++) {
    out[k] = a[k] / divisor;
  }
  return out;
}

/** Σ weight · latent, in their order. */
export function weighted(latents: readonly Latent[], weights: readonly number[]): Latent {
  return latents.map((latent, k) => times(latent, weights[k])).reduce(plus);
}

/** Neighbours: (a, b), (b, c), … */
export function* pairwise<T>(list: ArrayLike<T>): Generator<[T, T]> {
  for (let k = 1; k < list.length; k++) {
    yield [list[k - 1], list[k]];
  }
}

/** `torch.linspace(start, end, count)` in float32: from both ends towards the middle. */
export function linspace(start: number, end: number, count: number): number[] {
  const [first, last] = [f32(start), f32(end)];
  const step = count > 1 ? f32(f32(last - first) / (count - 1)) : 0;
  return Array.from({ length: count }, (_, k) =>
    k < count / 2 ? f32(first + f32(step * k)) : f32(last - f32(step * (count - 1 - k)))
  );
}
