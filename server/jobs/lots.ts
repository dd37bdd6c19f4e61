/**
 * How much goes out at once. A lot is cells of one job with the same files: as many as fill a batch, or more while that is less than some
 * two seconds of work. An engine holds less than two lots, so that whoever comes with something more urgent waits for seconds,
 * whatever the size of the job before.
 */
import { stepLoopOptions } from '../../engine/shadow';
import { isCareAlone } from '../../schema/care';
import { withDefaults } from '../../schema/catalogue';
import type { CellParams } from '../../schema/wire';
import type { Pace } from '../store/pace-store';

/** Seconds of work in a lot of small pictures. */
const LOT_S = 2;
/** Cells of the largest lot. */
export const LOT_MAX = 32;
/** Pixels of a latent's pixel, along a side; what another VAE has changes a guess alone. */
const LATENT_SCALE = 8;

/** Rows that the network is asked for in all: what a cell takes where it shares nothing. */
export function evaluationsOf(params: CellParams): number {
  if (isCareAlone(params)) {
    return 0;
  }
  const { steps, enable_hr, hr_steps } = withDefaults(params);
  return rowsOf(params) * (steps + (enable_hr ? hr_steps || steps : 0));
}

/** How many cells like this one make a lot, at this pace. */
export function lotSize(params: CellParams, pace: Pace): number {
  const { width, height } = params;
  const rows = stepLoopOptions.rowsPerBatch(
    Math.ceil(height / LATENT_SCALE),
    Math.ceil(width / LATENT_SCALE)
  );
  const fillBatch = rows / rowsOf(params);
  const cell_s = evaluationsOf(params) * pace.evaluation_s + pace.fixed_s;
  return Math.max(1, Math.min(LOT_MAX, Math.ceil(Math.max(fillBatch, LOT_S / cell_s))));
}

/** How many cells are left of those under way, each less what of its steps is done. */
export function cellsLeft(underWay: readonly { step: number; steps: number; saving: boolean }[]): number {
  return underWay.reduce(
    (sum, { step, steps, saving }) => sum + (saving ? 0 : 1 - step / Math.max(1, steps)),
    0
  );
}

function rowsOf({ cfg_scale }: CellParams): number {
  return cfg_scale === 1 ? 1 : 2;
}
