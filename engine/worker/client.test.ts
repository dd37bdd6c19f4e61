/** The engine's process with the bundled model: forked, cancelled, killed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { plainCell } from '../testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { bundleWorker } from '../testing/worker-script';
import { EngineWorker } from './client';
import type { DoneMessage, FailedMessage } from './client';
import type { DrawCell } from './protocol';

const MODEL = { name: 'emoji-diffusion', path: join(__dirname, '../../models/emoji-diffusion') };
const base: CellParams = {
  ...plainCell,
  prompt: 'a cat face',
  model: MODEL.name,
  steps: 3,
  cfg_scale: 3.5,
  sampler: 'Euler a'
};
const cellsOf = (...changes: Partial<CellParams>[]): DrawCell[] =>
  changes.map((change, i) => ({ id: `c${i}`, params: { ...base, ...change }, model: MODEL }));

let script: string;
const workers: EngineWorker[] = [];
beforeAll(() => (script = bundleWorker()));
afterEach(() => Promise.all(workers.splice(0).map(worker => worker.kill())));
afterAll(() => rmSync(script));

function start(cancelDeadlineMs?: number): EngineWorker {
  const worker = new EngineWorker({ script, cancelDeadlineMs });
  workers.push(worker);
  return worker;
}

type Outcome = { done: Map<string, DoneMessage>; failed: Map<string, FailedMessage>; all: Promise<void> };
function draw(worker: EngineWorker, cells: DrawCell[]): Outcome {
  const done = new Map<string, DoneMessage>();
  const failed = new Map<string, FailedMessage>();
  const all = new Promise<void>(resolve => {
    const ended = (): void => void (done.size + failed.size === cells.length && resolve());
    worker.draw(cells, {
      done: message => (done.set(message.id, message), ended()),
      failed: message => (failed.set(message.id, message), ended())
    });
  });
  return { done, failed, all };
}

test('the child says what it can do, reads checkpoints and draws', async () => {
  const worker = start();
  const ready = await worker.ready;
  expect(ready.pid).toBe(worker.pid);
  expect(ready.samplers.map(({ name }) => name)).toContain('DPM++ 2M');
  expect(ready.schedulers.map(({ name }) => name)).toContain('karras');

  const good = await worker.inspect(MODEL.path);
  expect(good).toMatchObject({
    family: 'sd1',
    layout: 'diffusers',
    prediction_type: 'v_prediction',
    problem: null
  });
  expect(good.weight_files).toContain('unet/diffusion_pytorch_model.safetensors');
  const bad = await worker.inspect(join(__dirname, '../../goldens/A/sd1/reject-pickled.ckpt'));
  expect(bad.problem?.code).toBe('model_incomplete');

  const phases: string[] = [];
  worker.on('phase', ({ phase }) => phases.push(phase));
  let evaluations = 0;
  worker.on('steps', message => (evaluations += message.evaluations));
  const { done, all } = draw(worker, cellsOf({}, { cfg_scale: 2 }));
  await all;
  const { rgb, width, height } = done.get('c0')!;
  expect([width, height, rgb.length]).toEqual([64, 64, 64 * 64 * 3]);
  expect(new Set(rgb).size).toBeGreaterThan(50);
  expect(evaluations).toBe(3 * 2 + 2 * 2); // the first step is shared
  expect(phases.slice(0, 3)).toEqual(['loading_model', 'encoding', 'sampling']);
  expect(worker.rssMb).toBeGreaterThan(50);

  await worker.shutdown();
  expect(worker.alive).toBe(false);
});

test('a model that is not there fails its cells with the reason', async () => {
  const [cell] = cellsOf({});
  const { failed, all } = draw(start(), [{ ...cell, model: { name: 'gone', path: '/nowhere/gone' } }]);
  await all;
  expect(failed.get('c0')!.failure).toEqual({ code: 'model_missing', facts: { name: 'gone' } });
});

test('cancel ends the cells it names within a step and leaves the others', async () => {
  const worker = start();
  const { done, failed, all } = draw(worker, cellsOf({ steps: 150 }, { seed: 2, steps: 4 }));
  await new Promise<void>(resolve => worker.once('steps', () => resolve()));
  await worker.cancel(['c0']);
  expect(failed.get('c0')!.failure.code).toBe('cancelled');
  await all;
  expect([...done.keys()]).toEqual(['c1']);
  await worker.cancel(['c0', 'never']); // nothing is under way any more
});

test('a child that does not answer a cancel is killed, and what was under way fails', async () => {
  const worker = start(1);
  await worker.ready;
  process.kill(worker.pid!, 'SIGSTOP');
  const { failed, all } = draw(worker, cellsOf({}, { seed: 2 }));
  await worker.cancel(['c0']);
  await all;
  expect([...failed.values()].map(({ failure }) => failure.code)).toEqual(['engine_ended', 'engine_ended']);
  expect(worker.alive).toBe(false);
  await expect(worker.inspect(MODEL.path)).rejects.toThrow('SIGKILL');
  const late = draw(worker, cellsOf({}));
  await late.all;
  expect(late.failed.get('c0')!.failure.facts.how).toBe('SIGKILL');
});

test('a killed child ends every cell once', async () => {
  const worker = start();
  const outcome = draw(worker, cellsOf({ steps: 150 }, { seed: 2, steps: 150 }));
  await new Promise<void>(resolve => worker.once('steps', () => resolve()));
  await worker.kill();
  await outcome.all;
  expect(outcome.failed.size).toBe(2);
});
