import type { Schedule } from './schedules';
import {
  alignYourSteps,
  alignYourStepsSdxl,
  beta,
  ddim,
  exponential,
  karras,
  klOptimal,
  normal,
  polyexponential,
  sgmUniform,
  simple,
  uniform
} from './schedules';

export type Scheduler = {
  name: string;
  /** A1111's label. */
  label: string;
  aliases: readonly string[];
  /** Its sigmas; none for `automatic`, the sampler's own. */
  schedule: Schedule | null;
  /** SDXL's, where that is another. */
  sdxl?: Schedule;
};

/** All schedulers, in A1111's order. */
export const schedulers: readonly Scheduler[] = [
  { name: 'automatic', label: 'Automatic', aliases: [], schedule: null },
  { name: 'uniform', label: 'Uniform', aliases: [], schedule: uniform },
  { name: 'karras', label: 'Karras', aliases: [], schedule: karras },
  { name: 'exponential', label: 'Exponential', aliases: [], schedule: exponential },
  { name: 'polyexponential', label: 'Polyexponential', aliases: [], schedule: polyexponential },
  { name: 'sgm_uniform', label: 'SGM Uniform', aliases: [], schedule: sgmUniform },
  { name: 'kl_optimal', label: 'KL Optimal', aliases: [], schedule: klOptimal },
  {
    name: 'align_your_steps',
    label: 'Align Your Steps',
    aliases: ['ays'],
    schedule: alignYourSteps,
    sdxl: alignYourStepsSdxl
  },
  { name: 'simple', label: 'Simple', aliases: [], schedule: simple },
  { name: 'normal', label: 'Normal', aliases: [], schedule: normal },
  { name: 'ddim', label: 'DDIM', aliases: ['ddim_uniform'], schedule: ddim },
  { name: 'beta', label: 'Beta', aliases: [], schedule: beta }
];
