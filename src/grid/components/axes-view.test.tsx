import { act } from 'react';
import { PLAN_DELAY_MS } from '../../client/plan-watch';
import { SweepService } from '../axes/testing';
import type { GridModel } from '../grid-model';
import { axis, cellsOf, english, FakeClient, gridOf, makeJob, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const page = useTestPage();
const { all } = page;
const one = (selector: string): HTMLElement => all(selector)[0];
const inPage = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)];

beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

async function show(service: FakeClient): Promise<GridModel> {
  const model = gridOf(service);
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showJob('job-1');
    await settle();
  });
  return model;
}

async function type(words: string): Promise<void> {
  const [field] = inPage('.jd-AddValues input') as HTMLInputElement[];
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, words);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await jest.advanceTimersByTimeAsync(PLAN_DELAY_MS + 1);
  });
}

function press(node: HTMLElement, key: string): Promise<void> {
  return act(async () => {
    node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settle();
  });
}

test('the + of an axis opens a field: what is typed is shown as chips, with its price and a button that says what it does', async () => {
  await show(new SweepService('%%sweep seed=1,2 cfg=3,5\na cat'));
  expect(all('.jd-Add').map(node => node.getAttribute('aria-label'))).toEqual([
    'Add values to Seed',
    'Add values to CFG scale'
  ]);
  act(() => all('.jd-Add')[1].click());
  const [field] = inPage('.jd-AddValues input');
  expect([document.activeElement, field.getAttribute('placeholder')]).toEqual([field, 'such as 7,9']);
  await type('9, 5');
  expect(inPage('.jd-AddValues .jd-Chip').map(node => [node.textContent, node.className])).toEqual([
    ['9', 'jd-Chip jd-mod-new']
  ]);
  expect(inPage('.jd-AddValues-do')[0].textContent).toBe('Draw 2 cells');
  await type('5');
  expect(inPage('.jd-AddValues p')[0].textContent).toBe('The grid has these values already.');
  expect(inPage('.jd-AddValues-do')).toEqual([]);
  await type('x');
  expect(inPage('.jd-AddValues [role=alert]')[0].textContent).toContain('is not a number');
  expect(inPage('.jd-Chip')[0].className).toContain('jd-mod-wrong');
  await press(field, 'Escape');
  expect(inPage('.jd-AddValues')).toEqual([]);
  expect(document.activeElement).toBe(all('.jd-Add')[1]);
});

test('Enter draws, the grid goes on with the wider sweep and says so', async () => {
  await show(new SweepService('%%sweep seed=1,2 cfg=3,5\na cat'));
  act(() => all('.jd-Add')[1].click());
  await type('9');
  await press(inPage('.jd-AddValues input')[0], 'Enter');
  await act(settle);
  expect(all('.jd-Row').map(node => node.textContent)).toEqual(['3', '5', '9']);
  expect(all('.jd-Cell.jd-mod-queued')).toHaveLength(2);
  expect(one('.jd-Under').textContent).toBe('CFG scale: 9 added.Undo');
  await act(async () => {
    one('.jd-Under .jd-Button').click();
    await settle();
  });
  expect(all('.jd-Row')).toHaveLength(2);
});

const axes = [axis('seed', [1, 2]), axis('cfg_scale', [3, 5]), axis('image', [1, 2, 3, 4])];
const batch = (): FakeClient =>
  new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells: cellsOf(axes, 'done') }));

test('an outer header of numbers has the name of its axis, a batch as “Picture 1”', async () => {
  const model = await show(batch());
  act(() => model.placing.assign('xx', 'image'));
  expect(all('.jd-Super-col').map(node => node.textContent)).toEqual([
    ...['Picture 1', 'Picture 2', 'Picture 3', 'Picture 4']
  ]);
});

test('a batch lies within its cell, under one header, and every picture is a cell with a name', async () => {
  const model = await show(batch());
  act(() => model.placing.place('inside', 'image'));
  expect(all('.jd-Col').map(node => [node.textContent, node.getAttribute('aria-colspan')])).toEqual([
    ['1', '2'],
    ['2', '2']
  ]);
  expect(all('.jd-Row').map(node => node.textContent)).toEqual(['3', '5']);
  const names = all('[role=row]').map(row =>
    [...row.querySelectorAll('[role=gridcell]')].map(
      node => node.getAttribute('aria-label')!.match(/Picture \d/)![0]
    )
  );
  expect(names.slice(1, 3)).toEqual([
    ['Picture 1', 'Picture 2', 'Picture 1', 'Picture 2'],
    ['Picture 3', 'Picture 4', 'Picture 3', 'Picture 4']
  ]);
});

test('an axis without a place is a slider that says its value', async () => {
  const model = await show(batch());
  act(() => model.placing.place('slider', 'seed'));
  const slider = one('.jd-AxisSlider input') as HTMLInputElement;
  expect([slider.getAttribute('aria-label'), slider.getAttribute('aria-valuetext'), slider.max]).toEqual([
    ...['Seed', '1', '1']
  ]);
  act(() => model.walk.pin('seed', 1));
  expect(slider.getAttribute('aria-valuetext')).toBe('2');
  // The keyboard goes along with what is seen.
  expect(all('[role=gridcell][tabindex="0"]')).toHaveLength(1);
});

test('while an axis is dragged its places are shown, and it lies where it is let go', async () => {
  const model = await show(batch());
  act(() => model.placing.drag('seed'));
  expect(all('.jd-Drop-place').map(node => node.textContent)).toEqual([
    ...['ColumnsSeed', 'RowsCFG scale', 'Outer columnsPicture', 'Outer rows', 'In the cell', 'Slider']
  ]);
  act(
    () => void one('[data-place=yy]').dispatchEvent(new Event('drop', { bubbles: true, cancelable: true }))
  );
  expect(all('.jd-Drop')).toEqual([]);
  expect(model.snapshot.sheet?.layout).toEqual({ y: 'cfg_scale', xx: 'image', yy: 'seed' });
});

test('hidden values are counted at their axis, and are shown from there', async () => {
  const model = await show(batch());
  act(() => model.walk.showValues(shown => ({ ...shown, cfg_scale: [0] })));
  expect(all('.jd-End-hidden').map(node => [node.textContent, node.title])).toEqual([
    ['1 hidden', '1 value of CFG scale is hidden']
  ]);
});

test('what varies is written on each picture when that is asked for', async () => {
  const model = await show(batch());
  expect(all('.jd-Overlay')).toEqual([]);
  act(() => model.toggleOverlay());
  expect(one('.jd-Overlay').textContent).toBe('Seed 1CFG scale 3Picture 1');
});

test('flipping has a slider for each axis; what isn’t drawn is dashed there, and said', async () => {
  const cells = cellsOf(axes, 'done').map(cell =>
    cell.index[0] === 1 && cell.index[1] === 0 ? { ...cell, state: 'queued' as const, image: null } : cell
  );
  const model = await show(new FakeClient(makeJob(axes, { state: 'cancelled', seq: 4, cells })));
  await act(async () => {
    model.openFlip();
    await settle();
  });
  const [seed, cfg] = all('.jd-Flip-range') as HTMLInputElement[];
  expect(all('.jd-Flip-axis').map(node => node.querySelector('b')?.textContent)).toEqual([
    ...['Seed', 'CFG scale', 'Picture']
  ]);
  expect(all('.jd-Flip-tick.jd-mod-queued').map(node => node.textContent)).toEqual(['2']);
  act(() => model.walk.moveAlong('x', 1));
  expect(seed.getAttribute('aria-valuetext')).toBe('2, not drawn');
  expect(one('.jd-Full-empty').textContent).toBe('queued');
  act(() => model.walk.moveAlong('y', 1));
  expect([seed.getAttribute('aria-valuetext'), cfg.value]).toEqual(['2', '1']);
});
