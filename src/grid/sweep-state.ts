/**
 * What the grid knows of a sweep: the notebook's copy, then whatever the service says.
 *
 * Every fact with a `seq` is a register of its own (each cell, the job's state and progress, its diagnosis with the remarks, the job as a whole), and the highest
 * `seq` wins. So events may come twice, late or in any order: after the same events the state is the same. Steps and previews carry
 * no `seq`; they are of the moment, belong to a cell that isn't finished, and go when its next fact arrives. The notebook's copy has
 * no `seq` either and gives way to anything from the service, except its thumbnails, which stay with the picture they show.
 */
import type { PayloadCell, SweepPayload } from '../../schema/payload';
import { isOver } from '../../schema/states';
import { UNMARKED } from '../../schema/unmarked';
import type {
  Cell,
  Diagnosis,
  Job,
  JobEvent,
  JobState,
  Layout,
  Mark,
  Plan,
  PlanAxis,
  Progress,
  WireMessage
} from '../../schema/wire';
import { sameParts } from '../ui/use-slice';

export type CellView = Omit<PayloadCell, 'mark'> & {
  mark: Mark;
  timings: Cell['timings'];
  again?: Cell['again'];
  /** Where sampling is, while it runs. */
  step: { step: number; steps: number } | null;
  /** base64 WebP of the unfinished picture. */
  preview: string | null;
  seq: number;
  /** Of the mark, which the stream of all jobs tells by itself. */
  markSeq: number;
};

export type SweepState = {
  job: string | null;
  state: JobState;
  created: string;
  finished: string | null;
  text: string | null;
  axes: readonly PlanAxis[];
  layout: Layout;
  base: Plan['base'];
  origins: Plan['origins'];
  cells: readonly CellView[];
  /** Where each cell stands in `cells`, by its id. Another map says that other cells, or cells with other parameters, stand there. */
  places: ReadonlyMap<string, number>;
  /** Null until the service has spoken. */
  plan: Pick<Plan, 'cells' | 'cached' | 'unet_evals' | 'eta_s' | 'eta_range_s' | 'spec'> | null;
  progress: Progress | null;
  /** The progress that came with the latest step, newer than `progress` but without a `seq`. */
  moment: Progress | null;
  diagnosis: Diagnosis | null;
  /** What is odd about the sweep, though it is drawn. */
  remarks: readonly WireMessage[];
  error: WireMessage | null;
  /** The notebook's own sum, for when the service is silent. */
  summary: SweepPayload['summary'] | null;
  seqs: { job: number; diagnosis: number; whole: number };
};

const NEVER = -1;

/** The state as a notebook holds it. */
export function fromPayload(payload: SweepPayload): SweepState {
  const cells = payload.cells.map((cell): CellView => ({
    ...cell,
    mark: cell.mark ?? UNMARKED,
    timings: null,
    step: null,
    preview: null,
    seq: NEVER,
    markSeq: NEVER
  }));
  return {
    job: payload.job,
    state: payload.state,
    created: payload.created,
    finished: null,
    text: payload.text,
    axes: payload.axes,
    layout: payload.layout,
    base: payload.base,
    origins: payload.origins,
    cells,
    places: placesOf(cells),
    plan: null,
    progress: null,
    moment: null,
    diagnosis: null,
    remarks: payload.remarks ?? [],
    error: payload.error ?? null,
    summary: payload.summary,
    seqs: { job: NEVER, diagnosis: NEVER, whole: NEVER }
  };
}

/** The state as the service has it. */
export function fromJob(job: Job): SweepState {
  return mergeJob(
    {
      job: job.id,
      state: job.state,
      created: job.created,
      finished: null,
      text: null,
      axes: [],
      layout: {},
      base: {},
      origins: {},
      cells: [],
      places: new Map(),
      plan: null,
      progress: null,
      moment: null,
      diagnosis: null,
      remarks: [],
      error: null,
      summary: null,
      seqs: { job: NEVER, diagnosis: NEVER, whole: NEVER }
    },
    job,
    job.seq
  );
}

/** The notebook's copy came again (an updated output): it brings thumbnails, and everything else only while the service is silent. */
export function mergePayload(state: SweepState, payload: SweepPayload): SweepState {
  if (state.job !== payload.job || state.seqs.job === NEVER) {
    return fromPayload(payload);
  }
  const saved = new Map(payload.cells.map(cell => [cell.id, cell]));
  return {
    ...state,
    summary: payload.summary,
    cells: state.cells.map(cell => {
      const copy = saved.get(cell.id);
      const useful = copy?.thumbnail && !cell.thumbnail && copy.image === cell.image;
      return useful ? { ...cell, thumbnail: copy.thumbnail } : cell;
    })
  };
}

/** What the service said of the whole job at `seq`. */
export function mergeJob(state: SweepState, job: Job, seq: number): SweepState {
  if (job.id !== state.job) {
    return state;
  }
  const cells = job.cells.map(cell => mergeCell(state.cells[state.places.get(cell.id) ?? -1], cell, seq));
  const places = isSameSheet(state.cells, cells) ? state.places : placesOf(cells);
  const whole = withWhole({ ...state, cells, places }, job, seq);
  return withDiagnosis(
    withProgress(whole, job.state, job.progress, seq),
    job.diagnosis,
    job.plan.warnings,
    seq
  );
}

/** The state after an event of this job. */
export function applyEvent(state: SweepState, event: JobEvent): SweepState {
  switch (event.type) {
    case 'snapshot':
      return mergeJob(state, event.job, event.seq);
    case 'cell': {
      const { cell, seq } = event;
      const changed = changeCell(state, cell.id, known => mergeCell(known, cell, seq));
      return withProgress(changed, event.state, event.progress, seq);
    }
    case 'step':
      return applySteps(state, event.cells, event.progress);
    case 'preview':
      return changeCell(state, event.cell, cell => (isOpen(cell) ? { ...cell, preview: event.image } : cell));
    case 'diagnosis':
      return withDiagnosis(
        withProgress(state, event.state, event.progress, event.seq),
        event.diagnosis,
        event.remarks,
        event.seq
      );
    case 'done':
      return withProgress(state, event.state, event.progress, event.seq);
    case 'job':
    case 'mark':
    case 'gone':
      return state;
  }
}

/** The state after a mark was told, here or elsewhere, at the job's number `seq`. */
export function applyMark(
  state: SweepState,
  { cell: id, mark, seq }: { cell: string; mark: Mark | null; seq: number }
): SweepState {
  return changeCell(state, id, cell =>
    seq < cell.markSeq || seq < cell.seq ? cell : { ...cell, mark: mark ?? UNMARKED, markSeq: seq }
  );
}

/** The latest number that the state holds of its job. */
export function latestSeq({ seqs, cells }: SweepState): number {
  return cells.reduce(
    (most, { seq, markSeq }) => Math.max(most, seq, markSeq),
    Math.max(seqs.job, seqs.whole)
  );
}

/** The state with one cell's mark replaced. */
export function withMark(state: SweepState, id: string, mark: Mark): SweepState {
  return changeCell(state, id, cell => ({ ...cell, mark }));
}

/** The state with the small pictures that another one has of the same images. */
export function withThumbnails(state: SweepState, other: SweepState | null): SweepState {
  const known = new Map(other?.cells.map(({ image, thumbnail }) => [image, thumbnail]));
  const cells = state.cells.map(cell => {
    const thumbnail = (cell.image && known.get(cell.image)) ?? cell.thumbnail;
    return thumbnail === cell.thumbnail ? cell : { ...cell, thumbnail };
  });
  return { ...state, cells };
}

/** True while the service may still have something to say of the job. */
export function isActive(state: Pick<SweepState, 'state'>): boolean {
  return !isOver(state.state);
}

/** True for a cell that is waiting or being drawn. */
export function isOpen(cell: Pick<CellView, 'state'>): boolean {
  return !isOver(cell.state);
}

function mergeCell(known: CellView | undefined, cell: Cell, seq: number): CellView {
  if (known && known.seq >= seq) {
    return known;
  }
  // A cell that was being drawn and waits again begins anew.
  const isBack = known?.state === 'running' && cell.state === 'queued';
  const goesOn = known && isOpen(known) && isOpen(cell) && !isBack;
  return {
    ...cell,
    // The same objects where they say the same, so that what depends on them alone isn't worked out again.
    index: known && sameParts(known.index, cell.index) ? known.index : cell.index,
    params: known && sameParts(known.params, cell.params) ? known.params : cell.params,
    mark: known && (cell.mark === undefined || known.markSeq > seq) ? known.mark : (cell.mark ?? UNMARKED),
    markSeq: Math.max(seq, known?.markSeq ?? NEVER),
    thumbnail: known && known.image === cell.image ? known.thumbnail : null,
    step: goesOn ? known.step : null,
    // What was cancelled shows how far it came.
    preview: goesOn || (known && cell.state === 'cancelled') ? known.preview : null,
    seq
  };
}

function withWhole(state: SweepState, job: Job, seq: number): SweepState {
  if (seq <= state.seqs.whole) {
    return state;
  }
  const { plan } = job;
  return {
    ...state,
    plan,
    axes: plan.axes,
    layout: plan.layout,
    base: plan.base,
    origins: plan.origins,
    text: job.text ?? plan.text,
    created: job.created,
    finished: job.finished,
    seqs: { ...state.seqs, whole: seq }
  };
}

/** What the service says, where the notebook says it stands: the kernel knows the text before its variables were put in. */
function placedAs(saved: readonly WireMessage[], said: readonly WireMessage[]): readonly WireMessage[] {
  return said.map((remark, k) =>
    saved[k]?.code === remark.code && saved[k].where ? { ...remark, where: saved[k].where } : remark
  );
}

function withProgress(state: SweepState, job: JobState, progress: Progress, seq: number): SweepState {
  // The end of a job may bear the number of its last cell; of two facts with one number the final one stands.
  const newer =
    seq > state.seqs.job || (seq === state.seqs.job && isActive(state) && !isActive({ state: job }));
  if (!newer) {
    return state;
  }
  return { ...state, state: job, progress, moment: null, seqs: { ...state.seqs, job: seq } };
}

function withDiagnosis(
  state: SweepState,
  diagnosis: Diagnosis | null,
  said: readonly WireMessage[],
  seq: number
): SweepState {
  return seq > state.seqs.diagnosis
    ? { ...state, diagnosis, remarks: placedAs(state.remarks, said), seqs: { ...state.seqs, diagnosis: seq } }
    : state;
}

function applySteps(
  state: SweepState,
  steps: readonly { id: string; step: number; steps: number }[],
  progress: Progress
): SweepState {
  if (!isActive(state)) {
    return state;
  }
  const stepOf = new Map(steps.map(({ id, step, steps: total }) => [id, { step, steps: total }]));
  const moved = changeCells(state, [...stepOf.keys()], cell =>
    isOpen(cell) ? { ...cell, step: stepOf.get(cell.id)! } : cell
  );
  return { ...moved, moment: progress };
}

function changeCell(state: SweepState, id: string, change: (cell: CellView) => CellView): SweepState {
  return changeCells(state, [id], change);
}

/** The state with some cells changed; all others are the same objects, and none of them is looked at. */
function changeCells(
  state: SweepState,
  ids: readonly string[],
  change: (cell: CellView) => CellView
): SweepState {
  const cells = [...state.cells];
  let { places } = state;
  for (const id of ids) {
    const place = places.get(id);
    if (place !== undefined) {
      const before = cells[place];
      cells[place] = change(before);
      places = isSamePlace(before, cells[place]) ? places : new Map(places);
    }
  }
  return { ...state, cells, places };
}

function placesOf(cells: readonly CellView[]): ReadonlyMap<string, number> {
  return new Map(cells.map(({ id }, place) => [id, place]));
}

/** Whether the cells are the same ones in the same places, however far they are drawn. */
function isSameSheet(before: readonly CellView[], after: readonly CellView[]): boolean {
  return before.length === after.length && before.every((cell, place) => isSamePlace(cell, after[place]));
}

function isSamePlace(one: CellView, other: CellView): boolean {
  return one === other || (one.id === other.id && one.index === other.index && one.params === other.params);
}
