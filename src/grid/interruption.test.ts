import { cellsBack, withCellsBack } from './interruption';
import { applyEvent, fromJob } from './sweep-state';
import { axis, cellsOf, makeJob } from './testing';

const axes = [axis('seed', [1, 2, 3])];
const drawing = fromJob(makeJob(axes, { state: 'running', seq: 4, cells: cellsOf(axes, 'running') }));
const withSteps = applyEvent(drawing, {
  type: 'step',
  cells: [
    { id: 'cell-0', step: 11, steps: 20 },
    { id: 'cell-1', step: 3, steps: 20 }
  ],
  progress: drawing.progress!
});
const snapshot = (state: 'running' | 'paused', cells: 'queued' | 'running') => ({
  type: 'snapshot' as const,
  seq: 9,
  job: makeJob(axes, { state, seq: 9, cells: cellsOf(axes, cells) })
});

test('cells whose steps are gone begin again, and show no steps of before', () => {
  const after = applyEvent(withSteps, snapshot('running', 'queued') as never);
  expect(after.cells.map(({ step }) => step)).toEqual([null, null, null]);
  expect(cellsBack(withSteps, after)).toBe(2);
});

test('a cell that is drawn again already is known by an earlier step', () => {
  const again = applyEvent(withSteps, snapshot('running', 'running') as never);
  const first = applyEvent(again, {
    type: 'step',
    cells: [
      { id: 'cell-0', step: 1, steps: 20 },
      { id: 'cell-1', step: 4, steps: 20 }
    ],
    progress: drawing.progress!
  });
  expect(cellsBack(again, first)).toBe(1);
});

test('a pause, or a line that was only broken, interrupts nothing', () => {
  expect(cellsBack(withSteps, applyEvent(withSteps, snapshot('paused', 'queued') as never))).toBe(0);
  expect(cellsBack(withSteps, applyEvent(withSteps, snapshot('running', 'running') as never))).toBe(0);
});

test('what is told bit by bit is one interruption', () => {
  const first = withCellsBack(null, 1, 1_000);
  expect(withCellsBack(first, 2, 1_500)).toEqual({ at: 1_000, cells: 3 });
  expect(withCellsBack(first, 2, 60_000)).toEqual({ at: 60_000, cells: 2 });
});
