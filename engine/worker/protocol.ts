/**
 * What the service and the engine's child process say to each other over `fork`'s channel (serialization "advanced", so typed arrays
 * travel as they are). The child opens models, draws and answers; it holds no truth: kill it and nothing that was `done` is lost.
 *
 * A session: the parent forks, the child says `ready`. `inspect` is answered by `inspected` with the same `request`. `draw` adds
 * cells to the step loop, which batches whatever is under way; each cell ends in exactly one `done` or `failed` (a cancelled cell
 * ends in `failed` with code `cancelled`). Messages are read between steps, so `cancel` acts within one step.
 *
 * A cell brings the paths of all files it draws with besides its checkpoint, and the pictures it starts from, in `files`; the child looks
 * nothing up by name. A cell whose picture was drawn before brings that, and no checkpoint: it is only cared for. `stamps` says for each path which state of the file the cell is to be drawn with: a cell during which one was
 * another ends in `failed` with code `file_changed`, and none that was drawn with other bytes is ever `done`. Its picture may be of another size than its parameters say (hires fix, "only masked"): `done` tells.
 */
import type { FaultData } from '../../schema/fault';
import type { CellParams, FileKind, SamplerEntry, SchedulerEntry } from '../../schema/wire';
import type { CellFiles, CheckpointFile, DrawModel, Picture } from '../pipeline';
import type { TokenizerPlace } from '../text';
import type { NetworkLimits } from '../types';
import type { FileStamps } from './file-stamp';

/** A checkpoint on disk; `path` is the folder or the .safetensors file. */
export type ModelFile = CheckpointFile;

export type { FileKind };

/** What reading the headers of a file of weights told; `problem` is set when it can't be used. */
export type Inspection = {
  path: string;
  kind: FileKind;
  family: string | null;
  /** What the UNet is given beside the latent; null for what is no checkpoint. */
  task: 'plain' | 'inpaint' | 'edit' | null;
  layout: 'diffusers' | 'single' | 'onnx' | null;
  prediction_type: 'epsilon' | 'v_prediction' | 'sample' | null;
  native: { width: number; height: number } | null;
  memory_bytes: number;
  /** Files whose bytes decide the pictures, relative to `path` ('' for a single file), sorted. */
  weight_files: string[];
  /** A sha256 of what else decides the pictures, its configs and its tokenizer; not said of what has neither. */
  configs?: string;
  size_bytes: number;
  text_layers: number;
  /** Width of the guidance scale's embedding in networks that take it as an input (LCM), else 0. */
  guidance_dim: number;
  /** `sshs_model_hash` as the trainer wrote it into a LoRA or an embedding. */
  model_hash?: string;
  /** What a LoRA calls itself: `ss_output_name`. */
  aliases?: readonly string[];
  /** Which networks a LoRA has weights for. */
  adapts?: { text: boolean; unet: boolean };
  /** How many vectors an embedding has, and their width in each encoder it is for. */
  vectors?: { count: number; widths: readonly number[] };
  /** What a plan must know of a checkpoint's networks before they are asked; not said where its headers can't be read. */
  networks?: {
    draw: DrawModel;
    limits: NetworkLimits;
    context_dim: number;
    context_length: number;
  };
  /** Where a checkpoint's tokenizer lies, for who counts tokens; null where its prompts can't be read. */
  tokenizer?: TokenizerPlace | null;
  /** Parts that a checkpoint lacks and a cell must take from another file; the rest of it can be used. */
  missing_parts?: readonly 'vae'[];
  /** What is told, not refused, of a LoRA with the checkpoint it was inspected for. */
  warnings?: readonly FaultData[];
  problem: FaultData | null;
};

/** What is known of a file whose headers could not be read, or were not yet: nothing, and why. */
export function uninspected(path: string, problem: FaultData | null): Inspection {
  return {
    path,
    kind: 'checkpoint',
    family: null,
    task: null,
    layout: null,
    prediction_type: null,
    native: null,
    memory_bytes: 0,
    weight_files: [],
    size_bytes: 0,
    text_layers: 0,
    guidance_dim: 0,
    missing_parts: [],
    problem
  };
}

export type DrawCell = {
  id: string;
  params: CellParams;
  /** null: its picture is among `files` already, and only cared for. */
  model: ModelFile | null;
  files?: CellFiles;
  /** Of the checkpoint and every file in `files`, by their paths. */
  stamps?: FileStamps;
  /** Begin it at once beside what is under way, however full the batches are. */
  urgent?: boolean;
  /** Draw it from nothing that is remembered of other cells. */
  fresh?: boolean;
};

export type ToWorker =
  /** `beside` is the checkpoint that the file is to be drawn with: whether it goes with it is then told, too. */
  | { type: 'inspect'; request: number; path: string; beside?: string }
  | { type: 'draw'; cells: DrawCell[] }
  | { type: 'cancel'; ids: string[] }
  /** Nothing that is remembered of cells serves others any more. */
  | { type: 'forget' }
  | { type: 'shutdown' };

export type WorkerPhase =
  'idle' | 'loading_model' | 'encoding' | 'encoding_picture' | 'sampling' | 'upscaling' | 'decoding';

export type FromWorker =
  | {
      type: 'ready';
      pid: number;
      engine_version: string;
      device: string;
      samplers: SamplerEntry[];
      schedulers: SchedulerEntry[];
    }
  | { type: 'inspected'; request: number; inspection: Inspection }
  | { type: 'phase'; phase: WorkerPhase; model: string | null; cells: string[]; rss_mb: number }
  /** After each pass of the step loop: where each cell is, rows the UNet really evaluated, and how long that took. */
  | {
      type: 'steps';
      /** Cells whose rows this pass evaluated or answered, also those that now wait for nothing but their decoding. */
      served: string[];
      cells: { id: string; step: number; steps: number }[];
      evaluations: number;
      network_ms: number;
      elapsed_ms: number;
    }
  /** A rough look at a cell under way: RGB, 8 bits, rows from the top. */
  | { type: 'preview'; id: string; width: number; height: number; rgb: Uint8Array }
  | {
      type: 'done';
      id: string;
      width: number;
      height: number;
      rgb: Uint8Array;
      /** The picture before care, where it was drawn for this cell. */
      drawn?: Picture;
      evaluations: number;
      draw_ms: number;
    }
  | { type: 'failed'; id: string; failure: FaultData };

/** Changes whenever reading the same headers may tell something else: what was told before is then forgotten. */
export const INSPECTION_VERSION = '12';

/** Changes whenever a change of code may change a picture's bytes; part of every content key. */
export const ENGINE_VERSION = '2';
