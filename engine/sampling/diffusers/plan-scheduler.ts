import { Fault } from '../../../schema/fault';
import type { SamplingSettings } from '../settings';
import { alphasOf, nonZeroAlphas } from './alphas';
import { readConfig } from './config';
import { classNamed, namedSchedulers } from './names';
import { publishedConfig } from './published-config';
import { runScheduler } from './run-scheduler';
import { argumentsOf } from './scheduler-arguments';
import type { ScheduleRequest, SchedulerPlan } from './scheduler';

const { min, max, floor } = Math;

/** The names of a run's sampler, or its class, and scheduler, once they are looked up. */
export type SchedulerNames = { sampler: string; scheduler: string };

/**
 * The scheduler of a run and what it visits. Throws `unknown_choice` for a scheduler the class has no argument for or an argument of no
 * known word, `out_of_range` for steps it can't make, and `scheduler_undefined` where its arithmetic has no result.
 */
export function planScheduler(settings: SamplingSettings, names: SchedulerNames): SchedulerPlan {
  const plan = uncheckedPlan(settings, names);
  if (
    repeatsFirstTimestep(plan, settings) ||
    dividesByZeroSignal(plan) ||
    !Number.isFinite(trialResult(plan, settings))
  ) {
    throw new Fault('scheduler_undefined', {
      scheduler: plan.scheduler.className,
      steps: settings.steps
    });
  }
  return plan;
}

/** The noise levels of a plan's steps, the last one's end included, in sigma space. */
export function sigmasOfSteps({ schedule, scheduler, beginIndex }: SchedulerPlan): number[] {
  return schedule.sigmas
    .slice(beginIndex)
    .filter((_, k) => k === 0 || k % scheduler.order === scheduler.order - 1);
}

function uncheckedPlan(settings: SamplingSettings, names: SchedulerNames): SchedulerPlan {
  const { steps, init, prediction } = settings;
  const entry = namedSchedulers.find(({ name }) => name === names.sampler);
  const scheduler = classNamed(entry?.className ?? names.sampler);
  const { zeroTerminalSnr = settings.config?.rescale_betas_zero_snr } = settings.options ?? {};
  const given = {
    ...publishedConfig(settings.config ?? {}, settings.family, settings.task),
    ...entry?.arguments,
    ...argumentsOf(names.scheduler, scheduler, names.sampler),
    rescale_betas_zero_snr: zeroTerminalSnr
  };
  const config = readConfig(given, scheduler.defaults);
  const alphas = alphasOf(config, scheduler.betaSchedules);
  const request: ScheduleRequest = {
    config,
    steps,
    alphas: scheduler.handlesZeroSnr ? alphas : nonZeroAlphas(alphas, config),
    prediction: prediction ?? config.prediction_type
  };
  const { predictions = [request.prediction] } = scheduler;
  if (!predictions.includes(request.prediction)) {
    const facts = { param: 'prediction_type', value: request.prediction, choices: [...predictions] };
    throw new Fault('unknown_choice', facts);
  }
  const schedule = scheduler.setTimesteps(request);
  const kept = init ? min(floor(steps * init.strength), steps) : steps;
  const beginIndex = (steps - max(kept, 0)) * scheduler.order;
  if (beginIndex >= schedule.timesteps.length) {
    const facts = { param: 'denoising_strength', value: init?.strength ?? 0, min: 1 / steps, max: 1 };
    throw new Fault('out_of_range', facts);
  }
  return { ...request, scheduler, schedule, beginIndex };
}

/** Whether a network that predicts the noise is asked where there is nothing else, and no clipping bounds the infinity that it gives. */
const dividesByZeroSignal = ({ alphas, config, schedule, beginIndex, prediction }: SchedulerPlan): boolean =>
  prediction === 'epsilon' &&
  (config.thresholding || !config.clip_sample) &&
  schedule.timesteps.slice(beginIndex).some(t => alphas[t] === 0);

/** Whether whole timesteps fall together at the start: without a picture the original then sets out from the second and runs over. */
const repeatsFirstTimestep = (
  { schedule: { timesteps } }: SchedulerPlan,
  { init }: SamplingSettings
): boolean => !init && timesteps.indexOf(timesteps[0], 1) > 0;

/** One number's way through the run, which shows what the arithmetic makes of these steps before a network is asked. */
function trialResult(plan: SchedulerPlan, { eta, options, init }: SamplingSettings): number {
  const one = Float32Array.of(1);
  const noise = { initial: one, steps: { randn: () => one }, brownian: () => ({ between: () => one }) };
  const settings = {
    sampler: '',
    steps: plan.steps,
    eta,
    options,
    init: init && { ...init, latent: one }
  };
  const trial = runScheduler(plan, settings, noise);
  let turn = trial.next();
  while (!turn.done) {
    turn = trial.next(turn.value.x.map(() => 0.5));
  }
  return turn.value[0];
}
