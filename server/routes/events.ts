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
import type { Language } from '../../schema/catalogue';
import type { Hub } from '../jobs/hub';
import type { JobService } from '../jobs/job-service';
import type { Presenter } from '../jobs/presenter';
import type { CellStore } from '../store/cell-store';
import type { JobRecord, JobStore } from '../store/job-store';
import { EventStream, toldOf } from './event-stream';
import { EventWords, saidOf } from './event-words';
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
    const job = service.job(req.params.id);
    const previews = readQuery(FollowQuery, req).previews === 'yes';
    const readerLanguage = language(req);
    const stream = new EventStream(req, res);
    begin(stream, job, seenBy(req), options, words, readerLanguage);
    if (isOver(job.state)) {
      stream.end();
      return;
    }
    const leave = hub.subscribe(
      job.number,
      event => {
        const told = words.tell(event, readerLanguage);
        if (told && (previews || event.type !== 'preview')) {
          stream.send(told);
        }
        if (!told || event.type === 'done') {
          stream.end();
        }
      },
      { previews }
    );
    stream.onClose(leave);
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

/** What a reader has to know before it is told what happens from now on. */
function begin(
  stream: EventStream,
  job: JobRecord,
  seen: number | null,
  { cells, presenter }: EventRoutesOptions,
  words: EventWords,
  readerLanguage: Language
): void {
  const progress = presenter.progress(job, readerLanguage);
  const state = presenter.state(job);
  if (seen !== null && seen <= job.seq) {
    for (const cell of cells.changedSince(job.number, seen)) {
      stream.send(
        toldOf({
          type: 'cell',
          seq: cell.seq,
          cell: presenter.cell(cell, readerLanguage),
          progress,
          state
        })
      );
    }
    if (job.seq > seen) {
      stream.send(toldOf(saidOf(job, job.seq, presenter, readerLanguage)));
    }
  } else {
    stream.send(words.snapshot(job, readerLanguage));
  }
  if (isOver(job.state)) {
    stream.send(toldOf({ type: 'done', seq: job.seq, state: job.state, progress }));
  }
}
