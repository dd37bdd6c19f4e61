/** Same cell, same bytes, with the bundled model: alone, among others, in another order, in another process. */
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CellParams } from '../../schema/wire';
import { drawAll } from '../testing/draw-all';
import { bundleWorker } from '../testing/worker-script';
import { EngineWorker } from '../worker/client';
import { openModel } from '../worker/open-model';
import type { OpenModel } from '../worker/open-model';

const MODEL = { name: 'emoji-diffusion', path: join(__dirname, '../../models/emoji-diffusion') };

let opened: OpenModel;
let worker: EngineWorker;
let script: string;
beforeAll(async () => {
  script = bundleWorker();
  worker = new EngineWorker({ script });
  opened = await openModel(MODEL.path);
});
afterAll(async () => {
  await opened.networks.dispose();
  await worker.kill();
  rmSync(script);
});

const cell: fc.Arbitrary<CellParams> = fc.record({
  prompt: fc.constantFrom('a cat face', 'a (red:1.3) apple', '一只猫', 'a dog BREAK a tree', 'a [cat:dog:1]'),
  negative_prompt: fc.constantFrom('', 'blurry'),
  model: fc.constant(MODEL.name),
  seed: fc.integer({ min: 0, max: 3 }),
  subseed: fc.constant(5),
  subseed_strength: fc.constantFrom(0, 0, 0.4),
  steps: fc.integer({ min: 2, max: 3 }),
  cfg_scale: fc.constantFrom(1, 3.5, 7),
  sampler: fc.constantFrom('Euler', 'Euler a', 'Heun', 'DPM++ 2M', 'DPM++ 2M SDE', 'DDIM', 'LMS'),
  scheduler: fc.constantFrom('automatic', 'karras'),
  width: fc.constantFrom(64, 64, 72),
  height: fc.constant(64),
  clip_skip: fc.constantFrom(1, 2),
  eta: fc.constant(null),
  ensd: fc.constantFrom(0, 31337),
  emphasis: fc.constant('original' as const),
  rng: fc.constantFrom('cpu' as const, 'nv' as const),
  flavour: fc.constantFrom('a1111' as const, 'diffusers' as const)
});

/** The pictures of cells that are drawn together, in their order, or why there is none. */
async function here(cells: readonly CellParams[]): Promise<string[]> {
  const { pictures, failures } = await drawAll(cells, opened);
  return cells.map((_, i) => {
    const rgb = pictures.get(String(i));
    return rgb ? nameOf(rgb) : failures.get(String(i))!.code;
  });
}

let draws = 0;
/** The same in the other process. */
function there(cells: readonly CellParams[]): Promise<string[]> {
  const draw = `draw ${draws++}`;
  const outcomes = new Map<string, string>();
  return new Promise(resolve => {
    const note = (id: string, outcome: string): void => {
      outcomes.set(id, outcome);
      if (outcomes.size === cells.length) {
        resolve(cells.map((_, i) => outcomes.get(`${draw} ${i}`)!));
      }
    };
    worker.draw(
      cells.map((params, i) => ({ id: `${draw} ${i}`, params, model: MODEL })),
      {
        done: ({ id, rgb }) => note(id, nameOf(rgb)),
        failed: ({ id, failure }) => note(id, failure.code)
      }
    );
  });
}

const nameOf = (rgb: Uint8Array): string => createHash('sha256').update(rgb).digest('hex');

test("a cell's bytes depend on nothing but the cell", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 2, maxLength: 9 }), async cells => {
      const together = await here(cells);
      const reversed = await here([...cells].reverse());
      expect(reversed.reverse()).toEqual(together);
      expect(await there(cells)).toEqual(together);
      const last = cells.length - 1;
      expect(await here([cells[last]])).toEqual([together[last]]);
    }),
    { numRuns: 4, endOnFailure: true }
  );
});
