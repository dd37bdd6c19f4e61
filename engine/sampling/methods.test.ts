/** Each method against k-diffusion's on a denoiser that needs no network: D(x, σ) = .8 tanh(x/(1+σ)) + .2 sin(x/(.5+σ)). */
import { join } from 'path';
import { openGenerator, openNoise } from '../random';
import { excess } from '../testing/closeness';
import { drive } from '../testing/drive';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { Question } from './index';
import { findSampler, noiseTable, planSampling, samplers } from './index';

const SEEDS = [1001, 1002];
const SIZE = 100; // (4, 5, 5)
const CHURN = { amount: 1.5, min: 0.1, max: 10, noise: 1.01 };
const tensors = readTensors(join(__dirname, '../../goldens/B/kd_analytic.safetensors'));
const values = (key: string): number[] => valuesOf(tensors.get(key)!);
const { tanh, sin } = Math;
const denoise = ({ x, sigma }: Question): Float32Array =>
  x.map(value => 0.8 * tanh(value / (1 + sigma)) + 0.2 * sin(value / (0.5 + sigma)));

const runs = [...tensors.keys()].filter(key => key.endsWith('/xs')).map(key => key.slice(0, -'/xs'.length));
const known = runs.filter(key => samplers.some(({ name }) => name === key.split('/')[0]));

test('the golden file covers every method of sigma space', () => {
  const covered = new Set(known.map(key => key.split('/')[0]));
  expect(samplers.filter(({ space }) => space === 've').every(({ name }) => covered.has(name))).toBe(true);
});

test.each(known)('%s', key => {
  const [name, variant] = key.split('/');
  const { sampler } = findSampler(name);
  const sigmas = values(`${key}/sigmas`);
  const eta = /_eta([\d.]+)/.exec(variant)?.[1];
  const steps = /n(\d+)$/.exec(key)![1];
  // On a given picture the path still spans the whole schedule.
  const [low, high] =
    variant === 'img2img'
      ? planSampling({ sampler: name, steps: Number(steps) }).plan.range
      : [Math.min(...sigmas.filter(sigma => sigma > 0)), Math.max(...sigmas)];
  const found = SEEDS.flatMap((seed, image) => {
    const stream = openGenerator('cpu', seed);
    stream.randn(SIZE); // the first noise
    const method = sampler.method({
      x: Float32Array.from(values(`${key}/x_start`).slice(image * SIZE, (image + 1) * SIZE)),
      sigmas,
      noise: stream,
      brownian: openNoise({ rng: 'cpu', seed }, [4, 5, 5]).brownian(low, high),
      eta: eta === undefined ? sampler.eta : Number(eta),
      churn: variant.includes('churn') ? CHURN : undefined
    });
    return [...drive(method, denoise).latent];
  });
  // DPM++ SDE asks its path at sigmas it computes; a last bit that crosses the sixth decimal moves the noise by 1e-3.
  const tolerance = name === 'DPM++ SDE' ? { atol: 1e-2 } : { atol: 2e-4, rtol: 1e-4 };
  expect(excess(found, values(`${key}/xs`).slice(-2 * SIZE), tolerance)).toBeLessThanOrEqual(1);
});

test.each(known.filter(key => !key.includes('churn') && !key.includes('_eta')))(
  '%s starts where A1111 does',
  key => {
    const [name, variant, last] = key.split('/');
    const img2img = /s([\d.]+)_n(\d+)/.exec(last);
    const steps = Number(/n(\d+)$/.exec(last)![1]);
    const { plan } = planSampling({
      sampler: name,
      scheduler: img2img ? undefined : variant,
      steps,
      picture: img2img ? { latent: new Float32Array(SIZE), strength: Number(img2img[1]) } : undefined
    });
    expect(excess(plan.sigmas, values(`${key}/sigmas`), { rtol: 2e-6 })).toBeLessThanOrEqual(1);
    const noise = Float32Array.from(values(`${key}/noise`).slice(0, SIZE));
    const picture = img2img ? Float32Array.from(values('img2img_init').slice(0, SIZE)) : undefined;
    const start = values(`${key}/x_start`).slice(0, SIZE);
    expect(excess(plan.start(noise, picture), start, { atol: 1e-5, rtol: 2e-6 })).toBeLessThanOrEqual(1);
    expect(plan.timestepOf(plan.sigmas[0])).toBeCloseTo(noiseTable('a1111').sigmaToT(plan.sigmas[0]), 3);
  }
);
