import type { ImageNoise } from '../../random';
import type { Sampling } from '../../types';

import type { Latent } from '../latent-math';
import { plus, times } from '../latent-math';
import type { SamplingSettings } from '../settings';
import { alphasOf, faintAlphas } from './alphas';
import { readConfig } from './config';
import { classNamed, namedSchedulers } from './names';
import { publishedConfig } from './published-config';
import { argumentsOf } from './scheduler-arguments';
import type { SchedulerClass, Setting, Visits } from './scheduler';
import { Fault } from '../../../schema/fault';

export type { SchedulerConfig } from './config';
export { classNamesOf } from './names';

const { min, max, floor } = Math;

/** The names of a run's sampler, or its class, and scheduler, once they are looked up. */
export type DiffusersNames = { sampler: string; scheduler: string };

/** A run before its noise: what it visits, and from which call on. */
export type DiffusersPlan = Setting & { scheduler: SchedulerClass; visits: Visits; begin: number };

/**
 * What a run visits. Throws `unknown_choice` for a scheduler the class has no argument for or an argument of no known word,
 * `out_of_range` for steps it can't make, and `scheduler_undefined` where its arithmetic has no result.
 */
export function planNamed(settings: SamplingSettings, names: DiffusersNames): DiffusersPlan {
  const plan = unchecked(settings, names);
  if (stumbles(plan, settings) || dividesByNoSignal(plan) || !Number.isFinite(tried(plan, settings))) {
    throw new Fault('scheduler_undefined', {
      scheduler: plan.scheduler.className,
      steps: settings.steps
    });
  }
  return plan;
}

/** The run of one image. Throws as `planNamed` does. */
export const startNamed = (settings: SamplingSettings, names: DiffusersNames, noise: ImageNoise): Sampling =>
  walked(planNamed(settings, names), settings, noise);

/** The noise levels of a plan's steps, the last one's end included, in sigma space. */
export function levelsVisited({ visits, scheduler, begin }: DiffusersPlan): number[] {
  return visits.sigmas.slice(begin).filter((_, k) => k === 0 || k % scheduler.order === scheduler.order - 1);
}

function unchecked(settings: SamplingSettings, names: DiffusersNames): DiffusersPlan {
  const { steps, picture, prediction } = settings;
  const entry = namedSchedulers.find(({ name }) => name === names.sampler);
  const scheduler = classNamed(entry?.className ?? names.sampler);
  const { zeroTerminalSnr = settings.config?.rescale_betas_zero_snr } = settings.options ?? {};
  const said = {
    ...publishedConfig(settings.config ?? {}, settings.family, settings.task),
    ...entry?.arguments,
    ...argumentsOf(names.scheduler, scheduler),
    rescale_betas_zero_snr: zeroTerminalSnr
  };
  const config = readConfig(said, scheduler.defaults);
  const alphas = alphasOf(config, scheduler.betaSchedules);
  const setting: Setting = {
    config,
    steps,
    alphas: scheduler.takesNoSignal ? alphas : faintAlphas(alphas, config),
    prediction: prediction ?? config.prediction_type
  };
  const { predictions = [setting.prediction] } = scheduler;
  if (!predictions.includes(setting.prediction)) {
    const facts = { param: 'prediction_type', value: setting.prediction, choices: [...predictions] };
    throw new Fault('unknown_choice', facts);
  }
  const visits = scheduler.visits(setting);
  const kept = picture ? min(floor(steps * picture.strength), steps) : steps;
  const begin = (steps - max(kept, 0)) * scheduler.order;
  if (begin >= visits.timesteps.length) {
    const facts = { param: 'denoising_strength', value: picture?.strength ?? 0, min: 1 / steps, max: 1 };
    throw new Fault('out_of_range', facts);
  }
  return { ...setting, scheduler, visits, begin };
}

/** Whether a network that predicts the noise is asked where there is nothing else, and no clipping bounds the infinity that it gives. */
const dividesByNoSignal = ({ alphas, config, visits, begin, prediction }: DiffusersPlan): boolean =>
  prediction === 'epsilon' &&
  (config.thresholding || !config.clip_sample) &&
  visits.timesteps.slice(begin).some(t => alphas[t] === 0);

/** Whether whole timesteps fall together at the start: without a picture the original then sets out from the second and runs over. */
const stumbles = ({ visits: { timesteps } }: DiffusersPlan, { picture }: SamplingSettings): boolean =>
  !picture && timesteps.indexOf(timesteps[0], 1) > 0;

/** One number's way through the run, which shows what the arithmetic makes of these steps before a network is asked. */
function tried(plan: DiffusersPlan, { eta, options, picture }: SamplingSettings): number {
  const one = Float32Array.of(1);
  const noise = { initial: one, steps: { randn: () => one }, brownian: () => ({ between: () => one }) };
  const settings = {
    sampler: '',
    steps: plan.steps,
    eta,
    options,
    picture: picture && { ...picture, latent: one }
  };
  const trial = walked(plan, settings, noise);
  let turn = trial.next();
  while (!turn.done) {
    turn = trial.next(turn.value.x.map(() => 0.5));
  }
  return turn.value[0];
}

function walked(plan: DiffusersPlan, settings: SamplingSettings, noise: ImageNoise): Sampling {
  const { visits, begin, scheduler } = plan;
  const { picture, eta = null, afterStep, options = {} } = settings;
  const { sChurn = 0, sTmin: churnMin = 0, sTmax, sNoise: churnNoise = 1 } = options;
  const noised = (latent: Latent, call: number): Latent => {
    const [pictureShare, noiseShare] = visits.shares(call);
    return plus(times(latent, pictureShare), times(noise.initial, noiseShare));
  };
  let call = begin;
  return scheduler.run({
    ...plan,
    ...visits,
    x: picture ? noised(picture.latent, begin) : times(noise.initial, visits.startScale),
    eta,
    churn: { amount: sChurn, min: churnMin, max: sTmax || Infinity, noise: churnNoise },
    noise: noise.steps,
    brownian: noise.brownian,
    after: x => {
      call++;
      const next = (latent: Latent): Latent =>
        call < visits.timesteps.length ? noised(latent, call) : latent;
      return afterStep ? afterStep(x, call - begin - 1, next) : x;
    }
  });
}
