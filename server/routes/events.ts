/**
 * Server-sent events. A stream of one job begins with a `snapshot`, or, when `Last-Event-ID` names a state we still know, with the
 * cells that changed since; then everything as it happens, until `done`. `id:` is the job's seq; `step` and `preview` are of the
 * moment and carry none. A comment every 15 s keeps proxies from cutting the line.
 */
import { Router, type Request, type Response } from 'express';
import type { Language } from '../../schema/catalogue';
import type { JobEvent } from '../../schema/wire';
import type { HubEvent, Hub } from '../jobs/hub';
import type { JobService } from '../jobs/job-service';
import { isOver } from '../../schema/states';
import type { Presenter } from '../jobs/presenter';
import type { CellStore } from '../store/cell-store';
import type { JobRecord, JobStore } from '../store/job-store';
import { language } from './read';

const HEARTBEAT_MS = 15_000;
/** Summaries of one job are told at most this often; the last one is never left out. */
const SUMMARY_MS = 250;

export type EventRoutesOptions = {
  hub: Hub;
  service: JobService;
  jobs: JobStore;
  cells: CellStore;
  presenter: Presenter;
};

export function eventRoutes(options: EventRoutesOptions): Router {
  const router = Router();
  router.get('/v1/jobs/:id/events', (req, res) => {
    followJob(options, options.service.job(req.params.id), req, res);
  });
  router.get('/v1/events', (req, res) => {
    followAll(options, req, res);
  });
  return router;
}

function followJob(
  { hub, jobs, cells, presenter }: EventRoutesOptions,
  job: JobRecord,
  req: Request,
  res: Response
): void {
  const readerLanguage = language(req);
  const stream = openStream(req, res);
  const current = (): JobRecord | null => jobs.byNumber(job.number);
  const seen = Number(req.headers['last-event-id'] ?? NaN);
  if (Number.isInteger(seen) && seen > 0 && seen <= job.seq) {
    for (const cell of cells.changedSince(job.number, seen)) {
      const progress = presenter.progress(job, readerLanguage);
      stream.send({
        type: 'cell',
        seq: cell.seq,
        cell: presenter.cell(cell, readerLanguage),
        progress,
        state: job.state
      });
    }
    if (job.seq > seen) {
      stream.send(saidOf(job, job.seq, presenter, readerLanguage));
    }
  } else {
    stream.send({ type: 'snapshot', seq: job.seq, job: presenter.job(job, readerLanguage) });
  }
  if (isOver(job.state)) {
    stream.send({
      type: 'done',
      seq: job.seq,
      state: job.state,
      progress: presenter.progress(job, readerLanguage)
    });
    stream.end();
    return;
  }
  const leave = hub.subscribe(job.number, hubEvent => {
    const now = current();
    if (!now) {
      stream.end();
      return;
    }
    const event = toEvent(hubEvent, now, presenter, readerLanguage);
    if (event) {
      stream.send(event);
    }
    if (hubEvent.type === 'done') {
      stream.end();
    }
  });
  stream.onClose(leave);
}

function followAll({ hub, jobs, presenter }: EventRoutesOptions, req: Request, res: Response): void {
  const readerLanguage = language(req);
  const stream = openStream(req, res);
  const due = new Map<number, NodeJS.Timeout>();
  const tell = (number: number): void => {
    due.delete(number);
    const job = jobs.byNumber(number);
    if (job) {
      stream.send({ type: 'job', seq: job.seq, job: presenter.summary(job, readerLanguage) });
    }
  };
  jobs.open().forEach(({ number }) => tell(number));
  const leave = hub.subscribe(null, ({ type, job }) => {
    if (type === 'done') {
      clearTimeout(due.get(job));
      tell(job);
    } else if (type !== 'preview' && !due.has(job)) {
      due.set(job, setTimeout(tell, SUMMARY_MS, job));
    }
  });
  stream.onClose(() => {
    leave();
    due.forEach(timer => clearTimeout(timer));
  });
}

function toEvent(
  hubEvent: HubEvent,
  job: JobRecord,
  presenter: Presenter,
  readerLanguage: Language
): JobEvent | null {
  const progress = presenter.progress(job, readerLanguage);
  switch (hubEvent.type) {
    case 'cell':
      return {
        type: 'cell',
        seq: hubEvent.seq,
        cell: presenter.cell(hubEvent.cell, readerLanguage),
        progress,
        state: job.state
      };
    case 'steps':
      return { type: 'step', cells: hubEvent.cells, progress };
    case 'preview':
      return { type: 'preview', cell: hubEvent.cell, image: hubEvent.image };
    case 'job':
    case 'diagnosis':
      return saidOf(job, hubEvent.seq, presenter, readerLanguage);
    case 'done':
      return { type: 'done', seq: hubEvent.seq, state: job.state, progress };
  }
}

function saidOf(job: JobRecord, seq: number, presenter: Presenter, readerLanguage: Language): JobEvent {
  const { warnings: remarks } = presenter.plan(job.plan, readerLanguage);
  return { type: 'diagnosis', seq, diagnosis: presenter.diagnosis(job, readerLanguage), remarks };
}

type Stream = { send(event: JobEvent): void; end(): void; onClose(work: () => void): void };

function openStream(req: Request, res: Response): Stream {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no'
  });
  res.flushHeaders();
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  const closings: (() => void)[] = [() => clearInterval(heartbeat)];
  req.on('close', () => closings.splice(0).forEach(work => work()));
  return {
    send(event) {
      const id = 'seq' in event ? `id: ${event.seq}\n` : '';
      res.write(`${id}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    end() {
      closings.splice(0).forEach(work => work());
      res.end();
    },
    onClose(work) {
      closings.push(work);
    }
  };
}
