import { axis, cellsOf } from './testing';
import { tallyOf } from './tally';

const cells = cellsOf([axis('seed', [1, 2, 3, 4, 5])]).map((cell, place) => ({
  ...{ ...cell, thumbnail: null, step: null },
  state: (['cancelled', 'done', 'running', 'queued', 'done'] as const)[place],
  cached: place === 4,
  image: place === 4 ? 'f'.repeat(64) : null
}));

test('cells are counted by what became of them, and the first that can be seen and the first that waits are known', () => {
  expect(tallyOf(cells)).toEqual({
    ...{ total: 5, done: 2, cached: 1, drawn: 1, running: 1, failed: 0, cancelled: 1 },
    ...{ firstPictured: 4, firstWaiting: 2, mixed: true }
  });
});

test('of no cells there are none', () => {
  expect(tallyOf([])).toMatchObject({ total: 0, firstPictured: -1, firstWaiting: -1, mixed: false });
});

test('a list of cells is looked through once, however often it is asked', () => {
  let looks = 0;
  const watched = cells.map(cell => ({
    ...cell,
    get state() {
      looks += 1;
      return cell.state;
    }
  }));
  tallyOf(watched);
  const once = looks;
  expect(once).toBeGreaterThan(0);
  expect(tallyOf(watched)).toBe(tallyOf(watched));
  expect(looks).toBe(once);
});
