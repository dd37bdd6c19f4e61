import { plainCell } from '../../engine/testing/plain-cell';
import { schedulerEntries, samplerEntries } from '../../engine/shadow';
import { schedulerLabel } from '../names/sampler-names';
import { infotext } from './write';

const params = {
  ...plainCell,
  negative_prompt: 'blurry',
  scheduler: 'sgm_uniform',
  clip_skip: 2,
  subseed: 3,
  subseed_strength: 0.5
};
const lists = { samplers: samplerEntries, schedulers: schedulerEntries };

test('a cell of which the model’s hash is known is written as A1111 does', () => {
  const model = { name: 'm', sha256: 'abcdef0123456789' };
  expect(infotext({ params, model, schedulerLabel: schedulerLabel(params, lists) })).toBe(
    'a cat\nNegative prompt: blurry\n' +
      'Steps: 4, Sampler: Euler, Schedule type: SGM Uniform, CFG scale: 7, Seed: 1, Size: 64x64, ' +
      'Model hash: abcdef0123, Model: m, Variation seed: 3, Variation seed strength: 0.5, Clip skip: 2, RNG: CPU'
  );
});

test('a saved notebook’s cell says every option, and no hash that nobody knows', () => {
  const cell = { ...plainCell, vae: 'soft', refiner: 'fine', enable_hr: true, tiling: true, s_churn: 3 };
  const [, line] = infotext({ params: cell }).split('\n');
  expect(line).toBe(
    'Steps: 4, Sampler: Euler, Schedule type: automatic, CFG scale: 7, Seed: 1, Size: 64x64, Model: m, VAE: soft, ' +
      'Denoising strength: 0.7, RNG: CPU, Tiling: True, Hires upscale: 2, Hires upscaler: Latent, Refiner: fine, ' +
      'Refiner switch at: 0.8, Sigma churn: 3'
  );
});

test('files stand in lists as prompts call them, without the marks that keep the entries apart', () => {
  const sha256 = 'c84c24e5ff05'.padEnd(64, '0');
  const files = {
    loras: [
      { name: 'com, ma', sha256 },
      { name: 'kohya', sha256, as: ['My Kohya', 'a:b'] }
    ],
    embeddings: [{ name: 'good, hands', sha256 }]
  };
  const text = infotext({ params: plainCell, files });
  expect(text).toContain('Lora hashes: "com ma: c84c24e5ff05, My Kohya: c84c24e5ff05, ab: c84c24e5ff05"');
  expect(text).toContain('TI hashes: "good hands: c84c24e5ff05"');
});

test('a refiner is told unless it is known that it was idle', () => {
  const params = { ...plainCell, refiner: 'fine' };
  expect(infotext({ params })).toContain('Refiner: fine');
  expect(infotext({ params, files: {} })).not.toContain('Refiner');
});
