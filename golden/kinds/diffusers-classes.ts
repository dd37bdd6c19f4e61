import { samplers } from '../../engine/sampling';
import type { SchedulerConfig } from '../../engine/sampling';

/** Keys of a diffusers scheduler, and the values of those that we know only one of. */
const KNOWN: Readonly<Record<string, readonly unknown[] | 'any'>> = {
  beta_schedule: 'any',
  beta_start: 'any',
  beta_end: 'any',
  num_train_timesteps: 'any',
  rescale_betas_zero_snr: 'any',
  prediction_type: ['epsilon', 'v_prediction'],
  timestep_spacing: 'any',
  steps_offset: 'any',
  set_alpha_to_one: 'any',
  use_karras_sigmas: 'any',
  use_exponential_sigmas: 'any',
  use_beta_sigmas: 'any',
  _eta: 'any',
  algorithm_type: ['dpmsolver++', 'sde-dpmsolver++'],
  solver_type: ['midpoint', 'heun'],
  solver_order: [2],
  clip_sample: [false],
  final_sigmas_type: ['zero']
};

/** The name of our sampler for a diffusers class with its arguments; null where we have none that computes the same. */
export function samplerOfClass(className: string, kwargs: SchedulerConfig): string | null {
  const settings = Object.entries(kwargs);
  const known = settings.every(([key, value]) => KNOWN[key] === 'any' || KNOWN[key]?.includes(value));
  if (!known) {
    return null;
  }
  const { algorithm_type = 'dpmsolver++', solver_type = 'midpoint' } = kwargs as Record<string, unknown>;
  if (className === 'DPMSolverMultistepScheduler' && algorithm_type === 'sde-dpmsolver++') {
    return solver_type === 'heun' ? 'DPM++ 2M SDE Heun' : 'DPM++ 2M SDE';
  }
  if (solver_type !== 'midpoint') {
    return null;
  }
  return samplers.find(({ aliases }) => aliases.includes(className))?.name ?? null;
}
