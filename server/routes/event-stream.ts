/**
 * One reader's line of server-sent events. A reader that is behind misses what is of the moment (`step`, `preview`), never what carries
 * a number. One that can't keep up at all is cut off before it fills memory: it comes back with the last number it read and is told
 * what changed since, which is less than everything that happened.
 */
import type { Request, Response } from 'express';
import type { JobEvent } from '../../schema/wire';

const HEARTBEAT = Buffer.from(': still here\n\n');
const HEARTBEAT_MS = 15_000;
/** Bytes that wait for a reader from which on it is behind, and those with which it is cut off, its first event not counted. */
const BEHIND_BYTES = 64 * 1024;
const CUT_BYTES = 4 * 1024 * 1024;

/** An event as it travels: bytes, so that all its readers share them. `moment` is what a reader may miss. */
export type Told = { bytes: Buffer; moment: boolean };

/** The event as it travels; `id:` is its number, where it has one. */
export function toldOf(event: JobEvent): Told {
  const id = 'seq' in event ? `id: ${event.seq}\n` : '';
  const text = `${id}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  return { bytes: Buffer.from(text), moment: !('seq' in event) };
}

export class EventStream {
  private readonly closings: (() => void)[] = [];
  private allowance: number | null = null;

  constructor(
    req: Request,
    private readonly res: Response
  ) {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no'
    });
    res.flushHeaders();
    const heartbeat = setInterval(() => this.write(HEARTBEAT), HEARTBEAT_MS);
    this.closings.push(() => clearInterval(heartbeat));
    req.on('close', () => this.close());
  }

  send({ bytes, moment }: Told): void {
    if (!moment || this.res.writableLength < BEHIND_BYTES) {
      this.write(bytes);
    }
  }

  end(): void {
    this.close();
    this.res.end();
  }

  /** Has something done when the line is over, however it ends. */
  onClose(work: () => void): void {
    this.closings.push(work);
  }

  private write(bytes: Buffer): void {
    this.allowance ??= bytes.length + CUT_BYTES;
    if (this.res.writableLength > this.allowance) {
      this.close();
      this.res.destroy();
    } else if (!this.res.destroyed) {
      this.res.write(bytes);
    }
  }

  private close(): void {
    this.closings.splice(0).forEach(work => work());
  }
}
