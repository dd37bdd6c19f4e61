/**
 * The step loop: drives many cells at once. It holds no clock, no network and no process, so that the engine's child and the shadow
 * run that prices a sweep are the same code.
 *
 * A cell is queued, then in flight, then ended (drawn, failed or cancelled; never two of them). No more are in flight than fill a
 * batch, so that the first pictures of a large sweep come early; as one ends the next of the queue starts, and batches stay full
 * because cells in flight need not be at the same step.
 *
 * `next()` hands out one piece of work at a time, `settle` or `fail` ends it, and only then may `next()` be called again. Cells may be
 * added and cancelled at any moment, also while work is out: an answer nobody waits for any more is kept in the memo and otherwise dropped.
 *
 * Rows are content-addressed. Rows of one name that wait together are one evaluation, and answers are remembered within a bound, so
 * cells that only differ later (a CFG axis after its first step) share what they have in common.
 */
import type {
  Answer,
  CellRun,
  Context,
  Flavour,
  Need,
  Picture,
  PredictNeed,
  PromptText,
  Row
} from '../pipeline/needs';
import { rowIds } from './content';
import { Memo } from './memo';

export type StepLoopOptions = {
  /** How many rows of a size (of the latent) one call of the network takes. */
  rowsPerBatch(height: number, width: number): number;
  /** Bytes of remembered answers. */
  memoBytes: number;
};

/** One piece of work for the networks. */
export type Work =
  | { kind: 'encode'; prompt: PromptText; cells: string[] }
  | { kind: 'predict'; rows: Row[]; height: number; width: number; flavour: Flavour; cells: string[] }
  | { kind: 'decode'; latent: Float32Array; height: number; width: number; cells: string[] };

/** What became of a piece of work: a context, the rows' outputs in order, or RGB planes. */
export type Result = Context | Float32Array[] | Float32Array;

export interface IStepLoopListener {
  started(id: string): void;
  /** A cell has new rows to wait for; `need` tells its step and its latest clean latent. */
  stepped(id: string, need: PredictNeed): void;
  /** `evaluations` are those the cell was the first to ask for. */
  drawn(id: string, picture: Picture, evaluations: number): void;
  failed(id: string, error: unknown): void;
}

type Cell = {
  id: string;
  begin: () => CellRun;
  run: CellRun | null;
  need: Need['kind'];
  answers: (Context | Float32Array)[];
  missing: number;
  evaluations: number;
  /** Nothing was evaluated for it yet: its answers are those that other cells most likely ask for again. */
  first: boolean;
};
type Waiting = { cell: Cell; slot: number };
type PendingRow = {
  name: string;
  row: Row;
  height: number;
  width: number;
  flavour: Flavour;
  /** Only rows of one group fit in a batch. */
  group: string;
  first: boolean;
  waiting: Waiting[];
};
type PendingPrompt = { name: string; prompt: PromptText; waiting: Waiting[] };
type PendingLatent = { latent: Float32Array; height: number; width: number; waiting: Waiting[] };

type Out =
  | { kind: 'encode'; pending: PendingPrompt }
  | { kind: 'predict'; pending: PendingRow[] }
  | { kind: 'decode'; pending: PendingLatent };

/** Batches' worth of rows of different sizes or lengths that may wait at once. */
const GROUPS_MAX = 4;

export class StepLoop {
  constructor(
    private readonly options: StepLoopOptions,
    private readonly listener: IStepLoopListener
  ) {
    // A sweep's cells share their first step above all, so first answers have a memo that later ones can't push out.
    this.firstRows = new Memo(options.memoBytes / 2);
    this.laterRows = new Memo(options.memoBytes / 2);
  }

  /** Queues a cell; `begin` makes its run when its turn comes. */
  add(id: string, begin: () => CellRun): void {
    this.cells.set(id, {
      id,
      begin,
      run: null,
      need: 'encode',
      answers: [],
      missing: 0,
      evaluations: 0,
      first: true
    });
    this.queue.push(id);
  }

  /** Ends cells without a picture. Their listener hears nothing: who cancels knows. */
  cancel(ids: Iterable<string>): void {
    for (const id of ids) {
      this.end(id);
    }
  }

  /** Every cell queued or in flight. */
  get ids(): string[] {
    return [...this.cells.keys()];
  }

  /** The next piece of work, or null when every cell has ended. */
  next(): Work | null {
    if (this.out) {
      throw new Error('work is out already');
    }
    const finished = this.nextDecode();
    if (finished) {
      return finished;
    }
    this.admit();
    // Started cells may find all they ask in the memo, so there may be a latent by now.
    return this.nextDecode() ?? this.nextEncode() ?? this.nextPredict();
  }

  /** Gives the result of the work that is out to the cells that wait for it, and runs those that wait for nothing more. */
  settle(result: Result): void {
    const out = this.takeOut();
    const ready: Cell[] = [];
    if (out.kind === 'predict') {
      const outputs = result as Float32Array[];
      this._evaluations += outputs.length;
      out.pending.forEach(({ name, first, waiting }, i) => {
        (first ? this.firstRows : this.laterRows).set(name, outputs[i]);
        ready.push(...this.give(waiting, outputs[i]));
      });
    } else {
      if (out.kind === 'encode') {
        this.contexts.set(out.pending.name, result as Context);
      }
      ready.push(...this.give(out.pending.waiting, result as Context | Float32Array));
    }
    // Only now that every row is remembered: a cell's next ask may be one of them.
    for (const cell of ready) {
      this.advance(cell, () => cell.run!.next(answerOf(cell)));
    }
  }

  /** The work that is out can't be done: the cells that wait for it fail. */
  fail(error: unknown): void {
    const out = this.takeOut();
    const pending = out.kind === 'predict' ? out.pending : [out.pending];
    for (const cell of new Set(pending.flatMap(({ waiting }) => waiting.map(each => each.cell)))) {
      this.failCell(cell, error);
    }
  }

  /** Rows handed out and answered so far. */
  get evaluations(): number {
    return this._evaluations;
  }

  private admit(): void {
    while (this.queue.length > 0 && this.hasRoom()) {
      const cell = this.cells.get(this.queue.shift()!);
      if (cell) {
        this.listener.started(cell.id);
        this.advance(cell, () => (cell.run = cell.begin()).next());
      }
    }
  }

  /** Whether another cell in flight would fill a batch better. Until prompts are encoded, the rows that follow are not known. */
  private hasRoom(): boolean {
    if (this.prompts.size > 0 || this.latents.length > 0) {
      return false;
    }
    const head: PendingRow | undefined = this.rows.values().next().value;
    if (!head) {
      return true;
    }
    const room = this.options.rowsPerBatch(head.height, head.width);
    const groups = new Map<string, number>();
    let total = 0;
    for (const { group, waiting } of this.rows.values()) {
      groups.set(group, (groups.get(group) ?? 0) + waiting.length);
      total += waiting.length;
    }
    return Math.max(...groups.values()) < room && total < GROUPS_MAX * room;
  }

  /** Runs a cell to its next need that can't be met at once. */
  private advance(cell: Cell, resume: () => IteratorResult<Need, Picture>): void {
    try {
      let turn = resume();
      while (!turn.done) {
        this.ask(cell, turn.value);
        if (cell.missing > 0) {
          return;
        }
        turn = cell.run!.next(answerOf(cell));
      }
      this.end(cell.id);
      this.listener.drawn(cell.id, turn.value, cell.evaluations);
    } catch (error) {
      this.failCell(cell, error);
    }
  }

  /** Notes what a cell needs, and finds what is known already. */
  private ask(cell: Cell, need: Need): void {
    cell.need = need.kind;
    cell.answers = [];
    cell.missing = 0;
    if (need.kind === 'encode') {
      need.prompts.forEach((prompt, slot) => this.askPrompt(cell, slot, prompt));
    } else if (need.kind === 'predict') {
      this.listener.stepped(cell.id, need);
      const names = rowIds(need);
      need.rows.forEach((row, slot) => this.askRow(cell, slot, names[slot], row, need));
      cell.first = false;
    } else {
      const { latent, height, width } = need;
      cell.missing = 1;
      this.latents.push({ latent, height, width, waiting: [{ cell, slot: 0 }] });
    }
  }

  private askPrompt(cell: Cell, slot: number, prompt: PromptText): void {
    const name = JSON.stringify([prompt.text, prompt.clipSkip, prompt.emphasis]);
    const known = this.contexts.get(name);
    if (known) {
      cell.answers[slot] = known;
      return;
    }
    const pending = this.prompts.get(name) ?? { name, prompt, waiting: [] };
    this.prompts.set(name, pending);
    pending.waiting.push({ cell, slot });
    cell.missing++;
  }

  private askRow(
    cell: Cell,
    slot: number,
    name: string,
    row: Row,
    { height, width, flavour }: PredictNeed
  ): void {
    const known = this.firstRows.get(name) ?? this.laterRows.get(name);
    if (known) {
      cell.answers[slot] = known;
      return;
    }
    let pending = this.rows.get(name);
    if (!pending) {
      const group = `${flavour} ${height}x${width} ${row.context.tokens}`;
      pending = { name, row, height, width, flavour, group, first: cell.first, waiting: [] };
      this.rows.set(name, pending);
      cell.evaluations++;
    }
    pending.waiting.push({ cell, slot });
    cell.missing++;
  }

  /** Hands a value to the cells that wait for it; returns those that now wait for nothing. */
  private give(waiting: Waiting[], value: Context | Float32Array): Cell[] {
    return waiting
      .filter(({ cell }) => this.cells.get(cell.id) === cell)
      .filter(({ cell, slot }) => {
        cell.answers[slot] = value;
        return --cell.missing === 0;
      })
      .map(({ cell }) => cell);
  }

  // Finished latents first: a picture on the screen is worth more than another step.
  private nextDecode(): Work | null {
    let pending: PendingLatent | undefined;
    while ((pending = this.latents.shift())) {
      const cells = this.waitingFor([pending]);
      if (cells.length > 0) {
        this.out = { kind: 'decode', pending };
        return {
          kind: 'decode',
          latent: pending.latent,
          height: pending.height,
          width: pending.width,
          cells
        };
      }
    }
    return null;
  }

  private nextEncode(): Work | null {
    for (const pending of this.prompts.values()) {
      this.prompts.delete(pending.name);
      const cells = this.waitingFor([pending]);
      if (cells.length > 0) {
        this.out = { kind: 'encode', pending };
        return { kind: 'encode', prompt: pending.prompt, cells };
      }
    }
    return null;
  }

  /** A batch of rows of one size and length, the row that waited longest first. */
  private nextPredict(): Work | null {
    const batch: PendingRow[] = [];
    let room = 1;
    for (const pending of this.rows.values()) {
      if (!pending.waiting.some(({ cell }) => this.cells.get(cell.id) === cell)) {
        this.rows.delete(pending.name);
        continue;
      }
      if (batch.length === 0) {
        room = this.options.rowsPerBatch(pending.height, pending.width);
      } else if (pending.group !== batch[0].group) {
        continue;
      }
      batch.push(pending);
      this.rows.delete(pending.name);
      if (batch.length >= room) {
        break;
      }
    }
    if (batch.length === 0) {
      return null;
    }
    this.out = { kind: 'predict', pending: batch };
    const { height, width, flavour } = batch[0];
    return {
      kind: 'predict',
      rows: batch.map(({ row }) => row),
      height,
      width,
      flavour,
      cells: this.waitingFor(batch)
    };
  }

  /** The cells still alive that wait for any of these. */
  private waitingFor(pending: { waiting: Waiting[] }[]): string[] {
    const alive = pending.flatMap(({ waiting }) =>
      waiting.filter(({ cell }) => this.cells.get(cell.id) === cell).map(({ cell }) => cell.id)
    );
    return [...new Set(alive)];
  }

  private failCell(cell: Cell, error: unknown): void {
    if (this.cells.get(cell.id) === cell) {
      this.end(cell.id);
      this.listener.failed(cell.id, error);
    }
  }

  private end(id: string): void {
    this.cells.delete(id);
  }

  private takeOut(): Out {
    if (!this.out) {
      throw new Error('no work is out');
    }
    const out = this.out;
    this.out = null;
    return out;
  }

  private out: Out | null = null;
  private _evaluations = 0;
  private readonly queue: string[] = [];
  private readonly cells = new Map<string, Cell>();
  private readonly prompts = new Map<string, PendingPrompt>();
  private readonly rows = new Map<string, PendingRow>();
  private readonly latents: PendingLatent[] = [];
  private readonly contexts = new Map<string, Context>();
  private readonly firstRows: Memo;
  private readonly laterRows: Memo;
}

function answerOf(cell: Cell): Answer {
  return cell.need === 'decode'
    ? (cell.answers[0] as Float32Array)
    : (cell.answers as Context[] | Float32Array[]);
}
