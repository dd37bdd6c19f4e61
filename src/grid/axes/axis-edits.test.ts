import { PLAN_DELAY_MS } from '../../client/plan-watch';
import { GridModel } from '../grid-model';
import { withoutValue } from '../shown-values';
import { english, failure, FakeJobs, fakeHost, makePayload, settle } from '../testing';
import type { CellText } from './sweep-changes';
import { SweepService } from './testing';

const SWEEP = '%%sweep seed=1,2 cfg=3,5\na cat';

/** A grid below a notebook's cell. */
class Hand {
  readonly service: SweepService;
  readonly model: GridModel;
  readonly written: string[] = [];
  cellText: string;

  constructor(text = SWEEP, cellText = text) {
    this.cellText = cellText;
    this.service = new SweepService(text);
    const cell = (): CellText => ({
      text: this.cellText,
      replace: words => {
        this.written.push(words);
        this.cellText = words;
      }
    });
    const { client } = this.service;
    this.model = new GridModel({
      ...{ client, jobs: new FakeJobs(), text: english, bridge: null },
      host: { ...fakeHost(), cell }
    });
  }

  async show(): Promise<this> {
    this.model.showJob('job-1');
    await settle();
    return this;
  }

  axis(id: string): Parameters<GridModel['edits']['open']>[0] {
    return this.model.snapshot.sweep!.axes.find(axis => axis.id === id)!;
  }

  /** Writes values for an axis, and lets them be priced. */
  async write(id: string, typed: string): Promise<this> {
    this.model.edits.open(this.axis(id), '.here');
    this.model.edits.type(id, typed);
    await jest.advanceTimersByTimeAsync(PLAN_DELAY_MS + 1);
    return this;
  }

  async draw(): Promise<this> {
    await this.model.edits.draw();
    await settle();
    return this;
  }

  /** Labels of the axes that are shown. */
  get axes(): string[][] {
    return this.model.snapshot.sweep!.axes.map(({ labels }) => labels);
  }
  get states(): string {
    return this.model.snapshot.sweep!.cells.map(({ state }) => state[0]).join('');
  }
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

test('values are priced as they are written, and nothing is sent until that is asked for', async () => {
  const hand = await (await new Hand().show()).write('cfg_scale', '9');
  expect(hand.service.sent('plan')).toEqual(['%%sweep seed=1,2 cfg=3,5,9\na cat']);
  expect(hand.service.sent('submit')).toEqual([]);
  const { priced, newCells } = hand.model.edits;
  expect([priced?.cells, priced?.cached, newCells]).toEqual([6, 4, 2]);
  expect(priced?.axes[1].to_draw).toEqual([0, 0, 2]);
});

test('the widened sweep takes the place of the other: old pictures are there, new ones wait', async () => {
  const hand = await (await (await new Hand().show()).write('cfg_scale', '9')).draw();
  expect(hand.axes).toEqual([
    ['1', '2'],
    ['3', '5', '9']
  ]);
  expect(hand.states).toBe('ddqddq');
  expect(hand.model.snapshot.sweep?.text).toBe('%%sweep seed=1,2 cfg=3,5,9\na cat');
  expect(hand.model.snapshot.edits).toMatchObject({
    rows: null,
    last: { words: 'CFG scale: 9 added.', cell: 'behind' }
  });
  expect(hand.model.announced).toBe('CFG scale: 9 added.');
});

test('a value between others comes between them', async () => {
  const hand = await (await (await new Hand().show()).write('cfg_scale', '4.5')).draw();
  expect(hand.service.sent('submit')).toEqual(['%%sweep seed=1,2 cfg=3,4.5,5\na cat']);
});

test('the seed that chance gave stays, in the new sweep and in the cell', async () => {
  const hand = await new Hand('%%sweep cfg=3,5\na cat').show();
  await (await hand.write('cfg_scale', '9')).draw();
  expect(hand.service.sent('submit')).toEqual(['%%sweep cfg=3,5,9 seed=1\na cat']);
  hand.model.edits.changes.putIntoCell();
  expect(hand.cellText).toBe('%%sweep cfg=3,5,9 seed=1\na cat');
});

test('small pictures that the notebook had are seen at once in the new sweep', async () => {
  const hand = new Hand();
  const { plan, cells } = hand.service.jobs.get('job-1')!;
  const payload = makePayload(plan.axes, { job: 'job-1', text: SWEEP });
  payload.cells.forEach((cell, k) => Object.assign(cell, { id: cells[k].id, image: cells[k].image }));
  hand.model.showPayload(payload, true);
  await settle();
  await (await hand.write('cfg_scale', '9')).draw();
  const thumbnails = hand.model.snapshot.sweep!.cells.map(({ thumbnail }) => thumbnail !== null);
  expect(thumbnails).toEqual([true, true, false, true, true, false]);
});

test('a value that is there already is not written twice', async () => {
  const hand = await (await (await new Hand().show()).write('cfg_scale', '5,9')).draw();
  expect(hand.service.sent('submit')).toEqual(['%%sweep seed=1,2 cfg=3,5,9\na cat']);
});

test('what a person chose to see stays: layout, hidden values, size, and the picture in focus', async () => {
  const hand = await new Hand().show();
  const { model } = hand;
  model.placing.swap();
  model.sizing.setSize(90);
  model.walk.showValues(shown => withoutValue(shown, hand.axis('cfg_scale'), 0));
  model.walk.focusCell('job-1-3');
  await (await hand.write('cfg_scale', '4.5')).draw();
  const { sheet, view, sweep, focus } = model.snapshot;
  expect([sheet?.layout, view.size]).toEqual([{ x: 'cfg_scale', y: 'seed' }, 90]);
  expect(sheet?.arrangement.values[1].map(value => sweep?.axes[1].labels[value])).toEqual(['4.5', '5']);
  expect(sweep?.cells[focus].params).toMatchObject({ seed: 2, cfg_scale: 5 });
});

test('a number that is none is told at once, and nothing is asked or sent', async () => {
  const hand = await (await new Hand().show()).write('cfg_scale', '9,seven');
  const [row] = hand.model.snapshot.edits.rows!;
  expect(hand.model.edits.faultsOf(row)).toMatchObject([{ start: 2, length: 5 }]);
  expect(hand.model.edits.faultsOf(row)[0].message).toContain('seven');
  await hand.draw();
  expect([hand.service.sent('plan'), hand.service.sent('submit')]).toEqual([[], []]);
});

test('what the service refuses is said, and what was written stays', async () => {
  const hand = await new Hand().show();
  hand.service.refuse = failure(400, 'too_many_cells', 'Too many.');
  await (await hand.write('cfg_scale', '9')).draw();
  expect(hand.model.snapshot.edits).toMatchObject({
    rows: [{ axis: 'cfg_scale', typed: '9' }],
    refused: { error: { message: 'Too many.' } },
    sending: false
  });
});

test('a removed value is gone for good, until it is undone', async () => {
  const hand = await new Hand().show();
  await hand.model.edits.remove(hand.axis('seed'), 0);
  expect([hand.axes, hand.states]).toEqual([[['3', '5']], 'dd']);
  expect(hand.service.sent('submit')).toEqual(['%%sweep seed=2 cfg=3,5\na cat']);
  await hand.model.edits.changes.undo();
  expect([hand.axes.length, hand.model.snapshot.sweep?.job]).toEqual([2, 'job-1']);
  expect(hand.model.edits.changes.canUndo).toBe(false);
});

test('of a sweep that is still drawn only the removed cells are called off', async () => {
  const hand = await (await (await new Hand().show()).write('cfg_scale', '9,11')).draw();
  hand.service.asked.length = 0;
  await hand.model.edits.remove(hand.axis('cfg_scale'), 3);
  expect(hand.service.asked.filter(asked => asked.startsWith('cancel'))).toEqual([
    'cancel job-2 3',
    'cancel job-2 7'
  ]);
});

test('what was called off with a removed value is drawn after all once that is undone', async () => {
  const hand = await (await (await new Hand().show()).write('cfg_scale', '9,11')).draw();
  await hand.model.edits.remove(hand.axis('cfg_scale'), 3);
  hand.service.asked.length = 0;
  await hand.model.edits.changes.undo();
  expect(hand.service.asked.filter(asked => /^(retry|job)/.test(asked)).slice(0, 3)).toEqual([
    'retry job-2 3',
    'retry job-2 7',
    'job job-2'
  ]);
  // What nobody called off is nobody's to begin again.
  hand.service.asked.length = 0;
  await hand.model.edits.changes.undo();
  expect(hand.service.asked.filter(asked => asked.startsWith('retry'))).toEqual([]);
});

test('one value can be made that of all', async () => {
  const hand = await new Hand().show();
  hand.model.walk.focusCell('job-1-3');
  await hand.model.edits.settle(hand.axis('cfg_scale'), 1);
  expect(hand.axes).toEqual([['1', '2']]);
  const { sweep, focus, edits } = hand.model.snapshot;
  expect(sweep?.cells[focus].index).toEqual([1]);
  expect(edits.last?.words).toBe('CFG scale is 5 everywhere now.');
});

test('the cell’s own text takes what was changed, and gives it back', async () => {
  const mine = '%%sweep seed=1..2 cfg=$scales  # mine\na cat';
  const hand = new Hand(SWEEP, mine);
  await (await (await hand.show()).write('cfg_scale', '9')).draw();
  hand.model.edits.changes.putIntoCell();
  expect(hand.cellText).toBe('%%sweep seed=1..2 cfg=$scales,9  # mine\na cat');
  expect(hand.model.snapshot.edits.last?.cell).toBe('same');
  await hand.model.edits.changes.undo();
  expect(hand.cellText).toBe(mine);
});

test('several changes are put into the cell at once; one that was edited since is left alone by an undo', async () => {
  const hand = await new Hand().show();
  await (await hand.write('cfg_scale', '9')).draw();
  await hand.model.edits.remove(hand.axis('seed'), 1);
  hand.model.edits.changes.putIntoCell();
  expect(hand.cellText).toBe('%%sweep seed=1 cfg=3,5,9\na cat');
  hand.cellText += ' with a hat';
  await hand.model.edits.changes.undo();
  expect(hand.cellText).toBe('%%sweep seed=1 cfg=3,5,9\na cat with a hat');
});

test('a cell that doesn’t hold the axis is not offered to be changed', async () => {
  const hand = new Hand(SWEEP, '%%sweep seed=1,2\na dog');
  await (await (await hand.show()).write('cfg_scale', '9')).draw();
  expect(hand.model.snapshot.edits.last?.cell).toBe('none');
});

test('a kernel that goes on telling of the sweep before doesn’t bring it back', async () => {
  const hand = new Hand();
  const first = (): ReturnType<typeof makePayload> =>
    makePayload(hand.service.jobs.get('job-1')!.plan.axes, { job: 'job-1' });
  hand.model.showPayload(first(), true);
  await settle();
  await (await hand.write('cfg_scale', '9')).draw();
  hand.model.showPayload(first(), true);
  await settle();
  expect(hand.model.snapshot.sweep?.job).toBe('job-2');
  // Another run of the cell is another sweep.
  hand.model.showPayload(makePayload(hand.service.jobs.get('job-1')!.plan.axes, { job: 'job-9' }), true);
  expect([hand.model.snapshot.sweep?.job, hand.model.edits.changes.canUndo]).toEqual(['job-9', false]);
});

test('around a cell every axis of numbers is refined, seeds are not', async () => {
  const hand = await new Hand('%%sweep seed=1,2 cfg=2,6,12\na cat').show();
  const [, cell] = hand.model.snapshot.sweep!.cells;
  expect(hand.model.edits.canRefine(cell)).toBe(true);
  hand.model.edits.refine(cell, '.here');
  expect(hand.model.snapshot.edits).toMatchObject({
    rows: [{ axis: 'cfg_scale', typed: '4,9' }],
    around: 'CFG scale 6'
  });
  await hand.draw();
  expect(hand.axes[1]).toEqual(['2', '4', '6', '9', '12']);
});

test('without the service nothing can be changed', async () => {
  const hand = new Hand();
  const payload = makePayload(hand.service.jobs.get('job-1')!.plan.axes, { job: 'job-1', text: SWEEP });
  hand.model.showPayload(payload, false);
  await settle();
  expect(hand.model.edits.canChange(hand.axis('cfg_scale'))).toBe(false);
});

/** Holds back the answers of a service until they are let go. */
function held(service: SweepService, name: 'job' | 'submit' | 'plan'): () => Promise<void> {
  let letGo!: () => void;
  const gate = new Promise<void>(resolve => (letGo = resolve));
  const real = service[name].bind(service) as (asked: never) => Promise<never>;
  (jest.spyOn(service, name) as jest.SpyInstance).mockImplementation(async (asked: never) => {
    const answer = await real(asked);
    await gate;
    return answer;
  });
  return async () => {
    letGo();
    await settle();
  };
}

test.each(['undone', 'widened'])(
  'a sweep that is %s while its cell is run again gives way to that run',
  async what => {
    const hand = await new Hand().show();
    await (await hand.write('cfg_scale', '9')).draw();
    await hand.write('cfg_scale', '11');
    const letGo = held(hand.service, what === 'undone' ? 'job' : 'submit');
    void (what === 'undone' ? hand.model.edits.changes.undo() : hand.model.edits.draw());
    await settle();
    jest.spyOn(hand.service, 'job').mockResolvedValue({ ...hand.service.current, id: 'job-9' });
    hand.model.showPayload(
      makePayload(hand.service.jobs.get('job-1')!.plan.axes, { job: 'job-9', state: 'done' }),
      true
    );
    await letGo();
    expect(hand.model.snapshot.sweep?.job).toBe('job-9');
    expect(hand.model.edits.changes.canUndo).toBe(false);
  }
);

test('a grid that is closed while a change is undone follows nothing after that', async () => {
  const hand = await new Hand().show();
  await (await hand.write('cfg_scale', '9')).draw();
  const letGo = held(hand.service, 'job');
  void hand.model.edits.changes.undo();
  await settle();
  hand.model.dispose();
  const shown = hand.model.session.sweep?.job;
  await letGo();
  expect([hand.model.session.sweep?.job, hand.service.openLines]).toEqual([shown, 0]);
});

test('what is sent is what stood there when it was sent, though more is typed meanwhile', async () => {
  const hand = await new Hand().show();
  hand.model.edits.open(hand.axis('cfg_scale'), '.here');
  hand.model.edits.type('cfg_scale', '9');
  const letGo = held(hand.service, 'plan');
  const drawn = hand.model.edits.draw();
  await settle();
  hand.model.edits.type('cfg_scale', '9,1');
  await letGo();
  await drawn;
  expect(hand.axes.at(-1)).toEqual(['3', '5', '9']);
});

test('a filter goes on meaning the same values when others come between them, and on the way back', async () => {
  const hand = await new Hand().show();
  const { filtering } = hand.model;
  filtering.toggle(true);
  filtering.addRule({ kind: 'value', axis: 'cfg_scale', values: [1] });
  filtering.addRule({ kind: 'words', words: 'cat' });
  const rules = (): unknown => filtering.content.filter.rules;
  await (await hand.write('cfg_scale', '4.5')).draw();
  expect(hand.axes.at(-1)).toEqual(['3', '4.5', '5']);
  expect(rules()).toEqual([
    { kind: 'value', axis: 'cfg_scale', values: [2] },
    { kind: 'words', words: 'cat' }
  ]);
  await hand.model.edits.changes.undo();
  expect(rules()).toContainEqual({ kind: 'value', axis: 'cfg_scale', values: [1] });
});

test('the pictures of a batch are more by as many as are written, in the cell too, and none is taken out', async () => {
  const hand = await new Hand('%%sweep seed=1,2 n=2\na cat').show();
  const { edits } = hand.model;
  const pictures = hand.axis('image');
  expect([edits.canAdd(pictures), edits.canChange(pictures)]).toEqual([true, false]);
  await hand.write('image', '2,3');
  expect(edits.faultsOf({ axis: 'image', typed: '2,3' })).toHaveLength(1);
  await (await hand.write('image', '2')).draw();
  expect(hand.service.sent('submit')).toEqual(['%%sweep seed=1,2 n=4\na cat']);
  expect([hand.axes.at(-1), hand.states]).toEqual([['1', '2', '3', '4'], 'ddqqddqq']);
  edits.changes.putIntoCell();
  expect(hand.cellText).toBe('%%sweep seed=1,2 n=4\na cat');
});
