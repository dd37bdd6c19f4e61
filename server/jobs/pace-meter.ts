import { careOf, hasCare } from '../../schema/care';
import type { CellParams } from '../../schema/wire';
import type { StepsMessage } from '../../engine/worker';
import type { IEngineLink } from '../engines';
import type { Pace, PaceStore } from '../store/pace-store';

/** Evaluations after which a measurement is worth remembering. */
const EVALUATIONS_MIN = 8;
/** Passes before one can be called slow. */
const PASSES_MIN = 8;

/** Measurements that may wait for the database. */
const UNLEARNT_MAX = 16;

/** What passed without a sign: as usual; longer than usual, which may be a pace that is slow; for sure no drawing. */
type Stood = 'no' | 'maybe' | 'surely';

/** How fast the mean of the last passes follows, and that of all passes of this run. */
const QUICK = 0.5;
const SLOWLY = 0.05;

/** What was measured of cells of one model and size since the engine last had nothing to do. */
class Run {
  stepMs = 0;
  busyMs = 0;
  evaluations = 0;
  pictures = 0;
  /** Of the passes: how many, rows, and seconds of a row now and usually. */
  passes = 0;
  rows = 0;
  quick_s = 0;
  usual_s = 0;

  constructor(readonly of: CellParams) {}

  /** Seconds of an evaluation, once enough were made; also before the first picture is there. */
  get evaluation_s(): number | null {
    return this.evaluations >= EVALUATIONS_MIN ? this.stepMs / this.evaluations / 1e3 : null;
  }

  get pace(): Pace | null {
    const { evaluation_s, pictures, busyMs, stepMs } = this;
    return evaluation_s !== null && pictures > 0
      ? { evaluation_s, fixed_s: Math.max(0, busyMs - stepMs) / pictures / 1e3 }
      : null;
  }

  pass({ elapsed_ms, evaluations }: StepsMessage): void {
    this.stepMs += elapsed_ms;
    this.evaluations += evaluations;
    if (evaluations === 0) {
      return;
    }
    this.passes++;
    const weight = (slow: number): number => Math.max(slow, 1 / this.passes);
    const each_s = elapsed_ms / 1e3 / evaluations;
    this.rows += (evaluations - this.rows) * weight(QUICK);
    this.quick_s += (each_s - this.quick_s) * weight(QUICK);
    this.usual_s += (each_s - this.usual_s) * weight(SLOWLY);
  }
}

/**
 * Measures the pace while cells are drawn: seconds of an evaluation from the passes of the step loop, and what is left of the time
 * for each picture. Loading a model doesn't count. Each model and size has a run of its own. All runs end when the engine has nothing left
 * to do: what was measured well enough is learnt, and nothing of it is part of what comes next. Those that an engine ends over are
 * forgotten. Time in which an engine stood still is no drawing, nor is a pass that it stood still in; but where the pass after it is as long,
 * that is how long they take now.
 */
export class PaceMeter {
  private readonly runs = new Map<string, Run>();
  /** The run of the last pass. */
  private now: Run | null = null;
  /** Time that was spent on whatever comes next: reading prompts, most of all. */
  private looseMs = 0;
  private last: number | null = null;
  private loading = false;
  /** Since the last sign. */
  private stoodNow: Stood = 'no';
  /** Whether the last pass was left out for that. */
  private leftOut = false;
  /** What the database didn't take when it was measured. */
  private unlearnt: (() => void)[] = [];

  constructor(private readonly paces: Pick<PaceStore, 'learn'>) {}

  begin(now: number): void {
    this.last ??= now;
  }

  phase(phase: string, now: number): void {
    this.spend(now);
    this.loading = phase === 'loading_model';
    if (phase === 'idle') {
      this.last = null;
      [...this.runs.values()].forEach(run => this.remember(run));
      this.forget();
      this.learn();
    }
  }

  /** No sign has come for longer than is usual; `isSure` where the engine is known to do nothing meanwhile. */
  stood(isSure: boolean): void {
    this.stoodNow = isSure || this.stoodNow === 'surely' ? 'surely' : 'maybe';
  }

  steps(message: StepsMessage, params: CellParams | null, now: number): void {
    const stood = this.stoodNow;
    this.spend(now);
    const isHang = stood === 'surely' || (stood === 'maybe' && !this.leftOut);
    this.leftOut = stood !== 'no';
    // What is drawn for nobody any more goes on with what was drawn before.
    const run = params ? this.begun(params) : this.now;
    if (run) {
      this.now = run;
      this.give(run);
      if (!isHang) {
        run.pass(message);
      }
    }
  }

  /** The engine has made a picture; it may take a while until it is stored. */
  made(params: CellParams, now: number): void {
    this.spend(now);
    const run = this.begun(params);
    this.give(run);
    run.pictures++;
  }

  /** A picture was stored, whichever it was: what the database didn't take before, it may take now. */
  stored(): void {
    this.learn();
  }

  /** The engine ended: what passed since its last word was no drawing, nor is what passes until the next has cells. */
  ended(): void {
    this.forget();
    this.last = null;
    this.loading = false;
    this.stoodNow = 'no';
    this.leftOut = false;
  }

  /** Seconds of the last passes of the step loop, and of those before; null until there were enough. */
  get passNow_s(): number | null {
    return this.now && this.now.passes >= PASSES_MIN ? this.now.quick_s * this.now.rows : null;
  }

  get passUsual_s(): number | null {
    return this.now && this.now.passes >= PASSES_MIN ? this.now.usual_s * this.now.rows : null;
  }

  /** Seconds of an evaluation of cells like this one, once enough were made; also before the first picture is there. */
  evaluation_s(params: CellParams): number | null {
    return this.runs.get(paceKind(params))?.evaluation_s ?? null;
  }

  /** The pace of cells like this one, once enough was measured. */
  pace(params: CellParams): Pace | null {
    return this.runs.get(paceKind(params))?.pace ?? null;
  }

  private begun(params: CellParams): Run {
    const kind = paceKind(params);
    const run = this.runs.get(kind) ?? new Run(params);
    this.runs.set(kind, run);
    return run;
  }

  private spend(now: number): void {
    if (this.last !== null) {
      const isDrawing =
        !this.loading && (this.stoodNow === 'no' || (this.stoodNow === 'maybe' && this.leftOut));
      this.looseMs += isDrawing ? now - this.last : 0;
      this.last = now;
    }
    this.stoodNow = 'no';
  }

  private give(run: Run): void {
    run.busyMs += this.looseMs;
    this.looseMs = 0;
  }

  private forget(): void {
    this.runs.clear();
    this.now = null;
    this.looseMs = 0;
  }

  private remember({ of, pace }: Run): void {
    // With the hires fix two sizes take part, and none is measured; with care there is more than drawing.
    if (pace && !of.enable_hr && !hasCare(of)) {
      this.unlearnt.push(() => this.paces.learn(of.model, of.width, of.height, pace));
    }
  }

  /** A pace is no reason to stop anything: whatever the database says to it, it is learnt when that takes something again. */
  private learn(): void {
    for (const work of this.unlearnt.splice(0)) {
      try {
        work();
      } catch {
        this.unlearnt.push(work);
      }
    }
    this.unlearnt = this.unlearnt.slice(-UNLEARNT_MAX);
  }
}

/** Equal for cells whose evaluations, and what comes after them, take equally long. */
export function paceKind(params: CellParams): string {
  const { model, width, height, enable_hr, hr_scale, hr_steps, steps } = params;
  return JSON.stringify([
    ...[model, width, height, enable_hr === true && [hr_scale, hr_steps, steps]],
    ...(hasCare(params) ? [careOf(params)] : [])
  ]);
}

function firstOf<T>(
  meters: ReadonlyMap<IEngineLink, PaceMeter>,
  read: (meter: PaceMeter) => T | null
): T | null {
  for (const meter of meters.values()) {
    const found = read(meter);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** The meters of all engines. */
export class PaceMeters {
  private readonly meters = new Map<IEngineLink, PaceMeter>();

  constructor(private readonly paces: PaceStore) {}

  /** What an engine measured of cells like this one while it has had something to do; null where none has. */
  pace(params: CellParams): Pace | null {
    return firstOf(this.meters, meter => meter.pace(params));
  }

  /** Seconds of an evaluation of cells like this one, in the same way. */
  evaluation_s(params: CellParams): number | null {
    return firstOf(this.meters, meter => meter.evaluation_s(params));
  }

  of(link: IEngineLink): PaceMeter {
    const meter = this.meters.get(link) ?? new PaceMeter(this.paces);
    this.meters.set(link, meter);
    return meter;
  }
}
