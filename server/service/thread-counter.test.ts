import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countEvaluations } from '../../engine/shadow';
import type { CellParams } from '../../schema/wire';
import { bundle, temporaryFolder } from '../testing/test-service';
import { threadCounter } from './thread-counter';

const boat: CellParams = {
  prompt: 'a boat',
  negative_prompt: '',
  model: 'toy',
  seed: 1,
  subseed: 0,
  subseed_strength: 0,
  steps: 4,
  cfg_scale: 3,
  sampler: 'Euler',
  scheduler: 'automatic',
  width: 64,
  height: 64,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
};
const cells = [3, 5, 7].map(cfg_scale => ({ params: { ...boat, cfg_scale }, model: 'toy' }));

test('counts what the engine’s own counting does, and remembers it', async () => {
  const script = join(temporaryFolder(), 'count-thread.js');
  bundle('server/service/count-thread.ts', script);
  const count = threadCounter(script);
  const expected = countEvaluations(cells);
  expect(await count(cells)).toEqual(expected);
  expect(count(cells)).toBe(count(cells.map(each => ({ ...each }))));
  expect((await count(cells.slice(1))).naive).toBeLessThan(expected.naive);
});

test('a thread that ends refuses its question, and the next is asked anew', async () => {
  const script = join(temporaryFolder(), 'broken.js');
  writeFileSync(script, 'throw new Error("no counting today")');
  const count = threadCounter(script);
  await expect(count(cells)).rejects.toThrow('no counting today');
  await expect(count(cells)).rejects.toThrow('no counting today');
});
