import type { Job, JobReply, Priority } from '../../schema/wire';
import type { IDiffusionSteering } from '../tokens';

type Send = <T>(method: string, path: string, body: unknown) => Promise<T>;

/** What people say of the queue, as requests. */
export function steeringBy(send: Send): IDiffusionSteering {
  const ofJob = (id: string): string => `v1/jobs/${encodeURIComponent(id)}`;
  const job = async (method: string, path: string, body: unknown = {}): Promise<Job> =>
    (await send<JobReply>(method, path, body)).job;
  return {
    setPriority: (id: string, priority: Priority) => job('PATCH', ofJob(id), { priority }),
    place: (id, before) => job('PATCH', ofJob(id), { before }),
    look: (id, cells, viewer) => send('PUT', `${ofJob(id)}/view`, { cells, viewer }),
    next: (id, cells) => send('POST', `${ofJob(id)}/next`, { cells }),
    cancelCell: (id, position) => job('POST', `${ofJob(id)}/cells/${position}/cancel`),
    retryCell: (id, position) => job('POST', `${ofJob(id)}/cells/${position}/retry`),
    again: (id, position) => job('POST', `${ofJob(id)}/cells/${position}/again`),
    pauseAll: () => send('POST', 'v1/queue/pause', {}),
    resumeAll: () => send('POST', 'v1/queue/resume', {}),
    cancelAll: async except =>
      (await send<{ cancelled: string[] }>('POST', 'v1/queue/cancel', except === undefined ? {} : { except }))
        .cancelled
  };
}
