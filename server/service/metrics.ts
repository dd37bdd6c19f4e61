/** What the service measures of itself, for Prometheus. Names and units as its guide has them: seconds, bytes, `_total` for counters. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { IEngineLink, EnginePool } from '../engines';
import type { Hub } from '../jobs/hub';
import type { UnderWay } from '../jobs/under-way';
import type { IClock } from '../clock';
import type { JobStore } from '../store/job-store';

export type MetricsOptions = {
  hub: Hub;
  jobs: JobStore;
  underWay: UnderWay;
  pool: EnginePool;
  clock: IClock;
};

const PREFIX = 'diffusion_';
/** Seconds that a picture takes: of small models tenths, of large ones on a slow processor minutes. */
const DRAW_BUCKETS_S = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

export class Metrics {
  private readonly registry = new Registry();

  constructor(options: MetricsOptions) {
    const registers = [this.registry];
    // Memory, processor time and the delay of the event loop.
    collectDefaultMetrics({ register: this.registry, prefix: PREFIX });
    countCells(options.hub, registers);
    showQueue(options, registers);
    showEngines(options.pool, registers);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}

function countCells(hub: Hub, registers: Registry[]): void {
  const cells = new Counter({
    name: `${PREFIX}cells_total`,
    help: 'Cells that ended, by how: drawn, found in the store, failed or cancelled.',
    labelNames: ['outcome'],
    registers
  });
  const seconds = new Histogram({
    name: `${PREFIX}draw_seconds`,
    help: 'Seconds from the first step of a cell to its picture.',
    buckets: DRAW_BUCKETS_S,
    registers
  });
  hub.subscribe(null, event => {
    if (event.type !== 'cell' || !event.ended) {
      return;
    }
    const { state, cached, drawMs } = event.cell;
    if (state === 'failed' || state === 'cancelled') {
      cells.inc({ outcome: state });
    } else if (state === 'done') {
      cells.inc({ outcome: cached ? 'cached' : 'drawn' });
      if (!cached && drawMs !== null && drawMs > 0) {
        seconds.observe(drawMs / 1e3);
      }
    }
  });
}

function showQueue({ jobs, underWay, clock }: MetricsOptions, registers: Registry[]): void {
  gauge('jobs_open', 'Jobs that are not over.', registers, () => jobs.openInSum().jobs);
  gauge('cells_open', 'Cells that are drawn or wait.', registers, () => jobs.openInSum().cells);
  gauge('cells_under_way', 'Cells that engines have.', registers, () => underWay.size);
  gauge('queue_age_seconds', 'Age of the oldest job that is not over.', registers, () => {
    const { oldest } = jobs.openInSum();
    return oldest === null ? 0 : Math.max(0, clock.now() - Date.parse(oldest)) / 1e3;
  });
  gauge('queue_paused', 'Whether everything is paused.', registers, () => Number(jobs.paused));
  new Gauge({
    name: `${PREFIX}evaluations`,
    help: 'Evaluations of the network in all jobs that are kept: executed, and what they would have been with nothing shared.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { executed, naive } = jobs.evaluations();
      this.set({ kind: 'executed' }, executed);
      this.set({ kind: 'naive' }, naive);
    }
  });
}

function showEngines({ links }: EnginePool, registers: Registry[]): void {
  const byEngine = (name: string, help: string, value: (link: IEngineLink) => number): void => {
    new Gauge({
      name: `${PREFIX}engine_${name}`,
      help,
      labelNames: ['engine'],
      registers,
      collect() {
        links.forEach(link => this.set({ engine: link.name }, value(link)));
      }
    });
  };
  byEngine('ready', 'Whether an engine can be given cells.', ({ ready }) => Number(ready));
  byEngine('memory_bytes', 'Memory that an engine holds.', ({ rssMb }) => (rssMb ?? 0) * 1e6);
  byEngine('restarts', 'How often an engine was begun again.', ({ restarts }) => restarts);
  byEngine('drawing', 'Whether an engine draws.', ({ state }) => Number(state === 'drawing'));
}

function gauge(name: string, help: string, registers: Registry[], value: () => number): void {
  new Gauge({
    name: `${PREFIX}${name}`,
    help,
    registers,
    collect() {
      this.set(value());
    }
  });
}
