import { type Request, Router } from 'express';
import * as v from 'valibot';
import {
  type DiagnosisReply,
  JobOptions,
  type JobsReply,
  MarkRequest,
  type Plan,
  Spec,
  type SweepRequest,
  SweepText
} from '../../schema/wire';
import { catalogue } from '../../schema/catalogue';
import { JOB_STATES } from '../../schema/states';
import { object, strictObject } from '../../schema/shapes';
import type { JobService } from '../jobs/job-service';
import type { Planner } from '../jobs/planner';
import type { Presenter } from '../jobs/presenter';
import type { Steering } from '../jobs/steering';
import type { JobStore } from '../store/job-store';
import { wholeText, language, readBody, readQuery } from './read';
import { sendJob } from './send-job';
import { Fault } from '../../schema/fault';

const ListQuery = object({
  limit: v.optional(wholeText(1, 200), 20),
  cursor: v.optional(wholeText(1)),
  state: v.optional(v.picklist(JOB_STATES)),
  client: v.optional(v.string()),
  /** Words of a prompt, or of anything else. */
  q: v.optional(v.string()),
  model: v.optional(v.string()),
  /** `name:value`, once or several times. */
  param: v.optional(v.union([v.string(), v.array(v.string())]))
});
/** Characters of a client's id. */
const CLIENT_MAX = 100;
const CLIENT = /^[\x20-\x7e]{1,100}$/;
const KEY = /^[\x21-\x7e]{1,200}$/;

export type JobRoutesOptions = {
  planner: Planner;
  service: JobService;
  steering: Steering;
  jobs: JobStore;
  presenter: Presenter;
};

/** Sweeps priced, accepted, listed and steered. */
export function jobRoutes({ planner, service, steering, jobs, presenter }: JobRoutesOptions): Router {
  const router = Router();
  router.post('/v1/plan', async (req, res) => {
    const request = readSweep(req);
    const wait = presenter.waitOf(readClient(req.headers['x-client']));
    res.json({ ...presenter.plan(await planner.plan(request), language(req)), wait } satisfies Plan);
  });
  router.post('/v1/jobs', async (req, res) => {
    const { priority, replace } = readBody(object(JobOptions), req);
    const { priority: _, replace: __, ...sweep } = req.body as Record<string, unknown>;
    const client = readClient(req.headers['x-client']);
    if (replace && client === '') {
      throw new Fault('client_needed', {});
    }
    const key = readKey(req.headers['idempotency-key']);
    const job = await service.submit(readSweep(req, sweep), key, { client, priority });
    if (replace) {
      // What came after an earlier submit that is repeated stays.
      await steering.cancelAll({ client, before: job.id });
    }
    await sendJob(req, res.status(202), presenter, await steering.endIfReplaced(job));
  });
  router.get('/v1/jobs', (req, res) => {
    const {
      limit,
      cursor,
      state,
      client,
      q: words,
      model,
      param = []
    } = readQuery(ListQuery, req, ['param']);
    const params = [param].flat().map(readParam);
    const wanted = model === undefined ? params : [...params, ['model', model] as const];
    const page = jobs.list(limit, cursor ?? null, { state, client, words, params: wanted });
    const more = page.length === limit && page[page.length - 1].number > 1;
    res.json({
      jobs: page.map(job => presenter.summary(job, language(req))),
      cursor: more ? String(page[page.length - 1].number) : null,
      paused: jobs.paused
    } satisfies JobsReply);
  });
  router.get('/v1/jobs/:id', async (req, res) => {
    await sendJob(req, res, presenter, service.job(req.params.id));
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
  router.put('/v1/cells/:id/mark', async (req, res) => {
    res.json({ mark: await service.mark(req.params.id, readBody(MarkRequest, req)) });
  });
  return router;
}

/** `name:value`; throws `search_parameter` for what is no parameter's name. */
function readParam(text: string): readonly [string, string] {
  const [name, ...value] = text.split(':');
  if (!catalogue.some(each => each.name === name)) {
    throw new Fault('search_parameter', { param: name });
  }
  return [name, value.join(':')];
}

/** A sweep as a text or a spec; throws `no_sweep` for a body that is neither. */
function readSweep(req: Request, body: unknown = req.body): SweepRequest {
  const { text, spec } = readBody(
    object({ text: v.optional(v.unknown()), spec: v.optional(v.unknown()) }),
    req,
    body
  );
  if ((text === undefined) === (spec === undefined)) {
    throw new Fault('no_sweep');
  }
  return text === undefined
    ? readBody(strictObject({ spec: Spec }), req, body)
    : readBody(strictObject({ text: SweepText }), req, body);
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

/** Who asks: an id that a client gives itself, by which it takes turns with others; '' for those that send none. */
function readClient(header: string | string[] | undefined): string {
  if (header !== undefined && (typeof header !== 'string' || !CLIENT.test(header))) {
    throw new Fault('client_invalid', { length: header.length, limit: CLIENT_MAX });
  }
  return header ?? '';
}
