/**
 * A stream of server-sent events that outlives its connections.
 *
 * Connecting: a request with the last id seen. Open: events are passed on; silence longer than three heartbeats counts as a broken
 * line. Pausing: after a break, 0.5 s doubling to 15 s, back to 0.5 s with the first event. It ends when the signal aborts, when the
 * service refuses (a 4xx reply rejects), or when `isLast` saw its event and the service closed. It must never end by a broken line.
 */
import { createParser } from 'eventsource-parser';
import type { JobEvent } from '../../schema/wire';

export const SILENCE_MS = 45_000;
const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 15_000;

export type FollowOptions = {
  /** Opens the stream; rejects with a failure whose `status` tells refusal (400-499) from trouble. */
  open(headers: Record<string, string>, signal: AbortSignal): Promise<AsyncIterable<string>>;
  onEvent(event: JobEvent): void;
  /** The number of the last event that is known already, where one is. */
  since?: number;
  /** The line is open, for the first time or anew. */
  onOpen?(): void;
  isLast(event: JobEvent): boolean;
  signal: AbortSignal;
  /** Resolves after the time or when the signal aborts. */
  wait?(ms: number, signal: AbortSignal): Promise<void>;
};

export async function follow(options: FollowOptions): Promise<void> {
  const { signal, wait = sleep } = options;
  const seen = { id: options.since ? String(options.since) : '', last: false, pause: PAUSE_MIN_MS };
  while (!signal.aborted) {
    try {
      await readOnce(options, seen);
    } catch (reason) {
      if (!signal.aborted && isRefusal(reason)) {
        throw reason;
      }
    }
    if (seen.last) {
      return;
    }
    await wait(seen.pause, signal);
    seen.pause = Math.min(seen.pause * 2, PAUSE_MAX_MS);
  }
}

async function readOnce(
  { open, onEvent, onOpen, isLast, signal }: FollowOptions,
  seen: { id: string; last: boolean; pause: number }
): Promise<void> {
  const line = new AbortController();
  const hangUp = (): void => line.abort();
  signal.addEventListener('abort', hangUp, { once: true });
  let silence = setTimeout(hangUp, SILENCE_MS);
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(hangUp, SILENCE_MS);
  };
  const parser = createParser({
    onEvent: message => {
      const event = parse(message.data, message.event);
      if (!event || signal.aborted) {
        return;
      }
      seen.id = message.id ?? seen.id;
      seen.pause = PAUSE_MIN_MS;
      seen.last = isLast(event);
      onEvent(event);
    }
  });
  try {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    const parts = await open(seen.id ? { ...headers, 'Last-Event-ID': seen.id } : headers, line.signal);
    onOpen?.();
    for await (const part of parts) {
      heard();
      parser.feed(part);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', hangUp);
    line.abort();
  }
}

function parse(data: string, name: string | undefined): JobEvent | null {
  try {
    const event = JSON.parse(data) as Partial<JobEvent>;
    return { type: name, ...event } as JobEvent;
  } catch {
    return null; // A line this version can't read must not cut the ones it can.
  }
}

function isRefusal(reason: unknown): boolean {
  const status = (reason as { status?: number }).status ?? 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer);
      // The signal outlives many pauses.
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) {
      end();
    }
  });
}
