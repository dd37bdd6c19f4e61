import fc from 'fast-check';
import { decodeLatent, encodePrompts, predictRows } from '../pipeline';
import type { CellRun, EncodedPrompt } from '../pipeline';
import { StepLoop } from './step-loop';
import type { Result, Work } from './step-loop';

type SamplingPlan = {
  id: string;
  seed: number;
  steps: number;
  size?: number;
  prompt?: string;
  scale?: number;
};

/** A cell of one number per latent: x grows by what the network says, times its scale. */
function* cell({ seed, steps, size = 2, prompt = 'a', scale = 1 }: SamplingPlan): CellRun {
  const [context] = yield* encodePrompts([{ text: prompt, clipSkip: 1, emphasis: 'original' }]);
  let x = Float32Array.of(seed);
  for (let step = 0; step < steps; step++) {
    const rows = [{ x, timestep: step, context }];
    const [output] = yield* predictRows({
      rows,
      height: size,
      width: size,
      flavour: 'a1111',
      step,
      steps,
      denoised: null
    });
    x = Float32Array.of(x[0] + scale * output[0]);
  }
  const planes = yield* decodeLatent(x, size, size);
  return { width: size, height: size, rgb: Uint8Array.from(planes) };
}

const network = (x: number, timestep: number, context: EncodedPrompt): number =>
  Math.fround(Math.sin(x * 12.9898 + timestep * 78.233 + context.data[0]) * 43758.5453);

function perform(work: Work): Result {
  if (work.kind === 'encode') {
    const code = work.prompt.text.charCodeAt(0);
    return { id: String(code), data: Float32Array.of(code), tokens: 77 };
  }
  if (work.kind === 'predict') {
    return work.rows.map(({ x, timestep, context }) => Float32Array.of(network(x[0], timestep, context)));
  }
  return work.kind === 'decode' ? work.latent.map(Math.abs) : new Float32Array(0);
}

type Log = { drawn: Map<string, number>; failed: Map<string, unknown>; order: string[]; batches: number[] };

function run(
  plans: SamplingPlan[],
  { batch = 4, act = () => undefined }: { batch?: number; act?: Act } = {}
): Log & { evaluations: number } {
  const log: Log = { drawn: new Map(), failed: new Map(), order: [], batches: [] };
  const loop = new StepLoop(
    { rowsPerBatch: () => batch, memoBytes: 1 << 20 },
    {
      started: id => log.order.push(`start ${id}`),
      stepped: () => undefined,
      drawn: (id, { rgb }) => {
        log.order.push(`draw ${id}`);
        log.drawn.set(id, rgb[0]);
      },
      failed: (id, error) => log.failed.set(id, error)
    }
  );
  plans.forEach(plan => loop.add(plan.id, () => cell(plan)));
  let work: Work | null;
  for (let pass = 0; (work = loop.next()); pass++) {
    if (work.kind === 'predict') {
      log.batches.push(work.rows.length);
    }
    act(loop, work, pass);
    try {
      loop.complete(perform(work));
    } catch (error) {
      loop.fail(error);
    }
  }
  return { ...log, evaluations: loop.evaluations };
}
type Act = (loop: StepLoop, work: Work, pass: number) => unknown;

const named = (count: number, plan: Omit<SamplingPlan, 'id' | 'seed'>): SamplingPlan[] =>
  Array.from({ length: count }, (_, i) => ({ id: `c${i}`, seed: i + 1, ...plan }));

const plans = fc
  .array(
    fc.record({
      seed: fc.integer({ min: 1, max: 4 }),
      steps: fc.integer({ min: 1, max: 5 }),
      size: fc.integer({ min: 1, max: 2 }),
      prompt: fc.constantFrom('a', 'b'),
      scale: fc.constantFrom(1, 2)
    }),
    { maxLength: 12 }
  )
  .map(all => all.map((plan, i): SamplingPlan => ({ id: `c${i}`, ...plan })));

test("a cell's picture does not depend on its neighbours, the order or the batch", () => {
  fc.assert(
    fc.property(
      plans,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 8 }),
      (all, batch, other) => {
        const together = run(all, { batch }).drawn;
        const reversed = run([...all].reverse(), { batch: other }).drawn;
        for (const plan of all) {
          const alone = run([plan]).drawn.get(plan.id);
          expect(together.get(plan.id)).toBe(alone);
          expect(reversed.get(plan.id)).toBe(alone);
        }
      }
    )
  );
});

test('every evaluation is made once, however many cells ask for it', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 8 }), (all, batch) => {
      const distinct = new Set<string>();
      for (const plan of all) {
        run([plan], {
          act: (_, work) =>
            work.kind === 'predict' &&
            work.rows.forEach(({ x, timestep, context }) =>
              distinct.add([x[0], timestep, context.id, work.height].join())
            )
        });
      }
      expect(run(all, { batch }).evaluations).toBe(distinct.size);
    })
  );
});

test('cells that differ only in what comes after the first step share it', () => {
  const scales = [1, 2, 3, 4].map((scale, i) => ({ id: `c${i}`, seed: 1, steps: 5, scale }));
  expect(run(scales).evaluations).toBe(1 + 4 * 4);
});

test('the first pictures come before the last cells start', () => {
  const { order } = run(named(12, { steps: 3 }), { batch: 4 });
  expect(order.indexOf('draw c0')).toBeLessThan(order.indexOf('start c11'));
});

test('the first cells of an empty loop are drawn before others join', () => {
  const { order, batches } = run(named(16, { steps: 3 }), { batch: 8 });
  expect(order.slice(0, 5)).toEqual(['start c0', 'start c1', 'draw c0', 'draw c1', 'start c2']);
  expect(batches.slice(0, 3)).toEqual([2, 2, 2]);
  expect(batches[3]).toBe(8);
});

test('where all fit into one batch none goes ahead: that would only cost passes', () => {
  const { batches } = run(named(8, { steps: 3 }), { batch: 8 });
  expect(batches).toEqual([8, 8, 8]);
});

test('an urgent cell does not wait for the first ones', () => {
  const { order } = run(named(16, { steps: 3 }), {
    batch: 8,
    act: (loop, _, pass) => pass === 2 && loop.add('u', () => cell({ id: 'u', seed: 99, steps: 3 }), true)
  });
  expect(order.indexOf('start u')).toBeLessThan(order.indexOf('draw c0'));
});

test('batches stay full while cells of different lengths come and go', () => {
  const many = named(20, { steps: 4 }).map((plan, i) => ({ ...plan, steps: 2 + (i % 5) }));
  const { batches } = run(many, { batch: 4 });
  // Once the first has ended, until the queue is empty; then the last cells end one by one.
  expect(batches.slice(2, -5).every(size => size === 4)).toBe(true);
});

test('rows of different sizes never share a batch', () => {
  const mixed = named(6, { steps: 2 }).map((plan, i) => ({ ...plan, size: 1 + (i % 2) }));
  run(mixed, {
    batch: 8,
    act: (_, work) => {
      if (work.kind === 'predict') {
        expect(new Set(work.cells.map(id => Number(id.slice(1)) % 2)).size).toBe(1);
      }
    }
  });
});

test('cells that share all they ask do not start all at once', () => {
  const { order } = run(
    named(12, { steps: 3 }).map(plan => ({ ...plan, seed: 1 })),
    { batch: 4 }
  );
  expect(order.indexOf('draw c0')).toBeLessThan(order.indexOf('start c11'));
});

test('a cancelled cell neither draws nor fails, and the others do not notice', () => {
  const all = named(6, { steps: 3 });
  const { drawn, failed } = run(all, {
    act: (loop, _, pass) => {
      if (pass === 2) {
        loop.cancel(['c1', 'c5']);
      }
    }
  });
  expect([...drawn.keys()].sort()).toEqual(['c0', 'c2', 'c3', 'c4']);
  expect(failed.size).toBe(0);
});

test('what a network throws fails the cells of that batch alone', () => {
  const loopedOnce = named(4, { steps: 2 }).map((plan, i) => ({ ...plan, size: i < 2 ? 1 : 2 }));
  const { drawn, failed } = run(loopedOnce, {
    act: (_, work) => {
      if (work.kind === 'predict' && work.height === 1) {
        work.rows.splice(0, work.rows.length, null as never);
      }
    }
  });
  expect([...failed.keys()].sort()).toEqual(['c0', 'c1']);
  expect([...drawn.keys()].sort()).toEqual(['c2', 'c3']);
});
