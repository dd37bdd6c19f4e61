import { act } from 'react';
import type { SweepPayload } from '../../../schema/payload';
import {
  axis,
  cellsOf,
  diagnosis,
  english,
  failure,
  FakeClient,
  gridOf,
  hash,
  makeJob,
  makePayload,
  progress,
  settle
} from '../testing';
import { openMenuAt, type MenuItem } from '../../ui';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

jest.mock('../../ui/menu', () => ({ ...jest.requireActual('../../ui/menu'), openMenuAt: jest.fn() }));

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [3, 5])];
const page = useTestPage();
const { all } = page;

async function draw(
  payload: SweepPayload,
  options: { trusted?: boolean; refuse?: unknown } = {}
): Promise<FakeClient> {
  const service = new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells: cellsOf(axes, 'done') }));
  service.refuse = options.refuse ?? null;
  const model = gridOf(service);
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showPayload(payload, options.trusted ?? true);
    await settle();
  });
  return service;
}

/** Draws the grid of a job as the service has it. */
async function show(service: FakeClient): Promise<void> {
  const model = gridOf(service);
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showJob('job-1');
    await settle();
  });
}

const one = (selector: string): HTMLElement => all(selector)[0];
function press(key: string): void {
  act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
}

test('a value is hidden at its header, which is said until it is shown again', async () => {
  await draw(makePayload(axes));
  const items: MenuItem[] = [];
  jest.mocked(openMenuAt).mockImplementation(async all => void items.push(...all));
  act(() => all('.jd-Col')[1].click());
  const labels = items.map(item => (item === 'line' ? item : item.label));
  // The panel is no part of this page.
  expect(labels).toEqual([
    ...['Only 2', 'Hide 2', 'line', 'Left', 'Right', 'line', 'Sort rising', 'Sort falling', 'As written'],
    ...['line', 'Add values …', 'Remove 2 from the sweep', 'Keep 2 only, without this axis']
  ]);
  act(() => (items[1] as Exclude<MenuItem, 'line'>).run());
  expect(all('.jd-Col').map(node => node.textContent)).toEqual(['1', '3']);
  expect(one('.jd-Hidden').textContent).toBe('Seed 2 hiddenShow');
  expect(all('[role=gridcell]')).toHaveLength(4);
  act(() => one('.jd-Hidden button').click());
  expect(all('.jd-Hidden')).toHaveLength(0);
  expect(all('.jd-Col')).toHaveLength(3);
});

test('the sheet is a grid with real counts, headers, and names that say what a cell is', async () => {
  await draw(makePayload(axes));
  expect(one('[role=grid]').getAttribute('aria-rowcount')).toBe('3');
  expect(one('[role=grid]').getAttribute('aria-colcount')).toBe('4');
  expect(all('.jd-Col').map(node => node.textContent)).toEqual(['1', '2', '3']);
  expect(all('.jd-Row').map(node => node.textContent)).toEqual(['3', '5']);
  expect(all('[role=gridcell]').map(node => node.getAttribute('aria-label'))[1]).toBe(
    'Seed 2, CFG scale 3, done'
  );
});

test('the Tab key reaches one cell, and arrows move the focus in the page', async () => {
  await draw(makePayload(axes));
  expect(all('[role=gridcell][tabindex="0"]')).toHaveLength(1);
  act(() => one('[role=gridcell][tabindex="0"]').focus());
  press('ArrowRight');
  expect(document.activeElement?.getAttribute('data-cell')).toBe('cell-2');
  expect(document.activeElement?.getAttribute('tabindex')).toBe('0');
});

test('pictures come from the service where it knows the job, in the form and size asked for', async () => {
  await draw(makePayload(axes));
  expect(one('img').getAttribute('src')).toBe(`/images/${hash(0)}?format=webp&max=undefined`);
  expect(one('img').getAttribute('loading')).toBe('lazy');
});

test.each([
  ['an untrusted notebook', { trusted: false }, 'isn’t trusted'],
  [
    'a service that doesn’t answer',
    { refuse: failure(0, 'unreachable', 'Nobody is there.') },
    'Nobody is there. Shown from the notebook.'
  ],
  ['a service that doesn’t know the job', { refuse: failure(404, 'not_found') }, 'doesn’t know this job']
] as [string, { trusted?: boolean; refuse?: unknown }, string][])(
  '%s shows thumbnails only, and says why',
  async (_, options, words) => {
    const service = await draw(makePayload(axes), options);
    expect(all('img').every(node => node.getAttribute('src')?.startsWith('data:image/webp;base64,'))).toBe(
      true
    );
    expect(one('.jd-Under').textContent).toContain(words);
    expect(service.asked.length).toBe(options.trusted === false ? 0 : 1);
  }
);

test('Enter shows the full picture as PNG with its neighbours, Escape leads back to the same cell', async () => {
  await draw(makePayload(axes));
  act(() => one('[data-cell=cell-3]').focus());
  press('Enter');
  expect(one('.jd-Full-picture > img').getAttribute('src')).toContain(`${hash(3)}?format=png`);
  expect(all('.jd-Strip').map(strip => strip.querySelectorAll('button').length)).toEqual([3, 2]);
  expect(one('.jd-mod-varying').textContent).toBe('Seed2CFG scale5');
  press('ArrowRight');
  expect(one('.jd-Full-picture > img').getAttribute('src')).toContain(hash(5));
  press('Escape');
  expect(document.activeElement?.getAttribute('data-cell')).toBe('cell-5');
});

test('the reference lies over the cell in focus before it is asked for, and is seen as long as the key is held', async () => {
  await draw(makePayload(axes));
  act(() => one('[data-cell=cell-3]').focus());
  const blink = (): [string | null | undefined, boolean][] =>
    all('.jd-Blink').map(node => [
      node.querySelector('img')?.getAttribute('src'),
      node.classList.contains('jd-mod-seen')
    ]);
  const [[source]] = blink();
  expect(source).toContain(hash(0));
  expect(one('[data-cell=cell-3] .jd-Blink-name').textContent).toBe('Reference Seed 1 · CFG scale 3');
  press(' ');
  expect(blink()).toEqual([[source, true]]);
  act(
    () => void document.activeElement!.dispatchEvent(new KeyboardEvent('keyup', { key: ' ', bubbles: true }))
  );
  expect(blink()).toEqual([[source, false]]);
  press('Enter');
  await act(settle);
  expect(blink()).toEqual([[`/images/${hash(0)}?format=png&max=undefined`, false]]);
  press(' ');
  act(() => (document.activeElement as HTMLElement).blur());
  expect(blink()[0][1]).toBe(false);
});

test('a failed cell says why, and offers to try again only where somebody can', async () => {
  const cells = makePayload(axes).cells.map((cell, at) =>
    at === 0
      ? {
          ...cell,
          state: 'failed' as const,
          image: null,
          thumbnail: null,
          error: { code: 'x', message: 'Not a number' }
        }
      : cell
  );
  await draw(makePayload(axes, { cells }), { trusted: false });
  expect(one('.jd-mod-failed').textContent).toContain('Not a number');
  expect(all('.jd-mod-failed button')).toHaveLength(0);
});

test('what a prompt says is text, never markup', async () => {
  const prompt = '<img src=x onerror=alert(1)>';
  await draw(makePayload(axes, { base: { prompt } }), { trusted: false });
  expect(one('.jd-Common b').textContent).toBe(prompt);
  expect(all('[onerror]')).toEqual([]);
});

test('a sweep that could not start shows its sentence and place', async () => {
  const error = {
    code: 'not_a_number',
    message: '"seven" is not a number.',
    hint: 'try 3,5,7',
    where: { line: 1, column: 27, length: 5 }
  };
  await draw(makePayload([], { job: null, cells: [], error }));
  expect(one('[role=alert]').textContent).toBe('1:27 "seven" is not a number.try 3,5,7');
});

test('a picture that the service lost falls back to the notebook’s', async () => {
  await draw(makePayload(axes));
  act(() => void one('img').dispatchEvent(new Event('error')));
  expect(one('img').getAttribute('src')).toContain('data:image/webp');
});

test('a cell that is drawn has its step in two lengths: a narrow one shows the short alone', async () => {
  const service = new FakeClient(
    makeJob(axes, { state: 'running', seq: 4, cells: cellsOf(axes, 'running') })
  );
  await show(service);
  await act(async () => {
    service.tell({ type: 'step', cells: [{ id: 'cell-0', step: 98, steps: 150 }], progress: progress() });
    await settle();
  });
  const words = (length: string): string => one(`.jd-mod-step .jd-mod-${length}`).textContent ?? '';
  expect([words('whole'), words('short')]).toEqual(['98 of 150', '98']);
});

test('what holds a job up is told in words, without its code', async () => {
  const held = diagnosis({ code: 'disk_full', title: 'Paused: the disk is full' });
  const service = new FakeClient(makeJob(axes, { state: 'paused', seq: 4, diagnosis: held }));
  await show(service);
  expect(one('.jd-Card h3').textContent).toBe('Paused: the disk is full');
  expect(one('.jd-Card').textContent).not.toContain('disk_full');
});

test('a job of which nothing is known yet is asked for, and nothing is drawn over and over', async () => {
  const service = new FakeClient(makeJob(axes));
  const model = gridOf(service);
  act(() => page.root.render(<GridView model={model} text={english} />));
  expect(one('.jd-Under').textContent).toBe('Asking the service for this job');
  service.refuse = failure(404, 'not_found');
  await act(async () => {
    model.showJob('job-1');
    await settle();
  });
  expect(one('[role=alert]').textContent).toContain('doesn’t know this job');
  expect(one('[role=alert] button').textContent).toBe('Try again');
});

test('remarks stand quietly over the sheet, with their places, and the fourth and later ones are folded', async () => {
  const remarks = [1, 2, 3, 4, 5].map(column => ({
    code: 'no_effect',
    message: `Remark ${column}.`,
    where: { line: 1, column, length: 1 }
  }));
  await draw(makePayload(axes, { remarks }), { trusted: false });
  expect(all('.jd-Remarks li').map(node => node.textContent)).toEqual([
    '1:1 Remark 1.',
    '1:2 Remark 2.',
    '1:3 Remark 3.',
    'and 2 more'
  ]);
  act(() => one('.jd-Remarks-more').click());
  expect(all('.jd-Remarks li')).toHaveLength(5);
  expect(all('.jd-Remarks [role=alert]')).toHaveLength(0);
});
