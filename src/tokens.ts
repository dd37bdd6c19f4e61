/**
 * What the features of the front end share. Features take these tokens; only `client/` knows how the service is reached.
 */
import type { ISignal } from '@lumino/signaling';
import { Token } from '@lumino/coreutils';
import type { Language, Parameter } from '../schema/catalogue';
import type { Say } from '../schema/messages/browser';
import type { WrittenPayload } from '../schema/payload';
import type { JobState } from '../schema/states';
import type {
  AnalyseReply,
  AnalyseRequest,
  CellParams,
  Health,
  Job,
  JobEvent,
  JobsReply,
  JobSummary,
  Mark,
  ModelEntry,
  Plan,
  Priority,
  SamplerEntry,
  SchedulerEntry,
  SweepRequest,
  PictureSettingsReply,
  UploadReply,
  WireMessage
} from '../schema/wire';

/** A reply that was not a success. `error` has the service's own words; `status` 0 means that nothing answered. */
export interface IDiffusionFailure extends Error {
  readonly status: number;
  readonly error: WireMessage;
}

/** What people say of the queue: what comes first, what is left out, what is drawn once more. Cells are meant by their places in the job. */
export interface IDiffusionSteering {
  setPriority(id: string, priority: Priority): Promise<Job>;
  /** Puts a job right before another; behind all for null. */
  place(id: string, before: string | null): Promise<Job>;
  /** Tells which cells of a job somebody sees now; none once nobody does. `viewer` tells several grids of one job apart. */
  look(id: string, cells: readonly number[], viewer: string): Promise<void>;
  /** Has these cells drawn before all others of their client. */
  next(id: string, cells: readonly number[]): Promise<void>;
  cancelCell(id: string, position: number): Promise<Job>;
  /** Draws one failed or cancelled cell; the others stay as they are. */
  retryCell(id: string, position: number): Promise<Job>;
  /** Draws a finished cell once more, to see whether its pixels are the same; `cell.again` tells. */
  again(id: string, position: number): Promise<Job>;
  pauseAll(): Promise<void>;
  resumeAll(): Promise<void>;
  /** Ends every open job but one; the ids of those that were ended. */
  cancelAll(except?: string): Promise<string[]>;
}

/** Which jobs are looked for; all that it says must hold. */
export type JobSearch = {
  /** Words of a prompt, or of anything else; each must be there. */
  words: string;
  /** Parameters that some cell has at this value. */
  params: readonly (readonly [name: string, value: string])[];
  state?: JobState;
};

/** `max` is the longer side in pixels; `marks` puts into a whole PNG what people say of it now. */
export type PictureForm = { max?: number; format?: 'png' | 'webp' | 'jpeg'; marks?: boolean };

/** The service, as the front end sees it. Every promise rejects with `IDiffusionFailure`. */
export interface IDiffusionClient {
  /** By which the service knows this page among its clients. */
  readonly name: string;
  readonly steer: IDiffusionSteering;
  /** What the service last said of itself; null before the first answer. */
  readonly health: Health | null;
  /** True once a request was answered and the latest was not refused by the network. */
  readonly reachable: boolean;
  /** Why the latest request wasn't answered by the service, in words; null while it is reachable. */
  readonly failure: IDiffusionFailure | null;
  readonly changed: ISignal<IDiffusionClient, void>;

  parameters(): Promise<Parameter[]>;
  models(): Promise<ModelEntry[]>;
  /** The model that draws when none is named, as of the latest `models()`; null when there is none. */
  readonly defaultModel: string | null;
  scanModels(): Promise<ModelEntry[]>;
  samplers(): Promise<SamplerEntry[]>;
  schedulers(): Promise<SchedulerEntry[]>;
  plan(request: SweepRequest, signal?: AbortSignal): Promise<Plan>;
  /** Accepts a sweep. The idempotency key makes a repeated submit the same job. */
  submit(request: SweepRequest, idempotencyKey: string): Promise<Job>;
  /** What prompts mean while they are written: tokens, weights, and what is odd about them. */
  analyse(request: AnalyseRequest, signal?: AbortSignal): Promise<AnalyseReply>;
  /** A page of jobs, newest first; of all, or of those that are looked for. */
  jobs(limit?: number, cursor?: string, search?: JobSearch, signal?: AbortSignal): Promise<JobsReply>;
  job(id: string): Promise<Job>;
  /** The job as the notebook keeps it, thumbnails included. */
  payload(id: string): Promise<WrittenPayload>;
  cancel(id: string): Promise<Job>;
  /** Gives out no more cells of a job until it is resumed. */
  pause(id: string): Promise<Job>;
  resume(id: string): Promise<Job>;
  /** Gives the service a PNG, JPEG or WebP to begin with. */
  upload(picture: Blob): Promise<UploadReply>;
  /** What a PNG, JPEG or WebP says of how it was made, or a text (`text/plain`) sets; the service keeps nothing of it. */
  pictureSettings(given: Blob): Promise<PictureSettingsReply>;
  /** A stored picture, as it was drawn. */
  picture(sha256: string): Promise<Blob>;
  /** A zip for whoever looks for a fault, without prompts. */
  report(): Promise<Blob>;
  retry(id: string): Promise<Job>;
  forget(id: string): Promise<void>;
  /**
   * Events of a job, or of all jobs for null, until the signal aborts. Reconnects by itself (Last-Event-ID, growing pauses);
   * `onEvent` may see a snapshot again after a reconnect. `onOpen` is called whenever the line is open: what of all jobs was told while
   * it was not, isn't told again. Who knows a job as it was at the number `since` is told what changed, and not the whole.
   */
  follow(
    id: string | null,
    onEvent: (event: JobEvent) => void,
    signal: AbortSignal,
    options?: { onOpen?(): void; since?: number }
  ): Promise<void>;
  /** Same-origin URL of a picture. */
  imageUrl(sha256: string, options?: PictureForm): string;
  /** A job's contact sheet, lettered in the language of the interface: a PNG. */
  sheet(job: string): Promise<Blob>;
  /** The contact sheet that stands beside the payload, for viewers that don't know it: a PNG. */
  payloadSheet(job: string): Promise<Blob>;
  /** Rates, flags or tags a cell's picture; what is left out stays, null takes it away. */
  mark(cell: string, mark: Partial<Mark>): Promise<Mark | null>;
  recipe(sha256: string): Promise<Record<string, unknown>>;
  /** Asks for health now. */
  refresh(): Promise<void>;
}

export const IDiffusionClient = new Token<IDiffusionClient>(
  'jupyterlab-diffusion:IDiffusionClient',
  'Talks to the drawing service through the Jupyter server.'
);

/** What is in front in the main area: the file name of a notebook, or the id of the job whose grid a tab shows. */
export type Front = { readonly notebook: string | null; readonly job: string | null };

export interface IDiffusionInFront {
  readonly front: Front;
  readonly changed: ISignal<unknown, void>;
}

export const IDiffusionInFront = new Token<IDiffusionInFront>(
  'jupyterlab-diffusion:IDiffusionInFront',
  'Which notebook or job is in front in the main area.'
);

/** What the grid asks of the notebook around it and of the panel. */
export interface INotebookBridge {
  /** Inserts a cell with this text below the active one, or into a new notebook when none is open. */
  insertCell(text: string): Promise<void>;
  /** The text of the active cell, or null. */
  activeCellText(): string | null;
  /** The code cell of a notebook that an element of the page lies in, or null; its text can be replaced. */
  cellAround?(element: Element): { text: string; replace(text: string): void } | null;
  /** Shows a job's grid in the main area. */
  openJob(id: string): Promise<void>;
  /** Has Lab ask whether the notebook in front is to be trusted. */
  trustNotebook(): Promise<void>;
  /** Puts values into the panel's fields and shows the panel. */
  fillPanel(values: Record<string, string>): void;
}

export const INotebookBridge = new Token<INotebookBridge>(
  'jupyterlab-diffusion:INotebookBridge',
  'Inserts sweep cells into notebooks, opens jobs in the main area, and fills the panel.'
);

/** The words of the interface, in the language that Lab, the browser and the user's setting agree on. */
export interface IDiffusionText {
  readonly language: Language;
  /** The words for a code of the front end, its facts filled in. */
  readonly say: Say;
}

export const IDiffusionText = new Token<IDiffusionText>(
  'jupyterlab-diffusion:IDiffusionText',
  'The language of the interface and its sentences.'
);

/** What somebody said of the picture of a cell, at this number of its job. */
export type MarkTold = { job: string; cell: string; seq: number; mark: Mark | null };

/**
 * What changed in the list of jobs, or in a job of it; `finished` is the job that has just ended, `gone` the id of one that the service no
 * longer knows, `marked` what was said of a picture.
 */
export type JobsChange = { finished?: JobSummary; gone?: string; marked?: MarkTold };

/** The jobs the service knows, newest first, kept up to date by one stream of events for the whole page. */
export interface IDiffusionJobs {
  readonly jobs: readonly JobSummary[];
  /** False until the service has listed its jobs once. */
  readonly loaded: boolean;
  /** Whether nothing of any job is given out, because somebody paused everything. */
  readonly paused: boolean;
  readonly changed: ISignal<IDiffusionJobs, JobsChange>;
  /** Reads the list anew, and takes up the stream if it had ended. */
  load(): Promise<void>;
  /** Puts in what a reply said of a job before its event arrives. */
  put(job: JobSummary): void;
  remove(id: string): void;
  /** Puts in what was just done to the queue as a whole. */
  notePaused(paused: boolean): void;
}

export const IDiffusionJobs = new Token<IDiffusionJobs>(
  'jupyterlab-diffusion:IDiffusionJobs',
  'The list of jobs, kept up to date.'
);

/** A picture of the service that may be held against others. */
export type ComparedPicture = {
  image: string;
  /** The cell that marks are given to. */
  cell: string | null;
  /** What sets it apart where it is shown: `Seed 2 · CFG scale 7`. */
  title: string;
  /** The notebook or tab it is shown in; empty when that has no name. */
  from: string;
  mark: Mark;
  /** What made it, where that is at hand; else the service is asked. */
  params?: CellParams;
};

/** The kind under which a grid gives a `ComparedPicture`, as JSON, beside the address of a picture that is dragged out of it. */
export const COMPARED_MIME = 'application/vnd.jupyterlab-diffusion.picture+json';

/** The pictures that are compared, in one panel for all notebooks, by letters. */
export interface IDiffusionCompare {
  readonly count: number;
  /** The letter of a picture that is compared, or null. */
  letterOf(image: string): string | null;
  /** Compares a picture, or no more; its letter from now on, null when it has none. False when there is no room for another. */
  toggle(picture: ComparedPicture): string | null | false;
  /** Shows the panel; with `quietly` the keyboard stays where it is. */
  open(quietly?: boolean): Promise<void>;
  readonly changed: ISignal<IDiffusionCompare, void>;
}

export const IDiffusionCompare = new Token<IDiffusionCompare>(
  'jupyterlab-diffusion:IDiffusionCompare',
  'The pictures that are compared, and the panel that shows them.'
);
