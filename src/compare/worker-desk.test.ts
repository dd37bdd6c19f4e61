import { figures } from './testing';
import { WorkerDesk, type WorkerReply, type WorkerRequest } from './worker-desk';

const overlap = { width: 2, height: 2, a: { x: 1, y: 0 }, b: { x: 0, y: 0 } };
const pair = { id: 'pair', a: '/a', b: '/b', overlap };

function deskOf(answer: (request: WorkerRequest) => Omit<WorkerReply, 'number'>): {
  desk: WorkerDesk;
  asked: string[];
  read: string[];
} {
  const asked: string[] = [];
  const read: string[] = [];
  const desk = new WorkerDesk(
    () => {
      const thread = {
        onmessage: null as ((event: MessageEvent) => void) | null,
        onerror: null,
        terminate: () => undefined,
        postMessage: (request: WorkerRequest) => {
          asked.push(request.kind);
          thread.onmessage?.({ data: { number: request.number, ...answer(request) } } as MessageEvent);
        }
      };
      return thread as unknown as Worker;
    },
    async (url, from) => {
      read.push(`${url} ${from.x},${from.y}`);
      return { data: new Uint8ClampedArray(16), width: 2, height: 2 };
    }
  );
  return { desk, asked, read };
}

test('the parts in common are read and measured', async () => {
  const { desk, read } = deskOf(() => ({ figures: figures() }));
  expect(await desk.measure(pair)).toEqual(figures());
  expect(read).toEqual(['/a 1,0', '/b 0,0']);
});

test('a map of a pair that the thread forgot is measured once more', async () => {
  let known = false;
  const { desk, asked } = deskOf(({ kind }) => {
    if (kind === 'measure') {
      known = true;
      return { figures: figures() };
    }
    return known ? { map: new Uint8ClampedArray(16) } : { forgotten: true };
  });
  expect(await desk.map(pair, [8, 20])).toHaveLength(16);
  expect(asked).toEqual(['map', 'measure', 'map']);
});

test('what the thread could not do is an error with its reason', async () => {
  const { desk } = deskOf(() => ({ failed: 'too large' }));
  await expect(desk.measure(pair)).rejects.toThrow('too large');
});

test('a thread that failed is ended, and the next question begins another', async () => {
  const threads: { onerror: ((event: Event) => void) | null; ended: boolean }[] = [];
  const desk = new WorkerDesk(
    () => {
      const thread = { onmessage: null, onerror: null, ended: false, postMessage: () => undefined };
      threads.push(thread);
      return Object.assign(thread, { terminate: () => (thread.ended = true) }) as unknown as Worker;
    },
    async () => ({ data: new Uint8ClampedArray(16), width: 2, height: 2 })
  );
  const asked = desk.map(pair, [0, 0]);
  threads[0].onerror?.(new Event('error'));
  await expect(asked).rejects.toThrow('ended');
  void desk.map(pair, [0, 0]).catch(() => undefined);
  expect(threads.map(({ ended }) => ended)).toEqual([true, false]);
});
