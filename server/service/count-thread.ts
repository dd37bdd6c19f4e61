/** A thread that counts evaluations, so that pricing a large sweep holds up nobody's events. */
import { parentPort } from 'node:worker_threads';
import { countEvaluations } from '../../engine/shadow';
import type { CountAnswer, CountQuestion } from './thread-counter';

parentPort!.on('message', ({ id, cells }: CountQuestion) => {
  const answer: CountAnswer = {
    id,
    counted: countEvaluations(cells)
  };
  parentPort!.postMessage(answer);
});
