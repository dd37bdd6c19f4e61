import { uptime } from 'node:os';
import type { IClock } from '../clock';
import type { EnginePool, IEngineLink } from '../engines';
import type { Log } from '../log';
import type { Ledger } from '../jobs/ledger';
import type { PaceMeters } from '../jobs/pace-meter';
import type { Planner } from '../jobs/planner';
import type { SlowDisk } from '../jobs/slow-disk';
import type { UnderWay } from '../jobs/under-way';
import type { ModelRegistry } from '../models/registry';
import type { NestedFault } from '../../schema/messages/types';
import { bytesOf } from '../models/used-files';
import type { JobStore } from '../store/job-store';
import type { Finding } from '../finding';
import { LoadMeter } from '../watchdog/load-meter';
import { type Limits, type EngineSnapshot, Watchdog } from '../watchdog/watchdog';

const LOOK_MS = 1000;
/** Rows that one pass of the step loop may hold, for guesses before one was measured. */
const ROWS_GUESS = 8;

export type WatchdogLoopOptions = {
  pool: EnginePool;
  underWay: UnderWay;
  registry: ModelRegistry;
  planner: Planner;
  meters: PaceMeters;
  ledger: Ledger;
  jobs: JobStore;
  clock: IClock;
  log: Log;
  limits: Limits;
  slowDisk: SlowDisk;
  /** An idle engine gives the model's memory back after this time; 0 for never. */
  unloadAfterMs: number;
};

/** Has a watchdog check each engine every second, and does what it says. */
export class WatchdogLoop {
  private readonly watchdogs: ReadonlyMap<IEngineLink, Watchdog>;
  private readonly meter: LoadMeter;
  private cancelNext: (() => void) | null = null;
  private saidOfDisk: string | null = null;

  constructor(private readonly options: WatchdogLoopOptions) {
    const { pool, clock, limits } = options;
    this.meter = new LoadMeter(clock);
    this.watchdogs = new Map(pool.links.map(link => [link, new Watchdog(clock, limits)]));
  }

  findingAt(link: IEngineLink): Finding | null {
    return this.watchdogs.get(link)?.current ?? null;
  }

  start(): void {
    this.cancelNext = this.options.clock.after(LOOK_MS, () => {
      this.look();
      this.watchdogs.forEach((watchdog, link) => this.check(watchdog, link));
      this.checkDisk();
      this.start();
    });
  }

  stop(): void {
    this.cancelNext?.();
  }

  private check(watchdog: Watchdog, link: IEngineLink): void {
    const { clock, log, meters, unloadAfterMs } = this.options;
    const { restart, changed } = watchdog.check(this.snapshot(link));
    const stands = standsBy(watchdog.current, changed);
    if (stands !== 'no') {
      meters.of(link).stood(stands === 'surely');
    }
    if (changed) {
      const { current } = watchdog;
      log.info(
        current ? { code: current.code, engine: link.name, ...current.facts } : { engine: link.name },
        current ? 'watchdog' : 'watchdog: all well'
      );
      this.announce();
    }
    if (restart) {
      link.restart();
    }
    const isBusy = this.options.underWay.of(link).length > 0;
    const isLongIdle = unloadAfterMs > 0 && clock.monotonic() - link.signs.lastSign > unloadAfterMs;
    if (link.state === 'idle' && !isBusy && isLongIdle) {
      link.unload();
    }
  }

  /** How the engines and their machine fare is of interest while they draw. */
  private look(): void {
    const { underWay, pool } = this.options;
    if (underWay.size === 0) {
      this.meter.rest();
      return;
    }
    void this.meter.look(pool.links.flatMap(({ pid }) => pid ?? []));
  }

  private checkDisk(): void {
    const { slowDisk, log } = this.options;
    const finding = slowDisk.finding();
    const said = finding && String(finding.facts.age);
    if (said !== this.saidOfDisk) {
      this.saidOfDisk = said;
      log.info(
        { ...finding?.facts, ...finding?.evidence[0].facts },
        finding ? finding.code : 'the disk answers'
      );
      this.announce();
    }
  }

  private announce(): void {
    const { ledger, slowDisk } = this.options;
    ledger.announceAll('running', { stored: slowDisk.finding() === null });
  }

  private snapshot(link: IEngineLink): EngineSnapshot {
    const { underWay, registry, planner, meters, jobs } = this.options;
    const meter = meters.of(link);
    const drawing = underWay.of(link).filter(({ saving }) => !saving);
    const params = drawing[0]?.cell.params;
    // Of a model that went away while it was drawing nothing is known; the floors hold.
    const modelBytes = params ? bytesOf(params, registry) : 0;
    const guess_s = params ? planner.pace(params).evaluation_s * ROWS_GUESS : 0;
    return {
      phase: link.signs.phase,
      cells: drawing.length,
      finished: drawing.length > 0 ? (jobs.byNumber(drawing[0].cell.job)?.counts.done ?? 0) : 0,
      phaseSince: link.signs.phaseSince,
      lastSign: link.signs.lastSign,
      passNow_s: meter.passNow_s,
      passUsual_s: meter.passUsual_s,
      passGuess_s: guess_s,
      modelBytes,
      pid: link.pid,
      rssMb: link.rssMb,
      load: this.meter.of(link.pid),
      readBytes: this.meter.readSince(link.pid, link.signs.phaseSince),
      uptime_s: uptime()
    };
  }
}

/** Causes by which an engine that gives no sign does nothing at all. */
const RESTS: ReadonlySet<string> = new Set(['cause_suspended', 'cause_disk', 'cause_still']);
/** What is said for a while once it is over: only when it is new it tells of the time until now. */
const SLEPT: ReadonlySet<string> = new Set(['asleep', 'stood_still']);

/** Whether the time since an engine's last sign is none in which it drew. */
function standsBy(finding: Finding | null, isNews: boolean): 'no' | 'maybe' | 'surely' {
  if (finding?.code === 'silent' || finding?.code === 'stalled') {
    return RESTS.has((finding.facts.cause as NestedFault | undefined)?.code ?? '') ? 'surely' : 'maybe';
  }
  return isNews && finding !== null && SLEPT.has(finding.code) ? 'surely' : 'no';
}
