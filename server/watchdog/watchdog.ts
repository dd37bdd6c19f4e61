/**
 * Judges by progress, not by timers: every message of the engine is a sign of life, and each phase has a deadline by which the next
 * one is due. The deadline follows what is usual for this model and size on this machine, with a floor for the first run.
 *
 *   ok      signs come as usual
 *   slow    they come, but take more than twice as long as usual; nothing is done about it
 *   silent  none has come for longer than is usual; it is said at once, with the seconds left until the deadline
 *   stalled none came before the deadline; the engine is ended and its cells are drawn by the next one
 *   recovered  said for a while after a stall, so that who looks later still learns why the bar had stopped
 *
 * A machine that slept is no stall, nor is a service that somebody suspended: ages are counted on a clock that stands meanwhile. Nor is a
 * wall clock that was changed.
 * What is behind a wait is told with it, as far as the readings of the machine show it (`causes.ts`).
 */
import type { FaultData } from '../../schema/fault';
import type { NestedFault } from '../../schema/messages/types';
import type { WorkerPhase } from '../../engine/worker';
import type { IClock } from '../clock';
import type { Finding } from '../finding';
import { causeOf, type Circumstances, evidenceOf } from './causes';
import type { Load } from './readings';

export type WatchedPhase = 'starting' | WorkerPhase;

/** What is seen of the engine when the watchdog looks. */
export type EngineSnapshot = {
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
  /** Bytes of the files that the cell under way is drawn with. */
  modelBytes: number;
  pid: number | undefined;
  rssMb: number | null;
  /** How it and its machine fared over the last seconds; null where nothing is known of that. */
  load: Load | null;
  /** Bytes that were read since the phase began. */
  readBytes: number | null;
  /** Seconds since the machine began, those it slept included; null where only the wall clock tells of a sleep. */
  uptime_s: number | null;
};

export type Limits = { step_s: number; loading_s: number; starting_s: number; factor: number; slow: number };

/** Floors in seconds; a pass may take `factor` times the usual, and is slow from `slow` times. */
export const LIMITS: Limits = { step_s: 60, loading_s: 120, starting_s: 60, factor: 6, slow: 2 };

/** Bytes a second that even a slow disk reads. */
const READ_BYTES_S = 20e6;
/** A pass below this is never called slow; such differences are noise. */
const SLOW_MIN_S = 0.5;
const SLEPT_MIN_MS = 30_000;
/** Clocks are set by fractions of a second all the time. */
const CHANGED_MIN_MS = 5000;
/** How long the sentence about a sleep or a stall stays once it is over. */
const SHOWN_MS = 60_000;
/** Of a deadline: after which part without a sign it is said. */
const SILENT_PART = { step: 1 / 6, loading: 1 / 4 };
/** The seconds of silence that are said grow in these steps, lest every look be news. */
const SILENT_STEP_S = 5;

export class Watchdog {
  private finding: Finding | null = null;
  private lastTick: { wall: number; monotonic: number; lost: number; uptime: number | null } | null = null;
  /** What was, and is still to be said until then. */
  private past: { until: number; finding: Finding } | null = null;

  constructor(
    private readonly clock: IClock,
    private readonly limits: Limits = LIMITS
  ) {}

  /** What is to be said now; null when all is as usual. */
  get current(): Finding | null {
    return this.finding;
  }

  /** Looks, and returns whether the engine has to be restarted and whether what is said changed. */
  check(engine: EngineSnapshot): { restart: boolean; changed: boolean } {
    const before = newsOf(this.finding);
    const now = this.clock.monotonic();
    this.noticeJump(now, engine.uptime_s === null ? null : engine.uptime_s * 1e3);
    const age = (now - engine.lastSign) / 1e3;
    const deadline = this.deadline(engine);
    let restart = false;
    if (engine.cells === 0 || engine.phase === 'starting') {
      this.finding = this.pastFinding(now);
    } else if (age > deadline) {
      restart = true;
      this.finding = this.make(
        'stalled',
        {
          age: Math.round(age),
          usual: engine.passUsual_s === null ? undefined : seconds(engine.passUsual_s),
          finished: engine.finished
        },
        engine
      );
      this.remember(now, 'recovered', { age: Math.round(age) });
    } else if (age > this.silentAfter(engine)) {
      const usual = engine.phase === 'sampling' ? engine.passUsual_s : null;
      this.finding = this.make(
        'silent',
        {
          age: Math.floor(age / SILENT_STEP_S) * SILENT_STEP_S || Math.round(age),
          usual: usual === null ? undefined : seconds(usual),
          deadline: Math.round(deadline),
          finished: engine.finished
        },
        engine
      );
    } else if (!this.hasSlept(now) && isSlow(engine, this.limits.slow)) {
      this.finding = this.make(
        'slow',
        { now: seconds(engine.passNow_s!), usual: seconds(engine.passUsual_s!) },
        engine
      );
    } else {
      this.finding = this.pastFinding(now);
    }
    return { restart, changed: newsOf(this.finding) !== before };
  }

  /** Seconds in which the next sign is due in the phase seen. */
  deadline({ phase, passUsual_s, passGuess_s, modelBytes }: EngineSnapshot): number {
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

  /** Seconds without a sign after which that is said, well before anything is done about it. */
  private silentAfter(engine: EngineSnapshot): number {
    const { step_s, slow } = this.limits;
    return engine.phase === 'loading_model'
      ? this.deadline(engine) * SILENT_PART.loading
      : Math.max(step_s * SILENT_PART.step, slow * (engine.passUsual_s ?? engine.passGuess_s));
  }

  private make(code: FaultData['code'], known: FaultData['facts'], engine: EngineSnapshot): Finding {
    const circumstances = circumstancesOf(engine);
    const cause = causeOf(circumstances);
    const facts = cause ? { ...known, cause: { code: cause.code, facts: cause.facts } } : known;
    const since = this.finding?.code === code ? this.finding.since : this.clock.now();
    const evidence: FaultData[] = [
      ...(cause ? [cause] : []),
      {
        code: 'evidence_phase',
        facts: { phase: engine.phase, age: Math.round((this.clock.monotonic() - engine.phaseSince) / 1e3) }
      },
      {
        code: 'evidence_last_sign',
        facts: { age: Math.round((this.clock.monotonic() - engine.lastSign) / 1e3) }
      }
    ];
    if (engine.pid !== undefined) {
      evidence.push({
        code: 'evidence_process',
        facts: {
          pid: engine.pid,
          memory: engine.rssMb === null ? undefined : `${(engine.rssMb / 1e3).toFixed(1)} GB`
        }
      });
    }
    evidence.push(...evidenceOf(circumstances));
    return { code, facts, since, evidence };
  }

  /** More time than was counted: the machine slept, as its uptime or a clock that stood tells, or somebody set the wall clock. */
  private noticeJump(monotonic: number, uptime: number | null): void {
    const wall = this.clock.now();
    const last = this.lastTick;
    const all = this.clock.lost();
    this.lastTick = { wall, monotonic, lost: all, uptime };
    if (!last) {
      return;
    }
    const lost = all - last.lost;
    const passed = monotonic - last.monotonic + lost;
    const jump = wall - last.wall - passed;
    // Without an uptime, a long way forward can only be taken for a sleep.
    const slept =
      uptime !== null && last.uptime !== null
        ? uptime - last.uptime - passed
        : jump > SLEPT_MIN_MS
          ? jump
          : 0;
    const changed = jump - slept;
    if (slept + lost > SLEPT_MIN_MS) {
      // Where the clock's source ran on, nobody can tell a sleep from a service that was suspended, or waited for a disk.
      const minutes = Math.max(1, Math.round((slept + lost) / 60_000));
      this.remember(monotonic, lost > slept ? 'stood_still' : 'asleep', { minutes });
    } else if (Math.abs(changed) > CHANGED_MIN_MS) {
      const seconds = Math.round(Math.abs(changed) / 1e3);
      this.remember(monotonic, 'clock_changed', { seconds, back: changed < 0 ? 1 : undefined });
    }
  }

  private remember(monotonic: number, code: FaultData['code'], facts: FaultData['facts']): void {
    this.past = {
      until: monotonic + SHOWN_MS,
      finding: { code, facts, since: this.clock.now(), evidence: [] }
    };
  }

  private pastFinding(monotonic: number): Finding | null {
    return this.past && monotonic <= this.past.until ? this.past.finding : null;
  }

  /** Of a pass that went on through a sleep, the seconds say nothing: the sleep is what is told then. */
  private hasSlept(monotonic: number): boolean {
    const code = this.pastFinding(monotonic)?.code;
    return code === 'asleep' || code === 'stood_still';
  }
}

/** What has to change for it to be told anew: another finding, another cause, or more seconds of silence. */
function newsOf(finding: Finding | null): string | null {
  if (!finding) {
    return null;
  }
  const { code, facts } = finding;
  const cause = (facts.cause as NestedFault | undefined)?.code;
  return [code, ...(code === 'silent' ? [facts.age] : []), cause].join(' ');
}

function circumstancesOf({
  phase,
  pid,
  load,
  readBytes,
  modelBytes,
  passUsual_s
}: EngineSnapshot): Circumstances {
  return { phase, pid, load, loadedBytes: readBytes, modelBytes, isFirst: passUsual_s === null };
}

function isSlow({ phase, passNow_s, passUsual_s }: EngineSnapshot, slow: number): boolean {
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
