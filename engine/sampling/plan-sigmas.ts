import { plus, times } from './latent-math';
import { img2imgSteps } from './sampling-plan';
import type { SamplingPlan, SamplingPlanRequest } from './sampling-plan';
import { discardNextToLast } from './schedules';

const { fround: f32, sqrt } = Math;

/** What A1111 runs, for samplers in sigma space: k-diffusion's sigmas, timesteps between the table's. */
export function planSigmas(request: SamplingPlanRequest): SamplingPlan {
  const { table, init, options = {} } = request;
  const { steps, tEnc } = init ? img2imgSteps(request.steps, init) : { steps: request.steps, tEnc: 0 };
  const discards = request.discardNextToLast || options.discardNextToLastSigma;
  const schedule = discards ? discardNextToLast(request.schedule) : request.schedule;
  const ends = {
    ...table,
    sigmaMin: options.sigmaMin || table.sigmaMin,
    sigmaMax: options.sigmaMax || table.sigmaMax
  };
  const all = schedule(ends, steps, options.rho || undefined);
  const sigmas = init ? all.slice(steps - tEnc - 1) : all;
  return {
    sigmas,
    brownianRange: rangeOf(all),
    sigmaRange: init
      ? { steps: sigmas.length - 1, sigmaMin: sigmas[sigmas.length - 2], sigmaMax: sigmas[0] }
      : { steps, sigmaMin: table.sigmaMin, sigmaMax: table.sigmaMax },
    timestepOf: table.sigmaToT,
    start: (noise, latent) => {
      if (latent) {
        return plus(latent, times(noise, sigmas[0]));
      }
      return times(noise, options.sgmNoiseMultiplier ? sqrt(1 + f32(sigmas[0] ** 2)) : sigmas[0]);
    }
  };
}

/** The smallest positive and the largest. */
function rangeOf(sigmas: readonly number[]): readonly [number, number] {
  const positive = sigmas.filter(sigma => sigma > 0).map(f32);
  return [Math.min(...positive), Math.max(...positive)];
}
