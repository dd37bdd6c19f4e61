/** What is drawn again when something happens: what changed, and nothing beside it. */
import { act } from 'react';
import type { IDiffusionText } from '../../tokens';
import { axis, cellsOf, english, FakeClient, gridOf, hash, makeJob, progress, settle } from '../testing';
import { GridView } from './grid-view';
import { useTestPage } from './testing';

const axes = [axis('seed', [1, 2, 3, 4, 5, 6, 7, 8]), axis('cfg_scale', [1, 2, 3, 4, 5, 6, 7, 8])];
const page = useTestPage();

/** A grid of 64 cells that are being drawn, and a count of the cells that were drawn into the page since it was asked last. */
async function show(): Promise<{ service: FakeClient; drawn(): number }> {
  const job = makeJob(axes, { state: 'running', seq: 4, cells: cellsOf(axes, 'running') });
  const service = new FakeClient(job);
  const model = gridOf(service);
  let names = 0;
  const text: IDiffusionText = {
    ...english,
    // A cell that is drawn is named, with what it is doing.
    say: (code, ...facts) => {
      names += /^(cell_(done|drawing|queued|failed)|step_of)$/.test(code) ? 1 : 0;
      return english.say(code, ...facts);
    }
  };
  await act(async () => {
    page.root.render(<GridView model={model} text={text} />);
    model.showJob('job-1');
    await settle();
  });
  return {
    service,
    drawn: () => {
      const count = names;
      names = 0;
      return count;
    }
  };
}

test('an event of one cell redraws that cell', async () => {
  const { service, drawn } = await show();
  expect(drawn()).toBeGreaterThanOrEqual(64);
  const [, second] = service.current.cells;
  await act(async () => {
    service.tell({
      ...{ type: 'cell', seq: 5, state: 'running' },
      cell: { ...second, state: 'done', image: hash(1) },
      progress: progress({ cells_done: 1 })
    });
    await settle();
  });
  expect(drawn()).toBe(1);
});

test('events between two frames are drawn at once: each cell one time, however often it moved', async () => {
  const { service, drawn } = await show();
  drawn();
  await act(async () => {
    for (let step = 1; step <= 20; step++) {
      service.tell({
        type: 'step',
        cells: service.current.cells.slice(0, 8).map(({ id }) => ({ id, step, steps: 20 })),
        progress: progress()
      });
    }
    await settle();
  });
  // The eight, and the one that is next now.
  expect(drawn()).toBe(9);
});

test('moving the keyboard redraws the cell it left and the cell it came to', async () => {
  const { drawn } = await show();
  page.all('[role="gridcell"]')[0].focus();
  drawn();
  act(() => {
    const key = new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true });
    document.activeElement?.dispatchEvent(key);
  });
  expect(drawn()).toBe(2);
});
