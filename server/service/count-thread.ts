/** A thread that counts evaluations, so that pricing a large sweep holds up nobody's events. */
import { parentPort } from 'node:worker_threads';
import { priceCells, type PricedCell } from '../../engine/shadow';
import type { CountAnswer, CountQuestion } from './thread-counter';

/** Questions of which not all cells came yet. */
const asked = new Map<number, PricedCell[]>();

parentPort!.on('message', ({ id, cells, last }: CountQuestion) => {
  const all = [...(asked.get(id) ?? []), ...cells];
  if (!last) {
    asked.set(id, all);
    return;
  }
  asked.delete(id);
  const answer: CountAnswer = {
    id,
    counted: priceCells(all)
  };
  parentPort!.postMessage(answer);
});
