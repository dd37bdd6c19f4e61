/**
 * Server-sent events. A stream of one job begins with a `snapshot`, or, when `Last-Event-ID` names a state we still know, with the
 * cells that changed since; then everything as it happens, until `done`. `id:` is the job's seq; `step` and `preview` are of the
 * moment and carry none. `?previews=no` leaves previews out, so that none are made for a reader that shows no pictures. A comment
 * every 15 s keeps proxies from cutting the line.
 */
import { Router, type Request } from 'express';
import * as v from 'valibot';
import { object } from '../../schema/shapes';
import { isOver } from '../../schema/states';
import type { Hub } from '../jobs/hub';
import type { JobService } from '../jobs/job-service';
import type { Presenter } from '../jobs/presenter';
import type { CellStore } from '../store/cell-store';
import type { JobStore } from '../store/job-store';
import { EventStream } from './event-stream';
import { EventWords } from './event-words';
import { JobLine } from './job-line';
import { JobSummaries } from './job-summaries';
import { language, readQuery } from './read';

export type EventRoutesOptions = {
  hub: Hub;
  service: JobService;
  jobs: JobStore;
  cells: CellStore;
  presenter: Presenter;
};

const FollowQuery = object({ previews: v.optional(v.picklist(['yes', 'no']), 'yes') });

export function eventRoutes(options: EventRoutesOptions): Router {
  const { hub, service, jobs, presenter } = options;
  const router = Router();
  const words = new EventWords(jobs, presenter);
  const summaries = new JobSummaries(hub, jobs, presenter);
  router.get('/v1/jobs/:id/events', (req, res) => {
    const { number, state } = service.job(req.params.id);
    const previews = readQuery(FollowQuery, req).previews === 'yes';
    const stream = new EventStream(req, res);
    const line = new JobLine({
      ...{ ...options, stream, words, previews },
      ...{ job: number, seen: seenBy(req), language: language(req) }
    });
    if (!isOver(state)) {
      stream.onClose(hub.subscribe(number, event => line.hear(event), { previews }));
    }
    void line.catchUp();
  });
  router.get('/v1/events', (req, res) => {
    summaries.follow(new EventStream(req, res), language(req));
  });
  return router;
}

/** The number of the last event a reader saw; null when it says none. */
function seenBy(req: Request): number | null {
  const seen = Number(req.headers['last-event-id'] ?? NaN);
  return Number.isInteger(seen) && seen > 0 ? seen : null;
}
