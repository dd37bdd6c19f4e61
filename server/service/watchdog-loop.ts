import type { IClock } from '../clock';
import type { Log } from '../log';
import type { Ledger } from '../jobs/ledger';
import type { PaceMeter } from '../jobs/pace-meter';
import type { Planner } from '../jobs/planner';
import type { Runner } from '../jobs/runner';
import type { ModelRegistry } from '../models/registry';
import type { CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import type { Finding } from '../finding';
import { type Limits, type EngineSnapshot, Watchdog } from '../watchdog/watchdog';

const LOOK_MS = 1000;
/** An idle engine gives the model's memory back after this time. */
const UNLOAD_MS = 15 * 60_000;
/** Rows that one pass of the step loop may hold, for guesses before one was measured. */
const ROWS_GUESS = 8;

export type WatchdogLoopOptions = {
  runner: Runner;
  registry: ModelRegistry;
  planner: Planner;
  meter: PaceMeter;
  ledger: Ledger;
  jobs: JobStore;
  cells: CellStore;
  clock: IClock;
  log: Log;
  limits: Limits;
};

/** Has the watchdog check the engine every second, and does what it says. */
export class WatchdogLoop {
  private readonly watchdog: Watchdog;
  private cancelNext: (() => void) | null = null;

  constructor(private readonly options: WatchdogLoopOptions) {
    this.watchdog = new Watchdog(options.clock, options.limits);
  }

  get current(): Finding | null {
    return this.watchdog.current;
  }

  start(): void {
    this.cancelNext = this.options.clock.after(LOOK_MS, () => {
      this.check();
      this.start();
    });
  }

  stop(): void {
    this.cancelNext?.();
  }

  private check(): void {
    const { runner, ledger, jobs, clock, log } = this.options;
    const { restart, changed } = this.watchdog.check(this.snapshot());
    if (changed) {
      const { current } = this;
      log.info(
        current ? { code: current.code, ...current.facts } : {},
        current ? 'watchdog' : 'watchdog: all well'
      );
      jobs
        .open()
        .filter(({ state }) => state === 'running')
        .forEach(({ number }) => ledger.announce(number));
    }
    if (restart) {
      runner.restartStalled();
    }
    const { phase, lastSign } = runner.moment;
    if (phase === 'idle' && clock.monotonic() - lastSign > UNLOAD_MS) {
      runner.unload();
    }
  }

  private snapshot(): EngineSnapshot {
    const { runner, registry, planner, meter, jobs, cells } = this.options;
    const { moment, underWay, keeper } = runner;
    const drawing = underWay.all().filter(({ saving }) => !saving);
    const params = drawing[0]?.cell.params;
    const running = jobs.open().find(({ state }) => state === 'running');
    let modelBytes = 0;
    let guess_s = 0;
    if (params) {
      try {
        modelBytes = registry.usable(params.model).memoryBytes;
        guess_s = planner.pace(params).evaluation_s * ROWS_GUESS;
      } catch {
        // The model went away while it was drawing; the floors hold.
      }
    }
    return {
      phase: moment.phase,
      cells: drawing.length,
      finished: running ? cells.counts(running.number).done : 0,
      phaseSince: moment.phaseSince,
      lastSign: moment.lastSign,
      passNow_s: meter.passNow_s,
      passUsual_s: meter.passUsual_s,
      passGuess_s: guess_s,
      modelBytes,
      pid: keeper.ready?.pid,
      rssMb: keeper.rssMb
    };
  }
}
