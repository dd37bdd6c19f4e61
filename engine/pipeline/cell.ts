import type { AllParams, CellParams } from '../../schema/catalogue';
import type { SchedulerConfig } from '../sampling';
import type { ModelInfo } from '../types';
import type { CellFiles } from './needs';

/** A cell's parameters with every option said. */
export type Settings = AllParams;

/** What there is to draw. */
export type CellRequest = { params: CellParams; files?: CellFiles; details?: CellDetails };

/**
 * What callers of the reference implementations can say and a cell can't. The goldens say it; a cell of a sweep has none.
 */
export type CellDetails = {
  /** SDXL's size ids, and those beside the negative prompt, where they aren't the picture's own. */
  ids?: readonly number[];
  negativeIds?: readonly number[];
  /** What SDXL's second encoder reads instead. */
  second?: string;
  negativeSecond?: string;
  /** diffusers' SDXL pipelines encode a negative prompt that was never given as zeros, and an empty one as it is. */
  noNegative?: boolean;
  /** A latent to start from instead of a picture. */
  latent?: Float32Array;
  /** Told each latent that a step of the diffusers flavour makes; with the hires fix the first pass's latent, and that enlarged. */
  observe?(latent: Float32Array): void;
  /** Pixels of the hires pass instead of the first pass's times its scale. */
  hiresSize?: { width: number; height: number };
};

/** What drawing must know of a checkpoint. */
export type DrawModel = Pick<
  ModelInfo,
  | 'family'
  | 'task'
  | 'latentChannels'
  | 'latentScale'
  | 'scalingFactor'
  | 'predictionType'
  | 'zeroTerminalSnr'
  | 'guidanceDim'
  | 'sizeIds'
  | 'tileSide'
> & {
  /** Its scheduler_config.json, or nothing for SD1.x's own. */
  scheduler: SchedulerConfig;
};

/** The cell's own checkpoint, and the refiner's where it names one. */
export type DrawModels = { base: DrawModel; refiner?: DrawModel };

/** Width and height in pixels. */
export type Size = { width: number; height: number };
