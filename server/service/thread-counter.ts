import { createHash } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PricedCell } from '../../engine/shadow';
import type { CountEvaluations, Counted } from '../jobs/planner';
import { inTurns } from '../jobs/in-turns';
import { canonicalJson } from '../store/content-key';

/** Some cells of a question; with the `last` it is whole. */
export type CountQuestion = { id: number; cells: readonly PricedCell[]; last: boolean };
export type CountAnswer = { id: number; counted: Counted };

/** Prices that are remembered: a sweep is priced as it is typed, and again when it is run. */
const REMEMBERED = 64;
/** Cells of one message: to copy them takes a while, and others have a turn between two. */
const AT_A_TIME = 500;

/** Counts in a thread of its own, started when first needed. When the thread ends over a question, that question is refused. */
export function threadCounter(script: string): CountEvaluations {
  let thread: Worker | null = null;
  let questions = 0;
  const waiting = new Map<number, { resolve(counted: Counted): void; reject(error: Error): void }>();
  const known = new Map<string, Promise<Counted>>();

  const start = (): Worker => {
    const started = new Worker(script);
    started.on('message', ({ id, counted }: CountAnswer) => {
      waiting.get(id)?.resolve(counted);
      waiting.delete(id);
    });
    started.on('error', error => {
      thread = null;
      waiting.forEach(({ reject }) => reject(error));
      waiting.clear();
    });
    // Last, for listening makes a thread hold the process again.
    started.unref();
    return started;
  };

  /** Asks the thread; others have turns while the cells are copied. */
  const ask = async (cells: readonly PricedCell[]): Promise<Counted> => {
    const id = ++questions;
    const answer = new Promise<Counted>((resolve, reject) => waiting.set(id, { resolve, reject }));
    // A thread that ends over another question refuses this one too, before anybody waits for it.
    answer.catch(() => undefined);
    thread ??= start();
    const asked = thread;
    for (let from = 0; from === 0 || from < cells.length; from += AT_A_TIME) {
      const to = from + AT_A_TIME;
      asked.postMessage({
        id,
        cells: cells.slice(from, to),
        last: to >= cells.length
      } satisfies CountQuestion);
      await immediate();
    }
    return answer;
  };

  return async cells => {
    const key = await inTurns(keyOf(cells));
    let counted = known.get(key);
    if (!counted) {
      counted = ask(cells);
      counted.catch(() => known.delete(key));
      known.set(key, counted);
      if (known.size > REMEMBERED) {
        known.delete(known.keys().next().value!);
      }
    }
    return counted;
  };
}

function* keyOf(cells: readonly PricedCell[]): Generator<void, string, void> {
  const hash = createHash('sha256');
  for (const cell of cells) {
    hash.update(canonicalJson(cell));
    yield;
  }
  return hash.digest('hex');
}
