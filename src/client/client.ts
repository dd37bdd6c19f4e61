import { hasCode } from '../../schema/messages/has-code';
import { PromiseDelegate } from '@lumino/coreutils';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Language, Parameter } from '../../schema/catalogue';
import type { WrittenPayload } from '../../schema/payload';
import type {
  AnalyseReply,
  AnalyseRequest,
  Health,
  Job,
  JobEvent,
  JobReply,
  JobsReply,
  Mark,
  MarkReply,
  ModelEntry,
  ModelsReply,
  ParametersReply,
  Plan,
  SamplerEntry,
  SamplersReply,
  SchedulerEntry,
  SchedulersReply,
  SweepRequest,
  PictureSettingsReply,
  UploadReply
} from '../../schema/wire';
import type {
  IDiffusionClient,
  IDiffusionFailure,
  IDiffusionSteering,
  JobSearch,
  PictureForm
} from '../tokens';
import { DiffusionFailure, failureOf, noAnswer, unreachable } from './failure';
import { follow } from './follow';
import type { OpenLine } from './lines';
import { steeringBy } from './steer';

export type ClientOptions = {
  /** Where the service is reached, of the same origin, with a closing slash. */
  root: string;
  /** Sends a request; rejects only when nothing answered. */
  send(url: string, init: RequestInit): Promise<Response>;
  /** Opens an event stream; rejects only when nothing answered. */
  openLine: OpenLine;
  /** The language that sentences are asked for and made in. */
  language: Language;
  /** By which the service knows this page among its clients: 1 to 100 visible ASCII characters. */
  name?: string;
};

/** A request that has no reply by then has somebody look whether anything is answered at all. */
const LATE_MS = 3_000;
/** By then health is answered, or something hangs. */
const ANSWER_MS = 5_000;
/** The same while the service may still have to be started, which a slow disk draws out. */
const START_MS = 60_000;

/** The service over HTTP. Keeps what it last said of its health; everything else is asked anew. */
export class DiffusionClient implements IDiffusionClient {
  private _health: Health | null = null;
  private _failure: IDiffusionFailure | null = null;
  private _answered = false;
  private readonly _used = new PromiseDelegate<void>();
  private _defaultModel: string | null = null;
  private _changed = new Signal<this, void>(this);

  readonly steer: IDiffusionSteering = steeringBy((method, path, body) => this.send(method, path, body));

  constructor(private readonly options: ClientOptions) {}

  get name(): string {
    return this.options.name ?? 'panel';
  }

  get health(): Health | null {
    return this._health;
  }

  get reachable(): boolean {
    return this._answered && this._failure === null;
  }

  get failure(): IDiffusionFailure | null {
    return this._failure;
  }

  /** Resolves with the first request: before it, nobody has needed the service. */
  get used(): Promise<void> {
    return this._used.promise;
  }

  get defaultModel(): string | null {
    return this._defaultModel;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async parameters(): Promise<Parameter[]> {
    return (await this.get<ParametersReply>('v1/parameters')).parameters;
  }

  async models(): Promise<ModelEntry[]> {
    return this.keepModels(await this.get<ModelsReply>('v1/models'));
  }

  async scanModels(): Promise<ModelEntry[]> {
    return this.keepModels(await this.send<ModelsReply>('POST', 'v1/models/scan', {}));
  }

  async samplers(): Promise<SamplerEntry[]> {
    return (await this.get<SamplersReply>('v1/samplers')).samplers;
  }

  async schedulers(): Promise<SchedulerEntry[]> {
    return (await this.get<SchedulersReply>('v1/schedulers')).schedulers;
  }

  plan(request: SweepRequest, signal?: AbortSignal): Promise<Plan> {
    return this.send('POST', 'v1/plan', request, { signal });
  }

  analyse(request: AnalyseRequest, signal?: AbortSignal): Promise<AnalyseReply> {
    return this.send('POST', 'v1/prompts/analyse', request, { signal });
  }

  async submit(request: SweepRequest, idempotencyKey: string): Promise<Job> {
    const headers = { 'Idempotency-Key': idempotencyKey };
    return (await this.send<JobReply>('POST', 'v1/jobs', request, { headers })).job;
  }

  jobs(limit = 50, cursor?: string, search?: JobSearch, signal?: AbortSignal): Promise<JobsReply> {
    const { words = '', params = [], state } = search ?? {};
    const query = new URLSearchParams({
      limit: String(limit),
      ...(cursor && { cursor }),
      ...(words && { q: words }),
      ...(state && { state })
    });
    params.forEach(([name, value]) => query.append('param', `${name}:${value}`));
    return this.get(`v1/jobs?${query}`, signal);
  }

  async job(id: string): Promise<Job> {
    return (await this.get<JobReply>(`v1/jobs/${encodeURIComponent(id)}`)).job;
  }

  payload(id: string): Promise<WrittenPayload> {
    return this.get(`v1/jobs/${encodeURIComponent(id)}/payload`);
  }

  async cancel(id: string): Promise<Job> {
    return (await this.send<JobReply>('POST', `v1/jobs/${encodeURIComponent(id)}/cancel`, {})).job;
  }

  async pause(id: string): Promise<Job> {
    return (await this.send<JobReply>('POST', `v1/jobs/${encodeURIComponent(id)}/pause`, {})).job;
  }

  async resume(id: string): Promise<Job> {
    return (await this.send<JobReply>('POST', `v1/jobs/${encodeURIComponent(id)}/resume`, {})).job;
  }

  async upload(picture: Blob): Promise<UploadReply> {
    const headers = { 'Content-Type': picture.type || 'application/octet-stream' };
    const response = await this.request('v1/images', { method: 'POST', headers, body: picture });
    return (await response.json()) as UploadReply;
  }

  async pictureSettings(given: Blob): Promise<PictureSettingsReply> {
    const headers = { 'Content-Type': given.type || 'application/octet-stream' };
    const response = await this.request('v1/images/settings', { method: 'POST', headers, body: given });
    return (await response.json()) as PictureSettingsReply;
  }

  async picture(sha256: string): Promise<Blob> {
    return (await this.request(`v1/images/${encodeURIComponent(sha256)}`, {})).blob();
  }

  async report(): Promise<Blob> {
    return (await this.request('v1/diagnostics', {})).blob();
  }

  async retry(id: string): Promise<Job> {
    return (await this.send<JobReply>('POST', `v1/jobs/${encodeURIComponent(id)}/retry`, {})).job;
  }

  forget(id: string): Promise<void> {
    return this.send('DELETE', `v1/jobs/${encodeURIComponent(id)}`);
  }

  follow(
    id: string | null,
    onEvent: (event: JobEvent) => void,
    signal: AbortSignal,
    { onOpen, since }: { onOpen?(): void; since?: number } = {}
  ): Promise<void> {
    const path = id === null ? 'v1/events' : `v1/jobs/${encodeURIComponent(id)}/events`;
    return follow({
      open: (headers, line) => this.openLine(path, headers, line),
      onEvent,
      onOpen,
      since,
      isLast: event => id !== null && event.type === 'done',
      signal
    });
  }

  imageUrl(sha256: string, options: PictureForm = {}): string {
    const query = new URLSearchParams();
    if (options.format) {
      query.set('format', options.format);
    }
    if (options.max) {
      query.set('max', String(options.max));
    }
    if (options.marks) {
      query.set('marks', 'yes');
    }
    const tail = String(query);
    return `${this.options.root}v1/images/${encodeURIComponent(sha256)}${tail && `?${tail}`}`;
  }

  async sheet(job: string): Promise<Blob> {
    return (await this.request(`v1/jobs/${encodeURIComponent(job)}/export?format=png`, {})).blob();
  }

  async payloadSheet(job: string): Promise<Blob> {
    return (await this.request(`v1/jobs/${encodeURIComponent(job)}/payload.png`, {})).blob();
  }

  async mark(cell: string, change: Partial<Mark>): Promise<Mark | null> {
    const path = `v1/cells/${encodeURIComponent(cell)}/mark`;
    const { mark } = await this.send<MarkReply>('PUT', path, change);
    return mark;
  }

  recipe(sha256: string): Promise<Record<string, unknown>> {
    return this.get(`v1/images/${encodeURIComponent(sha256)}/recipe`);
  }

  async refresh(): Promise<void> {
    const limit = this._health ? ANSWER_MS : START_MS;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), limit);
    try {
      // A service that can't draw yet answers 503 and still says what it is doing.
      const response = await this.reach('health/ready', { signal: late.signal });
      const body = (await response.clone().json()) as Partial<Health>;
      if (typeof body.state !== 'string') {
        throw await failureOf(response, this.options.language);
      }
      this.note(body as Health, null);
    } catch (reason) {
      const { language } = this.options;
      this.note(null, late.signal.aborted ? noAnswer(limit / 1000, language) : asFailure(reason, language));
    } finally {
      clearTimeout(timer);
    }
  }

  private keepModels(reply: ModelsReply): ModelEntry[] {
    this._defaultModel = reply.default_model;
    return reply.models;
  }

  private get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.request(path, { signal }).then(response => response.json() as Promise<T>);
  }

  private async send<T>(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<T> {
    const response = await this.request(path, {
      ...init,
      method,
      headers: { ...(init.headers as Record<string, string>), 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body)
    });
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** A successful reply, or a failure. An abort stays an abort. */
  private async request(path: string, init: RequestInit): Promise<Response> {
    // A reply that takes long may be a connection that hangs: health tells, and what it says is seen by whoever waits.
    const late = setTimeout(() => void this.refresh(), LATE_MS);
    const response = await this.reach(path, init)
      .catch(reason => this.failed(reason, init.signal))
      .finally(() => clearTimeout(late));
    if (!response.ok) {
      throw await this.refused(response);
    }
    this.answered();
    return response;
  }

  /** An event stream: its text, bit by bit; or a failure. An abort stays an abort. */
  private async openLine(
    path: string,
    headers: Record<string, string>,
    signal: AbortSignal
  ): Promise<AsyncIterable<string>> {
    const line = this.options.openLine(path, this.withOurs(headers), signal);
    const { status, parts } = await line.catch(reason => this.failed(reason, signal));
    if (status >= 400) {
      const json = async (): Promise<unknown> => JSON.parse(await textOf(parts));
      throw await this.refused({ status, json });
    }
    this.answered();
    return parts;
  }

  private failed(reason: unknown, signal?: AbortSignal | null): never {
    if (signal?.aborted) {
      throw reason;
    }
    const failure = unreachable(this.options.language);
    this.note(null, failure);
    throw failure;
  }

  private async refused(reply: Pick<Response, 'status' | 'json'>): Promise<DiffusionFailure> {
    const failure = await failureOf(reply, this.options.language);
    if (hasCode(failure.error, 'service_down')) {
      this.note(null, failure);
    }
    return failure;
  }

  private answered(): void {
    if (!this.reachable) {
      this.note(this._health, null);
    }
  }

  private reach(path: string, init: RequestInit): Promise<Response> {
    const headers = this.withOurs(init.headers as Record<string, string>);
    return this.options.send(`${this.options.root}${path}`, { ...init, headers });
  }

  private withOurs(headers?: Record<string, string>): Record<string, string> {
    this._used.resolve();
    return {
      'Accept-Language': this.options.language.replace('_', '-'),
      'X-Client': this.name,
      ...headers
    };
  }

  private note(health: Health | null, failure: IDiffusionFailure | null): void {
    this._answered = true;
    const same =
      JSON.stringify([health, failure?.error]) === JSON.stringify([this._health, this._failure?.error]);
    this._health = health;
    this._failure = failure;
    if (!same) {
      this._changed.emit();
    }
  }
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) {
    text += part;
  }
  return text;
}

function asFailure(reason: unknown, language: Language): DiffusionFailure {
  return reason instanceof DiffusionFailure ? reason : unreachable(language);
}
