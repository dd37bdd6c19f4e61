import type { ImageNoise } from '../random';
import type { IBrownianNoise, Sampling } from '../types';
import { runScheduler } from './diffusers';
import { times } from './latent-math';
import { planDiffusers, planWebui } from './plan-sampling';
import type { Method, Run } from './sampler';
import type { Sampler } from './samplers';
import type { SamplingPlan } from './sampling-plan';
import type { SamplingSettings } from './settings';

/**
 * The run of one image. Asks come in sigma space, x = x0 + σ · noise; the returned latent is what the VAE decodes.
 * Throws `unknown_choice` for a name that is not known, or not in that flavour.
 */
export function startSampling(settings: SamplingSettings, noise: ImageNoise): Sampling {
  return settings.flavour === 'diffusers'
    ? runScheduler(planDiffusers(settings), settings, noise)
    : startWebui(settings, noise);
}

function startWebui(settings: SamplingSettings, noise: ImageNoise): Sampling {
  const { init, options = {} } = settings;
  const { sampler, plan } = planWebui(settings);
  const { initial } = noise;
  const first = init?.noiseMultiplier === undefined ? initial : times(initial, init.noiseMultiplier);
  const { sChurn, sTmin = 0, sTmax, sNoise } = options;
  const run: Run = {
    x: plan.start(first, init?.latent),
    sigmas: plan.sigmas,
    noise: noise.steps,
    brownian: brownianOf(noise, sampler, plan),
    eta: settings.eta ?? sampler.eta,
    churn: sChurn ? { amount: sChurn, min: sTmin, max: sTmax || Infinity } : undefined,
    sNoise,
    sigmaRange: plan.sigmaRange,
    timestepOf: plan.timestepOf,
    uniPc: options.uniPc
  };
  return withTimesteps(plan, sampler.method!, run);
}

/** The path of the SDE samplers. */
const brownianOf = (noise: ImageNoise, sampler: Sampler, plan: SamplingPlan): IBrownianNoise =>
  sampler.noise !== 'brownian' || plan.sigmas.length < 2
    ? { between: () => noise.steps.randn(noise.initial.length) }
    : noise.brownian(...plan.brownianRange);

/** Adds the timestep to each call. A schedule of no step leaves the latent as it is. */
function* withTimesteps(plan: SamplingPlan, method: Method, run: Run): Sampling {
  if (plan.sigmas.length < 2) {
    return run.x;
  }
  const steps = method(run);
  let turn = steps.next();
  while (!turn.done) {
    turn = steps.next(yield { ...turn.value, timestep: plan.timestepOf(turn.value.sigma) });
  }
  return turn.value;
}
