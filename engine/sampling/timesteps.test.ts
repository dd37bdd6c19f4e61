/** A1111's samplers in timesteps, and its LCM, on a network f(x, t) = .6 tanh(x) + .2 cos(2x + t/250). */
import { join } from 'path';
import { openGenerator } from '../random';
import { excess } from '../testing/closeness';
import { asksOf } from '../testing/asks-of';
import { drive } from '../testing/drive';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { Ask } from '../types';
import type { SamplingSettings, UniPcOptions } from './index';
import { planWebui } from './plan-sampling';
import { CFGPP_SCALE, denoisedOf, combineDenoised, networkInput, startSampling } from './index';

const SIZE = 100; // (4, 5, 5)
const tensors = readTensors(join(__dirname, '../../goldens/B/a1111_timesteps_samplers.safetensors'));
const values = (key: string): number[] => valuesOf(tensors.get(key)!);
const { tanh, cos } = Math;

const answer = ({ x, sigma, timestep, unconditional }: Ask): Float32Array => {
  const input = networkInput(x, sigma);
  const implied = (output: Float32Array): Float32Array => denoisedOf(x, sigma, output, 'epsilon');
  const denoised = implied(input.map(value => 0.6 * tanh(value) + 0.2 * cos(2 * value + timestep / 250)));
  if (!unconditional) {
    return denoised;
  }
  const negative = implied(input.map(value => 0.5 * tanh(value)));
  unconditional(negative);
  return combineDenoised(negative, [{ denoised, weight: 1 }], 7 * CFGPP_SCALE);
};

test.each([...tensors.keys()].filter(key => key.endsWith('/xs')))('%s', key => {
  const [, variant, order] = /(bh[12])_o(\d)/.exec(key) ?? [];
  const strength = /s([\d.]+)_n/.exec(key)?.[1];
  const picture = (image: number): SamplingSettings['init'] =>
    strength
      ? {
          latent: Float32Array.from(values('img2img_init').slice(image * SIZE, (image + 1) * SIZE)),
          strength: Number(strength)
        }
      : undefined;
  const settings: SamplingSettings = {
    sampler: key.split('/')[0],
    steps: Number(/n(\d+)\/xs$/.exec(key)![1]),
    eta: key.includes('eta1') ? 1 : undefined,
    options: variant
      ? { uniPc: { variant: variant as UniPcOptions['variant'], order: Number(order) } }
      : undefined
  };
  const found = [1001, 1002].flatMap((seed, image) => {
    const stream = openGenerator('cpu', seed);
    const noise = {
      initial: stream.randn(SIZE),
      steps: stream,
      brownian: () => ({ between: () => stream.randn(SIZE) })
    };
    return [...drive(startSampling({ ...settings, init: picture(image) }, noise), answer).latent];
  });
  expect(excess(found, values(key).slice(-2 * SIZE), { atol: 1e-4, rtol: 1e-4 })).toBeLessThanOrEqual(1);
});

/** The middle of LCM's last and first timestep lies between two entries of its table, nearer to the upper one by 3e-8. */
test.each(['uniform', 'normal'])(
  'LCM in three %s steps asks at the nearer timestep where two are almost as near',
  scheduler => {
    const { plan } = planWebui({ sampler: 'LCM', scheduler, steps: 3 });
    expect(Array.from(plan.sigmas).slice(0, -1).map(plan.timestepOf)).toEqual([999, 519, 19]);
  }
);

test.each([
  ['DDIM', 20, 19],
  ['DDIM', 30, 30],
  ['PLMS', 20, 20],
  ['PLMS', 1, 0],
  ['UniPC', 20, 20],
  ['UniPC', 30, 31],
  ['UniPC', 2, 2]
])('%s at %i steps takes %i evaluations, as its timesteps go', (sampler, steps, asks) => {
  expect(asksOf({ sampler, steps })).toBe(asks);
});
