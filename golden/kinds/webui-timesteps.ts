/** Fixtures of A1111's samplers in timesteps (DDIM; PLMS and others are not ours) on a formula. */
import { openGenerator } from '../../engine/random';
import { denoisedOf, networkInput, startSampling } from '../../engine/sampling';
import type { SamplingSettings } from '../../engine/sampling';
import type { Tensor } from '../../engine/testing/read-tensors';
import type { Ask } from '../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import { floatsOf } from '../manifest';
import type { Kind } from '../runner';
import { itemsOf, joined } from './arrays';
import { drive, samplerNamed } from './sampling';

export const webuiTimestepKinds: Kind[] = [
  {
    name: 'timesteps',
    knows: ({ id }) => id === 'B/a1111_timesteps_samplers',
    check: (fixture, { folder }) => {
      const tensors = folder.tensors(fixture);
      const runs = [...tensors.keys()].filter(key => key.endsWith('/xs'));
      return runs.map(key => check(key, tensors, fixture));
    }
  }
];

/** `<sampler>/eta<e>/n<steps>/xs` or `<sampler>/img2img/s<strength>_n<steps>/xs`. */
function check(key: string, tensors: Map<string, Tensor>, { config, tolerance = {} }: Fixture): Item {
  const [, sampler, variant, strength, steps] =
    /^([^/]+)\/([^/]+)\/(?:s([\d.]+)_)?n(\d+)\/xs$/.exec(key) ?? [];
  const eta = /^eta([\d.]+)$/.exec(variant ?? '')?.[1];
  if (!sampler || !samplerNamed(sampler) || (eta === undefined && variant !== 'img2img')) {
    return { name: key, outcome: 'unsupported', note: 'not one of our samplers' };
  }
  const pictures = strength ? itemsOf(tensors.get('img2img_init'), 'img2img_init') : [];
  const expected = floatsOf(tensors.get(key), key);
  const seeds = config?.seeds as number[];
  const [, ...shape] = tensors.get(key)!.shape.slice(1);
  const size = shape.reduce((product, each) => product * each, 1);
  const latents = seeds.map((seed, image) => {
    const stream = openGenerator('cpu', seed);
    const settings: SamplingSettings = {
      sampler,
      steps: Number(steps),
      eta: eta === undefined ? null : Number(eta),
      picture: strength ? { latent: pictures[image], strength: Number(strength) } : undefined
    };
    const noise = {
      initial: stream.randn(size),
      steps: stream,
      brownian: () => ({ between: () => stream.randn(size) })
    };
    return drive(startSampling(settings, noise), analytic).latents;
  });
  return compareNumbers(key, joined(latents), expected.slice(-size * seeds.length), tolerance);
}

/** f(x, t) = .6 tanh(x) + .2 cos(2x + t/250), which predicts noise. */
function analytic({ x, sigma, timestep }: Ask): Float32Array {
  const output = networkInput(x, sigma).map(
    value => 0.6 * Math.tanh(value) + 0.2 * Math.cos(2 * value + timestep / 250)
  );
  return denoisedOf(x, sigma, output, 'epsilon');
}
