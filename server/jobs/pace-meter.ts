import type { CellParams } from '../../schema/wire';
import type { StepsMessage } from '../../engine/worker';
import type { IEngineLink } from '../engines';
import type { Pace, PaceStore } from '../store/pace-store';

/** Evaluations after which a measurement is worth remembering. */
const EVALUATIONS_MIN = 8;
/** Passes before one can be called slow. */
const PASSES_MIN = 8;

/** How fast the mean of the last passes follows, and that of all passes of this run. */
const QUICK = 0.5;
const SLOWLY = 0.05;

/**
 * Measures the pace while cells are drawn: seconds of an evaluation from the passes of the step loop, and what is left of the time
 * for each picture. Loading a model doesn't count.
 */
export class PaceMeter {
  private stepMs = 0;
  private busyMs = 0;
  private evaluations = 0;
  private last: number | null = null;
  private loading = false;
  private idle = false;
  private pictures = 0;
  private mixed = false;
  /** Of the passes: how many, rows, and seconds of a row now and usually. */
  private passes = 0;
  private rows = 0;
  private quick_s = 0;
  private usual_s = 0;
  private of: CellParams | null = null;

  constructor(private readonly paces: PaceStore) {}

  begin(now: number): void {
    this.last ??= now;
    this.idle = false;
  }

  phase(phase: string, now: number): void {
    this.spend(now);
    this.loading = phase === 'loading_model';
    this.idle = phase === 'idle';
    if (this.idle) {
      this.learn();
      this.last = null;
    }
  }

  steps(message: StepsMessage, params: CellParams | null, now: number): void {
    this.spend(now);
    this.stepMs += message.elapsed_ms;
    this.evaluations += message.evaluations;
    this.measurePass(message);
    if (params) {
      this.notice(params);
    }
  }

  drew(params: CellParams, now: number): void {
    this.spend(now);
    this.pictures++;
    this.notice(params);
    if (this.idle) {
      this.learn();
    }
  }

  /** The engine ended: what passed since its last word was no drawing, nor is what passes until the next has cells. */
  ended(): void {
    this.last = null;
    this.loading = false;
  }

  /** Seconds of the last passes of the step loop, and of those before; null until there were enough. */
  get passNow_s(): number | null {
    return this.passes >= PASSES_MIN ? this.quick_s * this.rows : null;
  }

  get passUsual_s(): number | null {
    return this.passes >= PASSES_MIN ? this.usual_s * this.rows : null;
  }

  /** Seconds of an evaluation of what is being drawn, once enough were made; also before the first picture is there. */
  get evaluation_s(): number | null {
    return this.evaluations >= EVALUATIONS_MIN ? this.stepMs / this.evaluations / 1e3 : null;
  }

  /** The pace of what is being drawn, once enough was measured. */
  get current(): Pace | null {
    return this.evaluations >= EVALUATIONS_MIN && this.pictures > 0
      ? {
          evaluation_s: this.stepMs / this.evaluations / 1e3,
          fixed_s: Math.max(0, this.busyMs - this.stepMs) / this.pictures / 1e3
        }
      : null;
  }

  private notice(params: CellParams): void {
    this.of ??= params;
    this.mixed ||=
      params.enable_hr === true ||
      this.of.model !== params.model ||
      this.of.width !== params.width ||
      this.of.height !== params.height;
  }

  private measurePass({ elapsed_ms, evaluations }: StepsMessage): void {
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

  private spend(now: number): void {
    if (this.last !== null && !this.loading) {
      this.busyMs += now - this.last;
    }
    this.last = this.last === null ? null : now;
  }

  private learn(): void {
    const pace = this.current;
    // Of a short sweep no picture may be stored yet when its engine has nothing left to do.
    if (this.pictures === 0 && this.evaluations >= EVALUATIONS_MIN) {
      return;
    }
    if (pace && this.of && !this.mixed) {
      this.paces.learn(this.of.model, this.of.width, this.of.height, pace);
    }
    this.stepMs = this.busyMs = this.evaluations = this.pictures = 0;
    this.passes = 0;
    this.mixed = false;
    this.of = null;
  }
}

/** The meters of all engines. */
export class PaceMeters {
  private readonly meters = new Map<IEngineLink, PaceMeter>();

  constructor(private readonly paces: PaceStore) {}

  of(link: IEngineLink): PaceMeter {
    const meter = this.meters.get(link) ?? new PaceMeter(this.paces);
    this.meters.set(link, meter);
    return meter;
  }
}
