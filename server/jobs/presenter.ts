/** Puts records into the words and shapes of the wire, in one language. */
import type { Language } from '../../schema/catalogue';
import { sentence, type Facts } from '../../schema/messages';
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
import type { CellCounts, CellRecord, CellStore } from '../store/cell-store';
import type { JobRecord, JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import type { Finding } from '../finding';
import { isOver } from '../../schema/states';
import { present } from './present';
import type { PaceMeter } from './pace-meter';
import type { StoredPlan } from '../sweep';
import type { Planner } from './planner';
import type { Runner } from './runner';

/** Pictures by which a job is known in a list. */
const THUMBNAILS = 4;

export type PresenterOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  runner: Runner;
  planner: Planner;
  meter: PaceMeter;
  clock: IClock;
  version: string;
  finding(): Finding | null;
};

export class Presenter {
  constructor(private readonly options: PresenterOptions) {}

  job(job: JobRecord, language: Language): Job {
    const { cells, pictures } = this.options;
    const marks = pictures.marksOfJob(job.number);
    return {
      ...this.common(job, language),
      cells: cells
        .ofJob(job.number)
        .map(cell => presentCell(cell, language, (cell.key && marks.get(cell.key)) || null))
    };
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
    const { cells, meter } = this.options;
    const counts = cells.counts(job.number);
    const pending = meter.pending(job.number);
    const phase = this.phase(job, counts);
    const fraction = this.fraction(job, counts);
    // While nothing moves, a time that would be left is a guess nobody should be told.
    const still = ['silent', 'stalled'].includes(this.options.finding()?.code ?? '');
    const eta_s = still ? null : this.eta(job, counts, fraction);
    return {
      cells_total: counts.total,
      cells_done: counts.done,
      cells_failed: counts.failed,
      cells_cached: counts.cached,
      unet_evals_executed: job.evaluations + pending.evaluations,
      network_ms: Math.round(job.networkMs + pending.networkMs),
      fraction,
      phase,
      ...present(
        {
          code: `phase_${job.state === 'running' || job.state === 'queued' ? phase : job.state}`,
          facts: {
            done: counts.done,
            total: counts.total,
            failed: counts.failed,
            eta_s: eta_s ?? undefined,
            model: job.plan.base.model === null ? undefined : String(job.plan.base.model)
          }
        },
        language
      ),
      eta_s
    };
  }

  /** What is happening to a job and why; null when there is nothing to say. */
  diagnosis(job: JobRecord, language: Language): Diagnosis | null {
    const finding = this.findingOf(job);
    return finding && presentDiagnosis(finding, language);
  }

  phaseOf(job: JobRecord): { phase: Phase; phase_s: number } {
    const { cells, runner, clock } = this.options;
    const phase = this.phase(job, cells.counts(job.number));
    const since = isOver(job.state) ? clock.monotonic() : runner.moment.phaseSince;
    return { phase, phase_s: Math.round((clock.monotonic() - since) / 100) / 10 };
  }

  plan({ embeddings: _, files: __, ...plan }: StoredPlan, language: Language): Plan {
    return { ...plan, warnings: plan.warnings.map(warning => present(warning, language)) };
  }

  health(language: Language): Health {
    const { runner, jobs, version, clock } = this.options;
    const { keeper, moment } = runner;
    const open = jobs.open().filter(({ state }) => state !== 'paused');
    const down = keeper.failures > 1;
    const stalled = this.options.finding()?.code === 'stalled';
    const state = down
      ? 'down'
      : stalled
        ? 'stalled'
        : !keeper.ready
          ? 'starting'
          : open.length > 0
            ? 'busy'
            : 'ready';
    const first = open[0];
    const progress = first ? this.progress(first, language) : null;
    const finding = this.options.finding();
    // What stands still is not "drawing".
    const silent = state === 'busy' && finding?.code === 'silent' ? finding : null;
    const facts: Facts = {
      model: runner.modelLoaded ?? undefined,
      device: (keeper.device ?? 'cpu').toUpperCase(),
      done: progress?.cells_done,
      total: progress?.cells_total,
      eta_s: progress?.eta_s ?? undefined,
      age: Math.round((clock.monotonic() - moment.lastSign) / 1e3),
      words: keeper.lastWords?.stderr.trim().split('\n').pop()
    };
    return {
      state,
      version,
      pid: process.pid,
      device: keeper.device ?? 'cpu',
      model_loaded: runner.modelLoaded,
      ...present(silent ?? { code: `health_${state}`, facts }, language),
      worker: { alive: keeper.ready !== null, restarts: keeper.restarts, rss_mb: keeper.rssMb }
    };
  }

  progressOfAll(): ProgressReply {
    const { runner, clock } = this.options;
    const { moment, underWay } = runner;
    const code = this.options.finding()?.code;
    const state =
      underWay.size === 0
        ? 'idle'
        : code === 'stalled'
          ? 'stalled'
          : code === 'slow' || code === 'silent'
            ? 'slow'
            : 'ok';
    const now = clock.monotonic();
    const age = (since: number): number => Math.round((now - since) / 100) / 10;
    return {
      state,
      last_step_s: moment.lastStep === null ? null : age(moment.lastStep),
      phase: moment.phase === 'idle' ? null : moment.phase,
      phase_s: moment.phase === 'idle' ? null : age(moment.phaseSince)
    };
  }

  private common(job: JobRecord, language: Language): Omit<Job, 'cells'> {
    return {
      id: job.id,
      state: this.state(job),
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

  /** A job that the full disk holds up is shown as paused, though it will go on by itself. */
  private state(job: JobRecord): JobRecord['state'] {
    return !isOver(job.state) && this.options.runner.disk.since !== null ? 'paused' : job.state;
  }

  private phase(job: JobRecord, counts: CellCounts): Phase {
    const { runner } = this.options;
    if (isOver(job.state)) {
      return 'finished';
    }
    if (job.state !== 'running') {
      return 'queued';
    }
    const mine = runner.underWay.ofJob(job.number);
    if (mine.length === 0) {
      return counts.done + counts.failed > 0 ? 'queued' : 'starting';
    }
    if (mine.every(({ saving }) => saving)) {
      return 'saving';
    }
    return runner.moment.phase === 'idle' ? 'starting' : runner.moment.phase;
  }

  /** Steps done of all steps; cells that are over count whole. */
  private fraction(job: JobRecord, counts: CellCounts): number {
    const part = this.options.runner.underWay
      .ofJob(job.number)
      .reduce((sum, { step, steps, saving }) => sum + (saving ? steps : step), 0);
    return counts.steps === 0 ? 1 : Math.min(1, (counts.steps - counts.stepsOpen + part) / counts.steps);
  }

  /** Seconds until the job is over: what the plan promised less what is done, at the pace measured now or remembered. */
  private eta(job: JobRecord, counts: CellCounts, fraction: number): number | null {
    const { meter, planner, cells, runner } = this.options;
    const left = counts.open;
    const toDraw = job.plan.cells - job.plan.cached;
    if (isOver(job.state) || job.state === 'paused' || toDraw === 0) {
      return null;
    }
    const next = runner.underWay.ofJob(job.number)[0]?.cell ?? cells.nextQueued(job.number, null, 1)[0];
    const params = next?.params;
    const pace = meter.current ?? (params && paceOf(planner, params));
    if (!pace) {
      return null;
    }
    // The cached part of the steps is none of the planned evaluations.
    const undone = Math.min(1, ((1 - fraction) * job.plan.cells) / toDraw);
    const seconds = job.plan.unet_evals.planned * undone * pace.evaluation_s + left * pace.fixed_s;
    return Math.round(seconds * 10) / 10;
  }

  private findingOf(job: JobRecord): Finding | null {
    const { runner, jobs, clock } = this.options;
    if (isOver(job.state)) {
      return job.diagnosis;
    }
    if (runner.disk.since !== null) {
      const waiting = this.options.cells.counts(job.number).open;
      return {
        code: 'disk_full',
        facts: {},
        since: runner.disk.since,
        evidence: [{ code: 'evidence_disk', facts: { waiting, holding: runner.disk.holding } }]
      };
    }
    if (runner.keeper.failures > 1) {
      const exit = runner.keeper.lastWords;
      return {
        code: 'engine_down',
        facts: { times: runner.keeper.failures },
        since: clock.now(),
        evidence: exit
          ? [
              {
                code: 'evidence_exit',
                facts: {
                  how: exit.signal ?? `exit code ${exit.code}`,
                  words: exit.stderr.trim().split('\n').pop()
                }
              }
            ]
          : []
      };
    }
    const wait = runner.waits.of(job.number);
    if (wait) {
      return wait;
    }
    if (job.state === 'queued') {
      const ahead = jobs.open().find(({ number, state }) => number < job.number && state !== 'paused');
      return ahead ? this.waitingFor(ahead, job) : null;
    }
    return job.state === 'running' ? this.options.finding() : null;
  }

  private waitingFor(ahead: JobRecord, job: JobRecord): Finding {
    const counts = this.options.cells.counts(ahead.number);
    const eta = this.eta(ahead, counts, this.fraction(ahead, counts));
    const name = String(ahead.plan.base.prompt ?? '').slice(0, 40);
    return {
      code: 'waiting',
      facts: { name, eta_s: eta ?? undefined },
      since: Date.parse(job.created),
      evidence: []
    };
  }
}

export function presentModel({ entry, problem, remarks }: Model, language: Language): ModelEntry {
  const words = problem && sentence(problem.code, problem.facts, language);
  return {
    ...entry,
    problem: words && [words.message, words.hint].filter(Boolean).join(' '),
    fault: problem && { code: problem.code, facts: problem.facts },
    ...(remarks.length > 0 && { remarks: remarks.map(each => present(each, language)) })
  };
}

/** What was found, with its sentence in a language; evidence has its title as term. */
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
    evidence: evidence.map(each => {
      const said = sentence(each.code, each.facts, language);
      const { title: term, detail: fact = said.message } = said;
      return { code: each.code, facts: each.facts, ...(term ? { term } : {}), message: fact };
    }),
    remedy: hint
  };
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
    mark: mark ?? null
  };
}

function paceOf(planner: Planner, params: CellRecord['params']): ReturnType<Planner['pace']> | null {
  try {
    return planner.pace(params);
  } catch {
    // The model is gone; the cells will say so.
    return null;
  }
}
