/** Fixtures of schedules and of samplers on networks that are formulas. */
import { openGenerator, openNoise } from '../../engine/random';
import type { LatentShape } from '../../engine/random';
import {
  denoisedOf,
  findSampler,
  networkInput,
  noiseTable,
  planSampling,
  schedulers,
  startSampling
} from '../../engine/sampling';
import { schedules } from '../../engine/sampling';
import type { Churn, Question, SamplingSettings, Schedule, SchedulerConfig } from '../../engine/sampling';
import { valuesOf } from '../../engine/testing/read-tensors';
import type { Tensor } from '../../engine/testing/read-tensors';
import type { Ask, PredictionType } from '../../engine/types';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture, Tolerance } from '../manifest';
import type { Kind } from '../runner';
import { itemsOf, joined } from './arrays';
import { samplerOfClass } from './diffusers-classes';

type Tensors = Map<string, Tensor>;

export const samplingKinds: Kind[] = [
  {
    name: 'schedules',
    knows: ({ id }) => id === 'B/schedules',
    check: (fixture, { folder }) => checkSchedules(folder.tensors(fixture), fixture)
  },
  {
    name: 'k-diffusion',
    knows: ({ id }) => id === 'B/kd_analytic',
    check: (fixture, { folder }) =>
      eachCase<MethodCase>(fixture, each => checkMethod(folder.tensors(fixture), each, fixture))
  },
  {
    name: 'diffusers',
    knows: ({ id, config }) => id.startsWith('B/diffusers_') && typeof config?.class === 'string',
    check: (fixture, { folder }) =>
      eachCase<DiffusersCase>(fixture, each => checkDiffusers(folder.tensors(fixture), each, fixture))
  }
];

const { tanh, sin, cos } = Math;

/** `<schedule>/n<steps>`, with or without the next-to-last sigma, and both ways between timesteps and sigmas. */
function checkSchedules(tensors: Tensors, { tolerance = {} }: Fixture): Item[] {
  const table = noiseTable('a1111');
  const expected = (key: string): number[] => valuesOf(tensors.get(key)!);
  const compare = (key: string, found: ArrayLike<number>): Item =>
    compareNumbers(key, found, expected(key), tolerance);
  const named = new Map<string, Schedule>(
    schedulers.flatMap(({ name, schedule }) => (schedule ? [[name, schedule] as const] : []))
  ).set('align_your_steps_sdxl', schedules.alignYourStepsSdxl);
  const listed = [...tensors.keys()].filter(key => /\/n\d+$/.test(key));
  const byName = new Map<string, string[]>();
  listed.forEach(key => byName.set(nameOf(key), [...(byName.get(nameOf(key)) ?? []), key]));
  const items = [...byName].map(([name, keys]): Item => {
    const plain = named.get(name.replace(/_discard$/, ''));
    if (!plain) {
      return { name, outcome: 'unsupported', note: 'not one of our schedulers' };
    }
    const schedule = name.endsWith('_discard') ? schedules.discardNextToLast(plain) : plain;
    return worstOf(
      name,
      keys.map(key => compare(key, schedule(table, Number(/\d+$/.exec(key)![0]))))
    );
  });
  return [
    ...items,
    compare('t_to_sigma/sigma', expected('t_to_sigma/t').map(table.tToSigma)),
    compare('sigma_to_t/t', expected('sigma_to_t/sigma').map(table.sigmaToT))
  ];
}

const nameOf = (key: string): string => key.split('/')[0];

type MethodCase = {
  id: string;
  sampler: string;
  schedule: string;
  steps: number;
  eta?: number | null;
  extra?: { s_churn: number; s_tmin: number; s_tmax: number; s_noise: number } | null;
  denoising_strength?: number;
  init_latent?: string;
};

/** One run of a k-diffusion method from the stored start over the stored sigmas: every step's latent, and the number of calls. */
function checkMethod(tensors: Tensors, each: MethodCase, { config, tolerance = {} }: Fixture): Item {
  const found = samplerNamed(each.sampler);
  if (!found) {
    return { name: each.id, outcome: 'unsupported', note: `${each.sampler} is not one of our samplers` };
  }
  const values = (name: string): number[] => valuesOf(tensors.get(`${each.id}/${name}`)!);
  const sigmas = values('sigmas');
  const [, ...shape] = tensors.get(`${each.id}/x_start`)!.shape;
  const plan = planSampling({ sampler: each.sampler, scheduler: each.schedule, steps: each.steps }).plan;
  const runs = itemsOf(tensors.get(`${each.id}/x_start`)).map((x, image) => {
    const noise = openNoise(
      { rng: 'cpu', seed: (config?.seeds as number[])[image] },
      shape as unknown as LatentShape
    );
    const method = found.sampler.method({
      x,
      sigmas,
      noise: noise.steps,
      brownian: noise.brownian(...plan.range),
      eta: each.eta ?? found.sampler.eta,
      churn: churnOf(each.extra)
    });
    return drive(method, ({ x: at, sigma }: Question) =>
      at.map(value => 0.8 * tanh(value / (1 + sigma)) + 0.2 * sin(value / (0.5 + sigma)))
    );
  });
  const bound = found.sampler.name === 'DPM++ SDE' ? looser(tolerance) : tolerance;
  const steps = runs.map(({ latents, asks }) => [...callbacks(asks, found.sampler.order), latents]);
  const xs = steps[0].map((_, step) => joined(steps.map(run => run[step])));
  const [calls] = values('calls_and_step_draws');
  return worstOf(each.id, [
    compareNumbers('xs', joined(xs), values('xs'), bound),
    compareNumbers('calls', [runs[0].asks.length], [calls], {})
  ]);
}

/** The latents at the callbacks: the first ask of each step. */
const callbacks = (asks: readonly Float32Array[], order: number): Float32Array[] =>
  asks.filter((_, k) => k % order === 0);

/** DPM++ SDE computes a sigma whose last bit moves the path; the goldens' README allows it this much. */
const looser = (tolerance: Tolerance): Tolerance => ({
  ...tolerance,
  atol: Math.max(tolerance.atol ?? 0, 1e-2)
});

function churnOf(extra: MethodCase['extra']): Churn | undefined {
  return extra
    ? { amount: extra.s_churn, min: extra.s_tmin, max: extra.s_tmax, noise: extra.s_noise }
    : undefined;
}

type DiffusersCase = {
  id: string;
  kwargs: SchedulerConfig & { prediction_type?: PredictionType; _eta?: number };
  steps: number;
  seed: number;
  strength?: number;
  init_latent?: string;
};

/** One run of a diffusers scheduler: from its noise to the final latent, and the number of calls. */
function checkDiffusers(tensors: Tensors, each: DiffusersCase, { config, tolerance = {} }: Fixture): Item {
  const common = config?.common as SchedulerConfig;
  const kwargs = { ...common, ...each.kwargs };
  const sampler = samplerOfClass(config?.class as string, kwargs);
  if (!sampler) {
    return { name: each.id, outcome: 'unsupported', note: `${String(config?.class)} with these settings` };
  }
  const values = (name: string): number[] => valuesOf(tensors.get(`${each.id}/${name}`)!);
  const initial = Float32Array.from(values('noise'));
  const stream = openGenerator('cpu', each.seed);
  stream.randn(initial.length);
  const picture = each.init_latent ? Float32Array.from(valuesOf(tensors.get(each.init_latent)!)) : undefined;
  const settings: SamplingSettings = {
    sampler,
    steps: each.steps,
    eta: kwargs._eta,
    flavour: 'diffusers',
    config: kwargs,
    picture: picture && { latent: picture, strength: each.strength! }
  };
  const between = { between: () => stream.randn(initial.length) };
  const { latents, asks } = drive(
    startSampling(settings, { initial, steps: stream, brownian: () => between }),
    analytic(kwargs.prediction_type ?? 'epsilon')
  );
  return worstOf(each.id, [
    compareNumbers('x', latents, values('xs').slice(-initial.length), tolerance),
    compareNumbers('calls', [asks.length], [values('timesteps').length], {})
  ]);
}

/** f(x, t) = .6 tanh(x) + .2 cos(2x + t/250). */
const analytic =
  (prediction: PredictionType) =>
  ({ x, sigma, timestep }: Ask): Float32Array => {
    const output = networkInput(x, sigma).map(
      value => 0.6 * tanh(value) + 0.2 * cos(2 * value + timestep / 250)
    );
    return denoisedOf(x, sigma, output, prediction);
  };

/** Runs every case of a fixture; what passed is one item, the rest one each. */
function eachCase<C>({ config }: Fixture, check: (each: C) => Item): Item[] {
  const items = (config?.cases as C[]).map(check);
  const passed = items.filter(({ outcome }) => outcome === 'pass');
  const others = items.filter(({ outcome }) => outcome !== 'pass');
  return passed.length > 0 ? [worstOf('runs', passed), ...others] : others;
}

/** Runs a sampler on a formula: its final latent, and the latent of each ask. */
export function drive<Q extends { x: Float32Array }>(
  steps: Generator<Q, Float32Array, Float32Array>,
  denoise: (question: Q) => Float32Array
): { latents: Float32Array; asks: Float32Array[] } {
  const asks: Float32Array[] = [];
  let turn = steps.next();
  while (!turn.done) {
    asks.push(turn.value.x);
    turn = steps.next(denoise(turn.value));
  }
  return { latents: turn.value, asks };
}

/** The sampler of exactly that name, if it is one of ours. */
export function samplerNamed(name: string): ReturnType<typeof findSampler> | null {
  try {
    const found = findSampler(name);
    return found.sampler.name === name ? found : null;
  } catch {
    return null;
  }
}
