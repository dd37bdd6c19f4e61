/** Puts records into the words and shapes of the wire, in one language. */
import type { Language } from '../../schema/catalogue';
import { say, sentence, type Facts } from '../../schema/messages';
import type {
  Cell,
  Diagnosis,
  Health,
  Job,
  JobSummary,
  ModelEntry,
  Phase,
  Plan,
  Progress,
  ProgressReply
} from '../../schema/wire';
import type { IClock } from '../clock';
import type { Model } from '../models/model';
import type { ModelRegistry } from '../models/registry';
import type { Again, CellRecord, CellStore } from '../store/cell-store';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import type { FaultData } from '../../schema/fault';
import type { Finding } from '../finding';
import { isOver } from '../../schema/states';
import { present } from './present';
import { type InSlices, mapped, type StoredPlan } from '../sweep';
import type { EnginePool, IEngineLink } from '../engines';
import type { Diagnoses } from './diagnoses';
import type { DiskWait } from './disk-wait';
import { jobNameOf } from './job-name';
import type { JobProgress } from './progress';
import type { UnderWay } from './under-way';

/** Pictures by which a job is known in a list. */
const THUMBNAILS = 4;
/** Cells that are read at once. */
const PAGE = 100;

export type PresenterOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  pool: EnginePool;
  underWay: UnderWay;
  disk: DiskWait;
  progress: JobProgress;
  diagnoses: Diagnoses;
  clock: IClock;
  version: string;
};

export class Presenter {
  constructor(private readonly options: PresenterOptions) {}

  /** A job with all its cells, in slices: there may be ten thousand. Cells that change meanwhile may be told as they are after `seq`. */
  *job(job: JobRecord, language: Language): InSlices<Job> {
    const marks = this.options.pictures.marksOfJob(job.number);
    const common = this.common(job, language);
    const cells: Cell[] = [];
    for (let page = this.page(job, 0); page.length > 0; page = this.page(job, cells.length)) {
      cells.push(...page.map(cell => presentCell(cell, language, (cell.key && marks.get(cell.key)) || null)));
      yield;
    }
    return { ...common, cells };
  }

  /** The same as JSON. */
  *jobText(job: JobRecord, language: Language): InSlices<string> {
    const { cells, ...common } = yield* this.job(job, language);
    const texts = yield* mapped(cells, cell => JSON.stringify(cell));
    return `${JSON.stringify(common).slice(0, -1)},"cells":[${texts.join()}]}`;
  }

  private page({ number }: JobRecord, position: number): CellRecord[] {
    return this.options.cells.page(number, position, PAGE);
  }

  summary(job: JobRecord, language: Language): JobSummary {
    return {
      ...this.common(job, language),
      thumbnails: this.options.cells.thumbnails(job.number, THUMBNAILS)
    };
  }

  cell(cell: CellRecord, language: Language): Cell {
    return presentCell(cell, language, cell.key ? this.options.pictures.mark(cell.key) : null);
  }

  progress(job: JobRecord, language: Language): Progress {
    const { progress, diagnoses } = this.options;
    const { counts } = job;
    const { evaluations, networkMs } = progress.work(job);
    const phase = progress.phase(job);
    const state = this.state(job);
    // While nothing moves, a time that would be left is a guess nobody should be told.
    const still = state === 'paused' || STILL.has(diagnoses.ofDrawing(job)?.code ?? '');
    const eta_s = progress.told(job, !still);
    const turn = progress.inTurn(job);
    const name = turn ? jobNameOf(turn.with) : undefined;
    return {
      cells_total: counts.total,
      cells_done: counts.done,
      cells_failed: counts.failed,
      cells_cached: counts.cached,
      unet_evals_executed: evaluations,
      network_ms: networkMs,
      fraction: progress.fraction(job),
      phase,
      ...present(
        {
          code: `phase_${state === 'running' || state === 'queued' ? phase : state}`,
          facts: {
            done: counts.done,
            total: counts.total,
            failed: counts.failed,
            eta_s: eta_s ?? undefined,
            ...(turn && { name, others: turn.others }),
            ...(state === 'paused' && { finishing: this.options.underWay.ofJob(job.number).length }),
            model: job.plan.base.model === null ? undefined : String(job.plan.base.model)
          }
        },
        language
      ),
      eta_s,
      ...(turn && name !== undefined && { in_turn_with: { job: turn.with.id, name, others: turn.others } })
    };
  }

  /** What is happening to a job and why; null when there is nothing to say. */
  diagnosis(job: JobRecord, language: Language): Diagnosis | null {
    const finding = this.options.diagnoses.of(job);
    return finding && presentDiagnosis(finding, language);
  }

  phaseOf(job: JobRecord): { phase: Phase; phase_s: number } {
    const { progress, clock } = this.options;
    const since = progress.phaseSince(job);
    return { phase: progress.phase(job), phase_s: tenths((clock.monotonic() - since) / 1e3) };
  }

  plan({ embeddings: _, files: __, naive_to_draw: ___, ...plan }: StoredPlan, language: Language): Plan {
    return {
      ...plan,
      // Plans of jobs that were accepted before ranges were told have none.
      eta_range_s: plan.eta_range_s ?? null,
      warnings: plan.warnings.map(warning => present(warning, language))
    };
  }

  /** What a job would wait for that a client submitted now. */
  waitOf(client: string): NonNullable<Plan['wait']> | null {
    const wait = this.options.progress.wait({
      ...{ number: NOT_YET, rank: NOT_YET, priority: 'normal', client }
    });
    return wait && { jobs: wait.jobs, seconds: wait.seconds };
  }

  health(language: Language): Health {
    const { pool, jobs, underWay, diagnoses, version } = this.options;
    const finding = diagnoses.ofDrawing();
    const drawn = underWay.all().find(({ abandoned, again }) => !abandoned && !again);
    const first = jobs.paused ? drawn && jobs.byNumber(drawn.cell.job) : jobs.oldestGoingOn();
    const state = pool.down
      ? 'down'
      : finding?.code === 'stalled'
        ? 'stalled'
        : !pool.ready
          ? 'starting'
          : first
            ? 'busy'
            : 'ready';
    const link = this.mainLink();
    // What stands still is not "drawing", nor is what is only finished before everything rests.
    const standstill =
      diagnoses.ofDisk() ??
      (jobs.paused && (state === 'ready' || state === 'busy') ? { code: 'queue_paused', facts: {} } : null) ??
      (state === 'busy' && finding?.code === 'silent' ? finding : null);
    return {
      state,
      version,
      pid: process.pid,
      device: link.device ?? 'cpu',
      model_loaded: link.model,
      ...present(
        standstill ?? { code: `health_${state}`, facts: this.healthFacts(link, first, language) },
        language
      ),
      worker: { alive: pool.ready, restarts: link.restarts, rss_mb: link.rssMb }
    };
  }

  private healthFacts(link: IEngineLink, first: JobRecord | null | undefined, language: Language): Facts {
    const progress = first && this.progress(first, language);
    return {
      model: link.model ?? undefined,
      device: (link.device ?? 'cpu').toUpperCase(),
      done: progress?.cells_done,
      total: progress?.cells_total,
      eta_s: progress?.eta_s ?? undefined,
      age: Math.round((this.options.clock.monotonic() - link.signs.lastSign) / 1e3),
      words: link.lastExit?.stderr.trim().split('\n').pop()
    };
  }

  /** The engine that is told of where there is room for one: the first that draws. */
  private mainLink(): IEngineLink {
    const { pool, underWay } = this.options;
    return pool.down ?? underWay.all()[0]?.link ?? pool.links[0];
  }

  progressOfAll(): ProgressReply {
    const { underWay, diagnoses, clock } = this.options;
    const { phase, phaseSince, lastStep } = this.mainLink().signs;
    const code = diagnoses.ofDrawing()?.code;
    const state =
      underWay.size === 0
        ? 'idle'
        : code === 'stalled'
          ? 'stalled'
          : code === 'slow' || code === 'silent'
            ? 'slow'
            : 'ok';
    const now = clock.monotonic();
    const age = (since: number): number => tenths((now - since) / 1e3);
    return {
      state,
      last_step_s: lastStep === null ? null : age(lastStep),
      phase: phase === 'idle' ? null : phase,
      phase_s: phase === 'idle' ? null : age(phaseSince)
    };
  }

  private common(job: JobRecord, language: Language): Omit<Job, 'cells'> {
    const state = this.state(job);
    return {
      id: job.id,
      state,
      ...(state !== job.state && { own_state: job.state }),
      client: job.client,
      priority: job.priority,
      rank: job.rank,
      seq: job.seq,
      created: job.created,
      finished: job.finished,
      spec: job.spec,
      text: job.text,
      plan: this.plan(job.plan, language),
      progress: this.progress(job, language),
      diagnosis: this.diagnosis(job, language)
    };
  }

  /** A job that the full disk or a paused queue holds up is shown as paused, though it will go on by itself. */
  state(job: JobRecord): JobRecord['state'] {
    const { disk, jobs } = this.options;
    return !isOver(job.state) && (disk.since !== null || jobs.paused) ? 'paused' : job.state;
  }
}

/** Behind every job that is there. */
const NOT_YET = Infinity;

const STILL: ReadonlySet<string> = new Set(['silent', 'stalled']);

const tenths = (value: number): number => Math.round(value * 10) / 10;

export function presentModel({ entry, problem, remarks }: Model, language: Language): ModelEntry {
  const words = problem && sentence(problem.code, problem.facts, language);
  return {
    ...entry,
    problem: words && [words.message, words.hint].filter(Boolean).join(' '),
    fault: problem && { code: problem.code, facts: problem.facts },
    ...(remarks.length > 0 && { remarks: remarks.map(each => present(each, language)) })
  };
}

/** What was found, with its sentence in a language; evidence has its title as term. A cause that the sentence tells is no evidence besides. */
export function presentDiagnosis(
  { code, facts, evidence }: Omit<Finding, 'since'>,
  language: Language
): Diagnosis {
  const { message, title = message, detail = '', hint = '' } = sentence(code, facts, language);
  return {
    code,
    facts,
    title,
    detail,
    message,
    evidence: withoutCause(evidence, facts).map(each => {
      const said = sentence(each.code, each.facts, language);
      const { title: term, detail: fact = said.message } = said;
      return { code: each.code, facts: each.facts, ...(term ? { term } : {}), message: fact };
    }),
    remedy: hint
  };
}

function withoutCause(evidence: Finding['evidence'], { cause }: Finding['facts']): Finding['evidence'] {
  return evidence.filter(({ code }) => code !== (cause as Partial<FaultData> | undefined)?.code);
}

function presentCell(cell: CellRecord, language: Language, mark: Cell['mark']): Cell {
  const { id, index, params, state, cached, image, width, height, failure, queuedMs, drawMs } = cell;
  return {
    id,
    index,
    params,
    state,
    cached,
    image,
    width,
    height,
    error: failure && present(failure, language),
    timings: drawMs === null || queuedMs === null ? null : { queued_ms: queuedMs, draw_ms: drawMs },
    mark: mark ?? null,
    ...(cell.again && { again: presentAgain(cell.again, language) })
  };
}

function presentAgain(again: Again, language: Language): NonNullable<Cell['again']> {
  switch (again.state) {
    case 'other':
      return { ...again, message: say('again_other', again, language) };
    case 'failed': {
      const error = present(again.failure, language);
      return { state: 'failed', error, message: say('again_failed', { reason: error.message }, language) };
    }
    default:
      return { ...again, message: say(`again_${again.state}`, {}, language) };
  }
}
