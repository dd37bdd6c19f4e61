/** How far jobs are and what is left of them, read off what is counted as cells change; nothing is summed over the cells of a job. */
import { isOver, PRIORITIES } from '../../schema/states';
import type { Phase } from '../../schema/wire';
import type { IClock } from '../clock';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobRecord, Queued, Turn } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { LikelyPace, Pace, PaceStore } from '../store/pace-store';
import type { IEngineLink, Signs } from '../engines';
import { secondsOf } from './cell-work';
import type { FileWaits } from './file-waits';
import type { PaceMeters } from './pace-meter';
import type { Planner } from './planner';
import { SteadyTimes } from './steady-times';
import type { CellUnderWay, UnderWay } from './under-way';
import type { Work, WorkDone } from './work-done';

/** How far apart the ends of a pace may be that is told as one. */
const KNOWN_WITHIN = 3;

/** A cell, and the engine that draws it, if one does. */
type Sample = { cell: CellRecord; link?: IEngineLink };

export type ProgressOptions = {
  jobs: JobStore;
  cells: CellStore;
  underWay: UnderWay;
  meters: PaceMeters;
  work: WorkDone;
  planner: Pick<Planner, 'pace'>;
  paces: Pick<PaceStore, 'version'>;
  waits: Pick<FileWaits, 'of'>;
  clock: IClock;
};

/** What has to be drawn before a job begins: how many jobs, the first of them, and in about how many seconds that is; null is not known. */
export type Wait = { jobs: number; first: JobRecord; seconds: number | null };

/** With whom a job is drawn in turn: the job of another client that takes turns with it, and how many clients more. */
export type InTurn = { with: JobRecord; others: number };

/** How long what was counted of a queue holds in which no job came, went or took another place; what is under way goes on meanwhile. */
const COUNTED_MS = 250;

/** A job of the queue with the seconds that are left of it, and what these were counted from; without that they hold for the moment only. */
type Counted = Queued & { left: number | null; by: number | null };

/** Seconds that are left of jobs, as far as that is known. */
const secondsKnown = (jobs: readonly Counted[]): number =>
  jobs.reduce((sum, { left }) => sum + (left ?? 0), 0);

export class JobProgress {
  private counted: { at: number; changes: number; jobs: readonly Counted[] } = {
    at: -Infinity,
    changes: -1,
    jobs: []
  };

  private readonly steady = new SteadyTimes();

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

  /** How much of its work is done, 0 to 1: of a cell that is drawn, so much as of its steps; cells that are over count whole. */
  fraction(job: JobRecord): number {
    const { work } = job.counts;
    return work === 0 ? 1 : Math.min(1, 1 - this.workLeft(job) / work);
  }

  /** Seconds of drawing left, if nothing else were drawn: the work that is left, at the pace of what is drawn; null while that is but guessed. */
  eta(job: JobRecord): number | null {
    const { plan, state } = job;
    const toDraw = plan.cells - plan.cached;
    if (isOver(state) || state === 'paused' || toDraw === 0) {
      return null;
    }
    const sample = this.sampleOf(job);
    const pace = sample && this.paceOf(sample);
    if (!pace) {
      return null;
    }
    const { naive, planned } = plan.unet_evals;
    const alone = plan.naive_to_draw ?? (naive * toDraw) / plan.cells;
    const unshared = Math.min(1, planned / Math.max(1, alone));
    const { evaluations, work } = sample.cell;
    const seconds = (this.workLeft(job) / work) * secondsOf(evaluations * unshared, pace);
    return Math.round(seconds * 10) / 10;
  }

  private workLeft({ number, counts: { workOpen } }: JobRecord): number {
    const done = this.options.underWay
      .ofJob(number)
      .reduce(
        (sum, { saving, step, steps, cell }) => sum + cell.work * (saving ? 1 : step / Math.max(1, steps)),
        0
      );
    return Math.max(0, workOpen - done);
  }

  /** Seconds until a job is done, with what is drawn before it, and beside it by clients that take turns with its own; null where its own are not known. */
  expected(job: JobRecord): number | null {
    const own = this.eta(job);
    if (own === null) {
      return null;
    }
    const { above, equal, before } = this.othersOf(job);
    return inTurn(own + secondsKnown(before), job, equal) + secondsKnown(above);
  }

  /** The same as it is told: without jumps when another comes or has done. Null while nothing `moves`. */
  told(job: JobRecord, moves: boolean): number | null {
    const seconds = moves ? this.expected(job) : null;
    if (seconds === null) {
      this.steady.forget(job.number);
      return null;
    }
    return Math.round(this.steady.tell(job.number, seconds, this.options.clock.monotonic()) * 10) / 10;
  }

  /** Who is drawn in turn with a job that is drawn; null where it has the engines for itself, or waits for others. */
  inTurn(job: JobRecord): InTurn | null {
    const { jobs, waits } = this.options;
    if (job.state !== 'running' || jobs.paused) {
      return null;
    }
    const { above, equal, before } = this.othersOf(job);
    if (above.length > 0 || before.length > 0) {
      return null;
    }
    const others = equal.filter(({ client, number }) => client !== job.client && waits.of(number) === null);
    const first = others.length > 0 ? jobs.byNumber(others[0].number) : null;
    return first && { with: first, others: new Set(others.map(({ client }) => client)).size - 1 };
  }

  /** Whether a job waits for what goes before it: one that has not begun, or of which no engine has begun a cell that isn't done. */
  isWaiting({ number, state }: JobRecord): boolean {
    const isDrawn = (): boolean =>
      this.options.underWay.ofJob(number).some(({ step, saving }) => step > 0 || saving);
    return state === 'queued' || (state === 'running' && !isDrawn());
  }

  /** What a job waits for; null for one that waits for nothing but its turn among clients, a matter of seconds. */
  wait(job: Turn): Wait | null {
    const { above, equal, before: own } = this.othersOf(job);
    const [first] = [...own, ...above];
    if (!first) {
      return null;
    }
    const record = this.options.jobs.byNumber(first.number)!;
    const seconds = (jobs: readonly { left: number | null }[]): number =>
      jobs.reduce((sum, { left }) => sum + (left ?? NaN), 0);
    const all = seconds(above) + inTurn(seconds(own), job, equal);
    return {
      jobs: own.length + above.length,
      first: record,
      seconds: Number.isNaN(all) ? null : all
    };
  }

  /** The other jobs of the queue: those above a job, its equals, and those of its equals that its client put before it. */
  private othersOf(job: Turn): Record<'above' | 'equal' | 'before', readonly Counted[]> {
    const others = this.queue().filter(({ number }) => number !== job.number);
    const level = (each: Pick<Queued, 'priority'>): number => PRIORITIES.indexOf(each.priority);
    const equal = others.filter(each => level(each) === level(job));
    return {
      above: others.filter(each => level(each) > level(job)),
      equal,
      before: equal.filter(({ client, rank }) => client === job.client && rank < job.rank)
    };
  }

  /** The jobs that are drawn or wait, each with the seconds that are left of it; asked for each of many, they are counted once a moment. */
  private queue(): readonly Counted[] {
    const { clock, jobs, underWay } = this.options;
    const now = clock.monotonic();
    const changes = jobs.queueChanges;
    if (changes !== this.counted.changes || now - this.counted.at > COUNTED_MS) {
      const known = new Map(this.counted.jobs.map(each => [each.number, each]));
      const drawn = new Set(underWay.all().map(({ cell }) => cell.job));
      const counted = jobs.queue().map(each => this.counting(each, known.get(each.number), drawn));
      this.counted = { at: now, changes, jobs: counted };
    }
    return this.counted.jobs;
  }

  /**
   * A job of the queue with what is left of it. Steps take no number, so what is under way is counted each time; what waits is left as
   * it was, known or not, until something of it changes or another pace is learnt: a queue may be long, and each of its jobs is read for this.
   */
  private counting(job: Queued, before: Counted | undefined, drawn: ReadonlySet<number>): Counted {
    const by = drawn.has(job.number) ? null : this.options.paces.version;
    return by !== null && before?.by === by && before.seq === job.seq
      ? { ...job, left: before.left, by }
      : { ...job, left: this.leftOf(this.options.jobs.byNumber(job.number)!), by };
  }

  /** Seconds that are left of a job; none of one that is all there, null where that is not known. */
  private leftOf(job: JobRecord): number | null {
    const seconds = this.eta(job);
    return seconds === null && job.plan.cells === job.plan.cached ? 0 : seconds;
  }

  private signsOf(job: JobRecord): Signs {
    const [mine] = this.options.underWay.ofJob(job.number);
    const now = this.options.clock.monotonic();
    return mine?.link.signs ?? { phase: 'idle', phaseSince: now, lastSign: now, lastStep: null };
  }

  /** A cell that tells how fast a job is drawn: one that is drawn now, or the next. */
  private sampleOf({ number }: JobRecord): Sample | null {
    const [mine]: readonly CellUnderWay[] = this.options.underWay.ofJob(number);
    const [next] = mine ? [] : this.options.cells.nextQueued(number, 1);
    return mine ?? (next ? { cell: next } : null);
  }

  private paceOf({ cell: { params }, link }: Sample): Pace | null {
    const { meters, planner } = this.options;
    // Between two of its turns a job has no engine; it is drawn as fast then as in them.
    const meter = link ? meters.of(link) : meters;
    const measured = meter.pace(params);
    if (measured) {
      return measured;
    }
    const likely = planner.pace(params);
    // Of the first picture of a model its evaluations are what takes long, and these are measured before it is there.
    const evaluation_s = meter.evaluation_s(params);
    return evaluation_s !== null
      ? { evaluation_s, fixed_s: likely.fixed_s }
      : isGuess(likely)
        ? null
        : likely;
  }
}

/** Seconds of drawing, with what each other client draws beside it: as much in the same time, as long as it has something. */
function inTurn(seconds: number, { client: own }: Turn, equal: readonly Counted[]): number {
  const others = new Map<string, number>();
  equal
    .filter(({ client }) => client !== own)
    .forEach(({ client, left }) => others.set(client, (others.get(client) ?? 0) + (left ?? 0)));
  return [...others.values()].reduce((sum, each) => sum + Math.min(seconds, each), seconds);
}

/** A pace of which nothing was measured, at whatever size, is too uncertain to tell what is left. */
function isGuess({ factors }: LikelyPace): boolean {
  return factors !== null && factors[1] / factors[0] > KNOWN_WITHIN;
}
