/** The thread in which pictures are held against one another pixel by pixel. Asked and answered as `worker-desk.ts` says. */
import { measure, paint, type Differences } from './difference';
import type { WorkerReply, WorkerRequest } from './worker-desk';

/** Pairs whose differences are kept for another map. */
const KEPT_MAX = 4;
const kept = new Map<string, Differences>();

self.onmessage = ({ data: request }: MessageEvent<WorkerRequest>) => {
  const { number } = request;
  try {
    answer({ number, ...done(request) });
  } catch (reason) {
    answer({ number, failed: String(reason) });
  }
};

function done(request: WorkerRequest): Omit<WorkerReply, 'number'> {
  if (request.kind === 'measure') {
    const { figures, differences } = measure(request.a, request.b);
    kept.delete(request.id);
    kept.set(request.id, differences);
    if (kept.size > KEPT_MAX) {
      kept.delete(kept.keys().next().value!);
    }
    return { figures };
  }
  const differences = kept.get(request.id);
  return differences ? { map: paint(differences, request.colours) } : { forgotten: true };
}

function answer(reply: WorkerReply): void {
  (self as unknown as Worker).postMessage(reply, reply.map ? [reply.map.buffer] : []);
}
