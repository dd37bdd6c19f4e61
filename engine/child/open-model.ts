import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../weights';
import type { DrawModel } from '../pipeline';
import type { SchedulerConfig } from '../sampling';
import { inspectModel, openNetworks } from '../models';
import type { INetworks, ModelInfo } from '../types';

/** A checkpoint that is open. */
export type OpenModel = { networks: INetworks; model: DrawModel };

/** Opens the checkpoint at `path`. Throws Fault model_* and out_of_memory. */
export async function openModel(path: string): Promise<OpenModel> {
  const networks = await openNetworks(path);
  return { networks, model: drawModelOf(networks.info, readScheduler(path)) };
}

/** What drawing must know of a model, from its info and its scheduler_config.json. */
export function drawModelOf(info: ModelInfo, scheduler: SchedulerConfig = {}): DrawModel {
  const { family, task, latentChannels, latentScale, scalingFactor } = info;
  const { predictionType, zeroTerminalSnr, guidanceDim, sizeIds, tileSide } = info;
  return {
    family,
    task,
    latentChannels,
    latentScale,
    scalingFactor,
    predictionType,
    zeroTerminalSnr,
    guidanceDim,
    sizeIds,
    tileSide,
    scheduler
  };
}

/** The same from its headers and configs alone. Throws Fault model_*. */
export function inspectDrawModel(path: string): DrawModel {
  return drawModelOf(inspectModel(path), readScheduler(path));
}

/** The scheduler_config.json of a diffusers folder; a single file has none and means SD1.x's own. */
export function readScheduler(path: string): SchedulerConfig {
  const file = join(path, 'scheduler', 'scheduler_config.json');
  return existsSync(file) ? (readJson(file, 'scheduler_config.json') as SchedulerConfig) : {};
}
