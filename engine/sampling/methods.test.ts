/** Each method against k-diffusion's on a denoiser that needs no network: D(x, σ) = .8 tanh(x/(1+σ)) + .2 sin(x/(.5+σ)). */
import { join } from 'path';
import { openGenerator, openNoise } from '../random';
import { excess } from '../testing/closeness';
import { drive } from '../testing/drive';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { ModelCall, SamplingSettings } from './index';
import { findSampler, noiseTable, planWebui, samplers } from './index';

const SEEDS = [1001, 1002];
const SIZE = 100; // (4, 5, 5)
const CHURN = { amount: 1.5, min: 0.1, max: 10 };
const tensors = readTensors(join(__dirname, '../../goldens/B/kd_analytic.safetensors'));
const values = (key: string): number[] => valuesOf(tensors.get(key)!);
const { tanh, sin } = Math;
const denoise = ({ x, sigma }: ModelCall): Float32Array =>
  x.map(value => 0.8 * tanh(value / (1 + sigma)) + 0.2 * sin(value / (0.5 + sigma)));

const keys = [...tensors.keys()].filter(key => key.endsWith('/xs')).map(key => key.slice(0, -'/xs'.length));

test('the golden file covers every method of sigma space but LCM', () => {
  const covered = new Set(keys.map(key => key.split('/')[0]));
  const others = samplers.filter(({ method, space, name }) => method && space === 've' && !covered.has(name));
  expect(others.map(({ name }) => name)).toEqual(['LCM']);
});

/** The settings that a golden's name says. */
function settingsOf(key: string): SamplingSettings {
  const [sampler, variant, last] = key.split('/');
  const strength = /^s([\d.]+)_/.exec(last)?.[1];
  const scheduler = /^(own|img2img)/.test(variant) ? undefined : variant.replace(/_(eta|churn).*$/, '');
  const steps = Number(/n(\d+)$/.exec(last)![1]);
  const init = strength ? { latent: new Float32Array(SIZE), strength: Number(strength) } : undefined;
  return { sampler, scheduler, steps, init };
}

test.each(keys)('%s', key => {
  const { sampler } = findSampler(key.split('/')[0]);
  const { plan } = planWebui(settingsOf(key));
  const stored = tensors.has(`${key}/sigmas`) ? values(`${key}/sigmas`) : plan.sigmas;
  expect(excess(plan.sigmas, stored, { rtol: 2e-6 })).toBeLessThanOrEqual(1);
  const eta = /_eta([\d.]+)/.exec(key)?.[1];
  const churn = key.includes('churn');
  // The images of a batch as one latent: DPM adaptive takes its steps by the error of them all.
  const streams = SEEDS.map(seed => openGenerator('cpu', seed));
  const drawn = (): Float32Array => Float32Array.from(streams.flatMap(stream => [...stream.randn(SIZE)]));
  drawn(); // the first noise
  const paths = SEEDS.map(seed => openNoise({ rng: 'cpu', seed }, [4, 5, 5]).brownian(...plan.brownianRange));
  const method = sampler.method!({
    x: Float32Array.from(values(`${key}/x_start`)),
    sigmas: stored,
    noise: { randn: drawn },
    brownian: {
      between: (from, to) => Float32Array.from(paths.flatMap(path => [...path.between(from, to)]))
    },
    eta: eta === undefined ? sampler.eta : Number(eta),
    churn: churn ? CHURN : undefined,
    sNoise: churn ? 1.01 : undefined,
    sigmaRange: plan.sigmaRange,
    timestepOf: plan.timestepOf
  });
  const { latent, asks } = drive(method, denoise);
  // DPM++ SDE asks its path at sigmas it computes; a last bit that crosses the sixth decimal moves the noise by 1e-3.
  const tolerance = sampler.name === 'DPM++ SDE' ? { atol: 1e-2 } : { atol: 2e-4, rtol: 1e-4 };
  expect(excess(latent, values(`${key}/xs`).slice(-2 * SIZE), tolerance)).toBeLessThanOrEqual(1);
  expect(asks).toBe(values(`${key}/calls_and_step_draws`)[0]);
});

test.each(keys.filter(key => key.endsWith('n8')))('%s starts where A1111 does', key => {
  const { plan } = planWebui(settingsOf(key));
  const noise = Float32Array.from(values(`${key}/noise`).slice(0, SIZE));
  const picture = Float32Array.from(values('img2img_init').slice(0, SIZE));
  const start = plan.start(noise, key.includes('img2img') ? picture : undefined);
  const expected = values(`${key}/x_start`).slice(0, SIZE);
  expect(excess(start, expected, { atol: 1e-5, rtol: 2e-6 })).toBeLessThanOrEqual(1);
  expect(plan.timestepOf(plan.sigmas[0])).toBeCloseTo(noiseTable('a1111').sigmaToT(plan.sigmas[0]), 3);
});
