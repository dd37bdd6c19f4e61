import { act } from 'react';
import type { Cell } from '../../../schema/wire';
import type { GridModel } from '../grid-model';
import { axis, cellsOf, english, FakeClient, gridOf, makeJob, marked, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const axes = [axis('seed', [1, 2, 3])];
const page = useTestPage();
const { all } = page;
const one = (selector: string): HTMLElement => all(selector)[0];

/** A grid of three cells in the page; `change` says what is special of each. */
async function show(...change: Partial<Cell>[]): Promise<{ model: GridModel; service: FakeClient }> {
  const cells = cellsOf(axes, 'done').map((cell, at) => ({ ...cell, ...change[at] }));
  const service = new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells }));
  const model = gridOf(service);
  await act(async () => {
    page.root.render(<GridView model={model} text={english} />);
    model.showJob('job-1');
    await settle();
  });
  return { model, service };
}

async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
    );
    await settle();
  });
}

async function write(text: string): Promise<void> {
  await act(async () => {
    const field = document.activeElement as HTMLInputElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settle();
  });
}

const tags = (model: GridModel): string[] => model.snapshot.sweep!.cells[0].mark.tags;

test('T opens a field at the cell; commas and Enter part tags, Enter in the empty field leads back', async () => {
  const { model } = await show({}, { mark: marked({ tags: ['hands', 'handy'] }) });
  act(() => one('.jd-Cell').focus());
  await press('t');
  expect(document.activeElement?.getAttribute('role')).toBe('combobox');
  await write('good,手，ne');
  expect(tags(model)).toEqual(['good', '手']);
  expect((document.activeElement as HTMLInputElement).value).toBe('ne');
  await write('new');
  await press('Enter');
  expect(tags(model)).toEqual(['good', '手', 'new']);
  await press('Backspace');
  expect(tags(model)).toEqual(['good', '手']);
  await press('Enter');
  expect(all('.jd-TagField')).toHaveLength(0);
  expect(document.activeElement?.getAttribute('data-cell')).toBe('cell-0');
  expect(one('.jd-Cell .jd-Tag-said').textContent).toBe('good, 手');
});

test('tags in use are offered; arrows choose one and Enter takes it', async () => {
  const { model } = await show({}, { mark: marked({ tags: ['hands', 'handy'] }) });
  act(() => one('.jd-Cell').focus());
  await press('t');
  await write('ha');
  expect(all('[role=option]').map(node => node.textContent)).toEqual(['hands', 'handy']);
  await press('ArrowDown');
  await press('ArrowDown');
  await press('Enter');
  expect(tags(model)).toEqual(['handy']);
});

test('Enter that ends the writing of a Chinese word is not yet a tag, and Escape drops what was being written', async () => {
  const { model } = await show();
  act(() => one('.jd-Cell').focus());
  await press('t');
  await write('shou');
  await press('Enter', { isComposing: true });
  expect(tags(model)).toEqual([]);
  await press('Escape');
  expect([tags(model), all('.jd-TagField').length]).toEqual([[], 0]);
});

test('what can’t be a tag is said and kept in the field', async () => {
  const { model } = await show();
  act(() => one('.jd-Cell').focus());
  await press('t');
  await write('x'.repeat(41));
  await press('Enter');
  expect(one('[role=alert]').textContent).toMatch(/too long for a tag: 41 characters/);
  expect([tags(model), (document.activeElement as HTMLInputElement).value.length]).toEqual([[], 41]);
});

test('what was written is a tag as well when one goes on elsewhere', async () => {
  const { model } = await show();
  act(() => one('.jd-Cell').focus());
  await press('t');
  await write('kept');
  await act(async () => {
    all('.jd-Cell')[1].focus();
    await settle();
  });
  expect([tags(model), all('.jd-TagField').length]).toEqual([['kept'], 0]);
});

test('the filter’s counts are a status, choices are radios, and a rule is taken away by its button', async () => {
  const { model } = await show({ mark: marked({ flag: 'pick', rating: 3 }) });
  act(() => one('.jd-Cell').focus());
  await press('f');
  expect(document.activeElement?.textContent).toBe('All 3');
  expect(
    all('.jd-Filter [role=radio]')
      .slice(0, 4)
      .map(node => node.textContent)
  ).toEqual([...['All 3', 'Picks 1', 'Rejects 0', 'Undecided 2']]);
  act(() => all('.jd-Filter [role=radio]')[1].click());
  expect(one('.jd-Filter [role=status]').textContent).toBe('1 of 3 match');
  expect(all('.jd-Cell').map(node => node.classList.contains('jd-mod-out'))).toEqual([false, true, true]);
  act(() => model.filtering.addRule({ kind: 'value', axis: 'seed', values: [1, 2] }));
  expect(one('.jd-Filter .jd-Chip').textContent).toBe('Seed = 2 or 3');
  expect(one('.jd-Filter [role=status]').textContent).toBe('No cell matches. Clear the filter?');
  act(() => one('.jd-Filter-remove').click());
  expect(one('.jd-Filter [role=status]').textContent).toBe('1 of 3 match');
  await press('Escape');
  expect(document.activeElement?.getAttribute('data-cell')).toBe('cell-0');
});

test.each<[string, Partial<Cell>, string, string]>([
  ['waits to be drawn again', { again: { state: 'waiting', message: 'Waits.' } }, '.jd-mod-bl', 'again'],
  ['was rated and tagged', { mark: marked({ rating: 4, tags: ['a'] }) }, '.jd-mod-bl', '4a'],
  ['is picked', { mark: marked({ flag: 'pick' }) }, '.jd-mod-tl.jd-mod-flag', '']
])('a cell that %s shows it', async (_, change, selector, words) => {
  await show(change);
  expect(one(selector).textContent).toBe(words);
});

test('a selected cell says so to everybody', async () => {
  const { model } = await show();
  act(() => model.cull.selectAll());
  expect(all('[role=gridcell][aria-selected=true] .jd-mod-chosen')).toHaveLength(3);
  expect(one('.jd-Selected b').textContent).toBe('3 cells selected');
});

test('a cancelled cell keeps its last preview', async () => {
  const { model, service } = await show();
  const open = cellsOf(axes)[0];
  service.current = makeJob(axes, {
    state: 'running',
    seq: 9,
    cells: [{ ...open, state: 'running' }, ...cellsOf(axes, 'done').slice(1)]
  });
  await act(async () => {
    model.showJob('job-1');
    await settle();
    service.tell({ type: 'preview', cell: 'cell-0', image: 'UklGRg' });
    service.tell({
      type: 'cell',
      seq: 10,
      cell: { ...open, state: 'cancelled' },
      state: 'cancelled',
      progress: service.current.progress
    });
    await settle();
  });
  expect(one('.jd-Cell img').getAttribute('src')).toBe('data:image/webp;base64,UklGRg');
  expect(one('.jd-Cell').classList.contains('jd-mod-drawn')).toBe(true);
});
