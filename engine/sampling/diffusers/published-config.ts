import type { ModelFamily, UNetTask } from '../../types';
import type { SchedulerConfig } from './config';

/** What the published scheduler_config.json of Stable Diffusion 1 and 2 say beside the betas, and SDXL's. */
const STABLE_DIFFUSION: SchedulerConfig = {
  clip_sample: false,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1
};
const SDXL: SchedulerConfig = { ...STABLE_DIFFUSION, timestep_spacing: 'leading' };

/**
 * The config that a family's pipeline runs a scheduler with: of a checkpoint without one, such as a single file, the published. The
 * pipelines of Stable Diffusion 1 and 2 correct what was published by mistake, but for the one that edits pictures; without a family no
 * pipeline has a say.
 */
export function publishedConfig(
  given: SchedulerConfig,
  family: ModelFamily | undefined,
  task: UNetTask = 'plain'
): SchedulerConfig {
  const silent = Object.keys(given).length === 0;
  switch (family) {
    case 'sd1':
    case 'sd2':
      return { ...(silent ? STABLE_DIFFUSION : given), ...CORRECTIONS[task] };
    case 'sdxl':
    case 'sdxl_refiner':
      return silent ? SDXL : given;
    case undefined:
      return given;
  }
}

const CORRECTIONS: Readonly<Record<UNetTask, SchedulerConfig>> = {
  plain: { steps_offset: 1, clip_sample: false },
  inpaint: { steps_offset: 1, skip_prk_steps: true },
  edit: {}
};
