import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { priceCells } from '../../engine/shadow';
import { plainCell } from '../../engine/testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { bundle, temporaryFolder } from '../testing/test-service';
import { threadCounter } from './thread-counter';

const boat: CellParams = { ...plainCell, prompt: 'a boat', model: 'toy', cfg_scale: 3 };
const cells = [3, 5, 7].map(cfg_scale => ({ params: { ...boat, cfg_scale }, model: 'toy' }));

test('counts what the engine’s own counting does, and remembers it', async () => {
  const script = join(temporaryFolder(), 'count-thread.js');
  bundle('server/service/count-thread.ts', script);
  const count = threadCounter(script);
  const expected = priceCells(cells);
  expect(await count(cells)).toEqual(expected);
  expect(await count(cells)).toBe(await count(cells.map(each => ({ ...each }))));
  expect((await count(cells.slice(1))).naive).toBeLessThan(expected.naive);
});

test('a thread that ends refuses its question, and the next is asked anew', async () => {
  const script = join(temporaryFolder(), 'broken.js');
  writeFileSync(script, 'throw new Error("no counting today")');
  const count = threadCounter(script);
  await expect(count(cells)).rejects.toThrow('no counting today');
  await expect(count(cells)).rejects.toThrow('no counting today');
});
