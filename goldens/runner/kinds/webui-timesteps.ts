/** Fixtures of A1111's samplers in timesteps (DDIM, DDIM CFG++, PLMS, UniPC) and of its LCM, on a formula. */
import { openGenerator } from '../../../engine/random';
import {
  CFGPP_SCALE,
  denoisedOf,
  combineDenoised,
  networkInput,
  startSampling
} from '../../../engine/sampling';
import type { SamplingSettings, UniPcOptions } from '../../../engine/sampling';
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { Ask } from '../../../engine/types';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import { floatsOf } from '../manifest';
import type { Kind } from '../kind';
import { itemsOf, joined } from './arrays';
import { drive, samplerNamed } from './drive';

export const webuiTimestepKinds: Kind[] = [
  {
    name: 'timesteps',
    matches: ({ id }) => id === 'B/a1111_timesteps_samplers',
    check: (fixture, { folder }) => {
      const tensors = folder.tensors(fixture);
      const runs = [...tensors.keys()].filter(key => key.endsWith('/xs'));
      return runs.map(key => check(key, tensors, fixture));
    }
  }
];

/** What a run's name says. */
type Said = { settings: SamplingSettings; scale: number; strength?: number };

/** `<sampler>[/eta<e>][/<variant>_o<order>][/cfg<c>][/img2img][/s<strength>_]n<steps>/xs`; null where a part is not understood. */
function settingsOf(key: string): Said | null {
  const [sampler, ...parts] = key.split('/').slice(0, -1);
  const settings: SamplingSettings = { sampler, steps: 0 };
  const said: Said = { settings, scale: 1 };
  const understood = parts.every(part => {
    const [, eta, variant, order, scale, strength, steps] =
      /^(?:eta([\d.]+)|(bh1|bh2|vary_coeff)_o(\d+)|cfg([\d.]+)|img2img|(?:s([\d.]+)_)?n(\d+))$/.exec(part) ??
      [];
    settings.eta = eta === undefined ? settings.eta : Number(eta);
    if (variant) {
      const uniPc = { variant: variant as UniPcOptions['variant'], order: Number(order) };
      settings.options = { uniPc };
    }
    said.scale = scale ? Number(scale) : said.scale;
    said.strength = strength ? Number(strength) : said.strength;
    settings.steps = steps ? Number(steps) : settings.steps;
    return part === 'img2img' || [eta, variant, scale, steps].some(Boolean);
  });
  return understood && samplerNamed(sampler) ? said : null;
}

function check(key: string, tensors: Map<string, Tensor>, { config, tolerance = {} }: Fixture): Item {
  const said = settingsOf(key);
  if (!said) {
    return { name: key, outcome: 'fail', note: 'not one of our samplers' };
  }
  const { settings, scale, strength } = said;
  const pictures = strength === undefined ? [] : itemsOf(tensors.get('img2img_init'), 'img2img_init');
  const [steps, , ...shape] = tensors.get(key)!.shape;
  const size = shape.reduce((product, each) => product * each, 1);
  const runs = (config?.seeds as number[]).map((seed, image) => {
    const stream = openGenerator('cpu', seed);
    const noise = {
      initial: stream.randn(size),
      steps: stream,
      brownian: () => ({ between: () => stream.randn(size) })
    };
    const init = strength === undefined ? settings.init : { latent: pictures[image], strength };
    return drive(startSampling({ ...settings, init }, noise), ask => analytic(ask, scale));
  });
  const latents = joined(runs.map(run => run.latents));
  const expected = floatsOf(tensors.get(key), key);
  return worstOf(key, [
    compareNumbers('result', latents, expected.slice(-latents.length), tolerance),
    compareNumbers('calls', [runs[0].asks.length], [steps - 1 + extraCalls(settings.sampler, steps)], {})
  ]);
}

/** PLMS looks ahead once, in its first step. */
const extraCalls = (sampler: string, steps: number): number => (sampler === 'PLMS' && steps > 1 ? 1 : 0);

/** f(x, t) = .6 tanh(x) + .2 cos(2x + t/250) predicts the noise; .5 tanh(x) does under the negative prompt. */
function analytic({ x, sigma, timestep, unconditional }: Ask, scale: number): Float32Array {
  const input = networkInput(x, sigma);
  const output = input.map(value => 0.6 * Math.tanh(value) + 0.2 * Math.cos(2 * value + timestep / 250));
  const denoised = denoisedOf(x, sigma, output, 'epsilon');
  if (!unconditional) {
    return denoised;
  }
  const negative = denoisedOf(
    x,
    sigma,
    input.map(value => 0.5 * Math.tanh(value)),
    'epsilon'
  );
  unconditional(negative);
  return combineDenoised(negative, [{ denoised, weight: 1 }], scale * CFGPP_SCALE);
}
