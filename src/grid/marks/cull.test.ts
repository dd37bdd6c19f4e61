import { GridModel } from '../grid-model';
import { runKey } from '../keys';
import {
  axis,
  cellsOf,
  english,
  FakeClient,
  FakeJobs,
  fakeHost,
  makeJob,
  pressKey,
  settle
} from '../testing';
import { Habits } from './habits';

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [3, 5])];

/** A grid of three seeds and two CFG scales, all drawn, and a hand on its keys. */
async function gridWith(change: { habits?: Habits; states?: string } = {}) {
  const cells = cellsOf(axes, 'done').map((cell, at) =>
    change.states?.[at] === 'q' ? { ...cell, state: 'queued' as const, image: null } : cell
  );
  const service = new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells }));
  const { client } = service;
  const { habits } = change;
  const model = new GridModel({
    client,
    jobs: new FakeJobs(),
    text: english,
    bridge: null,
    host: fakeHost(),
    habits
  });
  model.showJob('job-1');
  await settle();
  model.flush();
  const press = (...keys: string[]): void =>
    keys.forEach(text => {
      pressKey(text, model.snapshot.view.mode === 'full', (event, target) => runKey(model, event, target));
      model.flush();
    });
  const at = (): string => {
    const { seed, cfg_scale } = model.focused!.params;
    return `${seed}/${cfg_scale}`;
  };
  /** By seed and CFG scale, in the order of the sheet. */
  const marks = (): string[] =>
    model.cull.order().map(position => {
      const { flag, rating, tags } = model.snapshot.sweep!.cells[position].mark;
      return [flag?.[0], rating, ...tags].filter(each => each !== null && each !== undefined).join(' ');
    });
  return { model, service, press, at, marks };
}

function advancing(): Habits {
  const habits = new Habits();
  habits.toggleAutoAdvance();
  return habits;
}

test('Shift and arrows select a rectangle; a mark is given to all of it, and undone at once', async () => {
  const { model, press, marks, service } = await gridWith();
  press('Shift ArrowRight', 'Shift ArrowDown');
  expect(model.snapshot.cull.selected.size).toBe(4);
  expect(model.announced).toBe('4 cells selected');
  press('p');
  expect(model.announced).toBe('4 cells marked');
  expect(marks()).toEqual(['p', 'p', '', 'p', 'p', '']);
  press('Shift ArrowUp', '3');
  expect(marks()).toEqual(['p 3', 'p 3', '', 'p', 'p', '']);
  press('Ctrl z');
  expect(marks()).toEqual(['p', 'p', '', 'p', 'p', '']);
  press('Ctrl z');
  expect(marks()).toEqual(['', '', '', '', '', '']);
  await settle();
  // Only what was changed is sent.
  expect(service.asked.filter(each => each.startsWith('mark')).slice(4, 6)).toEqual([
    'mark cell-0 {"rating":3}',
    'mark cell-2 {"rating":3}'
  ]);
});

test('an arrow alone or Escape ends the selection; Escape leaves the grid only then', async () => {
  const { model, press } = await gridWith();
  press('Ctrl a');
  expect(model.snapshot.cull.selected.size).toBe(6);
  press('Escape');
  expect(model.snapshot.cull.selected.size).toBe(0);
  expect((model.options.host as ReturnType<typeof fakeHost>).left).toBe(0);
  press('Shift ArrowRight', 'ArrowRight', 'x');
  expect(model.snapshot.sweep!.cells.filter(({ mark }) => mark.flag === 'reject')).toHaveLength(1);
});

test('Ctrl and a press put single cells in and out, the one with the keyboard first', async () => {
  const { model, press, marks } = await gridWith();
  model.cull.toggle('cell-3');
  press('p');
  expect(marks()).toEqual(['p', '', '', '', 'p', '']);
  model.cull.toggle('cell-0');
  press('x');
  // The keyboard is at one that is out: that one is meant.
  expect(marks()).toEqual(['r', '', '', '', 'p', '']);
});

test('all that are selected under a filter are those that match', async () => {
  const { model, press, marks } = await gridWith();
  model.filtering.toggle();
  model.filtering.addRule({ kind: 'value', axis: 'cfg_scale', values: [0] });
  press('Ctrl a', '5');
  expect(model.snapshot.cull.selected.size).toBe(3);
  expect(marks()).toEqual(['5', '5', '5', '', '', '']);
});

test('with auto-advance a flag or stars lead to the next cell without any, over those that have some and those not drawn', async () => {
  const { model, press, at, marks } = await gridWith({ habits: advancing(), states: 'ddqddd' });
  press('p');
  expect(at()).toBe('3/3'); // Seed 2 isn't drawn.
  press('4');
  expect(at()).toBe('1/5');
  model.cull.changeTags(model.focused!, ['hands']);
  expect(at()).toBe('1/5'); // Tags say nothing of whether it is good.
  press('x', 'x');
  expect(at()).toBe('3/5');
  press('p');
  expect(model.announced).toBe('Every cell is marked.');
  expect(marks()).toEqual(['p', '', '4', 'r hands', 'r', 'p']);
  press('u');
  expect(at()).toBe('3/5'); // What is taken back leads nowhere.
});

test('without it the keyboard stays', async () => {
  const { press, at } = await gridWith();
  press('p', '4');
  expect(at()).toBe('1/3');
});

test('T opens the field for tags; several are put in and out of all that are selected, and undone', async () => {
  const { model, press, marks } = await gridWith();
  press('t');
  expect(model.snapshot.cull.tagging).toBe(true);
  model.cull.openTags(false);
  press('Shift ArrowRight');
  model.cull.changeTags(model.focused!, ['hands', 'good']);
  expect(marks().slice(0, 3)).toEqual(['hands good', 'hands good', '']);
  model.cull.changeTags(model.focused!, [], ['Hands']);
  expect(marks().slice(0, 2)).toEqual(['good', 'good']);
  press('Ctrl z', 'Ctrl z');
  expect(marks().slice(0, 2)).toEqual(['', '']);
});

test('culling goes through the sheet row by row, and leaves to the view it came from at the cell it reached', async () => {
  const { model, press, at } = await gridWith();
  press('k');
  expect(model.snapshot.view.mode).toBe('cull');
  model.cull.step(1);
  model.cull.step(1);
  model.cull.step(1);
  expect(at()).toBe('1/5');
  model.cull.stepRow(-1);
  expect(at()).toBe('1/3');
  model.cull.step(-1);
  expect(at()).toBe('1/3');
  model.goBack();
  expect([model.snapshot.view.mode, at()]).toEqual(['grid', '1/3']);
  press('Enter', 'k');
  model.cull.step(1);
  model.goBack();
  expect([model.snapshot.view.mode, at()]).toEqual(['full', '2/3']);
});

test('in culling and in the full picture only what is seen is marked', async () => {
  const { model, press, marks } = await gridWith();
  press('Ctrl a', 'k');
  model.mark(model.focused!, { flag: 'pick' });
  expect(marks()).toEqual(['p', '', '', '', '', '']);
});

test('the habit is kept, and what was kept is taken unless somebody chose meanwhile', async () => {
  const saved: unknown[] = [];
  const keeper = (kept: unknown) => ({
    fetch: async () => kept,
    save: async (habit: unknown) => saved.push(habit)
  });
  const habits = new Habits(keeper({ autoAdvance: true }));
  await settle();
  expect(habits.autoAdvance).toBe(true);
  habits.toggleAutoAdvance();
  expect(saved).toEqual([{ autoAdvance: false }]);
  const quick = new Habits(keeper({ autoAdvance: false }));
  quick.toggleAutoAdvance();
  await settle();
  expect(quick.autoAdvance).toBe(true);
  const odd = new Habits(keeper('x'));
  await settle();
  expect(odd.autoAdvance).toBe(false);
});
