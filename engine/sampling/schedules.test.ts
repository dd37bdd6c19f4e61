import { join } from 'path';
import { excess } from '../testing/closeness';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { Schedule } from './index';
import { downcast, noiseTable, schedulers } from './index';
import { alignYourStepsSdxl, discardNextToLast, karras, uniform } from './schedules';

const golden = (path: string): Map<string, number[]> =>
  new Map(
    [...readTensors(join(__dirname, '../../goldens', `${path}.safetensors`))].map(([key, tensor]) => [
      key,
      valuesOf(tensor)
    ])
  );
const table = noiseTable('a1111');

test.each([
  ['ldm', table, 2e-7],
  ['diffusers', noiseTable('diffusers'), 1e-5],
  ['downcast', downcast(table), 2e-7]
])('noise table %s', (name, { alphas, sigmas }, rtol) => {
  const tables = golden('C/noise_tables');
  expect(excess(alphas, tables.get(`${name}.alphas_cumprod`)!, { rtol })).toBeLessThanOrEqual(1);
  expect(excess(sigmas, tables.get(`${name}.sigmas`)!, { rtol })).toBeLessThanOrEqual(1);
});

test('a noise schedule that is not known is refused by name', () => {
  expect(() => noiseTable('a1111', { beta_schedule: 'squaredcos_cap_v2' })).toThrow('squaredcos_cap_v2');
});

describe("A1111's schedules", () => {
  const all = golden('B/schedules');
  const special: Record<string, Schedule> = {
    align_your_steps_sdxl: alignYourStepsSdxl,
    karras_discard: discardNextToLast(karras),
    uniform_discard: discardNextToLast(uniform)
  };

  test.each([...all.keys()].filter(key => /\/n\d+$/.test(key)))('%s', key => {
    const [name, n] = key.split('/n');
    const schedule = special[name] ?? schedulers.find(each => each.name === name)!.schedule!;
    expect(excess(schedule(table, Number(n)), all.get(key)!, { rtol: 2e-6 })).toBeLessThanOrEqual(1);
  });

  test('timesteps and sigmas turn into each other', () => {
    const sigmas = all.get('t_to_sigma/t')!.map(table.tToSigma);
    expect(excess(sigmas, all.get('t_to_sigma/sigma')!, { rtol: 2e-6 })).toBeLessThanOrEqual(1);
    const timesteps = all.get('sigma_to_t/sigma')!.map(table.sigmaToT);
    expect(excess(timesteps, all.get('sigma_to_t/t')!, { rtol: 2e-6, atol: 1e-4 })).toBeLessThanOrEqual(1);
  });
});
