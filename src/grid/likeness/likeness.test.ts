import { axis, cellsOf } from '../testing';
import type { CellView } from '../sweep-state';
import { CELLS_MAX, Likeness } from './likeness';
import type { Signature } from './signature';

/** Cells whose pictures are of one brightness each; null is not drawn. */
function cellsAs(...shades: (number | null)[]): CellView[] {
  return cellsOf(
    [
      axis(
        'seed',
        shades.map((_, k) => k)
      )
    ],
    'done'
  ).map((cell, at) => ({
    ...cell,
    state: shades[at] === null ? 'queued' : 'done',
    image: shades[at] === null ? null : String(shades[at]).padStart(64, '0')
  })) as unknown as CellView[];
}

class Watched {
  readonly read: string[] = [];
  told = 0;
  private idle: (() => void)[] = [];
  private due: (() => void)[] = [];
  readonly likeness = new Likeness({
    read: async ({ image }) => {
      this.read.push(String(Number(image)));
      return new Float32Array([Number(image) / 100, 0, 0]) as Signature;
    },
    idle: run => (this.idle.push(run), () => void (this.idle = this.idle.filter(each => each !== run))),
    later: (_, run) => (this.due.push(run), () => void (this.due = this.due.filter(each => each !== run))),
    onChange: () => (this.told += 1)
  });

  /** Lets everything be read that is to be. */
  async settle(): Promise<void> {
    while (this.idle.length > 0) {
      this.idle.splice(0).forEach(run => run());
      for (let turn = 0; turn < 5; turn++) {
        await Promise.resolve();
      }
    }
    this.due.splice(0).forEach(run => run());
  }
}

test('each cell tells how many others look nearly the same, and which of them comes first', async () => {
  const hand = new Watched();
  hand.likeness.look(cellsAs(50, 90, 51, null, 50));
  await hand.settle();
  expect(hand.read).toEqual([]); // Nobody sees the grid.
  hand.likeness.see();
  await hand.settle();
  // Equal pictures are read once.
  expect(hand.read).toEqual(['50', '90', '51']);
  expect([0, 1, 2, 3, 4].map(at => hand.likeness.alike(at))).toEqual([2, 0, 2, null, 2]);
  expect([0, 1, 2, 3, 4].map(at => hand.likeness.isFirst(at))).toEqual([true, true, false, null, false]);
  expect(hand.likeness.difference(1, 0)).toBeCloseTo(40);
  expect(hand.likeness.difference(1, 3)).toBeNull();
  expect(hand.told).toBe(1);
});

test('a picture that comes later is held against those that are there; another sweep begins anew', async () => {
  const hand = new Watched();
  hand.likeness.see();
  hand.likeness.look(cellsAs(50, null));
  await hand.settle();
  hand.likeness.look(cellsAs(50, 50.5));
  await hand.settle();
  expect([0, 1].map(at => hand.likeness.alike(at))).toEqual([1, 1]);
  hand.likeness.look(cellsAs(10, 90));
  expect(hand.likeness.alike(0)).toBeNull();
  await hand.settle();
  expect([0, 1].map(at => hand.likeness.alike(at))).toEqual([0, 0]);
});

test('pictures of another shape are never the same, and of a huge sweep none is asked for', async () => {
  const hand = new Watched();
  hand.likeness.see();
  const [one, other] = cellsAs(50, 50.1);
  hand.likeness.look([one, { ...other, width: 512 }]);
  await hand.settle();
  expect(hand.likeness.alike(0)).toBe(0);
  hand.likeness.look(cellsAs(...Array.from({ length: CELLS_MAX + 1 }, (_, k) => k)));
  await hand.settle();
  expect(hand.read).toHaveLength(2);
});
