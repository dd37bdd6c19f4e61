/** What happens to jobs, as the wire tells it: each happening is put into words once a language, however many listen. */
import type { Language } from '../../schema/catalogue';
import type { JobEvent } from '../../schema/wire';
import type { HubEvent } from '../jobs/hub';
import { inTurns } from '../jobs/in-turns';
import type { Presenter } from '../jobs/presenter';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import { type Told, toldAs, toldOf } from './event-stream';

/** A snapshot is told to those as well that come right after; they hear of what changed since. */
const SNAPSHOT_MS = 1000;

/** What happens to a job that is there. */
type JobHappening = Exclude<HubEvent, { type: 'gone' }>;

export class EventWords {
  private event: HubEvent | null = null;
  private job: JobRecord | null = null;
  private readonly told = new Map<Language, Told>();
  private readonly snapshots = new Map<string, { seq: number; told: Promise<Told> }>();

  constructor(
    private readonly jobs: Pick<JobStore, 'byNumber'>,
    private readonly presenter: Presenter
  ) {}

  /**
   * The whole job in a language, as it was within the last second: many readers come at once, when a page is opened or the service was
   * restarted. At most `behind` numbers less than the job's.
   */
  snapshot(job: JobRecord, language: Language, behind: number): Promise<Told> {
    const key = `${job.number} ${language}`;
    const known = this.snapshots.get(key);
    if (known && known.seq >= job.seq - behind) {
      return known.told;
    }
    const made = { seq: job.seq, told: this.tellWhole(job, language) };
    this.snapshots.set(key, made);
    setTimeout(() => this.snapshots.get(key) === made && this.snapshots.delete(key), SNAPSHOT_MS).unref();
    return made.told;
  }

  /** The event in a language; null once its job is forgotten. All who hear of it are told the same. */
  tell(event: HubEvent, language: Language): Told | null {
    // A happening is told to all its listeners before the next one is published.
    if (event !== this.event) {
      this.event = event;
      this.job = this.jobs.byNumber(event.job);
      this.told.clear();
    }
    if (!this.job || event.type === 'gone') {
      return null;
    }
    const told = this.told.get(language) ?? this.put(event, this.job, language);
    this.told.set(language, told);
    return told;
  }

  private async tellWhole(job: JobRecord, language: Language): Promise<Told> {
    const text = await inTurns(this.presenter.jobText(job, language));
    return toldAs('snapshot', job.seq, `{"type":"snapshot","seq":${job.seq},"job":${text}}`);
  }

  private put(event: JobHappening, job: JobRecord, language: Language): Told {
    const told = toldOf(toEvent(event, job, this.presenter, language));
    // With its end a job may get a verdict, and what was said of it before is over.
    return event.type === 'done'
      ? {
          ...told,
          bytes: Buffer.concat([toldOf(saidOf(job, event.seq, this.presenter, language)).bytes, told.bytes])
        }
      : told;
  }
}

/** What is to be said of a job beside its cells. */
export function saidOf(job: JobRecord, seq: number, presenter: Presenter, language: Language): JobEvent {
  return {
    type: 'diagnosis',
    seq,
    diagnosis: presenter.diagnosis(job, language),
    remarks: presenter.plan(job.plan, language).warnings,
    progress: presenter.progress(job, language),
    state: presenter.state(job)
  };
}

function toEvent(event: JobHappening, job: JobRecord, presenter: Presenter, language: Language): JobEvent {
  switch (event.type) {
    case 'cell':
      return {
        type: 'cell',
        seq: event.seq,
        cell: presenter.cell(event.cell, language),
        progress: presenter.progress(job, language),
        state: presenter.state(job)
      };
    case 'steps':
      return { type: 'step', cells: event.cells, progress: presenter.progress(job, language) };
    case 'preview':
      return { type: 'preview', cell: event.cell, image: event.image };
    case 'job':
    case 'diagnosis':
      return saidOf(job, event.seq, presenter, language);
    case 'done':
      return {
        type: 'done',
        seq: event.seq,
        state: job.state,
        progress: presenter.progress(job, language)
      };
  }
}
