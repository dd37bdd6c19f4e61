import { GridModel } from '../grid-model';
import type { IKeptViews } from '../kept-view';
import {
  axis,
  cellsOf,
  english,
  FakeClient,
  FakeJobs,
  fakeHost,
  makeJob,
  makePayload,
  settle
} from '../testing';

const axes = [axis('seed', [1, 2, 3])];

/** A page that keeps views in `stored`, each after the clock has gone on. */
async function gridIn(stored: Map<string, unknown>): Promise<{ model: GridModel; pass(): void }> {
  const waits: (() => void)[] = [];
  const { client } = new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells: cellsOf(axes, 'done') }));
  const views: IKeptViews = {
    read: async job => stored.get(job) ?? null,
    write: async (job, view) => void stored.set(job, JSON.parse(JSON.stringify(view)))
  };
  const host = { ...fakeHost(), later: (_: number, run: () => void) => (waits.push(run), () => undefined) };
  const model = new GridModel({ client, jobs: new FakeJobs(), text: english, bridge: null, host, views });
  model.showPayload(makePayload(axes), true);
  await settle();
  model.flush();
  return { model, pass: () => waits.splice(0).forEach(run => run()) };
}

test('a filter is there again after a reload, in force as it was', async () => {
  const stored = new Map<string, unknown>();
  const before = await gridIn(stored);
  before.model.filtering.toggle();
  before.model.filtering.addRule({ kind: 'value', axis: 'seed', values: [1] });
  before.pass();
  await settle();
  const after = await gridIn(stored);
  expect(after.model.snapshot.filter.open).toBe(true);
  expect(after.model.snapshot.filter.matches).toEqual([false, true, false]);
});

test('another sweep in the same output has no filter', async () => {
  const { model } = await gridIn(new Map());
  model.filtering.toggle();
  model.showPayload(makePayload(axes, { job: 'job-2' }), true);
  await settle();
  expect(model.snapshot.filter.open).toBe(false);
});
