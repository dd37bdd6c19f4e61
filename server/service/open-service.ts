import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { samplerEntries, schedulerEntries } from '../../engine/shadow';
import { EngineWorker } from '../../engine/worker';
import type { Log } from '../log';
import { bundledModelFolders, defaultDataFolder, modelFolders } from './paths';
import { Service } from './service';
import { threadCounter } from './thread-counter';

export type OpenOptions = {
  data?: string;
  models?: readonly string[];
  defaultModel?: string;
  /** How many engines draw side by side; 1 unless said. */
  engines?: number;
  /** Minutes after which an idle engine gives its models' memory back; 0 for never. */
  unloadAfter?: number;
};

/** The service on a data folder with the real engine; it starts with `start`. */
export function openService(
  { data, models = [], defaultModel, engines = 1, unloadAfter }: OpenOptions,
  log: Log
): Service {
  const dataFolder = resolve(data ?? defaultDataFolder());
  return new Service({
    dataFolder,
    modelFolders: modelFolders(models, dataFolder),
    bundledFolders: bundledModelFolders(),
    defaultModel: defaultModel ?? process.env.JUPYTERLAB_DIFFUSION_DEFAULT_MODEL ?? null,
    sampling: { samplers: samplerEntries, schedulers: schedulerEntries },
    count: threadCounter(join(__dirname, 'count-thread.js')),
    engines,
    unloadAfterMs: unloadAfter === undefined ? undefined : unloadAfter * 60_000,
    startEngine: () =>
      new EngineWorker({ script: workerScript(), env: { ...process.env, ...threadsOf(engines) } }),
    log
  });
}

/** The engine's process, beside the bundle. */
export function workerScript(): string {
  return join(__dirname, 'worker.js');
}

/** Each of several engines has its share of the processor's cores. */
function threadsOf(engines: number): NodeJS.ProcessEnv {
  const threads = Math.max(1, Math.floor(availableParallelism() / engines));
  return engines > 1 ? { JUPYTERLAB_DIFFUSION_THREADS: String(threads) } : {};
}
