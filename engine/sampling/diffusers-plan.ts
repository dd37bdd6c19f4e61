/**
 * What diffusers' schedulers run: their timesteps, their sigmas and their first latent. The steps themselves are the methods of the
 * other flavour, for diffusers' formulas are k-diffusion's (its DPMSolverMultistep moves x / √(σ² + 1), which is divided out here).
 */
import { EngineError } from '../errors';
import { inverseBeta } from './inverse-beta';
import { plus, times } from './latent-math';
import type { NoiseConfig, NoiseTable } from './noise-table';
import type { Plan } from './plan';
import { mixed, rangeOf, sigmaOf } from './plan';
import type { Sampler } from './samplers';

const { fround: f32, sqrt, floor, log, exp } = Math;

/** The keys of scheduler_config.json that are read; what is left out has the default of the sampler's class. */
export type SchedulerConfig = NoiseConfig & {
  timestep_spacing?: string;
  steps_offset?: number;
  set_alpha_to_one?: boolean;
  use_karras_sigmas?: boolean;
  use_exponential_sigmas?: boolean;
  use_beta_sigmas?: boolean;
};

type PlanRequest = { sampler: Sampler; steps: number; strength?: number; table: NoiseTable };

type Spread = 'plain' | 'karras' | 'exponential' | 'beta';

/** The schedulers that diffusers has flags for; `automatic` is what the config says. */
const spreads: Readonly<Record<string, Partial<SchedulerConfig>>> = {
  automatic: {},
  uniform: { use_karras_sigmas: false, use_exponential_sigmas: false, use_beta_sigmas: false },
  karras: { use_karras_sigmas: true },
  exponential: { use_karras_sigmas: false, use_exponential_sigmas: true },
  beta: { use_karras_sigmas: false, use_exponential_sigmas: false, use_beta_sigmas: true },
  sgm_uniform: { timestep_spacing: 'trailing' },
  ddim: {}
};

/** Throws `unknown_choice` for a scheduler that diffusers has no flag for. */
export function planDiffusers(request: PlanRequest & { scheduler: string; config: SchedulerConfig }): Plan {
  const flags = spreads[request.scheduler];
  if (!flags) {
    throw new EngineError('unknown_choice', {
      param: 'scheduler',
      value: request.scheduler,
      choices: Object.keys(spreads)
    });
  }
  const config = { ...request.config, ...flags };
  return request.sampler.space === 'vp' ? planDdim(request, config) : planLevels(request, config);
}

function planDdim({ steps, strength, table }: PlanRequest, config: SchedulerConfig): Plan {
  const { timestep_spacing = 'leading', steps_offset = 0, set_alpha_to_one = true } = config;
  const count = table.alphas.length;
  const all = spaced(timestep_spacing, steps, count, steps_offset, false).map(roundHalfEven);
  const timesteps = all.slice(skipped(steps, strength));
  const stride = floor(count / steps);
  const sigmas = timesteps.map(t => sigmaOf(table.alphas[t]));
  const final = set_alpha_to_one ? 0 : sigmaOf(table.alphas[0]);
  const clock = new Map(timesteps.map((t, k) => [sigmas[k], t]));
  return {
    sigmas: [...sigmas, final],
    landings: timesteps.map(t => (t >= stride ? sigmaOf(table.alphas[t - stride]) : final)),
    range: [table.sigmaMin, table.sigmaMax],
    span: { steps, low: table.sigmaMin, high: table.sigmaMax },
    timestepOf: sigma => clock.get(sigma)!,
    start: (noise, picture) => (picture ? mixed(picture, noise, table.alphas[timesteps[0]]) : noise)
  };
}

function planLevels({ sampler, steps, strength, table }: PlanRequest, config: SchedulerConfig): Plan {
  const multistep = isMultistep(sampler);
  const { timestep_spacing = 'linspace', steps_offset = 0 } = config;
  const levels = multistep
    ? multistepLevels(table, steps, timestep_spacing, steps_offset, spreadOf(config))
    : sigmaLevels(table, steps, timestep_spacing, steps_offset, spreadOf(config));
  const all = levels.map(({ sigma }) => sigma);
  const kept = levels.slice(skipped(steps, strength));
  const sigmas = [...kept.map(({ sigma }) => sigma), 0];
  const clock = new Map(kept.map(({ sigma, t }) => [sigma, t]));
  // The multistep solver starts from unit noise in variance-preserving space, and so do the others with leading timesteps.
  const unit = multistep || timestep_spacing === 'leading';
  return {
    sigmas,
    range: rangeOf(all),
    span: { steps, low: table.sigmaMin, high: table.sigmaMax },
    timestepOf: sigma => clock.get(sigma) ?? table.sigmaToT(sigma),
    start: (noise, picture) =>
      picture
        ? plus(picture, times(noise, sigmas[0]))
        : times(noise, unit ? sqrt(sigmas[0] ** 2 + 1) : Math.max(...all))
  };
}

type Level = { sigma: number; t: number };

/** EulerDiscrete, EulerAncestral, Heun, LMS: fractional timesteps; Karras' ends are those of the spaced sigmas. */
function sigmaLevels(
  table: NoiseTable,
  steps: number,
  spacing: string,
  offset: number,
  spread: Spread
): Level[] {
  const timesteps = spaced(spacing, steps, table.sigmas.length, offset, false);
  const sigmas = timesteps.map(t => interpolated(table.sigmas, t));
  if (spread === 'plain') {
    return sigmas.map((sigma, k) => ({ sigma: f32(sigma), t: timesteps[k] }));
  }
  return spreadOut(spread, sigmas[sigmas.length - 1], sigmas[0], steps).map(sigma => ({
    sigma: f32(sigma),
    t: fractionalTimestep(table, sigma)
  }));
}

/** DPMSolverMultistep: whole timesteps, Karras' rounded and the others' cut; ends are those of the table. */
function multistepLevels(
  table: NoiseTable,
  steps: number,
  spacing: string,
  offset: number,
  spread: Spread
): Level[] {
  if (spread === 'plain') {
    const timesteps = spaced(spacing, steps, table.sigmas.length, offset, true).map(roundHalfEven);
    return timesteps.map(t => ({ sigma: table.sigmas[t], t }));
  }
  const whole = spread === 'karras' ? roundHalfEven : floor;
  return spreadOut(spread, table.sigmaMin, table.sigmaMax, steps).map(sigma => ({
    sigma: f32(sigma),
    t: whole(fractionalTimestep(table, sigma))
  }));
}

const isMultistep = ({ name }: Sampler): boolean => name.startsWith('DPM++ 2M');

function spreadOf(config: SchedulerConfig): Spread {
  return config.use_karras_sigmas
    ? 'karras'
    : config.use_exponential_sigmas
      ? 'exponential'
      : config.use_beta_sigmas
        ? 'beta'
        : 'plain';
}

function spreadOut(spread: Spread, low: number, high: number, steps: number): number[] {
  const shares = Array.from({ length: steps }, (_, k) => (steps > 1 ? k / (steps - 1) : 0));
  switch (spread) {
    case 'karras': {
      const [lowRoot, highRoot] = [low ** (1 / 7), high ** (1 / 7)];
      return shares.map(share => (highRoot + share * (lowRoot - highRoot)) ** 7);
    }
    case 'exponential':
      return shares.map(share => exp(log(high) + share * (log(low) - log(high))));
    default:
      return shares.map(share => low + inverseBeta(1 - share, 0.6, 0.6) * (high - low));
  }
}

/**
 * Falling timesteps of a spacing (Lin et al. 2023, table 2). The multistep solver spaces one step more and drops the last.
 */
function spaced(spacing: string, steps: number, count: number, offset: number, multistep: boolean): number[] {
  const points = multistep ? steps + 1 : steps;
  const each = (from: (k: number) => number): number[] => Array.from({ length: steps }, (_, k) => from(k));
  switch (spacing) {
    case 'leading': {
      const stride = floor(count / points);
      return each(k => (points - 1 - k) * stride + offset);
    }
    case 'trailing':
      return each(k => roundHalfEven(count - k * (count / steps)) - 1);
    default: // linspace
      return each(k => (points > 1 ? ((points - 1 - k) * (count - 1)) / (points - 1) : 0));
  }
}

/** Steps left out before a picture's run at `strength` begins. */
function skipped(steps: number, strength: number | undefined): number {
  return strength === undefined ? 0 : steps - Math.min(floor(steps * strength), steps);
}

function interpolated(sigmas: Float32Array, t: number): number {
  const low = Math.min(floor(t), sigmas.length - 2);
  return sigmas[low] + (t - low) * (sigmas[low + 1] - sigmas[low]);
}

/** As `sigmaToT`, in float64 between float32 logarithms: a timestep that is cut to a whole number depends on it. */
function fractionalTimestep({ sigmas }: NoiseTable, sigma: number): number {
  const wanted = log(Math.max(sigma, 1e-10));
  const level = (t: number): number => f32(log(sigmas[t]));
  let low = sigmas.length - 2;
  while (low > 0 && level(low) > wanted) {
    low--;
  }
  const [from, to] = [level(low), level(low + 1)];
  const w = Math.min(1, Math.max(0, (from - wanted) / (from - to)));
  return (1 - w) * low + w * (low + 1);
}

/** numpy's rounding. */
function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}
