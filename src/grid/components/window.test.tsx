/** A sweep of 100 × 100 cells costs what is in view. */
import { act, Profiler } from 'react';
import type { Cell } from '../../../schema/wire';
import type { GridModel } from '../grid-model';
import { axis, cellsOf, english, FakeClient, gridOf, hash, makeJob, progress, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const SIDE = 100;
const numbers = Array.from({ length: SIDE }, (_, n) => n + 1);
const axes = [axis('seed', numbers), axis('cfg_scale', numbers)];
const IN_VIEW_AT_MOST = 400;

const page = useTestPage();
const { all } = page;
let service: FakeClient;
let model: GridModel;
let redrawn = 0;

beforeEach(async () => {
  const cells = cellsOf(axes);
  service = new FakeClient(makeJob(axes, { state: 'running', seq: 4, cells }));
  model = gridOf(service);
  await act(async () => {
    page.root.render(
      <Profiler id="grid" onRender={() => (redrawn += 1)}>
        <GridView model={model} text={english} />
      </Profiler>
    );
    model.showJob('job-1');
    await settle();
  });
  await frames();
});

/** A screen of cells comes in portions. */
async function frames(): Promise<void> {
  for (let k = 0; k < 10; k++) {
    await act(async () => void (await new Promise(resolve => requestAnimationFrame(resolve))));
  }
}

const columnOf = (node: Element): number => Number(node.getAttribute('aria-colindex'));

async function tell(cell: Cell): Promise<void> {
  await act(async () => {
    service.tell({
      type: 'cell',
      seq: 5,
      cell,
      state: 'running',
      progress: progress({ cells_total: SIDE * SIDE, cells_done: 1 })
    });
    await settle();
  });
}
function press(key: string, change: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...change });
  act(() => void document.activeElement?.dispatchEvent(event));
}

test('only cells in view are in the page, and all are counted', () => {
  const cells = all('[role=gridcell]');
  expect(cells.length).toBeGreaterThan(20);
  expect(cells.length).toBeLessThan(IN_VIEW_AT_MOST);
  expect(all('.jd-Col').length).toBeLessThan(SIDE);
  const [grid] = all('[role=grid]');
  expect([grid.getAttribute('aria-rowcount'), grid.getAttribute('aria-colcount')]).toEqual(['101', '101']);
});

test('the keyboard goes to cells that are not in the page yet, and is never lost', () => {
  act(() => all('[data-cell="cell-0"]')[0].focus());
  press('ArrowRight', { ctrlKey: true });
  press('ArrowDown', { ctrlKey: true });
  expect(document.activeElement?.getAttribute('data-cell')).toBe(`cell-${SIDE * SIDE - 1}`);
  expect(columnOf(document.activeElement!)).toBe(SIDE + 1);
  expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe(`${SIDE + 1}`);
  press('Home');
  expect(document.activeElement?.getAttribute('data-cell')).toBe(`cell-${SIDE - 1}`);
  expect(all('[role=gridcell]').length).toBeLessThan(IN_VIEW_AT_MOST);
});

test('an event of a cell that is out of view draws no cell again, and one in view draws that one', async () => {
  const before = new Map(all('[role=gridcell]').map(node => [node.dataset.cell, node.outerHTML]));
  const done = { ...cellsOf(axes)[SIDE * SIDE - 1], state: 'failed' as const };
  await tell(done);
  const after = all('[role=gridcell]').filter(node => before.get(node.dataset.cell) !== node.outerHTML);
  expect(after).toEqual([]);
  await tell({ ...cellsOf(axes)[1], state: 'failed', error: { code: 'x', message: 'no' } } as Cell);
  expect(
    all('[role=gridcell]')
      .filter(node => before.get(node.dataset.cell) !== node.outerHTML)
      .map(node => node.dataset.cell)
  ).toEqual(['cell-1']);
  expect(redrawn).toBeGreaterThan(0);
});

test('events leave the sheet as it is, so that nothing of it is worked out again', async () => {
  const { sheet } = model.snapshot;
  await tell({ ...cellsOf(axes)[0], state: 'failed' });
  expect(model.snapshot.sweep?.cells[0].state).toBe('failed');
  expect(model.snapshot.sheet).toBe(sheet);
});

test('a scroll draws the rows that come into view, and none of those that stay', async () => {
  const rowOf = (node: Element): number => Number(node.closest('[role=row]')?.getAttribute('aria-rowindex'));
  const inPage = (): number[] => [...new Set(all('[role=gridcell]').map(rowOf))];
  const [scroller] = all('.jd-Sheet-scroll');
  const before = new Set(inPage());
  const touched = new Set<number>();
  const observer = new MutationObserver(changes =>
    changes
      .filter(({ type, target }) => type === 'attributes' || (target as Element).matches('.jd-Sheet-row *'))
      .forEach(({ target }) => touched.add(rowOf(target as Element)))
  );
  observer.observe(all('.jd-Sheet-rows')[0], { attributes: true, childList: true, subtree: true });
  await act(async () => {
    scroller.scrollTop = 400;
    scroller.dispatchEvent(new Event('scroll'));
    await settle();
  });
  await frames();
  observer.disconnect();
  const come = inPage().filter(row => !before.has(row));
  expect(come.length).toBeGreaterThan(0);
  expect([...touched].filter(row => before.has(row))).toEqual([]);
  // The one that has the keyboard stays in the page.
  expect(inPage()).toContain(2);
});

test('while somebody scrolls a few of the pictures that come are asked for at once, and the others as those arrive', async () => {
  const done = cellsOf(axes).map((cell, k) => ({ ...cell, state: 'done' as const, image: hash(k) }));
  await act(async () => {
    service.tell({
      type: 'snapshot',
      seq: 9,
      job: makeJob(axes, { state: 'running', seq: 9, cells: done })
    });
    await settle();
  });
  await frames();
  const pictures = (): HTMLImageElement[] => all('.jd-Cell > img') as HTMLImageElement[];
  expect(pictures().filter(node => !node.hasAttribute('src'))).toEqual([]);
  const [scroller] = all('.jd-Sheet-scroll');
  const before = new Set(pictures());
  // However slow this machine is, the scroll isn't over.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(1e9);
  await act(async () => {
    scroller.scrollTop = 400;
    scroller.dispatchEvent(new Event('scroll'));
    await settle();
  });
  const asked = (): HTMLImageElement[] =>
    pictures().filter(node => !before.has(node) && node.hasAttribute('src'));
  const few = asked();
  expect(few).toHaveLength(4);
  act(() => few.forEach(node => void node.dispatchEvent(new Event('load'))));
  expect(asked()).toHaveLength(8);
  clock.mockRestore();
});

test('a screen of cells is drawn in portions, so that no frame takes long', async () => {
  page.root.render(null);
  await settle();
  act(() => page.root.render(<GridView model={model} text={english} />));
  const first = all('[role=gridcell]').length;
  await frames();
  const whole = all('[role=gridcell]').length;
  // A portion, and the row that has the keyboard.
  expect([first > 0, first <= 130, whole > 200]).toEqual([true, true, true]);
});

test('the strips of the full picture hold the neighbours in view', () => {
  act(() => model.open('cell-4242'));
  expect(all('.jd-Full')).toHaveLength(1);
  expect(all('.jd-Strip').map(strip => strip.querySelectorAll('.jd-mod-on').length)).toEqual([1, 1]);
  act(() => model.back());
  expect(document.activeElement?.getAttribute('data-cell')).toBe('cell-4242');
});
