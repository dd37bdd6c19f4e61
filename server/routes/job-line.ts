/** One reader of one job: told how it stands, then of everything that happens until the job is done. */
import type { Language } from '../../schema/catalogue';
import { isOver } from '../../schema/states';
import type { HubEvent } from '../jobs/hub';
import type { Presenter } from '../jobs/presenter';
import type { CellStore } from '../store/cell-store';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import { type EventStream, type Told, toldOf } from './event-stream';
import { type EventWords, saidOf } from './event-words';

/** Cells that changed since a reader heard last which are told one by one; of more than these the whole job is told. */
const CHANGES_MAX = 500;

export type JobLineOptions = {
  stream: EventStream;
  job: number;
  /** The number of the last event that the reader heard; null when it knows nothing of the job. */
  seen: number | null;
  language: Language;
  previews: boolean;
  jobs: JobStore;
  cells: CellStore;
  presenter: Presenter;
  words: EventWords;
};

export class JobLine {
  private seen: number | null;
  private missed = false;
  private catchingUp = false;

  constructor(private readonly options: JobLineOptions) {
    this.seen = options.seen;
    options.stream.onTaken(() => this.missed && void this.catchUp());
  }

  /** Takes what happens. What comes while the reader is behind is told later, as it is by then. */
  hear(event: HubEvent): void {
    const { stream, words, language, previews } = this.options;
    if (event.type === 'preview' && !previews) {
      return;
    }
    // What follows on something missed would hide it: the reader is told all changes since the last number it heard.
    if (this.catchingUp || this.missed || stream.behind) {
      this.missed ||= event.type !== 'preview' && event.type !== 'steps';
      return;
    }
    this.orCut(() => {
      const told = words.tell(event, language);
      if (told) {
        this.send(told);
      }
      if (!told || event.type === 'done') {
        stream.end();
      }
    });
  }

  /** Tells how the job stands, to one who knows it as it was at the last number it heard. */
  async catchUp(): Promise<void> {
    if (this.catchingUp) {
      return;
    }
    this.catchingUp = true;
    try {
      do {
        this.missed = false;
        await this.tellHowItStands();
      } while (this.missed && !this.options.stream.behind);
    } catch {
      // It comes back, with the number it had.
      this.options.stream.cut();
    } finally {
      this.catchingUp = false;
    }
  }

  private async tellHowItStands(): Promise<void> {
    const { jobs, stream, words, language, presenter } = this.options;
    const job = jobs.byNumber(this.options.job);
    if (!job) {
      stream.end();
      return;
    }
    const changes = this.changesOf(job);
    if (changes) {
      changes.forEach(told => this.send(told));
    } else {
      this.send(await words.snapshot(job, language, CHANGES_MAX));
    }
    if ((this.seen ?? 0) < job.seq) {
      // The whole was told as it was a moment ago.
      this.missed = true;
    } else if (isOver(job.state)) {
      const progress = presenter.progress(job, language);
      this.send(toldOf({ type: 'done', seq: job.seq, state: job.state, progress }));
      stream.end();
    }
  }

  /** What changed since the reader heard last; null when it has to be told everything. */
  private changesOf(job: JobRecord): Told[] | null {
    const { cells, presenter, language } = this.options;
    const { seen } = this;
    if (seen === null || seen > job.seq) {
      return null;
    }
    const changed = cells.changedSince(job.number, seen, CHANGES_MAX + 1);
    if (changed.length > CHANGES_MAX) {
      return null;
    }
    const progress = presenter.progress(job, language);
    const state = presenter.state(job);
    const told = changed.map(cell =>
      toldOf({ type: 'cell', seq: cell.seq, cell: presenter.cell(cell, language), progress, state })
    );
    return job.seq > seen ? [...told, toldOf(saidOf(job, job.seq, presenter, language))] : told;
  }

  private send(told: Told): void {
    this.seen = told.seq ?? this.seen;
    this.options.stream.send(told);
  }

  private orCut(work: () => void): void {
    try {
      work();
    } catch {
      this.options.stream.cut();
    }
  }
}
