/**
 * Variance-preserving space, x = √ᾱ x0 + √(1-ᾱ) noise, in which DDIM and its relatives walk. They say their noise levels as sigma, too,
 * for ᾱ = 1 / (1 + σ²), so what they ask is what every other sampler asks.
 */
import type { Latent } from './latent-math';
import { minus, over, plus, times } from './latent-math';
import type { ModelCall, Run } from './sampler';

const { sqrt, max } = Math;

/** The share of picture ᾱ and of noise 1 - ᾱ at a noise level. */
export const variancesAt = (sigma: number): [number, number] => [
  1 / (1 + sigma * sigma),
  (sigma * sigma) / (1 + sigma * sigma)
];

/** A latent of this space as a call has it, x0 + σ noise. */
export const asVarianceExploding = (x: Latent, sigma: number): Latent => over(x, sqrt(variancesAt(sigma)[0]));

/** The noise a network predicts in `x` at `sigma`. One evaluation. */
export function* predictNoise(x: Latent, sigma: number): Generator<ModelCall, Latent, Latent> {
  const asked = asVarianceExploding(x, sigma);
  return over(minus(asked, yield { x: asked, sigma }), sigma);
}

/** The latent at `next` of a clean one and the noise in it, a share of that drawn anew by `eta` (Song et al. 2021, eq. 12 and 16). */
export function ddimStep(
  { x0, e }: { x0: Latent; e: Latent },
  sigma: number,
  next: number,
  { eta, noise }: Pick<Run, 'eta' | 'noise'>
): Latent {
  const [a, noiseShare] = variancesAt(sigma);
  const [aNext, noiseNext] = variancesAt(next);
  const s = eta * sqrt((noiseNext / noiseShare) * (1 - a / aNext));
  const x = plus(times(x0, sqrt(aNext)), times(e, sqrt(max(noiseNext - s * s, 0))));
  return eta ? plus(x, times(noise.randn(x.length), s)) : x;
}

/** From `sigma` to `next` along the noise `e`, which stays. */
export function transferred(x: Latent, e: Latent, sigma: number, next: number): Latent {
  const [a, noiseShare] = variancesAt(sigma);
  const [aNext, noiseNext] = variancesAt(next);
  const x0 = over(minus(x, times(e, sqrt(noiseShare))), sqrt(a));
  return plus(times(x0, sqrt(aNext)), times(e, sqrt(noiseNext)));
}
