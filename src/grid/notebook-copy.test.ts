import type { SweepPayload } from '../../schema/payload';
import { readPayload } from '../../schema/payload';
import { SWEEP_MIME } from '../../schema/sweep-mime';
import { GridModel } from './grid-model';
import { COPY_MS } from './notebook-copy';
import {
  axis,
  cellsOf,
  english,
  failure,
  FakeClient,
  FakeJobs,
  fakeHost,
  makeJob,
  makePayload,
  marked,
  progress,
  settle
} from './testing';

const axes = [axis('seed', [1, 2])];
const queued = makePayload(axes, {
  state: 'queued',
  cells: makePayload(axes).cells.map(cell => ({ ...cell, state: 'queued', image: null, thumbnail: null }))
});
const done = { state: 'done', cells: cellsOf(axes, 'done'), seq: 9 } as const;

/** A notebook's output that shows a sweep, and a clock that stands until it is let go on. */
class Notebook {
  readonly written: Readonly<Record<string, unknown>>[] = [];
  readonly service: FakeClient;
  readonly model: GridModel;
  private due: { ms: number; run(): void }[] = [];

  constructor(job = makeJob(axes, done)) {
    this.service = new FakeClient(job);
    const later = (ms: number, run: () => void): (() => void) => {
      const entry = { ms, run };
      this.due.push(entry);
      return () => void (this.due = this.due.filter(each => each !== entry));
    };
    this.model = new GridModel({
      ...{ client: this.service.client, jobs: new FakeJobs(), text: english, bridge: null },
      host: { ...fakeHost(), later }
    });
  }

  async show(payload: SweepPayload, { trusted = true, text = '0 of 2 cells' } = {}): Promise<void> {
    this.model.showPayload(payload, trusted, {
      text,
      write: bundle => {
        this.written.push(bundle);
        void this.show(bundle[SWEEP_MIME] as SweepPayload);
      }
    });
    await settle();
  }

  /** Lets what waits for this long be done. */
  async wait(): Promise<void> {
    const due = this.due.filter(({ ms }) => ms === COPY_MS);
    this.due = this.due.filter(each => !due.includes(each));
    due.forEach(({ run }) => run());
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(resolve => setTimeout(resolve));
    }
  }

  /** What waits to be written, the same thing as long as it isn't put off. */
  get waiting(): object | undefined {
    return this.due.find(({ ms }) => ms === COPY_MS);
  }

  get saved(): SweepPayload {
    const reading = readPayload(this.written.at(-1)?.[SWEEP_MIME]);
    return 'payload' in reading ? reading.payload : (Promise.reject(reading.problem) as never);
  }
}

test('what was drawn while no page heard of it is written once the notebook is open again, text and sheet too', async () => {
  const notebook = new Notebook();
  await notebook.show(queued, { text: '0 of 2 cells, about 54 s left\nremark: 1:9 steps' });
  expect(notebook.written).toEqual([]);
  await notebook.wait();
  expect(notebook.saved.cells.map(({ state, thumbnail }) => [state, thumbnail !== null])).toEqual([
    ['done', true],
    ['done', true]
  ]);
  expect(notebook.written).toEqual([
    {
      [SWEEP_MIME]: expect.anything(),
      'text/plain': '2 cells · 2 drawn in 5 s\nremark: 1:9 steps',
      'image/png': btoa('PNG')
    }
  ]);
  await notebook.wait();
  expect(notebook.written).toHaveLength(1);
});

test('a notebook that says what the service says is left as it is', async () => {
  const notebook = new Notebook();
  await notebook.show(makePayload(axes));
  await notebook.wait();
  expect(notebook.written).toEqual([]);
});

test('a mark reaches the notebook, several at once', async () => {
  const notebook = new Notebook();
  await notebook.show(makePayload(axes));
  const { cells } = notebook.model.snapshot.sweep!;
  notebook.model.mark(cells[0], { flag: 'pick' });
  notebook.model.mark(cells[1], { rating: 3 });
  await settle();
  notebook.service.change(0, { mark: marked({ flag: 'pick' }) });
  notebook.service.change(1, { mark: marked({ rating: 3 }) });
  await notebook.wait();
  expect(notebook.written).toHaveLength(1);
  expect(notebook.saved.cells.map(({ mark }) => mark)).toEqual([
    marked({ flag: 'pick' }),
    marked({ rating: 3 })
  ]);
  // And is taken back.
  notebook.model.undo();
  notebook.model.undo();
  await settle();
  notebook.service.change(0, { mark: null });
  notebook.service.change(1, { mark: null });
  await notebook.wait();
  expect(notebook.saved.cells.map(({ mark }) => mark)).toEqual([null, null]);
});

test('a mark that was given elsewhere is taken over, and nothing is written over and over', async () => {
  const notebook = new Notebook();
  await notebook.show(makePayload(axes));
  notebook.service.change(1, { mark: marked({ flag: 'reject' }) });
  // The other view of this output has written it.
  await notebook.show(await notebook.service.payload('job-1'));
  for (let turn = 0; turn < 4; turn++) {
    await notebook.wait();
  }
  expect(notebook.written).toEqual([]);
  expect(notebook.model.snapshot.sweep!.cells[1].mark.flag).toBe('reject');
  // A change of this page is written with it, once.
  notebook.model.mark(notebook.model.snapshot.sweep!.cells[0], { rating: 2 });
  await settle();
  notebook.service.change(0, { mark: marked({ rating: 2 }) });
  for (let turn = 0; turn < 4; turn++) {
    await notebook.wait();
  }
  expect(notebook.written).toHaveLength(1);
  expect(notebook.saved.cells.map(({ mark }) => mark?.flag ?? mark?.rating)).toEqual([2, 'reject']);
});

test('a copy that the service gives as it was is not written over and over', async () => {
  const notebook = new Notebook();
  await notebook.show(makePayload(axes));
  const payload = jest.spyOn(notebook.service, 'payload').mockResolvedValue(makePayload(axes));
  notebook.service.change(0, { mark: marked({ flag: 'pick' }) });
  notebook.model.mark(notebook.model.snapshot.sweep!.cells[0], { flag: 'pick' });
  await settle();
  for (let turn = 0; turn < 4; turn++) {
    await notebook.wait();
  }
  expect(payload).toHaveBeenCalledTimes(1);
  expect(notebook.written).toEqual([]);
});

test('a job that is drawn on is written at its end and not before', async () => {
  const notebook = new Notebook(makeJob(axes, { state: 'running', seq: 3 }));
  await notebook.show(queued);
  await notebook.wait();
  expect(notebook.written).toEqual([]);
  notebook.service.current = makeJob(axes, done);
  notebook.service.tell({ type: 'done', seq: 9, state: 'done', progress: progress({ fraction: 1 }) });
  await settle();
  await notebook.wait();
  expect(notebook.saved.state).toBe('done');
});

test('where no sheet can be had the rest is written', async () => {
  const notebook = new Notebook();
  jest.spyOn(notebook.service, 'payloadSheet').mockRejectedValue(failure(500, 'internal'));
  await notebook.show(queued);
  await notebook.wait();
  expect(Object.keys(notebook.written[0])).toEqual([SWEEP_MIME, 'text/plain']);
});

test.each([
  ['isn’t trusted', (notebook: Notebook) => notebook.show(queued, { trusted: false })],
  [
    'is of a job that the service doesn’t know',
    (notebook: Notebook) => {
      notebook.service.refuse = failure(404, 'not_found');
      return notebook.show(queued);
    }
  ]
])('a notebook that %s is left as it is', async (_, show) => {
  const notebook = new Notebook();
  await show(notebook);
  await notebook.wait();
  expect(notebook.written).toEqual([]);
});

test('what the service could not give is written with the next change', async () => {
  const notebook = new Notebook();
  const payload = jest.spyOn(notebook.service, 'payload').mockRejectedValueOnce(failure(0, 'unreachable'));
  await notebook.show(queued);
  await notebook.wait();
  expect(notebook.written).toEqual([]);
  notebook.model.mark(notebook.model.snapshot.sweep!.cells[0], { flag: 'pick' });
  await settle();
  await notebook.wait();
  expect(payload).toHaveBeenCalledTimes(2);
  expect(notebook.written).toHaveLength(1);
});

test('a grid that is gone writes nothing', async () => {
  const notebook = new Notebook();
  await notebook.show(queued);
  notebook.model.dispose();
  await notebook.wait();
  expect(notebook.written).toEqual([]);
});

test('a sweep in the place of another is written while it is still drawn, and over what a kernel writes of the other', async () => {
  const notebook = new Notebook();
  await notebook.show(makePayload(axes, { state: 'done' }));
  const wider = [axis('seed', [1, 2, 3])];
  const cells = cellsOf(wider).map(cell => ({ ...cell, id: `other-${cell.id}` }));
  const job = makeJob(wider, {
    id: 'job-2',
    state: 'running',
    cells,
    seq: 12,
    text: '%%sweep seed=1..3\na cat'
  });
  notebook.service.submit = () => Promise.resolve((notebook.service.current = job));
  notebook.service.plan = () => Promise.resolve(job.plan);
  notebook.model.edits.open(notebook.model.snapshot.sweep!.axes[0], '.here', '3');
  await notebook.model.edits.draw();
  await notebook.wait();
  expect([notebook.saved.job, notebook.saved.cells.length]).toEqual(['job-2', 3]);
  const { length } = notebook.written;
  await notebook.wait();
  expect(notebook.written).toHaveLength(length);

  // The kernel still waited for the first one.
  await notebook.show(makePayload(axes, { state: 'done' }));
  expect(notebook.model.snapshot.sweep?.job).toBe('job-2');
  await notebook.wait();
  expect([notebook.written.length, notebook.saved.job]).toEqual([length + 1, 'job-2']);
});

test('a sweep in the place of another is written while it is drawn, though each cell that ends is a change', async () => {
  const notebook = new Notebook();
  await notebook.show(queued);
  await notebook.wait();
  const written = notebook.written.length;
  const wider = makeJob(axes, { id: 'job-2', state: 'running', seq: 3 });
  notebook.service.current = wider;
  notebook.model.session.takeOver(wider);
  const waits = notebook.waiting;
  notebook.service.tell({
    ...{ type: 'cell', seq: 4, state: 'running', progress: progress() },
    cell: { ...wider.cells[0], state: 'running' }
  });
  expect([waits, notebook.waiting === waits]).toEqual([expect.anything(), true]);
  await notebook.wait();
  expect([notebook.written.length, notebook.saved.job]).toEqual([written + 1, 'job-2']);
});
