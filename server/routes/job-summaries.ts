/** Summaries of jobs for all who follow the list of them: each is made once a language, however many follow. */
import type { Language } from '../../schema/catalogue';
import type { Hub, HubEvent } from '../jobs/hub';
import type { Presenter } from '../jobs/presenter';
import type { JobStore } from '../store/job-store';
import { type EventStream, type Told, toldOf } from './event-stream';

/** Summaries of one job are told at most this often; the last one is never left out. */
const SUMMARY_MS = 250;

/** `untold` are the jobs that the reader has yet to be told of, by their numbers. */
type Reader = { stream: EventStream; language: Language; untold: Set<number> };

type Words = Map<string, Told>;

export class JobSummaries {
  private readonly readers = new Set<Reader>();
  private readonly due = new Map<number, NodeJS.Timeout>();
  private leave: (() => void) | null = null;

  constructor(
    private readonly hub: Hub,
    private readonly jobs: JobStore,
    private readonly presenter: Presenter
  ) {}

  /** Tells of each open job at once, and of every change from then on until the stream is over. */
  follow(stream: EventStream, language: Language): void {
    const untold = new Set(this.jobs.seqsOfOpen().map(({ number }) => number));
    const reader = { stream, language, untold };
    this.readers.add(reader);
    stream.onClose(() => this.drop(reader));
    stream.onTaken(() => this.tell(reader));
    this.leave ??= this.hub.subscribe(null, event => {
      const { type, job } = event;
      if (type === 'cell' && event.marked) {
        this.tellMark(event);
      }
      if (type === 'gone') {
        this.tellGone(event.id);
      } else if (type === 'done') {
        clearTimeout(this.due.get(job));
        this.tellAll(job);
      } else if (type !== 'preview' && !this.due.has(job)) {
        this.due.set(
          job,
          setTimeout(() => this.tellAll(job), SUMMARY_MS)
        );
      }
    });
    this.tell(reader);
  }

  private tellAll(job: number): void {
    this.due.delete(job);
    const words: Words = new Map();
    for (const reader of [...this.readers]) {
      reader.untold.add(job);
      this.tell(reader, words);
    }
  }

  /** A reader that is behind is told of the job once it has taken what it was sent; that its number rose says there was something. */
  private tellMark({ job: number, seq, cell }: Extract<HubEvent, { type: 'cell' }>): void {
    const job = this.jobs.byNumber(number);
    if (!job) {
      return;
    }
    const { mark = null } = this.presenter.cell(cell, 'en');
    const told = toldOf({ type: 'mark', seq, job: job.id, cell: cell.id, mark });
    this.readers.forEach(({ stream }) => stream.behind || stream.send(told));
  }

  private tellGone(id: string): void {
    const told = toldOf({ type: 'gone', job: id });
    this.readers.forEach(({ stream }) => stream.send(told));
  }

  /** Tells a reader of the jobs it has yet to be told of, as long as it takes what it is sent; the rest when it has. */
  private tell({ stream, language, untold }: Reader, words: Words = new Map()): void {
    try {
      for (const number of untold) {
        if (stream.behind) {
          return;
        }
        untold.delete(number);
        const key = `${number} ${language}`;
        const told = words.get(key) ?? this.summary(number, language);
        if (told) {
          words.set(key, told);
          stream.send(told);
        }
      }
    } catch {
      // It comes back, and is told of everything anew.
      stream.cut();
    }
  }

  private summary(number: number, language: Language): Told | null {
    const job = this.jobs.byNumber(number);
    return job && toldOf({ type: 'job', seq: job.seq, job: this.presenter.summary(job, language) });
  }

  private drop(reader: Reader): void {
    this.readers.delete(reader);
    if (this.readers.size === 0) {
      this.leave?.();
      this.leave = null;
      this.due.forEach(timer => clearTimeout(timer));
      this.due.clear();
    }
  }
}
