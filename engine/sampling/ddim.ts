import { minus, over, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const { sqrt } = Math;

/** The share of picture ᾱ and of noise 1 - ᾱ at a noise level. */
const shares = (sigma: number): [number, number] => [
  1 / (1 + sigma * sigma),
  (sigma * sigma) / (1 + sigma * sigma)
];

/**
 * DDIM: Song et al. 2021, eq. 12. Unlike the others it walks in variance-preserving space, x = √ᾱ x0 + √(1-ᾱ) noise: `run.x` is such a
 * latent and so is what it returns. Step i goes from `sigmas[i]` to `landings[i]`, where the next question need not be.
 */
export function* ddim({ x, sigmas, landings, noise, eta }: Run): Steps {
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i];
    const [a, noiseShare] = shares(sigma);
    const [aNext, noiseNext] = shares(landings ? landings[i] : sigmas[i + 1]);
    const asked = over(x, sqrt(a));
    const x0 = yield { x: asked, sigma };
    const e = over(minus(asked, x0), sigma); // the noise the network saw
    const s = eta * sqrt((noiseNext / noiseShare) * (1 - a / aNext));
    x = plus(times(x0, sqrt(aNext)), times(e, sqrt(Math.max(noiseNext - s * s, 0))));
    if (eta) {
      x = plus(x, times(noise.randn(x.length), s));
    }
  }
  return x;
}
