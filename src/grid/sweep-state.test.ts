import fc from 'fast-check';
import type { Cell, JobEvent, JobState } from '../../schema/wire';
import {
  applyEvent,
  fromJob,
  fromPayload,
  isActive,
  mergeJob,
  mergePayload,
  type SweepState
} from './sweep-state';
import {
  axis,
  cellsOf,
  diagnosis as makeDiagnosis,
  hash,
  makeJob,
  makePayload,
  progress,
  WEBP
} from './testing';

const axes = [axis('seed', [1, 2]), axis('cfg_scale', [3, 5])];

function cellEvent(seq: number, cell: Cell, state: JobState = 'running'): JobEvent {
  return { type: 'cell', seq, cell, state, progress: progress({ cells_done: seq, fraction: seq / 100 }) };
}

/** What the service would say, one fact a number, in order: cells move through their states until the job ends. */
const history = fc
  .array(
    fc.tuple(fc.nat(3), fc.constantFrom<Cell['state']>('running', 'done', 'failed', 'queued'), fc.boolean()),
    { maxLength: 12 }
  )
  .map(moves => {
    const cells = cellsOf(axes);
    const events: JobEvent[] = [];
    let seq = 1;
    for (const [at, state, looks] of moves) {
      cells[at] = { ...cells[at], state, image: state === 'done' ? hash(at) : null };
      events.push(cellEvent(++seq, cells[at]));
      events.push({ type: 'step', cells: [{ id: cells[at].id, step: 3, steps: 20 }], progress: progress() });
      if (state === 'failed') {
        const diagnosis = makeDiagnosis({ code: 'slow', message: `${seq}` });
        const now = progress({ cells_done: seq });
        events.push({
          type: 'diagnosis',
          ...{ seq: ++seq, diagnosis, remarks: [] },
          ...{ progress: now, state: 'running' }
        });
      }
      if (looks) {
        const said = events.filter(event => event.type === 'diagnosis').at(-1);
        const diagnosis = said?.type === 'diagnosis' ? said.diagnosis : null;
        const now = progress({ cells_done: seq, fraction: seq / 100 });
        const job = makeJob(axes, { seq, state: 'running', cells: [...cells], progress: now, diagnosis });
        events.push({ type: 'snapshot', seq, job });
      }
    }
    for (const cell of cells.filter(({ state }) => state !== 'done')) {
      events.push(cellEvent(++seq, { ...cell, state: 'cancelled' }));
    }
    events.push({ type: 'done', seq: ++seq, state: 'cancelled', progress: progress({ cells_done: seq }) });
    return events;
  });

function plain(state: SweepState): unknown {
  return JSON.parse(
    JSON.stringify({
      ...state,
      moment: null,
      seqs: { job: state.seqs.job },
      cells: state.cells.map(({ id, state: now, image, step, preview }) => ({
        id,
        now,
        image,
        step,
        preview
      }))
    })
  );
}

test('events in any order and any number of times end in the same state', () => {
  const orders = history.chain(events =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })
    )
  );
  fc.assert(
    fc.property(orders, ([events, shuffled]) => {
      const start = fromJob(makeJob(axes));
      expect(plain(shuffled.reduce(applyEvent, start))).toEqual(plain(events.reduce(applyEvent, start)));
    })
  );
});

test('a snapshot that comes late takes nothing back', () => {
  const start = fromJob(makeJob(axes));
  const done = { ...cellsOf(axes)[0], state: 'done' as const, image: hash(0) };
  const after = applyEvent(start, cellEvent(5, done));
  const late = applyEvent(after, {
    type: 'snapshot',
    seq: 3,
    job: makeJob(axes, { seq: 3, state: 'queued' })
  });
  expect(late.cells[0].state).toBe('done');
  expect(late.state).toBe('running');
});

test('the end of a job stands although it bears the number of its last cell', () => {
  const state = [
    cellEvent(5, cellsOf(axes)[0], 'running'),
    { type: 'done', seq: 5, state: 'done', progress: progress() } as JobEvent
  ].reduce(applyEvent, fromJob(makeJob(axes)));
  expect(isActive(state)).toBe(false);
});

test('a step that comes after its cell is done changes nothing', () => {
  const done = { ...cellsOf(axes)[0], state: 'done' as const, image: hash(0) };
  const state = [
    cellEvent(2, done),
    { type: 'step', cells: [{ id: done.id, step: 4, steps: 20 }], progress: progress() } as JobEvent,
    { type: 'preview', cell: done.id, image: WEBP } as JobEvent
  ].reduce(applyEvent, fromJob(makeJob(axes)));
  expect(state.cells[0]).toMatchObject({ step: null, preview: null });
});

test('a cell that is tried again starts without its old step and error', () => {
  const failed: Cell = { ...cellsOf(axes)[0], state: 'failed', error: { code: 'x', message: 'no' } };
  const again: Cell = { ...failed, state: 'queued', error: null };
  const state = [
    { type: 'step', cells: [{ id: failed.id, step: 4, steps: 20 }], progress: progress() } as JobEvent,
    cellEvent(2, failed),
    cellEvent(3, again)
  ].reduce(applyEvent, fromJob(makeJob(axes)));
  expect(state.cells[0]).toMatchObject({ state: 'queued', step: null, error: null });
});

test('a running cell keeps its preview through a fact about the job', () => {
  const running: Cell = { ...cellsOf(axes)[0], state: 'running' };
  const state = [
    cellEvent(2, running),
    { type: 'preview', cell: running.id, image: WEBP } as JobEvent,
    cellEvent(3, running)
  ].reduce(applyEvent, fromJob(makeJob(axes)));
  expect(state.cells[0].preview).toBe(WEBP);
});

test('the notebook’s thumbnails stay with their pictures when the service speaks, and go when a picture is another', () => {
  const saved = fromPayload(makePayload(axes));
  const cells = cellsOf(axes, 'done').map((cell, at) => (at === 1 ? { ...cell, image: hash(99) } : cell));
  const state = mergeJob(saved, makeJob(axes, { seq: 4, state: 'done', cells }), 4);
  expect(state.cells.map(({ thumbnail }) => thumbnail)).toEqual([WEBP, null, WEBP, WEBP]);
});

test('an updated output brings thumbnails and never an older state than the service’s', () => {
  const known = mergeJob(
    fromPayload(makePayload(axes, { cells: [] })),
    makeJob(axes, { seq: 9, state: 'done', cells: cellsOf(axes, 'done') }),
    9
  );
  const merged = mergePayload(known, makePayload(axes, { state: 'running' }));
  expect(merged.state).toBe('done');
  expect(merged.cells.every(({ thumbnail }) => thumbnail === WEBP)).toBe(true);
});

test('words about another job are not listened to', () => {
  const state = fromJob(makeJob(axes));
  expect(mergeJob(state, makeJob(axes, { id: 'other', seq: 50, state: 'failed' }), 50)).toBe(state);
});

test('a remark that comes while a sweep is drawn is seen at once, where the notebook says it stands, and outlives older news', () => {
  const where = { line: 1, column: 1, length: 2 };
  const known = { code: 'unknown_keys', message: 'Odd.', where } as const;
  const news = { code: 'drawn_with_another', message: 'Another.' } as const;
  const state = { ...fromJob(makeJob(axes, { seq: 1, state: 'running' })), remarks: [known] };
  const event: JobEvent = {
    ...{ type: 'diagnosis', seq: 3, diagnosis: null, progress: progress(), state: 'running' },
    remarks: [{ code: known.code, message: known.message }, news]
  };
  const heard = applyEvent(state, event);
  expect(heard.remarks).toEqual([known, news]);
  const late = makeJob(axes, { seq: 2, state: 'running' });
  expect(applyEvent(heard, { type: 'snapshot', seq: 2, job: late }).remarks).toEqual([known, news]);
});

test('an event of one cell looks at no other, among ten thousand', () => {
  const many = [axis('seed', [...Array(100).keys()]), axis('cfg_scale', [...Array(100).keys()])];
  const job = makeJob(many, { state: 'running', seq: 1 });
  const state = fromJob(job);
  const looked = new Set<number>();
  const cells = state.cells.map(
    (cell, place) =>
      new Proxy(cell, {
        get: (known, name) => {
          looked.add(place);
          return Reflect.get(known, name) as unknown;
        }
      })
  );
  const watched = { ...state, cells };
  const after = applyEvent(watched, cellEvent(2, { ...job.cells[77], state: 'done', image: hash(77) }));
  expect(after.cells[77]).toMatchObject({ state: 'done', image: hash(77) });
  applyEvent(after, {
    ...{ type: 'step', progress: progress() },
    cells: [{ id: job.cells[5].id, step: 3, steps: 20 }]
  });
  expect([...looked].sort()).toEqual([5, 77]);
});

test('where cells stand is another only when other cells, or cells with other parameters, stand there', () => {
  const job = makeJob(axes, { state: 'running', seq: 1 });
  const state = fromJob(job);
  const [first, ...rest] = job.cells;
  const drawn = applyEvent(state, cellEvent(2, { ...first, state: 'done', image: hash(0) }));
  expect(drawn.places).toBe(state.places);
  const told = mergeJob(
    drawn,
    { ...job, cells: JSON.parse(JSON.stringify(job.cells)) as typeof job.cells },
    3
  );
  expect(told.places).toBe(state.places);
  const other = { ...first, params: { ...first.params, seed: 99 } };
  expect(applyEvent(told, cellEvent(4, other)).places).not.toBe(state.places);
  expect(mergeJob(told, { ...job, cells: [...rest, first] }, 5).places.get(first.id)).toBe(3);
});
