import { type Request, Router } from 'express';
import * as v from 'valibot';
import {
  type DiagnosisReply,
  type JobReply,
  type JobsReply,
  MarkRequest,
  type Plan,
  Spec,
  type SweepRequest,
  SweepText
} from '../../schema/wire';
import { object, strictObject } from '../../schema/shapes';
import type { JobService } from '../jobs/job-service';
import type { Planner } from '../jobs/planner';
import type { Presenter } from '../jobs/presenter';
import type { JobRecord, JobStore } from '../store/job-store';
import { wholeText, language, readBody, readQuery } from './read';
import { Fault } from '../../schema/fault';

const ListQuery = object({
  limit: v.optional(wholeText(1, 200), 20),
  cursor: v.optional(wholeText(1))
});
const KEY = /^[\x21-\x7e]{1,200}$/;

export type JobRoutesOptions = {
  planner: Planner;
  service: JobService;
  jobs: JobStore;
  presenter: Presenter;
};

/** Sweeps priced, accepted, listed and steered. */
export function jobRoutes({ planner, service, jobs, presenter }: JobRoutesOptions): Router {
  const router = Router();
  router.post('/v1/plan', async (req, res) => {
    const request = readSweep(req);
    res.json(presenter.plan(await planner.plan(request), language(req)) satisfies Plan);
  });
  router.post('/v1/jobs', async (req, res) => {
    const request = readSweep(req);
    const job = await service.submit(request, readKey(req.headers['idempotency-key']));
    res.status(202).json({ job: presenter.job(job, language(req)) } satisfies JobReply);
  });
  router.get('/v1/jobs', (req, res) => {
    const { limit, cursor } = readQuery(ListQuery, req);
    const page = jobs.list(limit, cursor ?? null);
    const more = page.length === limit && page[page.length - 1].number > 1;
    res.json({
      jobs: page.map(job => presenter.summary(job, language(req))),
      cursor: more ? String(page[page.length - 1].number) : null
    } satisfies JobsReply);
  });
  router.get('/v1/jobs/:id', (req, res) => {
    res.json({ job: presenter.job(service.job(req.params.id), language(req)) } satisfies JobReply);
  });
  router.delete('/v1/jobs/:id', async (req, res) => {
    await service.forget(req.params.id);
    res.status(204).end();
  });
  router.get('/v1/jobs/:id/diagnosis', (req, res) => {
    const job = service.job(req.params.id);
    res.json({
      diagnosis: presenter.diagnosis(job, language(req)),
      state: job.state,
      ...presenter.phaseOf(job)
    } satisfies DiagnosisReply);
  });
  const acts: Record<string, (id: string) => JobRecord> = {
    cancel: id => service.cancel(id),
    pause: id => service.pause(id),
    resume: id => service.resume(id),
    retry: id => service.retry(id)
  };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`/v1/jobs/:id/${name}`, (req, res) => {
      res.json({ job: presenter.job(act(String(req.params.id)), language(req)) } satisfies JobReply);
    });
  }
  router.put('/v1/cells/:id/mark', (req, res) => {
    res.json({ mark: service.mark(req.params.id, readBody(MarkRequest, req)) });
  });
  return router;
}

/** A sweep as a text or a spec; throws `no_sweep` for a body that is neither. */
function readSweep(req: Request): SweepRequest {
  const { text, spec } = readBody(
    object({ text: v.optional(v.unknown()), spec: v.optional(v.unknown()) }),
    req
  );
  if ((text === undefined) === (spec === undefined)) {
    throw new Fault('no_sweep');
  }
  return text === undefined
    ? readBody(strictObject({ spec: Spec }), req)
    : readBody(strictObject({ text: SweepText }), req);
}

function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) {
    return null;
  }
  if (typeof header !== 'string' || !KEY.test(header)) {
    throw new Fault('bad_request', { reason: { code: 'idempotency_key', facts: { key: String(header) } } });
  }
  return header;
}
