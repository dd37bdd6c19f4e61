/** Small sweeps for the tests of the grid. */
import { Signal } from '@lumino/signaling';
import { coreDefaults } from '../../schema/catalogue';
import type { SweepPayload } from '../../schema/payload';
import type {
  Cell,
  Diagnosis,
  CellParams,
  Job,
  JobEvent,
  JobState,
  JobSummary,
  Mark,
  Plan,
  PlanAxis,
  Progress,
  PictureSettingsReply,
  SweepRequest,
  UploadReply
} from '../../schema/wire';
import { textIn } from '../i18n/text';
import type {
  IDiffusionClient,
  IDiffusionJobs,
  IDiffusionSteering,
  IDiffusionText,
  JobsChange,
  MarkTold
} from '../tokens';
import { GridModel } from './grid-model';
import type { IGridHost } from './grid-host';

export const english: IDiffusionText = textIn('en');

export const params: CellParams = {
  ...coreDefaults,
  prompt: 'a cat face',
  model: 'emoji-diffusion',
  seed: 1,
  subseed: 0,
  cfg_scale: 3.5,
  scheduler: 'karras',
  width: 128,
  height: 128
};

export function axis(id: string, labels: readonly (string | number)[]): PlanAxis {
  return {
    id,
    params: id.split('&'),
    values: labels.map(label => [label]),
    labels: labels.map(String),
    to_draw: labels.map(() => 0)
  };
}

/** Every combination of the axes' values, last axis fastest. */
export function cellsOf(axes: readonly PlanAxis[], state: Cell['state'] = 'queued'): Cell[] {
  const indices = axes.reduce<number[][]>(
    (rows, { labels }) => rows.flatMap(row => labels.map((_, value) => [...row, value])),
    [[]]
  );
  return indices.map((index, position) => ({
    id: `cell-${position}`,
    index,
    params: {
      ...params,
      ...Object.fromEntries(axes.map((each, at) => [each.id, each.values[index[at]][0]]))
    },
    state,
    cached: false,
    image: state === 'done' ? hash(position) : null,
    width: 128,
    height: 128,
    error: null,
    timings: null,
    mark: null
  }));
}

/** A mark that says this, and nothing else. */
export function marked(mark: Partial<Mark>): Mark {
  return { rating: null, flag: null, tags: [], ...mark };
}

/** A sha256 of its own for each number. */
export function hash(number: number): string {
  return number.toString(16).padStart(64, '0');
}

export function progress(change: Partial<Progress> = {}): Progress {
  return {
    cells_total: 0,
    cells_done: 0,
    cells_failed: 0,
    cells_cached: 0,
    unet_evals_executed: 0,
    network_ms: 0,
    fraction: 0,
    phase: 'queued',
    message: '',
    eta_s: null,
    ...change
  };
}

export function diagnosis(change: Partial<Diagnosis> = {}): Diagnosis {
  return { code: 'slow', title: 'Slow', detail: '', message: 'Slow.', evidence: [], remedy: '', ...change };
}

export function makeJob(axes: readonly PlanAxis[], change: Partial<Job> = {}): Job {
  const cells = change.cells ?? cellsOf(axes);
  return {
    id: 'job-1',
    state: 'queued',
    client: '',
    priority: 'normal',
    rank: 1,
    seq: 1,
    created: '2026-11-22T10:00:00.000Z',
    finished: null,
    spec: { base: {}, axes: [] },
    text: '%%sweep seed=1..2\na cat face',
    plan: {
      cells: cells.length,
      cached: 0,
      unet_evals: { naive: 100, planned: 90 },
      eta_s: 12,
      eta_range_s: null,
      memory_mb: 100,
      disk_mb: 1,
      warnings: [],
      axes: [...axes],
      layout: { x: axes[0]?.id, y: axes[1]?.id },
      spec: { base: {}, axes: [] },
      text: '%%sweep seed=1..2\na cat face',
      fields: {},
      base: { prompt: 'a cat face' },
      origins: {}
    },
    progress: progress({ cells_total: cells.length }),
    diagnosis: null,
    cells,
    ...change
  };
}

export function makePayload(axes: readonly PlanAxis[], change: Partial<SweepPayload> = {}): SweepPayload {
  const job = makeJob(axes);
  return {
    version: 1,
    job: job.id,
    state: 'done',
    created: job.created,
    text: job.text,
    spec: job.spec,
    axes: [...axes],
    layout: job.plan.layout,
    base: job.plan.base,
    origins: {},
    cells: cellsOf(axes, 'done').map(({ timings: _, mark = null, ...cell }) => ({
      ...cell,
      mark,
      thumbnail: WEBP
    })),
    summary: { drawn: job.cells.length, cached: 0, failed: 0, seconds: 5 },
    error: null,
    ...change
  };
}

/** The beginning of a WebP file; enough for what looks at its first bytes. */
export const WEBP = 'UklGRiQAAABXRUJQVlA4';

const wordsOf = (request: SweepRequest): string => ('text' in request ? request.text : '');

/** A service in the hand of the test: answers with `job`, remembers what it was asked, and tells events when told to. */
export class FakeClient {
  readonly asked: string[] = [];
  /** What was known when a line was opened last. */
  followedSince: number | undefined;
  reachable = true;
  refuse: unknown = null;
  listeners: { onEvent(event: JobEvent): void; signal: AbortSignal; reject(reason: unknown): void }[] = [];
  readonly changed = new Signal<FakeClient, void>(this);
  readonly marked = new Signal<FakeClient, { cell: string; mark: Mark | null }>(this);

  constructor(public current: Job) {}

  get client(): IDiffusionClient {
    return this as unknown as IDiffusionClient;
  }

  job(id: string): Promise<Job> {
    return this.answer(`job ${id}`, () => this.current);
  }
  plan(request: SweepRequest): Promise<Plan> {
    return this.answer(`plan ${wordsOf(request)}`, () => this.current.plan);
  }
  submit(request: SweepRequest): Promise<Job> {
    return this.answer(`submit ${wordsOf(request)}`, () => this.current);
  }
  cancel(id: string): Promise<Job> {
    return this.answer(`cancel ${id}`, () => this.move('cancelled'));
  }
  pause(id: string): Promise<Job> {
    return this.answer(`pause ${id}`, () => this.move('paused'));
  }

  resume(id: string): Promise<Job> {
    return this.answer(`resume ${id}`, () => this.move('queued'));
  }

  upload(): Promise<UploadReply> {
    return this.answer('upload', () => ({ image: 'ab'.padEnd(64, '0'), width: 8, height: 8 }));
  }

  pictureSettings(): Promise<PictureSettingsReply> {
    const nothing = { infotext: null, writer: null, settings: {}, remarks: [], unread: [] };
    return this.answer('pictureSettings', () => nothing);
  }
  picture(sha256: string): Promise<Blob> {
    return this.answer(`picture ${sha256}`, () => new Blob());
  }

  retry(id: string): Promise<Job> {
    return this.answer(`retry ${id}`, () => this.move('queued'));
  }
  readonly steer: IDiffusionSteering = {
    setPriority: (id, priority) =>
      this.answer(`priority ${id} ${priority}`, () => ({ ...this.current, priority })),
    place: (id, before) => this.answer(`place ${id} ${before}`, () => this.current),
    look: (id, cells) => this.answer(`look ${id} ${cells.join()}`, () => undefined),
    next: (id, cells) => this.answer(`next ${id} ${cells.join()}`, () => undefined),
    cancelCell: (id, position) =>
      this.answer(`cancel ${id} ${position}`, () => this.change(position, { state: 'cancelled' })),
    retryCell: (id, position) =>
      this.answer(`retry ${id} ${position}`, () => this.change(position, { state: 'queued' })),
    again: (id, position) =>
      this.answer(`again ${id} ${position}`, () =>
        this.change(position, { again: { state: 'waiting', message: 'Waits to be drawn again.' } })
      ),
    pauseAll: () => this.answer('pause all', () => undefined),
    resumeAll: () => this.answer('resume all', () => undefined),
    cancelAll: except => this.answer(`cancel all but ${except}`, () => [])
  };

  /** Replaces what the service says of a cell. */
  change(position: number, change: Partial<Cell>): Job {
    const cells = this.current.cells.map((cell, at) => (at === position ? { ...cell, ...change } : cell));
    this.current = { ...this.current, cells, seq: this.current.seq + 1 };
    return this.current;
  }

  mark(cell: string, change: Partial<Mark>): Promise<Mark> {
    return this.answer(`mark ${cell} ${JSON.stringify(change)}`, () => marked(change));
  }
  recipe(sha256: string): Promise<Record<string, unknown>> {
    return this.answer(`recipe ${sha256}`, () => ({ infotext: 'from the service' }));
  }
  imageUrl(sha256: string, options: { max?: number; format?: string } = {}): string {
    return `/images/${sha256}?format=${options.format}&max=${options.max}`;
  }
  payload(id: string): Promise<SweepPayload> {
    return this.answer(`payload ${id}`, () => {
      const { plan, state, cells } = this.current;
      const kept = cells.map(({ timings: _, again: __, mark = null, ...cell }) => ({
        ...cell,
        mark,
        thumbnail: cell.image ? WEBP : null
      }));
      const { id: job } = this.current;
      return { ...makePayload(plan.axes, { job, state, cells: kept }), remarks: plan.warnings };
    });
  }
  payloadSheet(job: string): Promise<Blob> {
    return this.answer(`sheet ${job}`, () => {
      // jsdom's Blob can't be read.
      const { buffer } = Uint8Array.from('PNG', letter => letter.charCodeAt(0));
      return { arrayBuffer: async () => buffer } as unknown as Blob;
    });
  }
  sheet(job: string): Promise<Blob> {
    return this.answer(`contact sheet ${job}`, () => new Blob(['PNG']));
  }
  follow(
    id: string,
    onEvent: (event: JobEvent) => void,
    signal: AbortSignal,
    { since }: { since?: number } = {}
  ): Promise<void> {
    this.asked.push(`follow ${id}`);
    this.followedSince = since;
    return new Promise((resolve, reject) => {
      this.listeners.push({ onEvent, signal, reject });
      signal.addEventListener('abort', () => resolve());
    });
  }

  /** Sends an event down every open line. */
  tell(event: JobEvent): void {
    this.listeners.filter(({ signal }) => !signal.aborted).forEach(({ onEvent }) => onEvent(event));
  }
  get openLines(): number {
    return this.listeners.filter(({ signal }) => !signal.aborted).length;
  }

  private move(state: JobState): Job {
    this.current = { ...this.current, state, seq: this.current.seq + 1 };
    return this.current;
  }
  private async answer<T>(asked: string, value: () => T): Promise<T> {
    this.asked.push(asked);
    if (this.refuse) {
      throw this.refuse;
    }
    return value();
  }
}

/** The list of all jobs in the hand of the test. */
export class FakeJobs implements Pick<IDiffusionJobs, 'jobs' | 'changed'> {
  jobs: JobSummary[] = [];
  readonly changed = new Signal<IDiffusionJobs, JobsChange>(this as unknown as IDiffusionJobs);

  /** Tells how a job stands. */
  tell({ cells: _, ...job }: Job): void {
    this.jobs = [{ ...job, thumbnails: [] }];
    this.changed.emit({});
  }

  /** Tells what somebody said of a picture. */
  tellMark(marked: MarkTold): void {
    this.changed.emit({ marked });
  }

  /** Tells that a job was forgotten. */
  tellGone(id: string): void {
    this.jobs = this.jobs.filter(job => job.id !== id);
    this.changed.emit({ gone: id });
  }
}

/** A failure as the client makes it. */
export function failure(status: number, code: string, message = code): Error {
  return Object.assign(new Error(message), { status, error: { code, message } });
}

/** Lets every answer that is due arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.resolve();
  }
}

/** A page without frames and clocks: what the grid asks of it is kept in lists. */
export function fakeHost(): IGridHost & {
  copied: string[];
  downloads: string[];
  left: number;
  menus: number;
  pictures: string[];
} {
  const host = {
    copied: [] as string[],
    downloads: [] as string[],
    left: 0,
    menus: 0,
    pictures: [] as string[],
    copyPicture: (url: string) => {
      host.pictures.push(url);
      return Promise.resolve();
    },
    tell: () => undefined,
    copy: (text: string) => {
      host.copied.push(text);
      return Promise.resolve();
    },
    download: (url: string) => void host.downloads.push(url),
    downloadBlob: (_: Blob, name: string) => void host.downloads.push(name),
    leave: () => void (host.left += 1),
    openCellMenu: () => void (host.menus += 1),
    nextFrame: (run: () => void) => {
      let wanted = true;
      queueMicrotask(() => wanted && run());
      return () => void (wanted = false);
    },
    later: () => () => undefined,
    idle: () => () => undefined,
    readSignature: () => Promise.resolve(null),
    now: () => Date.parse('2026-11-22T12:00:00.000Z'),
    where: () => 'a.ipynb'
  };
  return host;
}

/** Presses a key, written as "Ctrl Shift Z", on a cell of a sheet or in a full picture; returns what `told` says of the event. */
export function pressKey<T>(
  text: string,
  full: boolean,
  told: (event: KeyboardEvent, target: Element) => T
): T {
  const parts = text.split(' ');
  const key = parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? '');
  const event = new KeyboardEvent('keydown', {
    key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt')
  });
  const page = document.createElement('div');
  page.innerHTML = full
    ? '<section class="jd-Grid jd-Pictures jd-mod-full"><div class="jd-Looked here" tabindex="0"></div></section>'
    : '<section class="jd-Grid"><div class="jd-Sheet jd-Pictures"><div class="jd-Cell jd-Looked here" tabindex="-1"></div></div></section>';
  document.body.append(page);
  const target = page.querySelector<HTMLElement>('.here')!;
  target.focus();
  try {
    return told(event, target);
  } finally {
    page.remove();
  }
}

/** A grid in English that nobody else speaks to. */
export function gridOf({ client }: FakeClient): GridModel {
  return new GridModel({ client, jobs: new FakeJobs(), text: english, bridge: null, host: fakeHost() });
}
