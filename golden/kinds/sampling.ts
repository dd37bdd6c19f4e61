/** Fixtures of diffusers' schedulers on a network that is a formula. */
import { openGenerator } from '../../engine/random';
import { denoisedOf, networkInput, startSampling } from '../../engine/sampling';
import type { SamplingSettings, SchedulerConfig } from '../../engine/sampling';
import { valuesOf } from '../../engine/testing/read-tensors';
import type { Tensor } from '../../engine/testing/read-tensors';
import type { Ask, PredictionType } from '../../engine/types';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import type { Kind } from '../runner';
import { samplerOfClass } from './diffusers-classes';
import { drive } from './drive';

type Tensors = Map<string, Tensor>;

export const samplingKinds: Kind[] = [
  {
    name: 'diffusers',
    knows: ({ id, config }) => id.startsWith('B/diffusers_') && typeof config?.class === 'string',
    check: (fixture, { folder }) =>
      eachCase<DiffusersCase>(fixture, each => checkDiffusers(folder.tensors(fixture), each, fixture))
  }
];

const { tanh, cos } = Math;

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
