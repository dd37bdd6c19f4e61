import type { FileStamps, Inspection } from '../../engine/worker';
import type { FaultData } from '../../schema/fault';
import type { ModelEntry } from '../../schema/wire';

/** A model as the service knows it; `entry.problem` is made at the edge from `problem`. */
export type Model = {
  entry: Omit<ModelEntry, 'problem' | 'remarks'> & { path: string };
  problem: FaultData | null;
  /** What of its defaults can't be used. */
  remarks: readonly FaultData[];
  path: string;
  /** Of the files as they were when all this was read of them. */
  stamp: string;
  /** Of what else a checkpoint in one file is read from. */
  beside: FileStamps;
  weightFiles: string[];
  /** What content keys know it by; null until it is hashed. */
  identity: string | null;
  /** How model sites and A1111 know a LoRA or an embedding, where that isn't its sha256; null until it is hashed. */
  autov3: string | null;
  /** Width of the guidance scale's embedding in networks that are told it (LCM), which then need no negative prompt; else 0. */
  guidanceDim: number;
  memoryBytes: number;
  /** What its headers told the engine. */
  inspection: Inspection;
};
