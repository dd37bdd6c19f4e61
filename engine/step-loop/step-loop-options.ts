import type { StepLoopOptions } from './step-loop';

/**
 * Latent pixels one call of the network takes. Measured on two cores with the bundled model, a row's processor time falls by a sixth
 * from two rows to sixteen and no further, at 16×16 as at 32×32; a short pass is a quick cancel and an early first picture.
 */
const PIXELS_PER_BATCH = 4096;
/** Rows of small latents, so that a pass stays within a second on slow machines. */
const ROWS_MAX = 32;
/** An ask and its negative prompt go together however large the picture. */
const ROWS_MIN = 2;

/** How the engine's process drives its step loop. */
export const stepLoopOptions: StepLoopOptions = {
  rowsPerBatch: (height, width) =>
    Math.max(ROWS_MIN, Math.min(ROWS_MAX, Math.floor(PIXELS_PER_BATCH / (height * width)))),
  memoBytes: 128e6
};
