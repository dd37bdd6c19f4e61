import type { Latent } from './latent-math';
import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';

const ORDER = 4;

/** Linear multistep (Adams-Bashforth over uneven steps), of the last four derivatives. */
export function* lms({ x, sigmas }: Run): Steps {
  const ds: Latent[] = []; // dx/dσ, newest first
  let i = 0;
  for (const [sigma, next] of pairwise(sigmas)) {
    const denoised = yield { x, sigma };
    ds.unshift(over(minus(x, denoised), sigma));
    ds.length = Math.min(ds.length, ORDER);
    const known = ds.map((_d, k) => sigmas[i - k]);
    const move = ds.map((d, j) => times(d, lmsCoefficient(known, j, sigma, next))).reduce(plus);
    x = plus(x, move);
    i++;
  }
  return x;
}

/**
 * The integral from `from` to `to` of the Lagrange polynomial that is 1 at `known[j]` and 0 at the others. Of degree 3 at most, so
 * two-point Gauss-Legendre quadrature is exact.
 */
export function lmsCoefficient(known: readonly number[], j: number, from: number, to: number): number {
  const basis = (tau: number): number =>
    known.reduce(
      (product, level, k) => (k === j ? product : (product * (tau - level)) / (known[j] - level)),
      1
    );
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  return half * (basis(middle - half / Math.sqrt(3)) + basis(middle + half / Math.sqrt(3)));
}
