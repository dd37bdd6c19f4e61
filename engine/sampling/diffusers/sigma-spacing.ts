import { inverseBeta } from '../inverse-beta';
import type { Config } from './config';
import { linspace } from './timestep-spacing';
import { torchSqrt } from './torch-sqrt';
import { Fault } from '../../../schema/fault';

const { fround: f32, log, exp, floor, max, min } = Math;

export type SigmaSpacing = 'karras' | 'exponential' | 'beta';

const FLAGS = {
  use_karras_sigmas: 'karras',
  use_exponential_sigmas: 'exponential',
  use_beta_sigmas: 'beta'
} as const;

/** The rule that a config asks for, if any. Throws `one_of_them` when it asks for several. */
export function sigmaSpacingOf(config: Config): SigmaSpacing | null {
  const flags = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).filter(flag => config[flag]);
  if (flags.length > 1) {
    throw new Fault('one_of_them', { params: flags });
  }
  return flags.length > 0 ? FLAGS[flags[0]] : null;
}

/** Karras et al. 2022, eq. 5. */
const RHO = 7;
/** Lee et al. 2024. */
const BETA_SHAPE = 0.6;

/** `steps` sigmas from `high` down to `low`. */
export function spacedSigmas(spacing: SigmaSpacing, low: number, high: number, steps: number): number[] {
  switch (spacing) {
    case 'karras': {
      const [lowRoot, highRoot] = [low ** (1 / RHO), high ** (1 / RHO)];
      return linspace(0, 1, steps).map(share => (highRoot + share * (lowRoot - highRoot)) ** RHO);
    }
    case 'exponential':
      return linspace(log(high), log(low), steps).map(exp);
    case 'beta':
      return linspace(0, 1, steps).map(
        share => low + inverseBeta(1 - share, BETA_SHAPE, BETA_SHAPE) * (high - low)
      );
  }
}

/** The sigma of each timestep, √((1 - ᾱ) / ᾱ) in float32. */
export const sigmasOf = (alphas: Float32Array): Float32Array =>
  alphas.map(alpha => torchSqrt(f32(f32(1 - alpha) / alpha)));

/** The sigma at a fractional timestep, linear between neighbours; beyond the ends the end's (`np.interp`). */
export function sigmaAt(sigmas: Float32Array, t: number): number {
  const at = min(max(t, 0), sigmas.length - 1);
  const low = min(floor(at), max(sigmas.length - 2, 0));
  return at === low ? sigmas[low] : sigmas[low] + (at - low) * (sigmas[low + 1] - sigmas[low]);
}

/** The fractional timestep of a sigma, linear between float32 logarithms. */
export function sigmaToT(sigmas: Float32Array, sigma: number): number {
  const wanted = log(max(sigma, 1e-10));
  const level = (t: number): number => f32(log(sigmas[t]));
  let [low, above] = [0, sigmas.length - 1];
  while (above - low > 1) {
    const middle = (low + above) >> 1;
    if (level(middle) <= wanted) {
      low = middle;
    } else {
      above = middle;
    }
  }
  const [from, to] = [level(low), level(low + 1)];
  const w = min(1, max(0, (from - wanted) / (from - to)));
  return (1 - w) * low + w * (low + 1);
}
