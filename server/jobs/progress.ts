/** How far jobs are and what is left of them, read off what is counted as cells change; nothing is summed over the cells of a job. */
import { isOver, PRIORITIES } from '../../schema/states';
import type { Phase } from '../../schema/wire';
import type { IClock } from '../clock';
import type { CellStore } from '../store/cell-store';
import type { JobRecord, JobStore } from '../store/job-store';
import type { LikelyPace, Pace } from '../store/pace-store';
import type { Signs } from '../engines';
import type { PaceMeters } from './pace-meter';
import type { Planner } from './planner';
import type { CellUnderWay, UnderWay } from './under-way';
import type { Work, WorkDone } from './work-done';

/** How far apart the ends of a pace may be that is told as one. */
const KNOWN_WITHIN = 3;

export type ProgressOptions = {
  jobs: JobStore;
  cells: CellStore;
  underWay: UnderWay;
  meters: PaceMeters;
  work: WorkDone;
  planner: Pick<Planner, 'pace'>;
  clock: IClock;
};

/** What has to be drawn before a job begins: how many jobs, the first of them, and in about how many seconds that is; null is not known. */
export type Wait = { jobs: number; first: JobRecord; seconds: number | null };

export class JobProgress {
  constructor(private readonly options: ProgressOptions) {}

  /** Evaluations and milliseconds of the network that a job took until now. */
  work(job: JobRecord): Work {
    const pending = this.options.work.of(job.number);
    return {
      evaluations: job.evaluations + pending.evaluations,
      networkMs: Math.round(job.networkMs + pending.networkMs)
    };
  }

  phase({ number, state, counts }: JobRecord): Phase {
    if (isOver(state)) {
      return 'finished';
    }
    if (state !== 'running') {
      return 'queued';
    }
    const mine = this.options.underWay.ofJob(number);
    if (mine.length === 0) {
      return counts.done + counts.failed > 0 ? 'queued' : 'starting';
    }
    const drawing = mine.find(({ saving }) => !saving);
    if (!drawing) {
      return 'saving';
    }
    const { phase } = drawing.link.signs;
    return phase === 'idle' ? 'starting' : phase;
  }

  /** Since when a job is in its phase, ms of the monotonic clock. */
  phaseSince(job: JobRecord): number {
    return isOver(job.state) ? this.options.clock.monotonic() : this.signsOf(job).phaseSince;
  }

  /** Steps done of all steps, 0 to 1; cells that are over count whole. */
  fraction({ number, counts: { steps, stepsOpen } }: JobRecord): number {
    const part = this.options.underWay
      .ofJob(number)
      .reduce((sum, each) => sum + (each.saving ? each.steps : each.step), 0);
    return steps === 0 ? 1 : Math.min(1, (steps - stepsOpen + part) / steps);
  }

  /** Seconds of drawing left, if nothing else were drawn: what the plan promised less what is done, at the pace measured now or remembered; null while that is but guessed. */
  eta(job: JobRecord): number | null {
    const { plan, counts, state } = job;
    const toDraw = plan.cells - plan.cached;
    if (isOver(state) || state === 'paused' || toDraw === 0) {
      return null;
    }
    const pace = this.paceOf(job);
    if (!pace) {
      return null;
    }
    // The cached part of the steps is none of the planned evaluations.
    const undone = Math.min(1, ((1 - this.fraction(job)) * plan.cells) / toDraw);
    const seconds = plan.unet_evals.planned * undone * pace.evaluation_s + counts.open * pace.fixed_s;
    return Math.round(seconds * 10) / 10;
  }

  /** What a job that has not begun waits for; null for one that waits for nothing but its turn among clients, a matter of seconds. */
  wait(job: Pick<JobRecord, 'number' | 'client' | 'priority' | 'rank'>): Wait | null {
    const open = this.options.jobs
      .open()
      .filter(({ number, state }) => number !== job.number && state !== 'paused');
    const level = (each: Pick<JobRecord, 'priority'>): number => PRIORITIES.indexOf(each.priority);
    const above = open.filter(each => level(each) > level(job));
    const own = open.filter(
      each => level(each) === level(job) && each.client === job.client && each.rank < job.rank
    );
    const [first] = [...own, ...above];
    if (!first) {
      return null;
    }
    const sharing = new Set(open.filter(each => level(each) === level(job)).map(({ client }) => client));
    const before = this.secondsOf(above);
    const mine = this.secondsOf(own);
    return {
      jobs: own.length + above.length,
      first,
      seconds: before === null || mine === null ? null : before + mine * Math.max(1, sharing.size)
    };
  }

  /** Of jobs together; null where that of one is not known. */
  private secondsOf(jobs: readonly JobRecord[]): number | null {
    let sum = 0;
    for (const job of jobs) {
      const seconds = this.eta(job);
      if (seconds === null && job.plan.cells > job.plan.cached) {
        return null;
      }
      sum += seconds ?? 0;
    }
    return sum;
  }

  private signsOf(job: JobRecord): Signs {
    const [mine] = this.options.underWay.ofJob(job.number);
    const now = this.options.clock.monotonic();
    return mine?.link.signs ?? { phase: 'idle', phaseSince: now, lastSign: now, lastStep: null };
  }

  private paceOf({ number }: JobRecord): Pace | null {
    const { underWay, cells, meters, planner } = this.options;
    const mine: CellUnderWay | undefined = underWay.ofJob(number)[0];
    const params = mine?.cell.params ?? cells.nextQueued(number, 1)[0]?.params;
    const now = mine && meters.of(mine.link);
    const likely = params && planner.pace(params);
    if (now?.current || !likely) {
      return now?.current ?? null;
    }
    // Of the first picture of a model its evaluations are what takes long, and these are measured before it is there.
    const evaluation_s = now?.evaluation_s ?? null;
    return evaluation_s !== null
      ? { evaluation_s, fixed_s: likely.fixed_s }
      : isGuess(likely)
        ? null
        : likely;
  }
}

/** A pace of which nothing was measured, at whatever size, is too uncertain to tell what is left. */
function isGuess({ factors }: LikelyPace): boolean {
  return factors !== null && factors[1] / factors[0] > KNOWN_WITHIN;
}
