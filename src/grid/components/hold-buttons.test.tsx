import { act } from 'react';
import {
  diagnosis,
  axis,
  english,
  FakeClient,
  FakeJobs,
  fakeHost,
  makeJob,
  makePayload,
  settle
} from '../testing';
import { GridModel } from '../grid-model';
import { runKey } from '../keys';
import type { JobState } from '../../../schema/wire';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const axes = [axis('seed', [1, 2, 3])];
const everything = diagnosis({ code: 'queue_paused', title: 'Everything is paused' });
const page = useTestPage();
const { all } = page;

async function draw(state: JobState, own: JobState, paused: boolean): Promise<GridModel> {
  const job = makeJob(axes, { state, seq: 4, diagnosis: paused ? everything : null });
  const service = new FakeClient(job);
  const jobs = new FakeJobs();
  jobs.tell({ ...job, ...(own !== state && { own_state: own }) });
  const { client } = service;
  const model = new GridModel({ client, jobs, text: english, bridge: null, host: fakeHost() });
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showPayload(makePayload(axes, { state }), true);
    await settle();
  });
  return model;
}

const one = (selector: string): HTMLElement => all(selector)[0];
const buttons = (): string[] =>
  all('.jd-Progress button').map(node => node.getAttribute('aria-label') ?? node.textContent ?? '');

test.each<[string, JobState, JobState, boolean, string[]]>([
  ['is drawn', 'running', 'running', false, ['Pause', 'Cancel']],
  ['is paused', 'paused', 'paused', false, ['Resume', 'Cancel']],
  ['waits with all others that are paused', 'paused', 'queued', true, ['Resume all', 'Cancel']],
  ['is paused as all others are', 'paused', 'paused', true, ['Resume all', 'Resume', 'Cancel']]
])('the progress line of a sweep that %s has the way on', async (_, state, own, paused, wanted) => {
  await draw(state, own, paused);
  expect(buttons()).toEqual(wanted);
  const words = one('.jd-Progress').textContent ?? '';
  expect(words.includes('this sweep by itself too')).toBe(paused && own === 'paused');
  const hint = all('.jd-Progress button').map(node => node.title);
  expect(hint.some(title => /also those of other notebooks/.test(title))).toBe(paused);
});

test('a count is never parted at the end of a line', async () => {
  await draw('running', 'running', false);
  const parts = all('.jd-Progress :is(b, .jd-Progress-part)').map(node => node.textContent);
  expect(parts.filter(words => /\d/.test(words ?? '')).length).toBeGreaterThan(0);
  expect(one('.jd-Progress .jd-grow').textContent).toBe(parts.join(' '));
});

test('the page of keys tells what can’t be used now, and why', async () => {
  const model = await draw('running', 'running', false);
  act(() => model.toggleHelp());
  const row = (words: string): HTMLElement =>
    all('.jd-Help dl > div').find(node => node.querySelector('dd')?.firstChild?.textContent === words)!;
  expect(row('Pick').className).toBe('jd-mod-off');
  expect(row('Pick').querySelector('.jd-Help-why')?.textContent).toBe('Once this cell is drawn.');
  expect(row('Recipe').querySelector('.jd-Help-why')?.textContent).toBe('In the full picture.');
  expect(row('Draw this cell next, or once more to compare').className).toBe('');
});

test('why a key does nothing stands at the cell until it is put away', async () => {
  const model = await draw('running', 'running', false);
  const cell = one('[data-cell="cell-0"]');
  cell.focus();
  act(() => void runKey(model, new KeyboardEvent('keydown', { key: 'p' }), cell));
  expect(one('.jd-GridNote').textContent).toBe('Once this cell is drawn.');
  expect(one('[aria-live=polite]').textContent).toBe('Once this cell is drawn.');
  act(() => one('.jd-GridNote button').click());
  expect(all('.jd-GridNote')).toEqual([]);
});

test('a cell that comes next once drawing goes on says so', async () => {
  const model = await draw('paused', 'paused', false);
  await act(async () => {
    await model.draws.next(model.focused!);
  });
  expect(one('[data-cell="cell-0"] .jd-Cell-next').textContent).toBe('nextonce drawing goes on');
});
