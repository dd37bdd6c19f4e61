/** The kill loop: rounds of a kill, a start and a check, until so many are done or the time is over. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Chain, type Life } from './chain';
import { KillPlan, type PlannedKill } from './kill-plan';
import { type Kill, KILL_POINTS, KILL_TIMES } from './kill-points';
import { randomOf } from './random-of';

export type TortureOptions = {
  /** The service of the test build, with its engine and counting thread beside it. */
  script: string;
  models: string;
  /** Where data folders are made. */
  folder: string;
  seed: number;
  rounds: number;
  /** Go on, up to four times as long, until somebody was killed at every point: on a slow machine some are not passed in time at first. */
  everyPoint?: boolean;
  seconds?: number;
  /** Chains side by side. */
  chains?: number;
  /** Told every round. */
  each?(report: TortureReport): void;
};

/** How often somebody was killed at a point, and how often it was not passed in time; then the service was killed all the same. */
type Count = Record<PlannedKill['whom'] | 'not passed', number>;

export type TortureReport = {
  rounds: number;
  kills: Record<Kill['point'], Count>;
  /** How often the database was taken away before a start. */
  lost: number;
  longestStartMs: number;
  /** What did not hold, with its round. */
  failures: string[];
};

/** Lives on one data folder. */
const LIVES = 20;

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const report: TortureReport = { rounds: 0, kills: noKills(), lost: 0, longestStartMs: 0, failures: [] };
  const due = performance.now() + (options.seconds ?? Infinity) * 1000;
  const rounds = (): number =>
    options.everyPoint && unreached(report).length > 0 ? options.rounds * 4 : options.rounds;
  const goesOn = (): boolean => report.rounds < rounds() && performance.now() < due;
  const plan = new KillPlan(options.seed);
  const runChain = async (number: number): Promise<void> => {
    const random = randomOf(options.seed + number);
    while (goesOn()) {
      await chainOf(options, random, plan, goesOn, report);
    }
  };
  await Promise.all(Array.from({ length: options.chains ?? 1 }, (_, number) => runChain(number)));
  return report;
}

/** Points at which nobody was killed yet. */
export function unreached({ kills }: TortureReport): string[] {
  return KILL_POINTS.filter(point => kills[point].service + kills[point].engine === 0);
}

async function chainOf(
  { script, models, folder, seed, each }: TortureOptions,
  random: () => number,
  plan: KillPlan,
  goesOn: () => boolean,
  report: TortureReport
): Promise<void> {
  const home = mkdtempSync(join(folder, 'chain-'));
  const folders = { script, models, data: join(home, 'data'), runtime: join(home, 'runtime') };
  mkdirSync(folders.runtime);
  const chain = new Chain(folders, random);
  let failed = false;
  const note = ({ startMs, wrong }: Life, what: string): void => {
    failed ||= wrong.length > 0;
    report.longestStartMs = Math.max(report.longestStartMs, startMs ?? 0);
    report.failures.push(
      ...wrong.map(each => `seed ${seed}, round ${report.rounds}, ${what}, ${home}: ${each}`)
    );
    each?.(report);
  };
  const loseDatabase = (): void => {
    if (plan.losesDatabase()) {
      report.lost++;
      chain.loseDatabase();
    }
  };
  // What is wrong once is wrong in each life after it.
  for (let life = 0; life < LIVES && goesOn() && !failed; life++) {
    loseDatabase();
    const kill = plan.next();
    report.rounds++;
    const ended = await chain.live(kill);
    report.kills[kill.point][ended.reached ? kill.whom : 'not passed']++;
    if (!ended.reached) {
      plan.miss(kill);
    }
    note(ended, JSON.stringify(kill));
  }
  if (!failed) {
    loseDatabase();
    note(await chain.finish(), 'left alone');
  }
  // What went wrong can be looked at.
  if (!failed) {
    rmSync(home, { recursive: true, force: true });
  }
}

function noKills(): TortureReport['kills'] {
  const none = [...KILL_POINTS, ...KILL_TIMES].map(point => [
    point,
    { service: 0, engine: 0, 'not passed': 0 }
  ]);
  return Object.fromEntries(none) as TortureReport['kills'];
}
