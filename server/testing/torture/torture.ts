/** The kill loop: rounds of a kill, a start and a check, until so many are done or the time is over. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Chain, type Life } from './chain';
import { type Kill, KILL_POINTS } from './kill-points';

export type TortureOptions = {
  /** The service of the test build, with its engine and counting thread beside it. */
  script: string;
  models: string;
  /** Where data folders are made. */
  folder: string;
  seed: number;
  rounds: number;
  seconds?: number;
  /** Chains side by side. */
  chains?: number;
  /** Told every round. */
  each?(report: TortureReport): void;
};

export type TortureReport = {
  rounds: number;
  /** How often each point was killed at, `engine` before it where that was killed. */
  kills: Record<string, number>;
  /** Rounds whose point was not passed in time; they were killed all the same. */
  unreached: number;
  longestStartMs: number;
  /** What did not hold, with its round. */
  failures: string[];
};

/** Lives on one data folder. */
const LIVES = 20;
/** The kill comes when a point is passed for the nth time, n up to this. */
const PASSES = 12;
const SOME_TIME_MS = 600;
const ENGINE_SHARE = 0.2;

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const report: TortureReport = { rounds: 0, kills: {}, unreached: 0, longestStartMs: 0, failures: [] };
  const random = randomOf(options.seed);
  const due = performance.now() + (options.seconds ?? Infinity) * 1000;
  const goesOn = (): boolean => report.rounds < options.rounds && performance.now() < due;
  // Points come in turn, so that few rounds pass all of them.
  let turn = Math.floor(random() * KILL_POINTS.length);
  const nextKill = (): Kill => killOf(turn++, random);
  const runChain = async (): Promise<void> => {
    while (goesOn()) {
      await chainOf(options, random, nextKill, goesOn, report);
    }
  };
  await Promise.all(Array.from({ length: options.chains ?? 1 }, runChain));
  return report;
}

async function chainOf(
  { script, models, folder, seed, each }: TortureOptions,
  random: () => number,
  nextKill: () => Kill,
  goesOn: () => boolean,
  report: TortureReport
): Promise<void> {
  const home = mkdtempSync(join(folder, 'chain-'));
  const folders = { script, models, data: join(home, 'data'), runtime: join(home, 'runtime') };
  mkdirSync(folders.runtime);
  const chain = new Chain(folders, random);
  const note = ({ reached, startMs, wrong }: Life, what: string): void => {
    report.longestStartMs = Math.max(report.longestStartMs, startMs ?? 0);
    report.unreached += reached ? 0 : 1;
    report.failures.push(...wrong.map(each => `seed ${seed}, round ${report.rounds}, ${what}: ${each}`));
    each?.(report);
  };
  for (let life = 0; life < LIVES && goesOn(); life++) {
    const kill = nextKill();
    const ended = await chain.live(kill);
    const name = kill.whom === 'engine' ? `engine, ${kill.point}` : kill.point;
    report.rounds++;
    if (ended.reached) {
      report.kills[name] = (report.kills[name] ?? 0) + 1;
    }
    note(ended, JSON.stringify(kill));
  }
  note(await chain.finish(), 'left alone');
  // What went wrong can be looked at.
  if (report.failures.length === 0) {
    rmSync(home, { recursive: true, force: true });
  }
}

function killOf(turn: number, random: () => number): Kill {
  const whom = random() < ENGINE_SHARE ? 'engine' : 'service';
  const point = [...KILL_POINTS, 'some time', 'some time of the start'][turn % (KILL_POINTS.length + 2)];
  const afterMs = Math.floor(random() * SOME_TIME_MS);
  switch (point) {
    case 'some time':
      return { whom, point, afterMs };
    case 'some time of the start':
      return { whom: 'service', point, afterMs };
    default:
      return { whom, point: point as (typeof KILL_POINTS)[number], nth: 1 + Math.floor(random() * PASSES) };
  }
}

/** Numbers of [0, 1) that the seed decides: mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
