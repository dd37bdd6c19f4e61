/** What the samplers' names mean here: a class and the arguments that make it that sampler, whatever a model's config says. */
import { schedulerClasses } from './classes';
import { unknownValue } from './config';
import type { SchedulerConfig } from './config';
import type { SchedulerClass } from './scheduler';

export type NamedScheduler = {
  /** A1111's label where it has the sampler, else the method's name. */
  name: string;
  className: string;
  arguments: SchedulerConfig;
  /** Whether it draws noise in its steps, as its eta is by default. */
  stochastic: boolean;
};

const named = (
  name: string,
  className: string,
  args: SchedulerConfig = {},
  stochastic = false
): NamedScheduler => ({
  name,
  className,
  arguments: args,
  stochastic
});

const plusplus = { algorithm_type: 'dpmsolver++', solver_type: 'midpoint' };
const sde = { algorithm_type: 'sde-dpmsolver++', solver_type: 'midpoint' };

/** All of them; the first of a class stands for it. */
export const namedSchedulers: readonly NamedScheduler[] = [
  named('DPM++ 2M', 'DPMSolverMultistepScheduler', { ...plusplus, solver_order: 2 }),
  named('DPM++ 2M SDE', 'DPMSolverMultistepScheduler', { ...sde, solver_order: 2 }, true),
  named(
    'DPM++ 2M SDE Heun',
    'DPMSolverMultistepScheduler',
    { ...sde, solver_order: 2, solver_type: 'heun' },
    true
  ),
  named('DPM++ 3M', 'DPMSolverMultistepScheduler', { ...plusplus, solver_order: 3 }),
  named('DPM++ 3M SDE', 'DPMSolverMultistepScheduler', { ...sde, solver_order: 3 }, true),
  named('DPM++ 2S', 'DPMSolverSinglestepScheduler', { ...plusplus, solver_order: 2 }),
  named('DPM++ SDE', 'DPMSolverSDEScheduler', {}, true),
  named('Euler', 'EulerDiscreteScheduler'),
  named('Euler a', 'EulerAncestralDiscreteScheduler', {}, true),
  named('LMS', 'LMSDiscreteScheduler'),
  named('Heun', 'HeunDiscreteScheduler'),
  named('DPM2', 'KDPM2DiscreteScheduler'),
  named('DPM2 a', 'KDPM2AncestralDiscreteScheduler', {}, true),
  named('DDIM', 'DDIMScheduler'),
  named('DDPM', 'DDPMScheduler', {}, true),
  named('PLMS', 'PNDMScheduler', { skip_prk_steps: true }),
  named('PNDM', 'PNDMScheduler', { skip_prk_steps: false }),
  named('UniPC', 'UniPCMultistepScheduler'),
  named('DEIS', 'DEISMultistepScheduler'),
  named('LCM', 'LCMScheduler', {}, true),
  named('TCD', 'TCDScheduler', {}, true)
];

/** The class's name where a sampler stands for its class. */
export const classNamesOf = (name: string): string[] =>
  namedSchedulers
    .filter(
      (each, k, all) =>
        each.name === name && all.findIndex(({ className }) => className === each.className) === k
    )
    .map(({ className }) => className);

/** The class of that very name. Throws `unknown_choice`. */
export function classNamed(className: string): SchedulerClass {
  const found = schedulerClasses.find(each => each.className === className);
  if (!found) {
    throw unknownValue('sampler', className);
  }
  return found;
}
