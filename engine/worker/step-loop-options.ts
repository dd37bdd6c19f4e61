import type { StepLoopOptions } from './step-loop';

/** Latent pixels one call of the network takes: enough for its kernels to be efficient, few enough for a pass to stay short. */
const PIXELS_PER_BATCH = 8192;
const ROWS_MAX = 32;

/** How the engine's process drives its step loop. */
export const stepLoopOptions: StepLoopOptions = {
  cellsInFlight: 16,
  rowsPerBatch: (height, width) =>
    Math.max(2, Math.min(ROWS_MAX, Math.floor(PIXELS_PER_BATCH / (height * width)))),
  memoBytes: 128e6
};
