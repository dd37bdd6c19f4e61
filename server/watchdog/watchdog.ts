/**
 * Judges by progress, not by timers: every message of the engine is a sign of life, and each phase has a deadline by which the next
 * one is due. The deadline follows what is usual for this model and size on this machine, with a floor for the first run.
 *
 *   ok      signs come as usual
 *   slow    they come, but take more than twice as long as usual; nothing is done about it
 *   stalled none came before the deadline; the engine is ended and its cells are drawn by the next one
 *
 * A machine that slept is no stall: ages are counted on a clock that stops while it sleeps.
 */
import type { IClock } from '../clock';
import type { Finding, Said } from './finding';

export type WatchedPhase = 'idle' | 'starting' | 'loading_model' | 'encoding' | 'sampling' | 'decoding';

/** What is seen of the engine when the watchdog looks. */
export type Sight = {
  phase: WatchedPhase;
  /** Cells the engine has; with none it owes no sign. */
  cells: number;
  /** Cells that are finished and safe. */
  finished: number;
  /** Monotonic ms of the start of the phase and of the last message. */
  phaseSince: number;
  lastSign: number;
  /** Seconds a pass takes now and usually does; null while unknown. */
  passNow_s: number | null;
  passUsual_s: number | null;
  /** Seconds that one pass may take by the guess for this model and size. */
  passGuess_s: number;
  modelBytes: number;
  pid: number | undefined;
  rssMb: number | null;
};

export type Limits = { step_s: number; loading_s: number; starting_s: number; factor: number; slow: number };

/** Floors in seconds; a pass may take `factor` times the usual, and is slow from `slow` times. */
export const LIMITS: Limits = { step_s: 60, loading_s: 120, starting_s: 60, factor: 6, slow: 2 };

/** Bytes a second that even a slow disk reads. */
const READ_BYTES_S = 20e6;
/** A pass below this is never called slow; such differences are noise. */
const SLOW_MIN_S = 0.5;
const SLEPT_MIN_MS = 30_000;
/** How long the sentence about a sleep stays. */
const SLEPT_SHOWN_MS = 60_000;

export class Watchdog {
  private finding: Finding | null = null;
  private lastTick: { wall: number; monotonic: number } | null = null;
  private slept: { until: number; minutes: number } | null = null;

  constructor(
    private readonly clock: IClock,
    private readonly limits: Limits = LIMITS
  ) {}

  /** What is to be said now; null when all is as usual. */
  get current(): Finding | null {
    return this.finding;
  }

  /** Looks, and returns whether the engine has to be restarted and whether what is said changed. */
  look(sight: Sight): { restart: boolean; changed: boolean } {
    const before = this.finding?.code ?? null;
    const now = this.clock.monotonic();
    this.noticeSleep(now);
    const age = (now - sight.lastSign) / 1e3;
    const deadline = this.deadline(sight);
    let restart = false;
    if (sight.cells === 0 || sight.phase === 'starting') {
      this.finding = sight.cells === 0 ? this.sleepFinding(now) : this.finding;
    } else if (age > deadline) {
      restart = true;
      this.finding = this.make(
        'stalled',
        {
          age: Math.round(age),
          usual: sight.passUsual_s === null ? undefined : seconds(sight.passUsual_s),
          finished: sight.finished
        },
        sight
      );
    } else if (isSlow(sight, this.limits.slow)) {
      this.finding = this.make(
        'slow',
        { now: seconds(sight.passNow_s!), usual: seconds(sight.passUsual_s!) },
        sight
      );
    } else {
      this.finding = this.sleepFinding(now);
    }
    return { restart, changed: (this.finding?.code ?? null) !== before };
  }

  /** Seconds in which the next sign is due in the phase seen. */
  deadline({ phase, passUsual_s, passGuess_s, modelBytes }: Sight): number {
    const { step_s, loading_s, starting_s, factor } = this.limits;
    switch (phase) {
      case 'idle':
      case 'starting':
        return starting_s;
      case 'loading_model':
        return Math.max(loading_s, (factor * modelBytes) / READ_BYTES_S);
      default:
        return Math.max(step_s, factor * (passUsual_s ?? passGuess_s));
    }
  }

  private make(code: string, facts: Said['facts'], sight: Sight): Finding {
    const since = this.finding?.code === code ? this.finding.since : this.clock.now();
    const evidence: Said[] = [
      {
        code: 'evidence_phase',
        facts: { phase: sight.phase, age: Math.round((this.clock.monotonic() - sight.phaseSince) / 1e3) }
      },
      {
        code: 'evidence_last_sign',
        facts: { age: Math.round((this.clock.monotonic() - sight.lastSign) / 1e3) }
      }
    ];
    if (sight.pid !== undefined) {
      evidence.push({
        code: 'evidence_process',
        facts: {
          pid: sight.pid,
          memory: sight.rssMb === null ? undefined : `${(sight.rssMb / 1e3).toFixed(1)} GB`
        }
      });
    }
    return { code, facts, since, evidence };
  }

  private noticeSleep(monotonic: number): void {
    const wall = this.clock.now();
    if (this.lastTick) {
      const jump = wall - this.lastTick.wall - (monotonic - this.lastTick.monotonic);
      if (jump > SLEPT_MIN_MS) {
        this.slept = { until: monotonic + SLEPT_SHOWN_MS, minutes: Math.max(1, Math.round(jump / 60_000)) };
      }
    }
    this.lastTick = { wall, monotonic };
  }

  private sleepFinding(monotonic: number): Finding | null {
    if (!this.slept || monotonic > this.slept.until) {
      return null;
    }
    const since = this.finding?.code === 'asleep' ? this.finding.since : this.clock.now();
    return { code: 'asleep', facts: { minutes: this.slept.minutes }, since, evidence: [] };
  }
}

function isSlow({ phase, passNow_s, passUsual_s }: Sight, slow: number): boolean {
  return (
    phase === 'sampling' &&
    passNow_s !== null &&
    passUsual_s !== null &&
    passNow_s > SLOW_MIN_S &&
    passNow_s > slow * passUsual_s
  );
}

function seconds(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
