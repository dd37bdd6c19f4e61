/**
 * What somebody who looks for a fault needs to know of a service, as a zip: versions, settings, what doctor says, the last lines of the log,
 * times, states and metrics. It holds no secret and no path of the person's folder, and prompts only if they are asked for.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Language } from '../../schema/catalogue';
import type { IClock } from '../clock';
import type { EnginePool, IEngineLink } from '../engines';
import type { Finding } from '../finding';
import type { Diagnoses } from '../jobs/diagnoses';
import { presentModel, type Presenter } from '../jobs/presenter';
import type { ModelRegistry } from '../models/registry';
import type { CellRecord, CellStore } from '../store/cell-store';
import type { JobRecord } from '../store/job-record';
import type { JobStore } from '../store/job-store';
import type { Metrics } from './metrics';
import { withoutWords } from '../../schema/without-words';
import { clientNames, writtenInClient } from './client-names';
import { isWritten, privateWords } from './private-words';
import { json, machineFiles, type MachineOptions, zipped } from './report-machine';

/** The newest jobs that are told of, and the cells of each. */
const JOBS = 30;
const CELLS = 100;
/** Cells of a job whose texts are looked for in the rest of the report; most have the same ones. */
const CELLS_READ = 20;
/** The newest jobs whose texts are looked for: of each the log has two lines at least, and it remembers a thousand. */
const JOBS_READ = 500;
const JOBS_AT_ONCE = 20;

export type ReportOptions = MachineOptions & {
  jobs: JobStore;
  cells: CellStore;
  pool: EnginePool;
  registry: ModelRegistry;
  presenter: Presenter;
  diagnoses: Diagnoses;
  metrics: Metrics;
  clock: IClock;
  findingAt(link: IEngineLink): Finding | null;
};

export type ReportRequest = { prompts: boolean; language: Language; secrets?: readonly string[] };

/** Makes reports. */
export class Report {
  constructor(private readonly options: ReportOptions) {}

  /** The bytes of a zip. */
  async make({ prompts, language, secrets = [] }: ReportRequest): Promise<Buffer> {
    const clientOf = clientNames();
    const jobs: object[] = [];
    for (const job of this.jobs()) {
      // Others wait for the service too: a job may have thousands of cells.
      await breathe();
      jobs.push({ ...this.job(job, prompts), client: clientOf(job.client) });
    }
    const words = privateWords({ secrets, written: prompts ? [] : await this.written() });
    const files = await machineFiles(this.options, { prompts, language }, words);
    const data = { engines: this.engines(), models: this.models(language), jobs };
    for (const [name, each] of Object.entries(data)) {
      await breathe();
      files[`${name}.json`] = json(words.unwrittenIn(each));
    }
    return zipped({ ...files, 'metrics.txt': await this.options.metrics.text() }, words, prompts);
  }

  private jobs(): JobRecord[] {
    const { jobs } = this.options;
    const newest = jobs.list(JOBS, null);
    const known = new Set(newest.map(({ number }) => number));
    return [...newest, ...jobs.open().filter(({ number }) => !known.has(number))];
  }

  /** All that the person wrote for the jobs that the log may tell of, and the names of their notebooks. */
  private async written(): Promise<string[]> {
    const { jobs } = this.options;
    const all = new Set(jobs.open().flatMap(job => this.writtenIn(job)));
    let before: number | null = null;
    for (let read = 0; read < JOBS_READ; read += JOBS_AT_ONCE) {
      await breathe();
      const page: JobRecord[] = jobs.list(JOBS_AT_ONCE, before);
      for (const job of page) {
        this.writtenIn(job, read < JOBS).forEach(text => all.add(text));
      }
      if (page.length < JOBS_AT_ONCE) {
        break;
      }
      before = page.at(-1)!.number;
    }
    return [...all];
  }

  /** All that the person wrote for a job; of its cells those of a sample, where they are told of. */
  private writtenIn({ number, text, plan, client }: JobRecord, withCells = true): string[] {
    const cells = withCells ? this.options.cells.sample(number, CELLS_READ) : [];
    const labels = plan.axes.flatMap(axis => (axis.params.some(isWritten) ? axis.labels : []));
    return [
      ...(text === null ? [] : [text]),
      ...textsOf(plan.base),
      ...cells.flatMap(({ params }) => textsOf(params)),
      ...labels,
      ...writtenInClient(client)
    ];
  }

  private job(job: JobRecord, prompts: boolean): object {
    const { cells, presenter, diagnoses } = this.options;
    const { id, state, priority, created, finished, counts, evaluations, networkMs, plan } = job;
    const { axes, base, cells: planned, cached, unet_evals, eta_s, memory_mb, disk_mb } = plan;
    const { phase, fraction, eta_s: left } = presenter.progress(job, 'en');
    const finding = diagnoses.of(job);
    return {
      ...{ id, state, priority, created, finished, counts, evaluations, networkMs },
      progress: { phase, fraction, eta_s: left },
      finding: finding && (prompts ? finding : findingWithoutWords(finding)),
      plan: {
        ...{ cells: planned, cached, unet_evals, eta_s, memory_mb, disk_mb },
        base: prompts ? base : withoutTexts(base),
        axes: axes.map(axis => ({
          params: axis.params,
          values: prompts || !axis.params.some(isWritten) ? axis.labels : axis.labels.length
        })),
        ...(prompts ? { text: job.text } : {})
      },
      cells: cells.sample(job.number, CELLS).map(cell => cellOf(cell, prompts))
    };
  }

  private engines(): object[] {
    const { pool, clock, findingAt } = this.options;
    return pool.links.map(link => {
      const { name, state, ready, device, model, loadMs, pid, rssMb, restarts, failures, lastExit } = link;
      const finding = findingAt(link);
      return {
        ...{ name, state, ready, device, model, loadMs, pid, rssMb, restarts, failures, lastExit },
        signs: link.signs,
        now: clock.monotonic(),
        finding
      };
    });
  }

  private models(language: Language): object[] {
    const { registry } = this.options;
    return [...new Set(KINDS.flatMap(kind => registry.ofKind(kind)))].map(model => {
      const { name, kind, family, usable, problem } = presentModel(model, language);
      return { name, kind, family, usable, problem };
    });
  }
}

const KINDS = ['checkpoint', 'vae', 'lora', 'embedding', 'upscaler', 'controlnet', 'face_restorer'] as const;

function cellOf(
  { position, state, cached, failure, queuedMs, drawMs, crashes, again, params }: CellRecord,
  prompts: boolean
): object {
  return {
    ...{
      position,
      state,
      cached,
      queued_ms: queuedMs,
      draw_ms: drawMs,
      crashes,
      again: again?.state ?? null
    },
    failure: failure && (prompts ? failure : withoutWords(failure)),
    params: prompts ? params : withoutTexts(params)
  };
}

function findingWithoutWords(finding: Finding): object {
  return { ...withoutWords(finding), evidence: finding.evidence.map(withoutWords) };
}

function withoutTexts(params: object): object {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !isWritten(name)));
}

function textsOf(params: object): string[] {
  return Object.entries(params).flatMap(([name, value]) =>
    isWritten(name) && typeof value === 'string' ? [value] : []
  );
}
