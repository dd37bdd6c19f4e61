/**
 * Variance-preserving space, x = √ᾱ x0 + √(1-ᾱ) noise, in which DDIM and its relatives walk. They say their noise levels as sigma, too,
 * for ᾱ = 1 / (1 + σ²), so what they ask is what every other sampler asks.
 */
import type { Latent } from './latent-math';
import { minus, over, plus, times } from './latent-math';
import type { Question } from './sampler';

const { sqrt } = Math;

/** The share of picture ᾱ and of noise 1 - ᾱ at a noise level. */
export const sharesAt = (sigma: number): [number, number] => [
  1 / (1 + sigma * sigma),
  (sigma * sigma) / (1 + sigma * sigma)
];

/** The noise a network sees in `x` at `sigma`. One evaluation. */
export function* noiseIn(x: Latent, sigma: number): Generator<Question, Latent, Latent> {
  const asked = over(x, sqrt(sharesAt(sigma)[0]));
  return over(minus(asked, yield { x: asked, sigma }), sigma);
}

/** From `sigma` to `next` along the noise `e`: DDIM without new noise (Song et al. 2021, eq. 12, σ = 0). */
export function transferred(x: Latent, e: Latent, sigma: number, next: number): Latent {
  const [a, noiseShare] = sharesAt(sigma);
  const [aNext, noiseNext] = sharesAt(next);
  const x0 = over(minus(x, times(e, sqrt(noiseShare))), sqrt(a));
  return plus(times(x0, sqrt(aNext)), times(e, sqrt(noiseNext)));
}
