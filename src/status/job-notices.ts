/**
 * What is told when nobody may be looking: that a long job of this page has ended, failed, or is held up. Each end is told once, and each
 * cause of a standstill once until it is gone. What a person did (a cancel, a pause) is no news to anybody.
 */
import { hasCode } from '../../schema/messages/has-code';
import { isOver } from '../../schema/states';
import type { JobSummary } from '../../schema/wire';
import { isMild } from '../client/mild';
import type { IDiffusionText } from '../tokens';

export type Notice = { job: string; tone: 'success' | 'warning' | 'error'; message: string };

export type JobNoticesOptions = {
  say: IDiffusionText['say'];
  /** Whether a job was asked for in this page. */
  isOurs(job: JobSummary): boolean;
  now(): number;
  tell(notice: Notice): void;
};

const LONG_MS = 60_000;
const NAME_MAX = 40;

export class JobNotices {
  /** What was told of each job, or what needn't be: the code of a diagnosis, or the state of its end. */
  private readonly told = new Map<string, string>();

  constructor(private readonly options: JobNoticesOptions) {}

  /** Takes the list of jobs as it is now; what is over when it is first seen is no news. */
  take(jobs: readonly JobSummary[]): void {
    for (const job of jobs) {
      const known = this.told.get(job.id);
      const fact = factOf(job);
      this.told.set(job.id, fact);
      const isNews = known !== fact && (known !== undefined || !isOver(job.state));
      if (isNews && fact !== '' && this.isLong(job) && this.options.isOurs(job)) {
        this.options.tell(this.noticeOf(job));
      }
    }
  }

  private isLong({ created, finished }: JobSummary): boolean {
    const end = finished === null ? this.options.now() : Date.parse(finished);
    return end - Date.parse(created) > LONG_MS;
  }

  private noticeOf({ id, state, spec, progress, diagnosis }: JobSummary): Notice {
    const { say } = this.options;
    const whole = String(spec.base.prompt ?? '')
      .trim()
      .split('\n')[0];
    const name = whole.length > NAME_MAX ? `${whole.slice(0, NAME_MAX - 1)}…` : whole;
    const over = isOver(state);
    const words = (!over && diagnosis?.title) || (progress.title ?? progress.message);
    return {
      job: id,
      tone: !over ? 'warning' : state === 'failed' || progress.cells_failed > 0 ? 'error' : 'success',
      message: say('notice_of_job', { name: name || say('no_prompt'), words })
    };
  }
}

/** What of a job would be told: the end it came to by itself, or what holds it up; '' for nothing. */
function factOf({ state, diagnosis }: JobSummary): string {
  if (isOver(state)) {
    return state === 'cancelled' ? '' : state;
  }
  const stands = diagnosis && (!isMild(diagnosis) || hasCode(diagnosis, 'disk_full'));
  return stands ? diagnosis.code : '';
}
