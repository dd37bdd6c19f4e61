/** Whole runs of diffusers' schedulers, on a network f(x, t) = .6 tanh(x) + .2 cos(2x + t/250). */
import { join } from 'path';
import type { Ask, PredictionType } from '../types';
import { openGenerator } from '../random';
import { excess } from '../testing/closeness';
import { drive } from '../testing/drive';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { SamplingSettings, SchedulerConfig } from './index';
import { asksOf, denoisedOf, networkInput, startSampling } from './index';

const SIZE = 100; // (1, 4, 5, 5)
const { tanh, cos } = Math;
const answer =
  (prediction: PredictionType) =>
  ({ x, sigma, timestep }: Ask): Float32Array => {
    const output = networkInput(x, sigma).map(
      value => 0.6 * tanh(value) + 0.2 * cos(2 * value + timestep / 250)
    );
    return denoisedOf(x, sigma, output, prediction);
  };

/** The settings behind a golden's name. */
const variants: Record<string, SchedulerConfig> = {
  linspace: { timestep_spacing: 'linspace' },
  leading: { timestep_spacing: 'leading', steps_offset: 1 },
  trailing: { timestep_spacing: 'trailing' },
  karras: { timestep_spacing: 'linspace', use_karras_sigmas: true },
  karras_leading: { timestep_spacing: 'leading', steps_offset: 1, use_karras_sigmas: true },
  exponential: { timestep_spacing: 'linspace', use_exponential_sigmas: true },
  beta: { timestep_spacing: 'linspace', use_beta_sigmas: true },
  leading_alpha_to_one: { timestep_spacing: 'leading', steps_offset: 1, set_alpha_to_one: true }
};

type Run = { file: string; sampler: string; key: string; config: SchedulerConfig; eta?: number; v: boolean };

function runsOf(file: string, sampler: string, prefix = ''): Run[] {
  const { tensors } = goldens(file);
  const keys = [...tensors.keys()].filter(key => key.endsWith('/xs')).map(key => key.slice(0, -'/xs'.length));
  return keys.flatMap(key => {
    const name = key.split('/')[0].replace(/^img2img_/, '');
    if (!name.startsWith(prefix)) {
      return [];
    }
    const [, plain, eta] = /^(.*?)(?:_?eta([\d.]+))?$/.exec(name.slice(prefix.length))!;
    const v = /^v(_|$)/.test(plain);
    const variant = plain.replace(/^v(_|$)/, '') || (sampler === 'DDIM' ? 'leading' : 'linspace');
    const config = variants[variant];
    return config ? [{ file, sampler, key, config, eta: eta ? Number(eta) : undefined, v }] : [];
  });
}

const files = new Map<string, ReturnType<typeof readTensors>>();
function goldens(file: string): { tensors: ReturnType<typeof readTensors>; values(key: string): number[] } {
  const tensors = files.get(file) ?? readTensors(join(__dirname, `../../goldens/B/${file}.safetensors`));
  files.set(file, tensors);
  return { tensors, values: key => valuesOf(tensors.get(key)!) };
}

describe('diffusers', () => {
  test.each([
    ...runsOf('diffusers_Euler', 'Euler'),
    ...runsOf('diffusers_EulerA', 'Euler a'),
    ...runsOf('diffusers_Heun', 'Heun'),
    // On a given picture diffusers' LMS weighs one derivative by the coefficients of four; that slip is not followed.
    ...runsOf('diffusers_LMS', 'LMS').filter(({ key }) => !key.startsWith('img2img')),
    ...runsOf('diffusers_DDIM', 'DDIM'),
    ...runsOf('diffusers_DPMSolverMultistep', 'DPM++ 2M', '2m_'),
    ...runsOf('diffusers_DPMSolverMultistep', 'DPM++ 2M SDE', '2m_sde_')
  ])('$sampler $key', ({ file, sampler, key, config, eta, v }) => {
    const { values } = goldens(file);
    const img2img = /img2img_.*s([\d.]+)_n/.exec(key);
    const steps = Number(/n(\d+)$/.exec(key)![1]);
    const stream = openGenerator('cpu', img2img ? 99 : 11 + steps);
    stream.randn(SIZE);
    const settings: SamplingSettings = {
      sampler,
      steps,
      eta,
      flavour: 'diffusers',
      config: { set_alpha_to_one: false, ...config },
      picture: img2img
        ? { latent: Float32Array.from(values('img2img_init')), strength: Number(img2img[1]) }
        : undefined
    };
    const noise = {
      initial: Float32Array.from(values(`${key}/noise`)),
      steps: stream,
      brownian: () => ({ between: () => stream.randn(SIZE) })
    };
    const { latent, asks } = drive(startSampling(settings, noise), answer(v ? 'v_prediction' : 'epsilon'));
    const timesteps = values(`${key}/timesteps`).length;
    expect(asks).toBe(timesteps);
    expect(asksOf(settings)).toBe(timesteps);
    expect(excess(latent, values(`${key}/xs`).slice(-SIZE), { atol: 2e-4, rtol: 1e-4 })).toBeLessThanOrEqual(
      1
    );
  });
});
