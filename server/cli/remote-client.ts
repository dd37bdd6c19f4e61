import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../../schema/catalogue';
import type { ErrorBody, Job, JobReply, ModelsReply, Plan } from '../../schema/wire';
import type { Connection } from '../service/connection-file';
import type { IServiceClient } from './client';

const ASK_AGAIN_MS = 200;
/** A service that gives no report within this time is one that a report is needed of: it is made without it. */
const REPORT_MAX_MS = 15_000;

export interface IRemoteClient extends IServiceClient {
  /** The bytes of a report, prompts in it or not; fails where none comes in time. */
  report(prompts: boolean): Promise<Buffer>;
}

/** An error in the words of the service that runs. */
export class RemoteError extends Error {
  constructor(readonly error: ErrorBody['error']) {
    super(error.message);
    this.name = 'RemoteError';
  }
}

/** A service that runs already, over its socket or port. */
export function remoteClient(connection: Connection, language: Language): IRemoteClient {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal
  ): Promise<{ status: number; bytes: Buffer }> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const where = connection.socket ? { socketPath: connection.socket } : new URL(connection.url!);
    const options = connection.socket ? where : { host: (where as URL).hostname, port: (where as URL).port };
    return new Promise((done, fail) => {
      const sent = request(
        {
          ...options,
          method,
          path,
          signal,
          headers: {
            authorization: `Bearer ${connection.token}`,
            'accept-language': language.replace('_', '-'),
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {})
          }
        },
        reply => {
          buffer(reply).then(bytes => done({ status: reply.statusCode!, bytes }), fail);
        }
      );
      sent.on('error', fail);
      sent.end(text);
    });
  };
  const ask = async (method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Buffer> => {
    const { status, bytes } = await call(method, path, body, signal);
    if (status >= 400) {
      throw new RemoteError((JSON.parse(bytes.toString()) as ErrorBody).error);
    }
    return bytes;
  };
  const json = async <Reply>(method: string, path: string, body?: unknown): Promise<Reply> =>
    JSON.parse((await ask(method, path, body)).toString()) as Reply;
  const job = async (id: string): Promise<Job> => (await json<JobReply>('GET', `/v1/jobs/${id}`)).job;
  return {
    plan: text => json<Plan>('POST', '/v1/plan', { text }),
    submit: async (text, priority) => (await json<JobReply>('POST', '/v1/jobs', { text, priority })).job,
    job,
    cancel: async id => {
      await ask('POST', `/v1/jobs/${id}/cancel`);
    },
    next: () => pause(ASK_AGAIN_MS),
    picture: hash => ask('GET', `/v1/images/${hash}`),
    exported: ({ id }, { format }) => ask('GET', `/v1/jobs/${id}/export?format=${format}`),
    models: () => json<ModelsReply>('GET', '/v1/models'),
    report: prompts =>
      ask('GET', `/v1/diagnostics?prompts=${prompts ? 1 : 0}`, undefined, AbortSignal.timeout(REPORT_MAX_MS))
  };
}
