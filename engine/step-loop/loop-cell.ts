import type { Answer, CellRun, EncodedPrompt, Moments, Need, Upscaled } from '../pipeline';

/** What a piece of work gives one cell. */
export type SingleAnswer = EncodedPrompt | Float32Array | Moments | Upscaled;

/** A cell of the step loop, queued or in flight. */
export type LoopCell = {
  readonly id: string;
  readonly begin: () => CellRun;
  run: CellRun | null;
  /** What it waits for, the answers it has, and how many are missing. */
  need: Need['kind'];
  answers: SingleAnswer[];
  missing: number;
  evaluations: number;
  /** Nothing was evaluated for it yet: its answers are those that other cells most likely ask for again. */
  first: boolean;
  /** Drawn, failed or cancelled: nothing is asked or answered any more. */
  ended: boolean;
};

/** A cell that waits for an answer, and the answer's place among those it waits for. */
export type Waiter = { cell: LoopCell; slot: number };

export function newCell(id: string, begin: () => CellRun): LoopCell {
  return {
    id,
    begin,
    run: null,
    need: 'encode',
    answers: [],
    missing: 0,
    evaluations: 0,
    first: true,
    ended: false
  };
}

/** What a cell that misses nothing is sent: a list where the need was one. */
export function answerOf({ need, answers }: LoopCell): Answer {
  return need === 'encode' || need === 'predict'
    ? (answers as EncodedPrompt[] | Float32Array[])
    : (answers[0] as Answer);
}

/** Hands a value to the cells that wait for it; returns those that now wait for nothing. */
export function deliver(waiting: readonly Waiter[], value: SingleAnswer): LoopCell[] {
  return waiting
    .filter(({ cell }) => !cell.ended)
    .filter(({ cell, slot }) => {
      cell.answers[slot] = value;
      return --cell.missing === 0;
    })
    .map(({ cell }) => cell);
}

/** The cells that wait for any of these and have not ended, once each. */
export function cellsWaiting(pending: readonly { waiting: readonly Waiter[] }[]): LoopCell[] {
  const cells = pending.flatMap(({ waiting }) => waiting.map(({ cell }) => cell));
  return [...new Set(cells)].filter(({ ended }) => !ended);
}
