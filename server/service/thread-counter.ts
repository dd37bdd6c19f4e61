import { Worker } from 'node:worker_threads';
import type { PricedCell } from '../../engine/shadow';
import type { CountEvaluations, Counted } from '../jobs/planner';
import { canonicalJson, sha256 } from '../store/content-key';

export type CountQuestion = { id: number; cells: readonly PricedCell[] };
export type CountAnswer = { id: number; counted: Counted };

/** Prices that are remembered: a sweep is priced as it is typed, and again when it is run. */
const REMEMBERED = 64;

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

  return cells => {
    const key = sha256(canonicalJson(cells));
    let counted = known.get(key);
    if (!counted) {
      thread ??= start();
      const id = ++questions;
      thread.postMessage({ id, cells } satisfies CountQuestion);
      counted = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      counted.catch(() => known.delete(key));
      known.set(key, counted);
      if (known.size > REMEMBERED) {
        known.delete(known.keys().next().value!);
      }
    }
    return counted;
  };
}
