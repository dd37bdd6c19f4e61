import type { SchedulerConfig } from './config';
import type { SchedulerClass } from './scheduler';
import { Fault } from '../../../schema/fault';

const even = {
  use_karras_sigmas: false,
  use_exponential_sigmas: false,
  use_beta_sigmas: false,
  use_lu_lambdas: false
};

/** The arguments that give a scheduler of ours. */
const schedulerArguments: Readonly<Record<string, SchedulerConfig>> = {
  automatic: {},
  uniform: { timestep_spacing: 'linspace', ...even },
  normal: { timestep_spacing: 'linspace', ...even },
  karras: { ...even, use_karras_sigmas: true },
  exponential: { ...even, use_exponential_sigmas: true },
  beta: { ...even, use_beta_sigmas: true },
  sgm_uniform: { timestep_spacing: 'trailing', ...even },
  simple: { timestep_spacing: 'trailing', ...even },
  ddim: { timestep_spacing: 'leading', steps_offset: 1, ...even }
};

/**
 * The arguments that a scheduler's name means for the class of a sampler; `automatic` leaves them to the config. Throws `unknown_choice`.
 */
export function argumentsOf(
  scheduler: string,
  { defaults }: SchedulerClass,
  sampler: string
): SchedulerConfig {
  const takes = (args: SchedulerConfig): boolean =>
    Object.entries(args).every(([key, value]) => value === false || key in defaults);
  const args = schedulerArguments[scheduler];
  if (!args || !takes(args)) {
    const choices = Object.keys(schedulerArguments).filter(name => takes(schedulerArguments[name]));
    throw new Fault('unknown_choice', {
      param: 'scheduler',
      value: scheduler,
      flavour: 'diffusers',
      sampler,
      choices
    });
  }
  return args;
}
