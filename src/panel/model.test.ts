import { Signal } from '@lumino/signaling';
import type { Plan } from '../../schema/wire';
import { DiffusionFailure } from '../client/failure';
import { JobList } from '../client/job-list';
import { textIn } from '../i18n/text';
import type { IDiffusionClient } from '../tokens';
import { emptyForm, makeAxis, setText } from './form';
import { PanelModel } from './model';
import { limitAsked } from './submit';

const plan = {
  cells: 4,
  cached: 0,
  base: {},
  origins: {},
  axes: [],
  layout: {},
  fields: {},
  spec: { base: {}, axes: [] }
} as unknown as Plan;

function panel(client: Partial<IDiffusionClient> = {}): {
  model: PanelModel;
  submitted: [string, string][];
  opened: string[];
  inserted: string[];
  jobs: JobList;
} {
  const submitted: [string, string][] = [];
  const opened: string[] = [];
  const inserted: string[] = [];
  let keys = 0;
  const fake: Partial<IDiffusionClient> = {
    changed: new Signal({} as IDiffusionClient),
    plan: async () => plan,
    refresh: async () => undefined,
    submit: async (request, key) => {
      submitted.push([(request as { text: string }).text, key]);
      return {
        id: `job-${key}`,
        seq: 1,
        state: 'queued',
        created: '',
        cells: [],
        plan: { base: { seed: 77 } }
      } as never;
    },
    ...client
  };
  const jobs = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => ({ jobs: [], cursor: null, paused: false })
  });
  const model = new PanelModel({
    client: fake as IDiffusionClient,
    jobs,
    bridge: {
      insertCell: async text => void inserted.push(text),
      activeCellText: () => '%%sweep seed=1..4\na cat',
      openJob: async id => void opened.push(id)
    },
    words: textIn('en'),
    newKey: () => `key-${++keys}`
  });
  return { model, submitted, opened, inserted, jobs };
}

const house = setText({ ...emptyForm, prompt: 'a house' }, 'steps', '8');

test('a run submits the exact text and shows the job', async () => {
  const { model, submitted, opened } = panel();
  model.edit(house);
  await model.runs.run();
  expect(submitted).toEqual([['%%sweep steps=8\na house', 'key-1']]);
  expect(opened).toEqual(['job-key-1']);
  expect(model.jobs.lastSeed()).toBe(77);
});

test('a sample says so in the text, and the form doesn’t', async () => {
  const { model, submitted } = panel();
  model.edit(house);
  await model.runs.run({ sample: 40 });
  expect(submitted[0][0]).toBe('%%sweep steps=8 sample=40\na house');
  expect(model.composed.text).toBe('%%sweep steps=8\na house');
});

test('a submit without an answer is repeated under the same key, a refused one isn’t', async () => {
  const failures = [
    new DiffusionFailure(0, { code: 'unreachable', message: 'no' }),
    new DiffusionFailure(409, { code: 'conflict', message: 'no' })
  ];
  const keys: string[] = [];
  const { model } = panel({
    submit: async (_, key) => {
      keys.push(key);
      throw failures.shift() ?? new DiffusionFailure(0, { code: 'unreachable', message: 'no' });
    }
  });
  model.edit(house);
  await model.runs.run();
  expect(model.state.refused?.status).toBe(0);
  await model.runs.run();
  await model.runs.run();
  expect(keys).toEqual(['key-1', 'key-1', 'key-2']);
});

test('nothing runs and nothing is inserted without a prompt', async () => {
  const { model, submitted, inserted } = panel();
  await model.runs.run();
  await model.runs.insert();
  expect([submitted, inserted]).toEqual([[], []]);
});

test('what is inserted is drawn as in the panel: no variable of the kernel takes the place of its words', async () => {
  const { model, inserted } = panel();
  model.edit({ ...house, prompt: 'a $house for $5, {2$$a|b}' });
  await model.runs.insert();
  expect(inserted[0]).toContain('a \\$house for $5, {2$$a|b}');
});

test('the active cell fills the form, and the form before it comes back', async () => {
  const loaded = {
    ...plan,
    fields: { seed: '1..4' },
    spec: { base: { prompt: 'a cat' }, axes: [{ param: 'seed', values: [1, 2, 3, 4] }] }
  };
  const { model } = panel({ plan: async () => loaded as Plan });
  model.edit(house);
  await model.intake.loadFromCell();
  expect(model.state.form).toMatchObject({ prompt: 'a cat', fields: { seed: { text: '1..4', axis: true } } });
  model.undo();
  expect(model.state.form).toBe(house);
});

test('a cell that can’t be read leaves the form and says where', async () => {
  const { model } = panel({
    plan: async () => {
      throw new DiffusionFailure(400, {
        code: 'x',
        message: 'wrong',
        where: { line: 1, column: 27, length: 5 }
      });
    }
  });
  model.edit(house);
  await model.intake.loadFromCell();
  expect(model.state.note).toEqual({ text: '1:27 wrong', bad: true, undo: null });
  expect(model.state.form).toBe(house);
});

test('the focus goes to the first plain fault, and opens the section that hides it', () => {
  const { model } = panel();
  model.edit(makeAxis(house, 'eta', '0,7'));
  model.showFault();
  expect(model.takeFocus('steps')).toBeNull();
  expect(model.takeFocus('eta')).toMatchObject({ place: { start: 2, length: 1 } });
  expect(model.takeFocus('eta')).toBeNull();
  expect(model.state.open).toMatchObject({ parameters: true, more: true });
});

test('the limit that a refusal asks for is one of its facts; no other refusal has one', () => {
  const facts = { cells: 1200, limit: 400 };
  const refusal = (code: string): DiffusionFailure =>
    new DiffusionFailure(400, { code, facts, message: 'm' });
  expect(limitAsked(refusal('too_many_cells'))).toEqual(facts);
  expect(limitAsked(refusal('too_many_combinations'))).toBeNull();
  expect(limitAsked(new DiffusionFailure(400, { code: 'too_many_cells', message: 'm' }))).toBeNull();
});

test('while what the form says is drawn, its figures follow', async () => {
  jest.useFakeTimers();
  try {
    const asked: string[] = [];
    const { model, jobs } = panel({
      plan: async request => {
        asked.push((request as { text: string }).text);
        return plan;
      }
    });
    model.edit(setText(house, 'seed', '1..4'));
    await jest.advanceTimersByTimeAsync(500);
    const { text } = model.composed;
    const job = (done: number, of = text): never =>
      ({
        ...{ id: 'job-1', seq: done, state: 'running', created: '', text: of, thumbnails: [] },
        plan: { base: {}, origins: {} },
        progress: { cells_done: done, cells_total: 4 }
      }) as never;
    jobs.put(job(1));
    jobs.put(job(2));
    await jest.advanceTimersByTimeAsync(1_500);
    jobs.put(job(3, 'another text'));
    await jest.advanceTimersByTimeAsync(1_500);
    expect(asked).toEqual([text, text]);
  } finally {
    jest.useRealTimers();
  }
});
