/** A thread that counts evaluations, so that pricing a large sweep holds up nobody's events. */
import { parentPort } from 'node:worker_threads';
import { priceCells } from '../../engine/shadow';
import type { CountAnswer, CountQuestion } from './thread-counter';

parentPort!.on('message', ({ id, cells }: CountQuestion) => {
  const answer: CountAnswer = {
    id,
    counted: priceCells(cells)
  };
  parentPort!.postMessage(answer);
});
