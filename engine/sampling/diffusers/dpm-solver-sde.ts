import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, plus, times } from '../latent-math';
import { ancestralStep } from './ancestral-step';
import { doubled, levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';
import { sigmaToT } from './sigma-spacing';

const { fround: f32, log, exp, expm1, sqrt, min, max } = Math;
const timeOf = (sigma: number): number => f32(-f32(log(sigma)));
const sigmaOf = (time: number): number => f32(exp(-time));

/**
 * DPM-Solver++ SDE of second order in one step (k-diffusion's `sample_dpmpp_sde`, r = 1/2), with the noise of a Brownian path. Without a
 * `noise_sampler_seed` the original's path is another in every run; here it is the image's.
 */
export const dpmSolverSde: SchedulerClass = {
  className: 'DPMSolverSDEScheduler',
  defaults: { ...levelDefaults, ...sigmaSpacingDefaults, noise_sampler_seed: null },
  order: 2,
  predictions: ['epsilon', 'v_prediction'],
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, config, brownian, after }: SchedulerRun): Sampling {
    const lowest = sigmas.filter(sigma => sigma > 0).reduce((a, b) => min(a, b));
    const path = brownian(
      lowest,
      sigmas.reduce((a, b) => max(a, b)),
      config.noise_sampler_seed ?? undefined
    );
    const moved = (from: number, to: number, start: Latent, x0: Latent): Latent => {
      const [sigma, next] = [sigmaOf(from), sigmaOf(to)];
      const { down, up } = capped(ancestralStep(sigma, next), next);
      const ancestral = timeOf(down);
      const drift = minus(times(start, sigmaOf(ancestral) / sigma), times(x0, expm1(f32(from - ancestral))));
      return plus(drift, times(path.between(sigma, next), up));
    };
    for (let k = beginIndex; k < timesteps.length; k += 2) {
      const [sigma, next] = [sigmas[k], sigmas[k + 1]];
      const x0 = yield { x, sigma, timestep: timesteps[k] };
      if (next === 0) {
        return after(plus(x, times(minus(x, x0), -1)));
      }
      const [t, tNext] = [timeOf(sigma), timeOf(next)];
      const tHalf = f32(t + f32(f32(tNext - t) * 0.5));
      const halfway = after(moved(t, tHalf, x, x0));
      const x0Halfway = yield { x: halfway, sigma: sigmaOf(tHalf), timestep: timesteps[k + 1] };
      x = after(moved(t, tNext, x, x0Halfway));
    }
    return x;
  }
};

/** Never more noise than the level has. */
const capped = ({ down, up }: { down: number; up: number }, level: number): { down: number; up: number } =>
  up > level ? { down: f32(sqrt(0)), up: level } : { down, up };

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { table, sigmas, timesteps } = levelsOf(request);
  const middles = sigmas.slice(1).map((sigma, k) => sigmaToT(table, exp((log(sigma) + log(sigmas[k])) / 2)));
  const clock = timesteps.flatMap((t, k) => (k > 0 ? [middles[k - 1], t] : [t]));
  return sigmaSchedule(request, [...doubled(sigmas), 0], clock);
}
