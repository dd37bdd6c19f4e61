/** What there is to know of a model of the folders: its headers as the engine's child tells them, its hashes and its best settings. */
import { stat } from 'node:fs/promises';
import {
  changedFile,
  INSPECTION_VERSION,
  lookAt,
  stampsBeside,
  uninspected,
  type Inspection
} from '../../engine/worker';
import { Fault, type FaultData } from '../../schema/fault';
import type { ModelCache } from '../store/model-cache';
import { type FoundModel, fingerprint, stampOf } from './find-models';
import { folderKind } from './folder-kind';
import type { Model } from './model';
import { modelDefaults } from './model-defaults';
import type { ModelHashes } from './model-hashes';

/** How often a file that changes while it is looked at is looked at again. */
const TRIES = 3;
/** How long after the last write a file that ends early counts as one that is still being copied. */
const COPYING_MS = 5000;

export type Inspect = (path: string, beside?: string) => Promise<Inspection>;

export class ModelReader {
  constructor(
    private readonly cache: ModelCache,
    private readonly inspectFile: Inspect,
    private readonly hashes: ModelHashes
  ) {}

  /** The model; its stamp is that of the files it was read from. Null for one that went away meanwhile. */
  async read(found: FoundModel, bundled: boolean, first: string): Promise<Model | null> {
    let stamp = first;
    for (let tries = 1; stamp !== ''; tries++) {
      const model = await this.readOnce(found, bundled, stamp);
      const after = await stampOf(found);
      if (after !== '' && (after === stamp || tries === TRIES)) {
        return model;
      }
      stamp = after;
    }
    return null;
  }

  private async readOnce(found: FoundModel, bundled: boolean, stamp: string): Promise<Model> {
    const base = { name: found.name, path: found.name, bundled };
    const beside = found.kind === 'file' ? stampsBeside(found.path) : {};
    const inspection = await this.inspect(found, stamp, Object.values(beside));
    const problem = inspection.problem && (await stillCopied(found.path, inspection.problem));
    const { defaults, remarks } = await modelDefaults(found);
    const model: Model = {
      entry: {
        ...base,
        // What can't be read as anything is listed with what its folder is for.
        kind: problem ? folderKind(found.path) : inspection.kind,
        family: inspection.family,
        sha256: null,
        size_bytes: inspection.size_bytes,
        usable: problem === null,
        task: inspection.task,
        prediction_type: inspection.prediction_type,
        native: inspection.native,
        defaults,
        ...(inspection.aliases && { aliases: [...inspection.aliases] })
      },
      problem,
      remarks,
      path: found.path,
      stamp,
      beside: inspection.kind === 'checkpoint' ? beside : {},
      weightFiles: inspection.weight_files,
      identity: null,
      autov3: inspection.model_hash ?? null,
      guidanceDim: inspection.guidance_dim,
      memoryBytes: inspection.memory_bytes,
      inspection
    };
    if (problem === null) {
      await this.hashes.recall(model);
    }
    return model;
  }

  /**
   * A file as it is beside the checkpoint that it is to be drawn with: why the two don't go together, and what to know where they do.
   * Nothing of the kind while there is no engine to read with.
   */
  async beside(file: Model, checkpoint: Model): Promise<Pick<Inspection, 'problem' | 'warnings'>> {
    const paths = [file.path, checkpoint.path];
    const stamps = await Promise.all([...paths, ...Object.keys(checkpoint.beside)].map(fingerprint));
    const print = [INSPECTION_VERSION, ...stamps].join(' ');
    const known = this.cache.inspection(paths.join('\n'), print);
    if (known) {
      return known;
    }
    try {
      const inspection = await this.inspectFile(file.path, checkpoint.path);
      this.cache.keepInspection(paths.join('\n'), print, inspection);
      return inspection;
    } catch {
      return { problem: null };
    }
  }

  private async inspect(
    { name, path, problem }: FoundModel,
    stamp: string,
    beside: readonly string[]
  ): Promise<Inspection> {
    if (problem) {
      return uninspected(path, problem);
    }
    const print = [INSPECTION_VERSION, stamp, ...beside.filter(Boolean)].join(' ');
    const known = this.cache.inspection(path, print);
    if (known) {
      return known;
    }
    for (let tries = 1; ; tries++) {
      try {
        const inspection = await this.inspectFile(path);
        if (lookAt(path).stamp === stamp) {
          this.cache.keepInspection(path, print, inspection);
        }
        return inspection;
      } catch (error) {
        if (error instanceof Fault) {
          return uninspected(path, { code: error.code, facts: error.facts });
        }
        // The engine may have ended over something else the first time.
        if (tries > 1) {
          const facts = { file: name, reason: (error as Error).message };
          return uninspected(path, { code: 'model_corrupt', facts });
        }
      }
    }
  }
}

/** Whether what was read of a model still holds; of one that is being copied, only for now. */
export function isAsBefore({ stamp, beside, problem }: Model, now: string): boolean {
  return stamp === now && changedFile(beside) === null && problem?.code !== 'file_incomplete';
}

/**
 * A file that ends early is still being copied while it is written to. Times of modification tell that, however late its name, its rights
 * or that very time were set; one in the future tells nothing.
 */
async function stillCopied(path: string, problem: FaultData): Promise<FaultData> {
  const info = problem.code === 'model_truncated' ? await stat(path).catch(() => null) : null;
  return info && Math.abs(Date.now() - info.mtimeMs) < COPYING_MS
    ? { ...problem, code: 'file_incomplete' }
    : problem;
}
