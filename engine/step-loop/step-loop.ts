/**
 * The step loop: drives many cells at once. It holds no clock, no network and no process, so that the engine's child and the shadow
 * run that prices a sweep are the same code.
 *
 * A cell is queued, then in flight, then ended (drawn, failed or cancelled; never two of them). Of more cells than fit into a batch the
 * first few go ahead: until one of them has ended no others join, so that a sweep's first pictures don't wait for a full batch of cells in step. Then
 * no more are in flight than fill a batch; as one ends the next of the queue starts, and batches stay full because cells in flight
 * need not be at the same step. Urgent cells don't wait for room: their rows take turns with the others'.
 *
 * `next()` hands out one piece of work at a time, `complete` or `fail` ends it, and only then may `next()` be called again. Cells may be
 * added and cancelled at any moment, also while work is out: an answer nobody waits for any more is kept in the memo and otherwise dropped.
 *
 * Rows are content-addressed. Rows of one name that wait together are one evaluation, and answers are remembered within a bound, so
 * cells that only differ later (a CFG axis after its first step) share what they have in common.
 */
import type {
  CellPicture,
  CellRun,
  EncodedPrompt,
  Moments,
  Need,
  PredictNeed,
  Row,
  Upscaled
} from '../pipeline';
import { rowIds, singleId } from './content';
import type { SingleNeed } from './content';
import { answerOf, deliver, newCell, cellsWaiting } from './loop-cell';
import type { LoopCell, SingleAnswer } from './loop-cell';
import { Memo } from './memo';
import { PendingSingles } from './pending-singles';
import type { PendingSingle } from './pending-singles';
import { PendingRows } from './pending-rows';
import type { PendingRow, BatchKey, RowsPerBatch } from './pending-rows';

export type StepLoopOptions = {
  rowsPerBatch: RowsPerBatch;
  /** Bytes of remembered answers. */
  memoBytes: number;
};

/** One piece of work for the networks: rows of one form, or one thing by itself. `cells` wait for it. */
export type Work = (SingleNeed | ({ kind: 'predict'; rows: Row[] } & BatchKey)) & { cells: string[] };

/** What became of a piece of work: the rows' outputs in order, or what the one thing gave. */
export type Result = EncodedPrompt | Float32Array[] | Float32Array | Moments | Upscaled;

export interface IStepLoopListener {
  started(id: string): void;
  /** A cell has new rows to wait for; `need` tells its step and its latest clean latent. */
  stepped(id: string, need: PredictNeed): void;
  /** `evaluations` are those the cell was the first to ask for. */
  drawn(id: string, picture: CellPicture, evaluations: number): void;
  failed(id: string, error: unknown): void;
}

type Outstanding = { kind: 'single'; pending: PendingSingle } | { kind: 'predict'; pending: PendingRow[] };

/** The share of a batch that the first cells of an empty loop fill: the fewer, the earlier their pictures, and the worse a pass is used. */
const AHEAD_SHARE = 1 / 4;

/** Encoded prompts kept for the cells to come. */
const CONTEXTS_KEPT = 256;

export class StepLoop {
  constructor(
    options: StepLoopOptions,
    private readonly listener: IStepLoopListener
  ) {
    this.rows = new PendingRows(options.rowsPerBatch);
    // A sweep's cells share their first step above all, so first answers have a memo that later ones can't push out.
    this.firstRows = new Memo<Float32Array>(options.memoBytes / 2, bytesOf);
    this.laterRows = new Memo<Float32Array>(options.memoBytes / 4, bytesOf);
    this.pictures = new Memo<SingleAnswer>(options.memoBytes / 4, bytesOf);
  }

  /** Queues a cell; `begin` makes its run when its turn comes. An urgent one begins with the next piece of work. */
  add(id: string, begin: () => CellRun, urgent = false): void {
    this.goesAhead ||= this.cells.size === 0;
    const cell = newCell(id, begin);
    this.cells.set(id, cell);
    (urgent ? this.urgent : this.queue).push(cell);
  }

  /** Ends cells without a picture. Their listener hears nothing: who cancels knows. */
  cancel(ids: Iterable<string>): void {
    for (const id of ids) {
      const cell = this.cells.get(id);
      if (cell) {
        this.end(cell);
      }
    }
  }

  /** Every cell queued or in flight. */
  get ids(): string[] {
    return [...this.cells.keys()];
  }

  /** The next piece of work, or null when every cell has ended. */
  next(): Work | null {
    if (this.outstanding) {
      throw new Error('work is out already');
    }
    const finished = this.nextSingle(FINISHING);
    if (finished) {
      return finished;
    }
    this.admit();
    // Started cells may find all they ask in the memo, so there may be a latent by now.
    return this.nextSingle(FINISHING) ?? this.nextSingle(PREPARING) ?? this.nextPredict();
  }

  /** Gives the result of the work that is out to the cells that wait for it, and runs those that wait for nothing more. */
  complete(result: Result): void {
    const outstanding = this.takeOutstanding();
    const ready: LoopCell[] = [];
    if (outstanding.kind === 'predict') {
      const outputs = result as Float32Array[];
      this._evaluations += outputs.length;
      outstanding.pending.forEach(({ name, first, waiting }, i) => {
        (first ? this.firstRows : this.laterRows).set(name, outputs[i]);
        ready.push(...deliver(waiting, outputs[i]));
      });
    } else {
      const answer = result as SingleAnswer;
      this.remember(outstanding.pending, answer);
      ready.push(...deliver(outstanding.pending.waiting, answer));
    }
    // Only now that every row is remembered: a cell's next ask may be one of them.
    for (const cell of ready) {
      this.advance(cell, () => cell.run!.next(answerOf(cell)));
    }
  }

  /** The work that is out can't be done: the cells that wait for it fail. */
  fail(error: unknown): void {
    const outstanding = this.takeOutstanding();
    const pending = outstanding.kind === 'predict' ? outstanding.pending : [outstanding.pending];
    for (const cell of cellsWaiting(pending)) {
      this.failCell(cell, error);
    }
  }

  /** Rows handed out and answered so far. */
  get evaluations(): number {
    return this._evaluations;
  }

  /** How much of a batch the cells in flight may fill. Where all cells fit into one, going ahead would only cost passes. */
  private get share(): number {
    const waiting = this.urgent.length + this.queue.length;
    const inFlight = this.cells.size - waiting;
    return this.goesAhead && !this.rows.wouldFit(this.cells.size, inFlight) ? AHEAD_SHARE : 1;
  }

  /** Starts queued cells while they fill a batch. Until prompts are encoded, the rows that follow are not known. */
  private admit(): void {
    while (this.singles.size === 0 && (this.urgent.length > 0 || this.rows.hasRoom(this.share))) {
      const cell = this.urgent.shift() ?? this.queue.shift();
      if (!cell) {
        return;
      }
      if (!cell.ended) {
        this.listener.started(cell.id);
        this.advance(cell, () => (cell.run = cell.begin()).next());
      }
    }
  }

  /** Runs a cell to its next need that can't be met at once. */
  private advance(cell: LoopCell, resume: () => IteratorResult<Need, CellPicture>): void {
    try {
      let turn = resume();
      while (!turn.done) {
        this.ask(cell, turn.value);
        if (cell.missing > 0) {
          return;
        }
        turn = cell.run!.next(answerOf(cell));
      }
      this.end(cell);
      this.listener.drawn(cell.id, turn.value, cell.evaluations);
    } catch (error) {
      this.failCell(cell, error);
    }
  }

  /** Notes what a cell needs, and finds what is known already. */
  private ask(cell: LoopCell, need: Need): void {
    cell.need = need.kind;
    cell.answers = [];
    cell.missing = 0;
    if (need.kind === 'encode') {
      need.prompts.forEach((prompt, slot) => this.askSingle(cell, slot, { kind: 'encode', prompt }));
    } else if (need.kind === 'predict') {
      this.listener.stepped(cell.id, need);
      const names = rowIds(need);
      const batchKey = batchKeyOf(need);
      need.rows.forEach((row, slot) => this.askRow(cell, slot, names[slot], row, batchKey));
      cell.first = false;
    } else {
      this.askSingle(cell, 0, need);
    }
  }

  private askSingle(cell: LoopCell, slot: number, need: SingleNeed): void {
    const name = singleId(need);
    const known = this.contexts.get(name) ?? this.pictures.get(name);
    if (known) {
      cell.answers[slot] = known;
      return;
    }
    this.singles.add(name, need, { cell, slot });
    cell.missing++;
  }

  private askRow(cell: LoopCell, slot: number, name: string, row: Row, batchKey: BatchKey): void {
    const known = this.firstRows.get(name) ?? this.laterRows.get(name);
    if (known) {
      cell.answers[slot] = known;
      return;
    }
    if (this.rows.add(name, row, batchKey, cell.first, { cell, slot })) {
      cell.evaluations++;
    }
    cell.missing++;
  }

  private nextSingle(kinds: readonly SingleNeed['kind'][]): Work | null {
    const pending = this.singles.take(kinds);
    if (!pending) {
      return null;
    }
    this.outstanding = { kind: 'single', pending };
    return { ...pending.need, cells: idsOf(cellsWaiting([pending])) };
  }

  private nextPredict(): Work | null {
    const pending = this.rows.takeBatch();
    if (pending.length === 0) {
      return null;
    }
    this.outstanding = { kind: 'predict', pending };
    const rows = pending.map(({ row }) => row);
    return { kind: 'predict', rows, ...pending[0].batchKey, cells: idsOf(cellsWaiting(pending)) };
  }

  private remember({ name, need }: PendingSingle, answer: SingleAnswer): void {
    if (need.kind === 'encode') {
      this.contexts.set(name, answer as EncodedPrompt);
      const [oldest] = this.contexts.keys();
      if (this.contexts.size > CONTEXTS_KEPT) {
        this.contexts.delete(oldest);
      }
    } else {
      this.pictures.set(name, answer);
    }
  }

  private failCell(cell: LoopCell, error: unknown): void {
    this.end(cell);
    this.listener.failed(cell.id, error);
  }

  private end(cell: LoopCell): void {
    cell.ended = true;
    this.goesAhead &&= cell.run === null;
    this.cells.delete(cell.id);
  }

  private takeOutstanding(): Outstanding {
    if (!this.outstanding) {
      throw new Error('no work is out');
    }
    const outstanding = this.outstanding;
    this.outstanding = null;
    return outstanding;
  }

  private outstanding: Outstanding | null = null;
  private _evaluations = 0;
  /** Whether the cells in flight are the first few since the loop was empty, of which none has ended. */
  private goesAhead = true;
  private readonly urgent: LoopCell[] = [];
  private readonly queue: LoopCell[] = [];
  private readonly cells = new Map<string, LoopCell>();
  private readonly singles = new PendingSingles();
  private readonly rows: PendingRows;
  private readonly contexts = new Map<string, EncodedPrompt>();
  private readonly firstRows: Memo<Float32Array>;
  private readonly laterRows: Memo<Float32Array>;
  private readonly pictures: Memo<SingleAnswer>;
}

/** Finished latents first: a picture on the screen is worth more than another step. */
const FINISHING = ['decode'] as const;
const PREPARING = ['encode', 'encode_picture', 'upscale'] as const;

const batchKeyOf = ({ height, width, flavour, tiling, checkpoint }: PredictNeed): BatchKey => ({
  height,
  width,
  flavour,
  ...(tiling ? { tiling } : {}),
  ...(checkpoint ? { checkpoint } : {})
});

function bytesOf(answer: SingleAnswer): number {
  if (answer instanceof Float32Array) {
    return answer.byteLength;
  }
  return Object.values(answer).reduce<number>(
    (sum, value) => sum + (value instanceof Float32Array ? value.byteLength : 0),
    0
  );
}

const idsOf = (cells: readonly LoopCell[]): string[] => cells.map(({ id }) => id);
