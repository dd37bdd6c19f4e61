import type { Latent } from '../latent-math';
import { plus, times } from '../latent-math';
import { unknownValue } from './config';
import type { Level } from './lambda-schedule';

const { exp, expm1, sqrt } = Math;

/** In what the exponential integrator is exact: the clean latent (++) or the noise, and whether it adds noise. */
export const ALGORITHMS = ['dpmsolver', 'dpmsolver++', 'sde-dpmsolver', 'sde-dpmsolver++'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Coefficients of the terms of a step from `from` to `to`: Lu et al. 2022a (noise) and 2022b (clean latent, and the SDEs). */
export type StepCoefficients = {
  x: number;
  /** Of the converted output of the model. */
  d0: number;
  /** Of its first derivative, by the midpoint rule or exactly (Heun's name in diffusers). */
  midpoint: number;
  heun: number;
  /** Of its second derivative; NaN where there is none. */
  d2: number;
  noise: number;
};

export function stepCoefficients(algorithm: Algorithm, from: Level, to: Level): StepCoefficients {
  const h = to.lambda - from.lambda;
  switch (algorithm) {
    case 'dpmsolver++': {
      const { alpha } = to;
      const d0 = -alpha * expm1(-h);
      return {
        x: to.sigma / from.sigma,
        d0,
        midpoint: d0 / 2,
        heun: alpha * (expm1(-h) / h + 1),
        d2: -alpha * ((expm1(-h) + h) / h ** 2 - 1 / 2),
        noise: 0
      };
    }
    case 'dpmsolver': {
      const { sigma } = to;
      const d0 = -sigma * expm1(h);
      return {
        x: to.alpha / from.alpha,
        d0,
        midpoint: d0 / 2,
        heun: -sigma * (expm1(h) / h - 1),
        d2: -sigma * ((expm1(h) - h) / h ** 2 - 1 / 2),
        noise: 0
      };
    }
    case 'sde-dpmsolver++': {
      const { alpha, sigma } = to;
      const grown = -expm1(-2 * h);
      return {
        x: (sigma / from.sigma) * exp(-h),
        d0: alpha * grown,
        midpoint: (alpha * grown) / 2,
        heun: alpha * (grown / (-2 * h) + 1),
        d2: alpha * ((grown - 2 * h) / (2 * h) ** 2 - 1 / 2),
        noise: sigma * sqrt(grown)
      };
    }
    case 'sde-dpmsolver': {
      const { sigma } = to;
      const d0 = -2 * sigma * expm1(h);
      return {
        x: to.alpha / from.alpha,
        d0,
        midpoint: d0 / 2,
        heun: -2 * sigma * (expm1(h) / h - 1),
        d2: NaN,
        noise: sigma * sqrt(expm1(2 * h))
      };
    }
  }
}

/** Something that changes a latent, and the coefficient it comes in with. */
export type StepTerm = [term: keyof StepCoefficients, of: Latent];

/** The latent `x` after a step. */
export function combineTerms(
  x: Latent,
  stepTerms: readonly StepTerm[],
  coefficients: StepCoefficients,
  noise: Latent | null
): Latent {
  const all: StepTerm[] = [['x', x], ...stepTerms, ...(noise ? [['noise', noise] as StepTerm] : [])];
  return all.map(([term, of]) => times(of, coefficients[term])).reduce(plus);
}

/** A config's algorithm among those a class has; DEIS' name, of a config made for it, means the usual one. */
export function algorithmOf(
  { algorithm_type, final_sigmas_type }: { algorithm_type: string; final_sigmas_type: string },
  known: readonly Algorithm[] = ALGORITHMS
): Algorithm {
  const algorithm = algorithm_type === 'deis' ? 'dpmsolver++' : known.find(each => each === algorithm_type);
  if (!algorithm) {
    throw unknownValue('algorithm_type', algorithm_type, known);
  }
  if (!algorithm.endsWith('++') && final_sigmas_type === 'zero') {
    // In the noise, the last step would divide by nothing.
    throw unknownValue('final_sigmas_type', final_sigmas_type, ['sigma_min']);
  }
  return algorithm;
}

const FOREIGN_SOLVERS = ['logrho', 'bh1', 'bh2'];

/** A config's rule for the first derivative; the names of other classes' solvers mean the midpoint rule. */
export function ruleOf({ solver_type }: { solver_type: string }): 'midpoint' | 'heun' {
  if (solver_type === 'heun') {
    return 'heun';
  }
  if (solver_type !== 'midpoint' && !FOREIGN_SOLVERS.includes(solver_type)) {
    throw unknownValue('solver_type', solver_type, ['midpoint', 'heun']);
  }
  return 'midpoint';
}
