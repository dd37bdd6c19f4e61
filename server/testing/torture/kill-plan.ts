import { type Kill, KILL_POINTS, KILL_TIMES, LARGE_POINTS } from './kill-points';
import { randomOf } from './random-of';

export type PlannedKill = Kill & { whom: 'service' | 'engine' };

/**
 * The kill comes when a point is passed for the nth time, n up to this; of a large job's parts there are few. Low numbers come oftener, for only
 * they are of the start.
 */
const PASSES = 12;
const LARGE_PASSES = 3;
const SOME_TIME_MS = 600;
const ENGINE_SHARE = 0.2;
const LOST_SHARE = 0.2;

/** Which kill comes next: the points in turn, so that few rounds pass all of them; all else is chance that the seed decides. */
export class KillPlan {
  private readonly all = [...KILL_POINTS, ...KILL_TIMES];
  private readonly random: () => number;
  private readonly missed: PlannedKill[] = [];
  private turn: number;

  constructor(seed: number) {
    this.random = randomOf(seed);
    this.turn = Math.floor(this.random() * this.all.length);
  }

  next(): PlannedKill {
    return this.missed.shift() ?? killAt(this.all[this.turn++ % this.all.length], this.random);
  }

  /** Whether the database is lost before the next start. */
  losesDatabase(): boolean {
    return this.random() < LOST_SHARE;
  }

  /** A point that was not passed so often as was wished comes once more, and the kill when it is passed first. */
  miss(kill: PlannedKill): void {
    if ('nth' in kill && (kill.nth > 1 || kill.whom === 'engine')) {
      this.missed.push({ whom: 'service', point: kill.point, nth: 1 });
    }
  }
}

function killAt(point: Kill['point'], random: () => number): PlannedKill {
  const whom = random() < ENGINE_SHARE ? 'engine' : 'service';
  const chance = random();
  const afterMs = Math.floor(chance * SOME_TIME_MS);
  switch (point) {
    case 'some time':
      return { whom, point, afterMs };
    case 'some time of the start':
      return { whom: 'service', point, afterMs };
    default:
      return {
        whom,
        point,
        nth: 1 + Math.floor(chance ** 2 * (LARGE_POINTS.has(point) ? LARGE_PASSES : PASSES))
      };
  }
}
