/**
 * A service as the commands need it: one opened for them on the data folder, or the one that runs there already (that of
 * JupyterLab, say), reached as its connection file says.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../schema/catalogue';
import type { Job, ModelsReply, Plan, Priority } from '../../schema/wire';
import type { IExport } from '../exports';
import { makeLog } from '../log';
import { inTurns } from '../jobs/in-turns';
import { isOver } from '../../schema/states';
import { present } from '../jobs/present';
import { presentModel } from '../jobs/presenter';
import { liveConnections } from '../service/connection-file';
import { type OpenOptions, openService } from '../service/open-service';
import { defaultDataFolder, jupyterRuntimeFolder, unreadFolders } from '../service/paths';
import type { Service } from '../service/service';
import { readLogLevel } from './options';
import { remoteClient } from './remote-client';
import { Fault } from '../../schema/fault';
import { printError, printRemarks } from './terminal';

export interface IServiceClient {
  plan(text: string): Promise<Plan>;
  submit(text: string, priority: Priority): Promise<Job>;
  job(id: string): Promise<Job>;
  cancel(id: string): Promise<void>;
  /** Resolves when something may have happened to a job. */
  next(id: string): Promise<void>;
  picture(sha256: string): Promise<Buffer | null>;
  /** The bytes of an export of a job. */
  exported(job: Job, format: IExport): Promise<Buffer>;
  models(): Promise<ModelsReply>;
}

/**
 * Gives `work` a service and ends it afterwards if it was opened for that. Work that only `looks` at files of weights needs no data folder
 * of its own: beside a service that can't be asked it has one for the moment.
 */
export async function withClient<Result>(
  options: OpenOptions,
  language: Language,
  work: (client: IServiceClient) => Promise<Result>,
  { looks = false } = {}
): Promise<Result> {
  const log = makeLog({ level: readLogLevel(undefined, 'warn') });
  let service: Service;
  try {
    service = openService(options, log);
  } catch (error) {
    const running = runningService(error, options);
    if (running) {
      printError(`Using the service that runs already (process ${running.pid}).`);
      return work(remoteClient(running, language));
    }
    if (!looks || !isInUse(error)) {
      throw error;
    }
    const { data = defaultDataFolder(), models = [] } = options;
    const moment = mkdtempSync(join(tmpdir(), 'jupyterlab-diffusion-'));
    try {
      const beside = { ...options, data: moment, models: [...models, join(data, 'models')] };
      return await withClient(beside, language, work);
    } finally {
      rmSync(moment, { recursive: true, force: true });
    }
  }
  printRemarks(
    unreadFolders(options.models).map(each => present(each, language)),
    language
  );
  try {
    await service.start();
    return await work(localClient(service, language));
  } finally {
    await service.stop();
  }
}

function isInUse(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'data_in_use';
}

/** The service that owns the data folder, when it can be reached and nothing was asked for that only a new one could do. */
export function runningService(
  error: unknown,
  { models, defaultModel }: Pick<OpenOptions, 'models' | 'defaultModel'> = {}
): ReturnType<typeof liveConnections>[number] | null {
  const inUse = isInUse(error) ? error : null;
  const asks = (models?.length ?? 0) > 0 || defaultModel !== undefined;
  return (
    (!asks && inUse && liveConnections(jupyterRuntimeFolder()).find(({ pid }) => pid === inUse.facts.pid)) ||
    null
  );
}

function localClient(service: Service, language: Language): IServiceClient {
  const { planner, jobService, steering, presenter, hub, files, registry } = service;
  const present = (id: string): Promise<Job> => inTurns(presenter.job(jobService.job(id), language));
  return {
    plan: async text => presenter.plan(await planner.plan({ text }), language),
    submit: async (text, priority) => present((await jobService.submit({ text }, null, { priority })).id),
    job: present,
    cancel: async id => {
      await steering.cancel(id);
    },
    next: id =>
      new Promise(done => {
        const { number, state } = jobService.job(id);
        const leave = hub.subscribe(number, () => {
          leave();
          done();
        });
        if (isOver(state)) {
          leave();
          done();
        }
      }),
    picture: hash => files.get(hash),
    exported: (job, { make }) => make(job, { picture: hash => files.get(hash), language }),
    models: async () => ({
      models: (await registry.list()).map(model => presentModel(model, language)),
      default_model: registry.defaultModel()
    })
  };
}
