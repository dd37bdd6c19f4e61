/**
 * What is told when nobody may be looking: that a long job of this page has ended, failed, or is held up. Each end is told once; what
 * holds up is told while it stands, once for all jobs where it is the machine's, and taken back when it is gone or the job is over. What a
 * person did (a cancel, a pause) is no news to anybody.
 */
import { hasCode } from '../../schema/messages/has-code';
import { cutAtWord } from '../../schema/readable';
import { isOver } from '../../schema/states';
import type { JobSummary } from '../../schema/wire';
import { isMild } from '../client/mild';
import type { IDiffusionText } from '../tokens';

/** `key` tells a standing notice from others; null for one of an end, which is never taken back. */
export type Notice = {
  key: string | null;
  job: string;
  tone: 'success' | 'warning' | 'error';
  message: string;
};

export type JobNoticesOptions = {
  say: IDiffusionText['say'];
  /** Whether a job was asked for in this page. */
  isOurs(job: JobSummary): boolean;
  now(): number;
  tell(notice: Notice): void;
  /** What was told by this key stands no longer. */
  takeBack(key: string): void;
};

const LONG_MS = 60_000;
const NAME_MAX = 40;

export class JobNotices {
  /** Jobs that were seen before they were over: the end of any other is no news. */
  private readonly open = new Set<string>();
  /** What stands and was told, by its key. */
  private standing = new Map<string, Notice>();

  constructor(private readonly options: JobNoticesOptions) {}

  /** Takes the list of jobs as it is now, and whether somebody paused everything. */
  take(jobs: readonly JobSummary[], paused: boolean): void {
    const { tell, takeBack } = this.options;
    const told = jobs.filter(job => this.isLong(job) && this.options.isOurs(job));
    const before = this.standing;
    this.standing = new Map(
      told.filter(job => isHeldUp(job, paused)).map(job => [keyOf(job), this.standingOf(job)])
    );
    [...before.keys()].filter(key => !this.standing.has(key)).forEach(key => takeBack(key));
    [...this.standing].filter(([key]) => !before.has(key)).forEach(([, notice]) => tell(notice));
    told.filter(job => this.isNewsOfEnd(job)).forEach(job => tell(this.endOf(job)));
    jobs.forEach(({ id, state }) => (isOver(state) ? this.open.delete(id) : this.open.add(id)));
  }

  private isNewsOfEnd({ id, state }: JobSummary): boolean {
    return isOver(state) && state !== 'cancelled' && this.open.has(id);
  }

  private isLong({ created, finished }: JobSummary): boolean {
    const end = finished === null ? this.options.now() : Date.parse(finished);
    return end - Date.parse(created) > LONG_MS;
  }

  private standingOf(job: JobSummary): Notice {
    const { title } = job.diagnosis!;
    const message = isOfTheMachine(job) ? title : this.named(job, title);
    return { key: keyOf(job), job: job.id, tone: 'warning', message };
  }

  private endOf(job: JobSummary): Notice {
    const { id, state, progress } = job;
    const tone = state === 'failed' || progress.cells_failed > 0 ? 'error' : 'success';
    return { key: null, job: id, tone, message: this.named(job, progress.title ?? progress.message) };
  }

  private named({ spec }: JobSummary, words: string): string {
    const { say } = this.options;
    const whole = String(spec.base.prompt ?? '')
      .trim()
      .split('\n')[0];
    const name = cutAtWord(whole, NAME_MAX);
    return say('notice_of_job', { name: name || say('no_prompt'), words });
  }
}

/** Whether what holds a job up holds up every other alike. */
function isOfTheMachine({ diagnosis }: JobSummary): boolean {
  return hasCode(diagnosis, 'engine_down', 'disk_full', 'disk_failing');
}

function keyOf(job: JobSummary): string {
  return isOfTheMachine(job) ? job.diagnosis!.code : `${job.diagnosis!.code} ${job.id}`;
}

/** Whether something stands that won't pass while nobody looks: what is no mild matter, or what holds up all though nobody asked for it. */
function isHeldUp({ state, own_state, diagnosis }: JobSummary, paused: boolean): boolean {
  return !isOver(state) && diagnosis !== null && (!isMild(diagnosis) || (own_state !== undefined && !paused));
}
