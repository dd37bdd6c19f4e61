import type { JobEvent } from '../../schema/wire';
import { DiffusionFailure } from './failure';
import { follow } from './follow';

type Line = { parts: string[]; breaks?: boolean } | DiffusionFailure;

/** Plays connections one after the other and records what was asked and how long was waited. */
async function play(
  lines: Line[]
): Promise<{ seen: JobEvent[]; asked: string[]; pauses: number[]; opened: number; error?: unknown }> {
  const stop = new AbortController();
  const result = {
    seen: [] as JobEvent[],
    asked: [] as string[],
    pauses: [] as number[],
    opened: 0,
    error: undefined as unknown
  };
  let next = 0;
  await follow({
    open: async headers => {
      result.asked.push(headers['Last-Event-ID'] ?? '');
      const line = lines[next++];
      if (line instanceof DiffusionFailure) {
        throw line;
      }
      return partsOf(line);
    },
    onEvent: event => result.seen.push(event),
    onOpen: () => (result.opened += 1),
    isLast: event => event.type === 'done',
    signal: stop.signal,
    wait: async ms => {
      result.pauses.push(ms);
      if (next >= lines.length) {
        stop.abort();
      }
    }
  }).catch(error => (result.error = error));
  return result;
}

async function* partsOf({ parts, breaks }: { parts: string[]; breaks?: boolean }): AsyncGenerator<string> {
  yield* parts;
  if (breaks) {
    throw new TypeError('network error');
  }
}

const event = (seq: number, type: string): string =>
  `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify({ type, seq })}\n\n`;
const trouble = new DiffusionFailure(503, { code: 'service_down', message: 'down' });

test('a broken line is taken up again behind the last event that was seen', async () => {
  const { seen, asked } = await play([
    { parts: [event(1, 'snapshot'), event(2, 'cell').slice(0, 20)], breaks: true },
    { parts: [event(2, 'cell'), event(3, 'done')] }
  ]);
  expect(seen.map(({ type }) => type)).toEqual(['snapshot', 'cell', 'done']);
  expect(asked).toEqual(['', '1']);
});

test('whenever the line is open it is told, for it was not always', async () => {
  const { opened } = await play([{ parts: [], breaks: true }, trouble, { parts: [event(1, 'cell')] }]);
  expect(opened).toBe(2);
});

test('pauses grow to 15 s and start small again after an event', async () => {
  const { pauses } = await play([...Array(7).fill(trouble), { parts: [event(1, 'cell')] }, trouble]);
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 500, 1000]);
});

test('a refusal ends the stream with the service’s words', async () => {
  const refusal = new DiffusionFailure(404, { code: 'not_found', message: 'There is no job.' });
  const { error, asked } = await play([refusal]);
  expect(error).toBe(refusal);
  expect(asked).toHaveLength(1);
});

test('an event that can’t be read is skipped, and one that comes in pieces is not', async () => {
  const words = event(1, 'snapshot').replace('"seq"', '"x":"猫","seq"');
  const { seen } = await play([{ parts: ['data: {nonsense\n\n', ...words] }]);
  expect(seen).toEqual([{ type: 'snapshot', seq: 1, x: '猫' }]);
});

test('a pause leaves nothing on the signal', async () => {
  jest.useFakeTimers();
  const stop = new AbortController();
  const listening = { now: 0 };
  jest.spyOn(stop.signal, 'addEventListener').mockImplementation(() => void (listening.now += 1));
  jest.spyOn(stop.signal, 'removeEventListener').mockImplementation(() => void (listening.now -= 1));
  let tries = 0;
  const followed = follow({
    open: () => Promise.reject(((tries += 1), trouble)),
    onEvent: () => undefined,
    isLast: () => false,
    signal: stop.signal
  });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(tries).toBeGreaterThan(5);
  expect(listening.now).toBe(1);
  stop.abort();
  await jest.advanceTimersByTimeAsync(15_000);
  await followed;
  jest.useRealTimers();
});

test('what ends while a line fails isn’t waited for', async () => {
  const stop = new AbortController();
  const began = Date.now();
  await follow({
    open: () => {
      stop.abort();
      return Promise.reject(trouble);
    },
    onEvent: () => undefined,
    isLast: () => false,
    signal: stop.signal
  });
  expect(Date.now() - began).toBeLessThan(300);
});
