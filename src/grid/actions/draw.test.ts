import type { Cell } from '../../../schema/wire';
import type { GridModel } from '../grid-model';
import { runKey } from '../keys';
import {
  axis,
  cellsOf,
  diagnosis,
  FakeClient,
  gridOf,
  makeJob,
  makePayload,
  pressKey,
  settle
} from '../testing';
import { cellMenu } from '../components/cell-menu';

const axes = [axis('seed', [1, 2, 3])];
const everything = diagnosis({ code: 'queue_paused', title: 'Everything is paused' });

/** A grid of three cells, the keyboard at the second. */
async function gridWith(states: readonly Cell['state'][], change = {}): Promise<[GridModel, FakeClient]> {
  const cells = cellsOf(axes, 'done').map((cell, at) => ({ ...cell, state: states[at] }));
  const service = new FakeClient(makeJob(axes, { state: 'running', seq: 4, cells, ...change }));
  const model = gridOf(service);
  model.showPayload(makePayload(axes, { state: 'running' }), true);
  await settle();
  model.walk.goTo('cell-1');
  return [model, service];
}
const pressN = (model: GridModel): boolean =>
  pressKey('n', false, (event, target) => runKey(model, event, target));
const menuOf = (model: GridModel): string[] =>
  cellMenu(model, model.focused!).flatMap(item => (item === 'line' ? [] : [item.label]));

test('what is asked for next while nothing is drawn is marked, and told', async () => {
  const [model, service] = await gridWith(['done', 'queued', 'queued'], {
    state: 'paused',
    diagnosis: everything
  });
  expect(model.snapshot.next).toBeNull();
  pressN(model);
  await settle();
  expect([model.snapshot.next, service.asked.at(-1)]).toEqual(['cell-1', 'next job-1 1']);
  expect(model.announced).toBe('This cell is drawn next, once drawing goes on.');
});

test('N says why not at a cell that is drawn', async () => {
  const [model, service] = await gridWith(['done', 'running', 'queued']);
  const before = service.asked.length;
  expect(pressN(model)).toBe(true);
  await settle();
  const { note } = model.snapshot;
  expect([note?.lines[0].words, note?.cell]).toEqual(['This cell is being drawn already.', 'cell-1']);
  expect(service.asked.length).toBe(before);
});

test('without the service N says that it needs one', async () => {
  const [model] = await gridWith(['done', 'done', 'done']);
  model.showPayload(makePayload(axes, { job: null }), true);
  await settle();
  model.session.attachment = 'unreachable';
  pressN(model);
  expect(model.snapshot.note?.lines[0].words).toBe('This needs the drawing service.');
});

test.each<[Cell['state'], string, Cell['state'][]]>([
  ['cancelled', 'Draw this cell', ['done', 'cancelled', 'failed']],
  ['failed', 'Retry', ['cancelled', 'failed', 'done']],
  ['failed', 'Retry', ['done', 'failed', 'done']]
])('a cell that is %s is drawn by itself, and no other', async (_, label, states) => {
  const [model, service] = await gridWith(states, { state: 'failed' });
  expect(menuOf(model)).toContain(label);
  pressN(model);
  await settle();
  expect(service.asked.filter(each => each.startsWith('retry'))).toEqual(['retry job-1 1']);
});

test('the menu of a missing cell draws all that are missing, where there are others', async () => {
  const [model] = await gridWith(['failed', 'cancelled', 'done'], { state: 'failed' });
  expect(menuOf(model)).toContain('Retry all 2 missing');
  const [alone] = await gridWith(['done', 'cancelled', 'done'], { state: 'failed' });
  expect(menuOf(alone).filter(each => /^Retry all/.test(each))).toEqual([]);
});

test('drawn again while everything is paused: when that will be is told', async () => {
  const [model, service] = await gridWith(['done', 'done', 'done'], { state: 'done' });
  Object.assign(service.client, { health: { code: 'queue_paused' } });
  pressN(model);
  await settle();
  expect(service.asked.at(-1)).toBe('again job-1 1');
  expect(model.snapshot.note?.lines[0].words).toMatch(
    /^Everything is paused\. This cell is drawn again once/
  );
});
