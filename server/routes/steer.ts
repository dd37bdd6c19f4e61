import { Router } from 'express';
import * as v from 'valibot';
import { object } from '../../schema/shapes';
import { CellsRequest, JobChange, ViewRequest } from '../../schema/wire';
import type { Presenter } from '../jobs/presenter';
import type { Steering } from '../jobs/steering';
import type { JobRecord } from '../store/job-record';
import { readBody, wholeText } from './read';
import { sendJob } from './send-job';
import { Fault } from '../../schema/fault';

/** What is drawn and waits, stopped, let go on, and put in another order. */
export function steerRoutes(steering: Steering, presenter: Presenter): Router {
  const router = Router();
  const acts: Record<string, (id: string) => JobRecord | Promise<JobRecord>> = {
    cancel: id => steering.cancel(id),
    pause: id => steering.pause(id),
    resume: id => steering.resume(id),
    retry: id => steering.retry(id)
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`/v1/jobs/:id/${name}`, async (req, res) => {
      await sendJob(req, res, presenter, await act(String(req.params.id)));
    });
  }
  router.patch('/v1/jobs/:id', async (req, res) => {
    const { id } = req.params;
    const { priority, before } = readBody(JobChange, req);
    if (priority === undefined && before === undefined) {
      throw new Fault('nothing_to_change', {});
    }
    const placed = before === undefined ? null : steering.place(id, before);
    const job = priority === undefined ? placed! : steering.setPriority(id, priority);
    await sendJob(req, res, presenter, job);
  });
  router.put('/v1/jobs/:id/view', (req, res) => {
    const { cells, viewer } = readBody(ViewRequest, req);
    steering.look(req.params.id, cells, viewer);
    res.status(204).end();
  });
  router.post('/v1/jobs/:id/next', (req, res) => {
    steering.next(req.params.id, readBody(CellsRequest, req).cells);
    res.status(204).end();
  });
  router.post('/v1/jobs/:id/cells/:position/cancel', async (req, res) => {
    const { id, position } = req.params;
    await sendJob(req, res, presenter, steering.cancelCell(id, placeOf(position)));
  });
  router.post('/v1/jobs/:id/cells/:position/retry', async (req, res) => {
    const { id, position } = req.params;
    await sendJob(req, res, presenter, await steering.retryCell(id, placeOf(position)));
  });
  router.post('/v1/jobs/:id/cells/:position/again', async (req, res) => {
    const { id, position } = req.params;
    await sendJob(req, res.status(202), presenter, steering.again(id, placeOf(position)));
  });
  router.post('/v1/queue/pause', (_req, res) => {
    steering.pauseAll();
    res.status(204).end();
  });
  router.post('/v1/queue/resume', (_req, res) => {
    steering.resumeAll();
    res.status(204).end();
  });
  router.post('/v1/queue/cancel', async (req, res) => {
    const { except } = readBody(object({ except: v.optional(v.string()) }), req);
    const ended = await steering.cancelAll({ except });
    res.json({ cancelled: ended.map(({ id }) => id) });
  });
  return router;
}

/** A cell's place in its job, as its path says it; what is no number names no cell. */
function placeOf(text: string): number {
  const read = v.safeParse(wholeText(0), text);
  if (!read.success) {
    throw new Fault('not_found', { kind: 'cell', name: text });
  }
  return read.output;
}
