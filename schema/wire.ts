/**
 * The wire contract v1: what travels between the service and its clients, as runtime validation and types in one. snake_case
 * everywhere. The browser imports only the types of this module.
 */
import * as v from 'valibot';
import { schemaOf } from './parameters/value-schema';
import type { CellParams, CoreParams, Parameter, ParameterValue } from './catalogue';
import type { FaultData, Where } from './fault';
import type { Facts } from './messages/types';
import { finite, record, strictObject, whole } from './shapes';
import { PRIORITIES } from './states';
import type { CellState, JobState, Priority } from './states';

export type { CellOptions, CellParams, CoreParams } from './catalogue';
export type { CellState, JobState, Priority } from './states';

export const Value = v.union([v.string(), finite, v.boolean(), v.null()]);

/** One parameter with its values, or several that move together (`params`, rows of `values`). */
export const Axis = v.union([
  strictObject({ param: v.string(), values: v.pipe(v.array(Value), v.minLength(1)) }),
  strictObject({
    params: v.pipe(v.array(v.string()), v.minLength(2)),
    values: v.pipe(v.array(v.array(Value)), v.minLength(1))
  })
]);
export type Axis = v.InferOutput<typeof Axis>;

/** Where axes lie: `x` columns, `y` rows, `xx` outer columns, `yy` outer rows. A linked axis is named by its parameters joined by `&`. */
export const Layout = strictObject({
  x: v.optional(v.string()),
  y: v.optional(v.string()),
  xx: v.optional(v.string()),
  yy: v.optional(v.string())
});
export type Layout = v.InferOutput<typeof Layout>;

/**
 * A sweep as data. Prompt variants `{a|b}` stay in `base.prompt` as written and appear in `axes` as `variant_1`, `variant_2`, …
 * `prompt_sr` is the search-and-replace axis. `base` holds only what the user said; the rest is filled by the planner.
 */
export const Spec = strictObject({
  base: record(v.string(), Value),
  axes: v.array(Axis),
  where: v.nullish(v.string()),
  sample: v.nullish(whole(1)),
  limit: v.nullish(whole(1)),
  layout: v.optional(Layout)
});
export type Spec = v.InferOutput<typeof Spec>;

export const SweepText = v.pipe(v.string(), v.maxLength(1_000_000));

/** A request for a plan or a job: the cell's text (first line with or without `%%sweep`), or a spec. */
export const SweepRequest = v.union([strictObject({ text: SweepText }), strictObject({ spec: Spec })]);
export type SweepRequest = v.InferOutput<typeof SweepRequest>;

export const PriorityName = v.picklist(PRIORITIES);

/** POST /v1/jobs beside the sweep: how urgent it is, and whether it takes the place of all that its client has waiting. */
export const JobOptions = { priority: v.optional(PriorityName), replace: v.optional(v.boolean()) };

/** PATCH /v1/jobs/:id: another priority, or the place right before another job of the queue; null is behind all. */
export const JobChange = strictObject({ priority: v.optional(PriorityName), before: v.nullish(v.string()) });

/** Cells of a job by their places in it, from 0: those a grid shows (PUT …/view), those to draw next (POST …/next). */
const CELLS = v.pipe(v.array(whole(0)), v.maxLength(500));
export const CellsRequest = strictObject({ cells: CELLS });
/** `viewer` tells grids of one job apart. */
export const ViewRequest = strictObject({
  cells: CELLS,
  viewer: v.optional(v.pipe(v.string(), v.maxLength(100)), '')
});

export type { Where };

/**
 * What is told to a person, as data and as a sentence in the language asked for: `message` is whole; where it has a `title`, that is
 * its head and `detail` what follows; `hint` says what to do next. Facts are missing in what was saved before they travelled.
 */
export type WireMessage = {
  code: string;
  facts?: Facts;
  message: string;
  title?: string;
  detail?: string;
  hint?: string;
  where?: Where;
  /** Where `message` tells remarks besides: the sentence alone, and the remarks. */
  alone?: string;
  also?: WireMessage[];
};

export type ErrorBody = { error: WireMessage };

/** Who decided a parameter's value when it was filled in. */
export type Origin = 'user' | 'model' | 'catalogue';

/** An axis as shown: its values' labels and how many cells of each still have to be drawn. */
export type PlanAxis = {
  /** The parameter, or parameters joined by `&`. */
  id: string;
  params: string[];
  values: (string | number | boolean | null)[][];
  labels: string[];
  to_draw: number[];
};

export type Plan = {
  cells: number;
  cached: number;
  /** Of the cells to draw, those whose pictures were drawn before and are only cared for; left out where there are none. */
  cared?: number;
  unet_evals: { naive: number; planned: number };
  eta_s: number;
  /** Between which seconds that lies, while the pace of this model at this size was not measured; null once it was. */
  eta_range_s: [number, number] | null;
  /** What is drawn before a job that this client would submit now; only in a plan just made, null where it would begin at once. */
  wait?: { jobs: number; seconds: number | null } | null;
  memory_mb: number;
  /** What this machine or container can give to the service, what that holds already included; only in a plan just made. */
  memory_free_mb?: number;
  disk_mb: number;
  warnings: WireMessage[];
  axes: PlanAxis[];
  layout: Layout;
  spec: Spec;
  /** The sweep as cell text, `%%sweep …` first; as written when it came as text. */
  text: string;
  /** What stands after `name=` for each parameter of the first line (`seed` -> `1..4`), names as in the catalogue. */
  fields: Record<string, string>;
  /** The base as it will be used, and who decided each value. */
  base: Record<string, string | number | boolean | null>;
  origins: Record<string, Origin>;
};

export type Cell = {
  id: string;
  /** One index per axis of the plan, in the order of `plan.axes`. */
  index: number[];
  params: CellParams;
  state: CellState;
  /** True when the picture was there before the job asked for it. */
  cached: boolean;
  /** sha256 of the PNG, once done. */
  image: string | null;
  width: number;
  height: number;
  error: WireMessage | null;
  timings: { queued_ms: number; draw_ms: number } | null;
  /**
   * What came of drawing it once more. `restored`: its file was gone, and is there again. `other` says in how many pixels the two differ, and by how much at most (of 255).
   */
  again?: {
    state: 'waiting' | 'same' | 'restored' | 'other' | 'failed';
    pixels?: number;
    largest?: number;
    error?: WireMessage;
    /** The same in words. */
    message: string;
  };
  /** What a person said of the picture; it stays with the picture when the same cell is drawn or shown again. */
  mark?: Mark | null;
};

/** More than is ever kept; what is between is refused by name. */
const TAG_TEXT_MAX = 1000;
const TAG_LIST_MAX = 200;

/** PUT /v1/cells/:id/mark: what is left out stays, null takes it away. */
export const MarkRequest = strictObject({
  rating: v.nullish(whole(0, 5)),
  flag: v.nullish(v.picklist(['pick', 'reject'])),
  /** All tags that it is to have (schema/tags.ts). */
  tags: v.nullish(v.pipe(v.array(v.pipe(v.string(), v.maxLength(TAG_TEXT_MAX))), v.maxLength(TAG_LIST_MAX)))
});
export type Mark = { rating: number | null; flag: 'pick' | 'reject' | null; tags: string[] };

export type Phase =
  | 'queued'
  | 'starting'
  | 'loading_model'
  | 'encoding'
  | 'encoding_picture'
  | 'sampling'
  | 'upscaling'
  | 'decoding'
  | 'saving'
  | 'finished';

/** A fact that a diagnosis rests on; `term` names it, as in a list of terms and what they are. */
export type Evidence = { code: string; facts?: Facts; term?: string; message: string };

/** What holds a job up and why. `message` is whole; `title` is its head and `detail` what follows. */
export type Diagnosis = {
  code: string;
  facts?: Facts;
  title: string;
  detail: string;
  message: string;
  evidence: Evidence[];
  remedy: string;
};

export type Progress = {
  cells_total: number;
  cells_done: number;
  cells_failed: number;
  cells_cached: number;
  unet_evals_executed: number;
  /** Milliseconds this job spent inside the UNet: the sum of the worker's `steps.network_ms`. */
  network_ms: number;
  /** 0 to 1, steps counted. */
  fraction: number;
  phase: Phase;
  /** `message` as data. */
  code?: string;
  facts?: Facts;
  /** What is being done, without a full stop. */
  title?: string;
  message: string;
  eta_s: number | null;
  /** While clients take turns: the job of another that is drawn in turn with this one, its name, and how many clients more take turns. */
  in_turn_with?: { job: string; name: string; others: number };
};

export type Job = {
  id: string;
  state: JobState;
  /**
   * Its own state, where `state` tells that all jobs are held up: by a disk that takes nothing, or since somebody paused everything.
   * Only a job that is `paused` by itself can be resumed.
   */
  own_state?: JobState;
  /** Who asked for it: the id that its client sent, '' where it sent none. */
  client: string;
  priority: Priority;
  /** Its place among the jobs of its client and priority: the smaller goes first. No whole numbers, for a job can be put between two. */
  rank: number;
  seq: number;
  /** ISO 8601. */
  created: string;
  finished: string | null;
  spec: Spec;
  /** The text it was made from, when it was. */
  text: string | null;
  plan: Plan;
  progress: Progress;
  diagnosis: Diagnosis | null;
  cells: Cell[];
};

/** A job in a list: without its cells, with up to four pictures to know it by. */
export type JobSummary = Omit<Job, 'cells'> & { thumbnails: string[] };

/**
 * Events of one job. `seq` is the SSE `id`; `step` and `preview` are of the moment, carry no seq and are not replayed.
 * `/v1/events` sends `job` (summaries) for all jobs, `mark` for each cell that is marked, and `gone` for a job that was forgotten.
 */
export type JobEvent =
  | { type: 'snapshot'; seq: number; job: Job }
  | { type: 'cell'; seq: number; cell: Cell; progress: Progress; state: JobState }
  | { type: 'job'; seq: number; job: JobSummary }
  /** Of all jobs' stream: somebody marked the picture of a cell; `job` is the id of its job, `cell` its own. */
  | { type: 'mark'; seq: number; job: string; cell: string; mark: Mark | null }
  /** A job was forgotten; `job` is its id. */
  | { type: 'gone'; job: string }
  | { type: 'step'; cells: { id: string; step: number; steps: number }[]; progress: Progress }
  /** `image` is a base64 WebP without the data: prefix. */
  | { type: 'preview'; cell: string; image: string }
  /** What is to be said of the job as a whole. `remarks` are the plan's warnings, to which drawing may add. */
  | {
      type: 'diagnosis';
      seq: number;
      diagnosis: Diagnosis | null;
      remarks: WireMessage[];
      progress: Progress;
      state: JobState;
    }
  | { type: 'done'; seq: number; state: JobState; progress: Progress };

/** What a file of weights is for. */
export type FileKind =
  'checkpoint' | 'vae' | 'lora' | 'embedding' | 'upscaler' | 'controlnet' | 'face_restorer';

export type ModelEntry = {
  /** What lists call it: the stem of its file where its kind has that once, else its place below the folder of the kind. */
  name: string;
  /** That place, with `/` and the file's ending. */
  path?: string;
  /** What it calls itself beside, where that means it alone: the `ss_output_name` of a LoRA. */
  aliases?: string[];
  kind: FileKind;
  family: string | null;
  sha256: string | null;
  size_bytes: number;
  usable: boolean;
  /** Why not, in words, when it is not usable. */
  problem: string | null;
  /** The same as data. */
  fault?: FaultData | null;
  /** What of its own file of defaults is not used, and why. */
  remarks?: WireMessage[];
  /** What a checkpoint's network is given beside the noise: nothing, a mask, or a picture to edit. */
  task: 'plain' | 'inpaint' | 'edit' | null;
  prediction_type: string | null;
  native: { width: number; height: number } | null;
  defaults: Record<string, string | number | boolean | null>;
  bundled: boolean;
};

export type SamplerEntry = {
  name: string;
  aliases: string[];
  /** UNet evaluations a step takes. */
  order: number;
  stochastic: boolean;
  default_scheduler: string;
  /** The flavours that have it. */
  flavours: readonly CoreParams['flavour'][];
};
export type SchedulerEntry = { name: string; label: string; aliases: string[] };

/** GET /health/ready and the panel's one honest sentence. */
export type Health = {
  state: 'starting' | 'ready' | 'busy' | 'stalled' | 'down';
  version: string;
  pid: number;
  device: string;
  model_loaded: string | null;
  /** `message` as data. */
  code?: string;
  facts?: Facts;
  message: string;
  worker: { alive: boolean; restarts: number; rss_mb: number | null };
};

/**
 * Replies of the routes. Whatever gives one job answers `{ job }`; POST /v1/plan answers a `Plan`, GET /v1/jobs/:id/payload a
 * `SweepPayload` (payload.ts), DELETE nothing (204), errors an `ErrorBody`.
 */
export type JobReply = { job: Job };
/** `paused`: nothing of any job is given out until POST /v1/queue/resume. */
export type JobsReply = { jobs: JobSummary[]; cursor: string | null; paused: boolean };
export type ModelsReply = { models: ModelEntry[]; default_model: string | null };
export type SamplersReply = { samplers: SamplerEntry[] };
export type SchedulersReply = { schedulers: SchedulerEntry[] };
/** GET /v1/exports: what GET /v1/jobs/:id/export takes as `format`, in the caller's words. */
export type ExportsReply = { exports: { format: string; media_type: string; title: string }[] };
/** POST /v1/images: the picture as it is stored, by the sha256 that `init_image` and `mask` take. */
export type UploadReply = { image: string; width: number; height: number; infotext?: string };
/** POST /v1/images/settings: what a picture says of how it was made. Nothing of it is kept. */
export type PictureSettingsReply = {
  /** In A1111's form; null when the picture holds no settings. */
  infotext: string | null;
  /** The program that wrote them, as it calls itself. */
  writer: string | null;
  /** What they set here, by the names of parameters, prompts included. */
  settings: Record<string, ParameterValue>;
  /** What was passed over, and why; places are those of `infotext`. */
  remarks: WireMessage[];
  /** The names of the picture's texts, when none of them holds settings. */
  unread: string[];
};
export type ParametersReply = { parameters: Parameter[] };
export type DiagnosisReply = { diagnosis: Diagnosis | null; phase: Phase; phase_s: number; state: JobState };
export type MarkReply = { mark: Mark | null };
/** GET /health/progress: 503 when stalled. */
export type ProgressReply = {
  state: 'idle' | 'ok' | 'slow' | 'stalled';
  /** Seconds since the last step, and of the present phase. */
  last_step_s: number | null;
  phase: Phase | null;
  phase_s: number | null;
};

/** POST /v1/prompts/analyse: prompts as they are being written, with what decides how they are read. */
export const AnalyseRequest = strictObject({
  text: SweepText,
  negative: v.optional(SweepText),
  /** The default model's words are counted where none is named. */
  model: v.optional(v.string()),
  dialect: v.optional(schemaOf('dialect')),
  emphasis: v.optional(schemaOf('emphasis')),
  strict: v.optional(schemaOf('strict')),
  steps: v.optional(whole(1, 1000)),
  sampler: v.optional(v.string())
});
export type AnalyseRequest = v.InferOutput<typeof AnalyseRequest>;

/** Something odd or wrong about a prompt, and its characters, counted from 0 in UTF-16 code units. */
export type PromptRemark = WireMessage & { at: number; length: number };

/**
 * What a prompt means. `parts` are joined by AND; each names, per stage, the text in force up to a step by its place in `texts`.
 * `tokens` is the longest text's count, of `limit` that its chunks hold; null where the model has no tokenizer.
 */
export type AnalysedPrompt = {
  parts: {
    text: string;
    weight: number;
    at: number;
    length: number;
    stages: { until: number; text: number }[];
  }[];
  texts: {
    text: string;
    /** Words, what they weigh, and where they stand in the prompt; BREAK weighs -1. */
    runs: { text: string; weight: number; at: number; length: number }[];
    tokens: number | null;
    /** Tokens in each chunk. */
    chunks: number[];
  }[];
  loras: { name: string; te: number; unet: number; dyn?: number; at: number; length: number }[];
  tokens: number | null;
  limit: number;
  warnings: PromptRemark[];
  errors: PromptRemark[];
};
/** A cell's text while it is written, and the caret in UTF-16 units. */
export const CompleteRequest = strictObject({
  text: SweepText,
  caret: whole(0)
});
export type CompleteRequest = v.InferOutput<typeof CompleteRequest>;

/** What may stand in place of the text from `start` to the caret. */
export type CompleteReply = { start: number; offers: { kind: 'name' | 'value'; insert: string }[] };

export type AnalyseReply = { prompt: AnalysedPrompt; negative_prompt: AnalysedPrompt };
