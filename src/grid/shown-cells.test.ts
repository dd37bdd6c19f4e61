import { ShownCells } from './shown-cells';

function shown(): {
  cells: ShownCells;
  told: string[];
  pass(): void;
  state: { job: string | null };
} {
  const told: string[] = [];
  const due: (() => void)[] = [];
  const state = { job: 'j' as string | null };
  const cells = new ShownCells({
    job: () => state.job,
    look: async (job, seen) => void told.push(`${job}: ${seen.join()}`),
    later: (_, run) => {
      due.push(run);
      return () => void due.splice(due.indexOf(run), 1);
    }
  });
  return { cells, told, state, pass: () => due.splice(0).forEach(run => run()) };
}

test('of a scroll only what is seen at its end is told, and the same only once', () => {
  const { cells, told, pass } = shown();
  [[0], [0, 1], [1, 2]].forEach(each => cells.note(each));
  pass();
  cells.note([1, 2]);
  pass();
  expect(told).toEqual(['j: 1,2']);
});

test('a grid that is closed takes its cells back; one that showed nothing says nothing', () => {
  const { cells, told, pass } = shown();
  cells.note([]);
  pass();
  expect(told).toEqual([]);
  cells.note([3]);
  pass();
  cells.dispose();
  expect(told).toEqual(['j: 3', 'j: ']);
});

test('a job that is over or unknown isn’t told of; one that comes later is', () => {
  const { cells, told, state, pass } = shown();
  state.job = null;
  cells.note([0]);
  pass();
  cells.dispose();
  expect(told).toEqual([]);
  const later = shown();
  later.state.job = null;
  later.cells.note([0]);
  later.state.job = 'k';
  later.cells.check();
  later.pass();
  expect(later.told).toEqual(['k: 0']);
});
