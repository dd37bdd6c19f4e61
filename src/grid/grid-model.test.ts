import type { SweepPayload } from '../../schema/payload';
import type { INotebookBridge } from '../tokens';
import { menuAt } from '../actions';
import { gridActions } from './actions';
import { cellMenu } from './components/cell-menu';
import { GridModel } from './grid-model';
import { runKey } from './keys';
import { withoutValue, withSorted } from './shown-values';
import {
  axis,
  cellsOf,
  english,
  FakeClient,
  FakeJobs,
  fakeHost,
  makeJob,
  makePayload,
  marked,
  pressKey,
  progress,
  settle
} from './testing';

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [3, 5])];

class Hand {
  readonly host = fakeHost();
  readonly service = new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells: cellsOf(axes, 'done') }));
  readonly jobs = new FakeJobs();
  /** Whether the latest key was the grid's own. */
  took = false;
  readonly inserted: string[] = [];
  readonly filled: Record<string, string>[] = [];
  readonly model = new GridModel({
    client: this.service.client,
    jobs: this.jobs,
    text: english,
    host: this.host,
    bridge: {
      insertCell: text => Promise.resolve(void this.inserted.push(text)),
      fillPanel: values => void this.filled.push(values),
      openJob: () => Promise.resolve(),
      trustNotebook: () => Promise.resolve(),
      activeCellText: () => null
    } satisfies INotebookBridge
  });

  async show(payload: SweepPayload = makePayload(axes), trusted = true): Promise<this> {
    this.model.showPayload(payload, trusted);
    await settle();
    return this;
  }
  press(...keys: string[]): this {
    for (const text of keys) {
      this.took = pressKey(text, this.mode === 'full', (event, target) => runKey(this.model, event, target));
    }
    return this;
  }
  get mode(): string {
    return this.model.snapshot.view.mode;
  }
  /** Seed and CFG of the cell in focus. */
  get at(): [number, number] {
    const { sweep, focus } = this.model.snapshot;
    const { params } = sweep!.cells[focus];
    return [params.seed, params.cfg_scale];
  }
  get cell(): { id: string; mark: unknown } {
    const { sweep, focus } = this.model.snapshot;
    return sweep!.cells[focus];
  }
}

test('arrows walk the sheet and stop at its edges', async () => {
  const hand = await new Hand().show();
  expect(hand.at).toEqual([1, 3]);
  expect(hand.press('ArrowRight', 'ArrowDown').at).toEqual([2, 5]);
  expect(hand.press('Ctrl ArrowRight').at).toEqual([3, 5]);
  expect(hand.press('ArrowRight', 'Home').at).toEqual([1, 5]);
});

test('the focus moves in the page only when a key or a hand moves it', async () => {
  const hand = await new Hand().show();
  const before = hand.model.snapshot.view.focusMoves;
  hand.model.sizing.setRoom(500, 400);
  await hand.show();
  expect(hand.model.snapshot.view.focusMoves).toBe(before);
  hand.press('ArrowRight');
  expect(hand.model.snapshot.view.focusMoves).toBe(before + 1);
});

test('Enter opens the full picture, arrows go along the axes, Escape leads back to the cell reached', async () => {
  const hand = await new Hand().show();
  hand.press('Enter', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown');
  expect([hand.mode, hand.at]).toEqual(['full', [3, 5]]);
  hand.press('Escape');
  expect([hand.mode, hand.at]).toEqual(['grid', [3, 5]]);
  hand.press('Escape');
  expect(hand.host.left).toBe(1);
});

test('the zoom stays from picture to picture, and Z goes between 1 : 1 and fitted', async () => {
  const hand = await new Hand().show();
  hand.press('Enter', 'z', 'ArrowRight');
  expect(hand.model.snapshot.view.zoom).toBe(1);
  hand.press('z');
  expect(hand.model.snapshot.view.zoom).toBe('fit');
});

test('one size for all cells: plus and minus step it, Z shows 1 : 1 and goes back', async () => {
  const hand = await new Hand().show();
  const size = (): number => hand.model.snapshot.sheet!.size;
  const fitted = size();
  hand.press('Z');
  expect(size()).toBe(128);
  hand.press('Z');
  expect(size()).toBe(fitted);
  hand.press('+');
  expect(size()).toBeGreaterThan(fitted);
});

test('H hides a column; the keyboard goes to a cell that is seen, and walks what is left', async () => {
  const hand = await new Hand().show();
  hand.press('H');
  expect(hand.at).toEqual([2, 3]);
  hand.press('ArrowLeft');
  expect(hand.at).toEqual([2, 3]);
  const cfg = hand.model.snapshot.sweep!.axes[1];
  hand.model.walk.showValues(shown => withoutValue(shown, cfg, 0));
  expect(hand.at).toEqual([2, 5]);
  expect(hand.press('ArrowDown').at).toEqual([2, 5]);
  hand.press('H');
  expect(hand.at).toEqual([3, 5]);
  // What is left of an axis is never hidden.
  expect(hand.press('H').model.snapshot.note?.lines[0].words).toBe('There is no other column.');
  void gridActions.showAll.run({ model: hand.model }, {});
  expect(gridActions.showAll.when!({ model: hand.model }, {})).toBe(false);
  expect(hand.press('Home', 'ArrowUp').at).toEqual([1, 3]);
});

test('the menu of a cell leads to those of its values', async () => {
  const hand = await new Hand().show();
  const labels = cellMenu(hand.model, hand.model.focused!).map(item => (item === 'line' ? item : item.label));
  expect(labels.slice(-3)).toEqual(['line', 'Seed 1 …', 'CFG scale 3 …']);
});

test('a mark that is undone is seen, though its value was hidden meanwhile', async () => {
  const hand = await new Hand().show();
  hand.press('x', 'H', 'Ctrl z');
  expect(hand.at).toEqual([1, 3]);
  const { sheet, focus } = hand.model.snapshot;
  expect(sheet!.arrangement.spotOf(focus)).toEqual({ row: 0, column: 0 });
});

test('the full picture and its neighbours go along the values that are seen, in their order', async () => {
  const hand = await new Hand().show();
  const [seeds] = hand.model.snapshot.sweep!.axes;
  hand.model.walk.showValues(shown => withSorted(shown, seeds, 'falling'));
  hand.model.walk.showValues(shown => withoutValue(shown, seeds, 1));
  hand.press('Home', 'Enter');
  expect(hand.at).toEqual([3, 3]);
  expect(hand.press('ArrowRight').at).toEqual([1, 3]);
  expect(hand.press('ArrowRight').at).toEqual([1, 3]);
});

test('a chosen size stays when the room changes', async () => {
  const hand = await new Hand().show();
  hand.model.sizing.setSize(90);
  hand.model.sizing.setRoom(300, 400);
  expect(hand.model.snapshot.sheet?.size).toBe(90);
});

test('swapping puts seeds in rows and keeps the focus on its cell', async () => {
  const hand = await new Hand().show();
  hand.press('ArrowRight');
  hand.model.placing.swap();
  expect(hand.at).toEqual([2, 3]);
  expect(hand.press('ArrowDown').at).toEqual([3, 3]);
});

test('P picks, P again takes it back, X rejects, digits rate, Ctrl Z undoes', async () => {
  const hand = await new Hand().show();
  hand.press('p');
  expect(hand.cell.mark).toEqual(marked({ flag: 'pick' }));
  hand.press('4', 'x');
  expect(hand.cell.mark).toEqual(marked({ flag: 'reject', rating: 4 }));
  hand.press('x');
  expect(hand.cell.mark).toEqual(marked({ rating: 4 }));
  hand.press('Ctrl z', 'Ctrl z', 'Ctrl z', 'Ctrl z', 'Ctrl z');
  await settle();
  expect(hand.cell.mark).toEqual(marked({}));
});

test('without the service nothing can be marked, and moving still works', async () => {
  const hand = await new Hand().show(makePayload(axes), false);
  hand.press('p', 'ArrowRight', '5');
  expect(hand.service.asked).toEqual([]);
  expect(hand.cell.mark).toEqual(marked({}));
  expect(hand.at).toEqual([2, 3]);
});

test('what one takes along: seed, parameters, a cell, the panel', async () => {
  const hand = await new Hand().show();
  const cell = hand.model.snapshot.sweep!.cells[4];
  hand.model.handover.copySeed(cell);
  await hand.model.handover.copyParameters(cell);
  hand.model.handover.insert(cell);
  hand.model.handover.useSeed(cell);
  hand.model.handover.download(cell);
  await hand.model.handover.downloadSheet();
  await hand.model.handover.copyPicture(cell);
  expect(hand.host.pictures).toEqual([expect.stringContaining('format=png')]);
  expect(hand.host.copied).toEqual(['3', 'from the service']);
  expect(hand.inserted[0]).toMatch(/^%%txt2img seed=3 cfg=3 /);
  expect(hand.filled).toEqual([{ seed: '3' }]);
  expect(hand.host.downloads).toEqual([expect.stringContaining('format=png'), 'a cat face, sheet job-1.png']);
});

test('parameters are copied without the service, too', async () => {
  const hand = await new Hand().show(makePayload(axes), false);
  await hand.model.handover.copyParameters(hand.model.snapshot.sweep!.cells[0]);
  expect(hand.host.copied[0]).toContain('Steps: 20, Sampler: DPM++ 2M');
});

test('another job in the same output starts a view of its own', async () => {
  const hand = await new Hand().show();
  hand.press('Enter');
  hand.model.placing.swap();
  const other = [axis('steps', [10, 20])];
  hand.service.current = makeJob(other, { id: 'job-2', state: 'done' });
  await hand.show(makePayload(other, { job: 'job-2' }));
  expect(hand.mode).toBe('grid');
  expect(hand.model.snapshot.sheet?.layout).toEqual({ x: 'steps' });
});

test('only in a job that runs is a cell next', async () => {
  const hand = new Hand();
  hand.service.current = makeJob(axes, { state: 'running' });
  await hand.show(makePayload(axes, { state: 'running', cells: [] }));
  expect(hand.model.snapshot.next).toBe('cell-0');
  void hand.model.session.cancel();
  await settle();
  expect(hand.model.snapshot.next).toBeNull();
});

test('an empty sweep takes no keys', async () => {
  const hand = await new Hand().show(
    makePayload([], { job: null, cells: [], error: { code: 'x', message: 'no' } })
  );
  expect(hand.press('Enter').took).toBe(false);
  expect(hand.model.snapshot.sheet).toBeNull();
});

test('a waiting cell is drawn next by N and cancelled by Delete, a finished one drawn again by N', async () => {
  const hand = new Hand();
  const cells = cellsOf(axes).map((cell, at) => (at === 0 ? { ...cell, ...cellsOf(axes, 'done')[0] } : cell));
  hand.service.current = makeJob(axes, { state: 'running', seq: 4, cells });
  await hand.show(makePayload(axes, { state: 'running' }));
  hand.press('n', 'ArrowRight', 'n', 'Delete');
  await settle();
  expect(hand.service.asked.slice(2)).toEqual(['again job-1 0', 'next job-1 2', 'cancel job-1 2']);
  hand.model.flush();
  const { sweep, next } = hand.model.snapshot;
  expect(sweep!.cells[0].again?.state).toBe('waiting');
  expect(sweep!.cells[2].state).toBe('cancelled');
  expect(next).toBe('cell-1');
});

test('R chooses the reference, Space held shows it in the place of the cell, in the sheet and in the full picture', async () => {
  const hand = await new Hand().show();
  const seen = (): [boolean, number | null] => {
    const { view, reference } = hand.model.snapshot;
    return [view.blinking, reference];
  };
  // Until one is chosen it is the first, which has nothing to be held against but others.
  expect(hand.press('Space').model.snapshot.note?.lines[0].words).toBe('This is the reference itself.');
  hand.press('ArrowRight', 'Space');
  expect([hand.took, ...seen()]).toEqual([true, true, 0]);
  expect(hand.model.announced).toBe('Reference: Seed 1 · CFG scale 3');
  hand.model.reference.blink(false);
  hand.press('r', 'ArrowDown', 'Enter', 'z', 'Space');
  expect(seen()).toEqual([true, 2]);
  expect(hand.model.snapshot.view).toMatchObject({ mode: 'full', zoom: 1 });
  hand.model.reference.blink(false);
  // The same once more takes it back.
  hand.press('Escape', 'ArrowUp', 'r');
  expect(seen()).toEqual([false, 0]);
});

test('the reference is one that is drawn', async () => {
  const hand = new Hand();
  const cells = cellsOf(axes).map((cell, at) => (at === 3 ? { ...cell, ...cellsOf(axes, 'done')[3] } : cell));
  hand.service.current = makeJob(axes, { state: 'running', seq: 4, cells });
  await hand.show(makePayload(axes, { state: 'running', cells: [] }));
  expect(hand.press('r').model.snapshot.note?.lines[0].words).toBe('Once this cell is drawn.');
  expect(hand.model.snapshot.reference).toBe(3);
});

test.each([
  ['drawn', { state: 'running' }, 'Pause', 'pause job-1'],
  ['paused by itself', { state: 'paused' }, 'Resume', 'resume job-1'],
  ['held up with all others', { state: 'paused', own_state: 'running' }, 'Pause', 'pause job-1'],
  ['over', { state: 'done' }, null, null]
] as const)(
  'from the menu of the grid its job can be paused or resumed: one that is %s',
  async (_, stands, label, asked) => {
    const hand = new Hand();
    const job = makeJob(axes, { ...stands, seq: 4 });
    hand.service.current = job;
    hand.jobs.tell(job);
    await hand.show(makePayload(axes, { state: 'running' }));
    const items = menuAt(gridActions, 'more', { model: hand.model }, english.say);
    const offered = items.flatMap(item =>
      item !== 'line' && ['Pause', 'Resume'].includes(item.label) ? [item] : []
    );
    offered.forEach(({ run }) => run());
    await settle();
    expect([offered.map(item => item.label), hand.service.asked.at(-1)]).toEqual(
      label ? [[label], asked] : [[], 'job job-1']
    );
  }
);

test('the cell that was asked for is the next, until it no longer waits', async () => {
  const hand = new Hand();
  hand.service.current = makeJob(axes, { state: 'running', seq: 4 });
  await hand.show(makePayload(axes, { state: 'running' }));
  hand.press('ArrowRight', 'n');
  expect(hand.model.snapshot.next).toBe('cell-2');
  hand.service.tell({
    type: 'cell',
    seq: 9,
    cell: { ...cellsOf(axes, 'done')[2] },
    state: 'running',
    progress: progress()
  });
  hand.model.flush();
  expect(hand.model.snapshot.next).toBe('cell-0');
});
