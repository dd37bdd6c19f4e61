import type { CubeLut, LutTable } from './cube-lut';
import type { Triple } from './srgb';

/** A colour through a table: linear between two steps of a line, in tetrahedra between eight of a cube; beyond the ends the last colour. */
export function lookedUp({ line, cube }: CubeLut, colour: Triple): Triple {
  const first = line ? onLine(line, colour) : colour;
  return cube ? inCube(cube, first) : first;
}

/** Where a channel is between the steps: the step before, and how far it is to the next. */
function place({ size, low, high }: LutTable, colour: Triple, k: 0 | 1 | 2): [step: number, share: number] {
  const share = (colour[k] - low[k]) / (high[k] - low[k]);
  const at = Math.min(1, Math.max(0, share)) * (size - 1);
  const step = Math.min(size - 2, Math.floor(at));
  return [step, at - step];
}

/** Each channel by its own column. */
function onLine(table: LutTable, colour: Triple): Triple {
  const channel = (k: 0 | 1 | 2): number => {
    const [step, share] = place(table, colour, k);
    const from = table.colours[3 * step + k];
    return from + (table.colours[3 * (step + 1) + k] - from) * share;
  };
  return [channel(0), channel(1), channel(2)];
}

/** Around a point four corners of its cell count: from the darkest along the channels by how far each is, the furthest first (Kasson 1995). */
function inCube(table: LutTable, colour: Triple): Triple {
  const { size, colours } = table;
  const [[r, fr], [g, fg], [b, fb]] = [
    place(table, colour, 0),
    place(table, colour, 1),
    place(table, colour, 2)
  ];
  const corner = (dr: number, dg: number, db: number): number =>
    3 * (r + dr + size * (g + dg + size * (b + db)));
  const ways: [share: number, axis: 0 | 1 | 2][] = [
    [fr, 0],
    [fg, 1],
    [fb, 2]
  ];
  ways.sort((one, other) => other[0] - one[0]);
  const taken = [0, 0, 0];
  let at = corner(0, 0, 0);
  const out = [colours[at], colours[at + 1], colours[at + 2]];
  for (const [share, axis] of ways) {
    taken[axis] = 1;
    const next = corner(taken[0], taken[1], taken[2]);
    for (let k = 0; k < 3; k++) {
      out[k] += share * (colours[next + k] - colours[at + k]);
    }
    at = next;
  }
  return [out[0], out[1], out[2]];
}
