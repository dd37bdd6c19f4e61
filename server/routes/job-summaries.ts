/** Summaries of jobs for all who follow the list of them: each is made once a language, however many follow. */
import type { Language } from '../../schema/catalogue';
import type { Hub } from '../jobs/hub';
import type { Presenter } from '../jobs/presenter';
import type { JobStore } from '../store/job-store';
import { type EventStream, type Told, toldOf } from './event-stream';

/** Summaries of one job are told at most this often; the last one is never left out. */
const SUMMARY_MS = 250;

type Reader = { stream: EventStream; language: Language };

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
    const reader = { stream, language };
    this.jobs.open().forEach(({ number }) => this.tell(number, [reader]));
    this.readers.add(reader);
    this.leave ??= this.hub.subscribe(null, ({ type, job }) => {
      if (type === 'done') {
        clearTimeout(this.due.get(job));
        this.tell(job, this.readers);
      } else if (type !== 'preview' && !this.due.has(job)) {
        this.due.set(
          job,
          setTimeout(() => this.tell(job, this.readers), SUMMARY_MS)
        );
      }
    });
    stream.onClose(() => this.drop(reader));
  }

  private tell(number: number, readers: Iterable<Reader>): void {
    this.due.delete(number);
    const job = this.jobs.byNumber(number);
    const told = new Map<Language, Told>();
    for (const { stream, language } of job ? [...readers] : []) {
      const words =
        told.get(language) ??
        toldOf({ type: 'job', seq: job!.seq, job: this.presenter.summary(job!, language) });
      told.set(language, words);
      stream.send(words);
    }
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
