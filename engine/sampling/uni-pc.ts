import type { Latent } from './latent-math';
import { minus, over, times, weighted } from './latent-math';
import { inverse, product } from './small-matrix';
import type { ModelCall, Run, Steps } from './sampler';
import type { UniPcOptions } from './uni-pc-options';
import { asVarianceExploding, variancesAt } from './variance-preserving';

const { log, sqrt, expm1, min } = Math;

type Known = { denoised: Latent; lambda: number }; // λ = ln(α / σ)

/**
 * UniPC of clean latents: Zhao et al. 2023, Alg. 1 and 2, in variance-preserving space. Each step predicts, evaluates at the new level,
 * and corrects with that same evaluation; the last only predicts. A1111's order is 3, or as many as there are steps.
 */
export function* uniPc({ x, sigmas, uniPc: options = {} }: Run): Steps {
  const steps = sigmas.length - 1;
  const { variant = 'bh1', lowerOrderFinal = true } = options;
  const wished = min(options.order ?? 3, steps);
  if (steps < 1) {
    return x;
  }
  const known: Known[] = [yield* answered(x, sigmas[0])]; // newest first
  for (let step = 1; step <= steps; step++) {
    const order = step < wished ? step : min(wished, lowerOrderFinal ? steps + 1 - step : steps);
    const [sigma, next] = [sigmas[step - 1], sigmas[step]];
    const [newest] = known;
    const h = -log(next) - newest.lambda;
    const shares = known.slice(1, order).map(({ lambda }) => (lambda - newest.lambda) / h);
    const { predict, correct } = coefficients(variant, [...shares, 1], -h);

    const alpha = sqrt(variancesAt(next)[0]);
    const ratio = sqrt(variancesAt(next)[1] / variancesAt(sigma)[1]);
    const base = minus(times(x, ratio), times(newest.denoised, alpha * expm1(-h)));
    const slopes = shares.map((share, k) => over(minus(known[k + 1].denoised, newest.denoised), share));
    const moved = (weights: readonly number[], along: readonly Latent[]): Latent =>
      along.length > 0 ? minus(base, times(weighted(along, weights), alpha)) : base;

    x = moved(predict, slopes);
    if (step < steps) {
      const found: Known = yield* answered(x, next);
      x = moved(correct, [...slopes, minus(found.denoised, newest.denoised)]);
      known.unshift(found);
      known.length = min(known.length, wished);
    }
  }
  return x;
}

function* answered(x: Latent, sigma: number): Generator<ModelCall, Known, Latent> {
  return {
    denoised: yield { x: asVarianceExploding(x, sigma), sigma },
    lambda: -log(sigma)
  };
}

/**
 * The weights of the slopes: of those before the step for the predictor, and of the new one, too, for the corrector. `r` are their
 * places in parts of the step, the last 1; `hh` is -h. Eq. 6 with B(h) = h or e^h - 1, or appendix C's varying coefficients.
 */
function coefficients(
  variant: NonNullable<UniPcOptions['variant']>,
  r: readonly number[],
  hh: number
): { predict: number[]; correct: number[] } {
  const order = r.length;
  const phis = phisOf(hh, order);
  if (variant === 'vary_coeff') {
    const columns = (count: number): number[][] =>
      r.slice(0, count).map(share => Array.from({ length: count }, (_, k) => share ** k / factorial(k + 1)));
    const weigh = (count: number): number[] => product([phis.slice(0, count)], inverse(columns(count)))[0];
    const full = inverse(columns(order));
    // The reference weighs the new slope by one row of the inverse, not by all.
    const own = full[Math.max(order - 2, 0)][order - 1];
    const correct = product([phis.slice(0, order - 1)], full.slice(0, order - 1))[0] ?? [];
    return { predict: weigh(order - 1), correct: [...correct.slice(0, order - 1), phis[order - 1] * own] };
  }
  const b = phis.map((phi, k) => phi * factorial(k + 1));
  const powers = (count: number): number[][] =>
    Array.from({ length: count }, (_, k) => r.slice(0, count).map(share => share ** k));
  const solveVandermonde = (count: number): number[] =>
    product(
      inverse(powers(count)),
      b.slice(0, count).map(each => [each])
    ).flat();
  const scale = variant === 'bh1' ? hh : expm1(hh);
  // The lowest orders have the paper's simpler weights, B(h) / 2.
  return {
    predict: order === 2 ? [scale / 2] : solveVandermonde(order - 1),
    correct: order === 1 ? [scale / 2] : solveVandermonde(order)
  };
}

/** φ_2, φ_3, …: φ_1 = e^h - 1, φ_k+1 = φ_k / h - 1 / k!. */
function phisOf(hh: number, count: number): number[] {
  const phis = [];
  let phi = expm1(hh);
  for (let k = 1; k <= count; k++) {
    phi = phi / hh - 1 / factorial(k);
    phis.push(phi);
  }
  return phis;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
