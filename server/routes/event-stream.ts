/**
 * One reader's line of server-sent events. Whoever writes asks first whether the reader is behind: what it would be told then is left out, and
 * once it has taken what it was sent it is told how things stand by then. So a slow reader costs no memory, and misses nothing but what is
 * of the moment.
 */
import type { Request, Response } from 'express';
import type { JobEvent } from '../../schema/wire';

const HEARTBEAT = Buffer.from(': still here\n\n');
const HEARTBEAT_MS = 15_000;
/** Bytes that wait for a reader from which on it is behind. */
const BEHIND_BYTES = 64 * 1024;
/** Heartbeats during which a reader may take nothing at all of what waits for it; its line is cut then, and it may come back. */
const STILL_MAX = 8;

/** An event as it travels: bytes, so that all its readers share them. `seq` is null for what is of the moment. */
export type Told = { bytes: Buffer; seq: number | null };

/** The event as it travels; `id:` is its number, where it has one. */
export function toldOf(event: JobEvent): Told {
  return toldAs(event.type, 'seq' in event ? event.seq : null, JSON.stringify(event));
}

/** The same of an event whose JSON there is already. */
export function toldAs(type: JobEvent['type'], seq: number | null, json: string): Told {
  const id = seq === null ? '' : `id: ${seq}\n`;
  return { bytes: Buffer.from(`${id}event: ${type}\ndata: ${json}\n\n`), seq };
}

export class EventStream {
  private readonly closings: (() => void)[] = [];
  private sent = 0;
  private taken = 0;
  private still = 0;

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
    const heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.closings.push(() => clearInterval(heartbeat));
    req.on('close', () => this.close());
  }

  /** Whether the reader has yet to take what it was sent. */
  get behind(): boolean {
    return this.res.writableLength >= BEHIND_BYTES;
  }

  /** Has something done whenever the reader has taken all it was sent, after it was behind. */
  onTaken(work: () => void): void {
    this.res.on('drain', work);
  }

  send({ bytes }: Told): void {
    this.write(bytes);
  }

  end(): void {
    this.close();
    this.res.end();
  }

  /** Breaks the line off; its reader comes back with the last number it read. */
  cut(): void {
    this.close();
    this.res.destroy();
  }

  /** Has something done when the line is over, however it ends. */
  onClose(work: () => void): void {
    this.closings.push(work);
  }

  private beat(): void {
    const taken = this.sent - this.res.writableLength;
    this.still = this.behind && taken <= this.taken ? this.still + 1 : 0;
    this.taken = taken;
    if (this.still >= STILL_MAX) {
      this.cut();
    } else if (!this.behind) {
      this.write(HEARTBEAT);
    }
  }

  private write(bytes: Buffer): void {
    if (!this.res.destroyed) {
      this.sent += bytes.length;
      this.res.write(bytes);
    }
  }

  private close(): void {
    this.closings.splice(0).forEach(work => work());
  }
}
