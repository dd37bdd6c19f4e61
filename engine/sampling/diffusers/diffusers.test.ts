/** Whole runs of diffusers' schedulers, on a network f(x, t) = .6 tanh(x) + .2 cos(2x + t/250), and what they refuse. */
import { readFileSync } from 'fs';
import { join } from 'path';
import { openNoise } from '../../random';
import { excess } from '../../testing/closeness';
import { asksOf } from '../../testing/asks-of';
import { drive } from '../../testing/drive';
import { readTensors, valuesOf } from '../../testing/read-tensors';
import type { Ask, PredictionType } from '../../types';
import type { SamplingSettings, SchedulerConfig } from '../index';
import { denoisedOf, networkInput, planDiffusers, planSampling, samplers, startSampling } from '../index';

const GOLDENS = join(__dirname, '../../../goldens');
const SHAPE = [4, 5, 5] as const;
const SIZE = 100;

type Case = {
  id: string;
  kwargs: SchedulerConfig & { _eta?: number };
  steps: number;
  seed: number;
  strength?: number;
};
type Fixture = {
  id: string;
  file: string;
  config: { class: string; common: SchedulerConfig; cases: Case[] };
};
const { fixtures } = JSON.parse(readFileSync(join(GOLDENS, 'manifest.json'), 'utf8')) as {
  fixtures: Fixture[];
};

const answer =
  (prediction: PredictionType = 'epsilon') =>
  ({ x, sigma, timestep }: Ask): Float32Array => {
    const output = networkInput(x, sigma).map(
      value => 0.6 * Math.tanh(value) + 0.2 * Math.cos(2 * value + timestep / 250)
    );
    return denoisedOf(x, sigma, output, prediction);
  };

describe.each(fixtures.filter(({ id }) => id.startsWith('B/diffusers_')))('$id', ({ file, config }) => {
  const tensors = readTensors(join(GOLDENS, file));
  const values = (key: string): number[] => valuesOf(tensors.get(key)!);

  test.each(config.cases)('$id', ({ id, kwargs, steps, seed, strength }) => {
    const init =
      strength === undefined ? undefined : { latent: Float32Array.from(values('img2img_init')), strength };
    const settings: SamplingSettings = {
      sampler: config.class,
      steps,
      eta: kwargs._eta,
      flavour: 'diffusers',
      config: { ...config.common, ...kwargs },
      init
    };
    const sampling = startSampling(settings, openNoise({ rng: 'cpu', seed }, SHAPE));
    const { latent, asks } = drive(sampling, answer(kwargs.prediction_type ?? 'epsilon'));
    expect(asks).toBe(values(`${id}/timesteps`).length);
    expect(asksOf(settings)).toBe(asks);
    // A sigma whose last bit differs moves the Brownian path.
    const atol = config.class === 'DPMSolverSDEScheduler' ? 5e-2 : 2e-4;
    expect(excess(latent, values(`${id}/xs`).slice(-SIZE), { atol, rtol: 1e-4 })).toBeLessThanOrEqual(1);
  });
});

const diffusers = (sampler: string, config: SchedulerConfig = {}, more: Partial<SamplingSettings> = {}) =>
  planDiffusers({ sampler, steps: 8, flavour: 'diffusers', config, ...more });

test("a sampler's name says what the class must be, whatever the model's config says", () => {
  const config = { algorithm_type: 'sde-dpmsolver++', solver_order: 3 };
  expect(diffusers('DPM++ 2M', config).config).toMatchObject({
    algorithm_type: 'dpmsolver++',
    solver_order: 2
  });
  expect(diffusers('DPMSolverMultistepScheduler', config).config).toMatchObject(config);
});

test.each([
  ['a name with its schedule', 'DPM++ 2M Karras', 'automatic', { use_karras_sigmas: true }],
  [
    'a schedule beats the config',
    'Euler',
    'exponential',
    { use_karras_sigmas: false, use_exponential_sigmas: true }
  ],
  ['automatic leaves it', 'Euler', 'automatic', { use_karras_sigmas: true, timestep_spacing: 'leading' }],
  ['what a class does not take is not read', 'Euler a', 'automatic', { use_karras_sigmas: false }],
  ['null is the default', 'DDIM', 'automatic', { clip_sample: true }]
])('%s', (_, sampler, scheduler, expected) => {
  const config = { use_karras_sigmas: true, timestep_spacing: 'leading', clip_sample: null };
  expect(diffusers(sampler, config, { scheduler }).config).toMatchObject(expected);
});

test.each([
  ['a file without a config', 'sd1', {}, { clip_sample: false, set_alpha_to_one: false, steps_offset: 1 }],
  ["SDXL's", 'sdxl', {}, { timestep_spacing: 'leading', steps_offset: 1 }],
  [
    "SD's pipelines clip nothing",
    'sd2',
    { clip_sample: true, steps_offset: 0 },
    { clip_sample: false, steps_offset: 1 }
  ],
  ['others do as told', 'sdxl', { clip_sample: true }, { clip_sample: true, steps_offset: 0 }]
] as const)('%s runs as its pipeline would', (_, family, config, expected) => {
  expect(diffusers('DDIM', config, { family }).config).toMatchObject(expected);
});

test.each([
  ['inpaint', 'DDIM', { clip_sample: true, steps_offset: 1 }],
  ['inpaint', 'PNDMScheduler', { skip_prk_steps: true, steps_offset: 1 }],
  ['edit', 'DDIM', { clip_sample: true, steps_offset: 0 }],
  ['edit', 'PNDMScheduler', { skip_prk_steps: false, steps_offset: 0 }]
] as const)("SD's pipeline that does %s corrects of %s what its own code says", (task, sampler, expected) => {
  const config = { clip_sample: true, skip_prk_steps: false, steps_offset: 0 };
  expect(diffusers(sampler, config, { family: 'sd1', task }).config).toMatchObject(expected);
});

test.each<[string, string, SchedulerConfig, Partial<SamplingSettings>, object]>([
  [
    'Runge-Kutta in three steps',
    'PNDMScheduler',
    {},
    { steps: 3 },
    { code: 'out_of_range', facts: { min: 4 } }
  ],
  ['more steps than were distilled', 'LCM', {}, { steps: 51 }, { code: 'out_of_range', facts: { max: 50 } }],
  [
    'more steps than timesteps',
    'DDIM',
    { num_train_timesteps: 7 },
    {},
    { code: 'out_of_range', facts: { max: 7 } }
  ],
  [
    'no step left',
    'Euler',
    {},
    { init: { latent: new Float32Array(1), strength: 0.1 } },
    { code: 'out_of_range' }
  ],
  ['bh1 down to no noise', 'UniPC', { solver_type: 'bh1' }, {}, { code: 'scheduler_undefined' }],
  [
    'noise predictX0 where all is noise',
    'DDIM',
    { rescale_betas_zero_snr: true, timestep_spacing: 'trailing', clip_sample: false },
    {},
    { code: 'scheduler_undefined' }
  ],
  [
    'a third order that there is not',
    'DPMSolverMultistepScheduler',
    { algorithm_type: 'sde-dpmsolver', solver_order: 3, final_sigmas_type: 'sigma_min' },
    {},
    { code: 'scheduler_undefined' }
  ],
  [
    'an unknown algorithm',
    'DPMSolverMultistepScheduler',
    { algorithm_type: 'magic' },
    {},
    { code: 'unknown_choice' }
  ],
  [
    'the noise integrated down to none',
    'DPMSolverMultistepScheduler',
    { algorithm_type: 'dpmsolver' },
    {},
    { code: 'unknown_choice', facts: { param: 'final_sigmas_type' } }
  ],
  ['two schedules', 'Euler', { use_karras_sigmas: true, use_beta_sigmas: true }, {}, { code: 'one_of_them' }],
  [
    'a prediction it can not take',
    'Euler a',
    {},
    { prediction: 'sample' },
    { code: 'unknown_choice', facts: { param: 'prediction_type' } }
  ],
  [
    'a schedule it can not make',
    'Euler a',
    {},
    { scheduler: 'karras' },
    { code: 'unknown_choice', facts: { param: 'scheduler' } }
  ],
  [
    'betas of another class',
    'DDIM',
    { beta_schedule: 'exp' },
    {},
    { code: 'unknown_choice', facts: { param: 'beta_schedule' } }
  ],
  [
    'a number in words',
    'Euler',
    { steps_offset: 'one' as unknown as number },
    {},
    { code: 'unknown_choice' }
  ],
  ['a sampler of A1111 alone', 'Restart', {}, {}, { code: 'unknown_choice' }]
])('refuses %s', (_, sampler, config, more, expected) => {
  let refusal: unknown;
  try {
    diffusers(sampler, config, more);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject(expected);
});

test.each([
  ['DDIM', 8],
  ['Heun', 15],
  ['PLMS', 9]
])('%s tells each latent it makes and goes on with what it is given', (sampler, calls) => {
  const told: number[] = [];
  const clean = new Float32Array(SIZE).fill(3);
  const sampling = startSampling(
    {
      sampler,
      steps: 8,
      flavour: 'diffusers',
      onStepEnd: (_x, call, noised) => {
        told.push(call);
        return noised(clean);
      }
    },
    openNoise({ rng: 'cpu', seed: 1 }, SHAPE)
  );
  const { latent } = drive(sampling, answer());
  expect(told).toEqual(Array.from({ length: calls }, (_, k) => k));
  expect(latent).toEqual(clean);
});

test('a picture noised for a call lies where a run from pictures would begin', () => {
  const noise = openNoise({ rng: 'cpu', seed: 1 }, SHAPE);
  const clean = new Float32Array(SIZE).fill(3);
  const settings: SamplingSettings = { sampler: 'Euler', steps: 4, flavour: 'diffusers' };
  let met: Float32Array | undefined;
  const whole = startSampling(
    { ...settings, onStepEnd: (x, call, noised) => (call === 1 ? (met = noised(clean)) : x) },
    noise
  );
  drive(whole, answer());
  const half = startSampling({ ...settings, init: { latent: clean, strength: 0.5 } }, noise);
  expect((half.next().value as Ask).x).toEqual(met);
});

test('every sampler of the flavour runs by its name, and counts its steps', () => {
  for (const { name } of samplers.filter(({ flavours }) => flavours.includes('diffusers'))) {
    const { sigmas } = planSampling({ sampler: name, steps: 6, flavour: 'diffusers' }).plan;
    expect(sigmas.length - 1).toBeGreaterThanOrEqual(6);
  }
});
