import type { Database } from './database';

/** Seconds that one evaluation takes, and those a cell takes beside its evaluations (encoding, decoding, saving). */
export type Pace = { evaluation_s: number; fixed_s: number };

/** A pace, and by which factors the truth may lie below and above it; null for one that was measured at just this size. */
export type LikelyPace = Pace & { factors: readonly [low: number, high: number] | null };

type Row = Pace & { samples: number };

/** How much the newest measurement moves the remembered pace. */
const WEIGHT = 0.3;
/** What a pixel costs at another size: attention grows faster than pixels, and overheads don't grow with them. */
const OTHER_SIZE = [0.6, 1.7] as const;

/** The pace of each model and size on this machine, remembered so that the first estimate of a new sweep is an honest one. */
export class PaceStore {
  private learnt = 0;

  constructor(private readonly database: Database) {}

  /** Another number whenever a pace is. */
  get version(): number {
    return this.learnt;
  }

  get(model: string, width: number, height: number): Pace | null {
    const row = this.database.get<Row>(
      'SELECT evaluation_s, fixed_s, samples FROM paces WHERE model = ? AND width = ? AND height = ?',
      model,
      width,
      height
    );
    return row ? { evaluation_s: row.evaluation_s, fixed_s: row.fixed_s } : null;
  }

  /** The pace at the size with the nearest number of pixels, scaled by pixels; null when the model has never drawn. */
  nearest(model: string, width: number, height: number): LikelyPace | null {
    const exact = this.get(model, width, height);
    if (exact) {
      return { ...exact, factors: null };
    }
    const row = this.database.get<Row & { width: number; height: number }>(
      'SELECT * FROM paces WHERE model = ? ORDER BY abs(width * height - ?) LIMIT 1',
      model,
      width * height
    );
    if (!row) {
      return null;
    }
    const scale = (width * height) / (row.width * row.height);
    return { evaluation_s: row.evaluation_s * scale, fixed_s: row.fixed_s * scale, factors: OTHER_SIZE };
  }

  learn(model: string, width: number, height: number, measured: Pace): void {
    const known = this.get(model, width, height);
    const blend = (old: number, now: number): number => old + (now - old) * WEIGHT;
    this.database.run(
      `INSERT INTO paces (model, width, height, evaluation_s, fixed_s, samples) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (model, width, height) DO UPDATE SET evaluation_s = excluded.evaluation_s, fixed_s = excluded.fixed_s, samples = samples + 1`,
      model,
      width,
      height,
      known ? blend(known.evaluation_s, measured.evaluation_s) : measured.evaluation_s,
      known ? blend(known.fixed_s, measured.fixed_s) : measured.fixed_s
    );
    this.learnt++;
  }
}
