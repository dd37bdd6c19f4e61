/**
 * The event streams of a page, all over one WebSocket; `python/jupyterlab_diffusion/lines.py` is its other end and tells the protocol. A
 * browser opens six connections to a host for requests, over all its pages: streams must not use them up, or nothing that is pressed
 * would arrive.
 *
 * The socket is opened with the first line and closed some time after the last. When it breaks, all its lines break; whoever wants them
 * opens them anew.
 */

/** The service's reply on a line, whose text comes bit by bit. */
export type LineReply = { status: number; parts: AsyncIterable<string> };

/** Asks for a path below the service's root. */
export type OpenLine = (
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal
) => Promise<LineReply>;

/** Silence after which a socket is taken for dead. Each line has its own heartbeat, a third of it. */
const SILENCE_MS = 45_000;
/** The other end says at once that it has taken a line, whatever the service does then. */
const TAKEN_MS = 10_000;
const KEPT_MS = 5_000;

type Told = {
  line: number;
  taken?: true;
  status?: number;
  over?: true;
  broke?: boolean;
};

/** A line that is open or on its way to it. */
type Line = { hear(told: Told): void; read(text: string): void; fail(): void };

export class PageLines {
  private socket: PageSocket | null = null;

  /** `connect` opens a socket to the other end; of the browser's own kind. */
  constructor(private readonly connect: () => WebSocket) {}

  /**
   * Opens a line. Rejects with a TypeError, as `fetch` does, when nothing answered; so do its parts when it breaks off.
   */
  readonly open: OpenLine = (path, headers, signal) => {
    if (!this.socket?.isAlive) {
      this.socket?.close();
      this.socket = new PageSocket(this.connect());
    }
    return this.socket.open(path, headers, signal);
  };
}

class PageSocket {
  private readonly lines = new Map<number, Line>();
  private readonly unsent: string[] = [];
  private last = 0;
  private heard = Date.now();
  private leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly socket: WebSocket) {
    socket.onopen = () => this.unsent.splice(0).forEach(each => socket.send(each));
    socket.onmessage = ({ data }: MessageEvent<string>) => this.hear(data);
    socket.onclose = () => this.failAll();
    socket.onerror = () => this.close();
  }

  get isAlive(): boolean {
    return this.socket.readyState <= this.socket.OPEN && Date.now() - this.heard < SILENCE_MS;
  }

  open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<LineReply> {
    const number = (this.last += 1);
    clearTimeout(this.leaving);
    return new Promise<LineReply>((resolve, reject) => {
      const parts = new Parts();
      const late = setTimeout(() => this.close(), TAKEN_MS);
      const end = (failure?: Error): void => {
        clearTimeout(late);
        signal.removeEventListener('abort', onAbort);
        this.drop(number);
        parts.end(failure);
        reject(failure);
      };
      const onAbort = (): void => {
        this.send({ close: number });
        end(new DOMException('This line is no longer wanted.', 'AbortError'));
      };
      this.lines.set(number, {
        hear: told => {
          clearTimeout(late);
          if (told.status !== undefined) {
            resolve({ status: told.status, parts });
          } else if (told.over) {
            end(told.broke ? broken() : undefined);
          }
        },
        read: text => parts.put(text),
        fail: () => end(broken())
      });
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      this.send({ open: number, path, headers });
    });
  }

  close(): void {
    clearTimeout(this.leaving);
    this.socket.close();
    // A connection that is gone may take minutes to be told closed.
    this.failAll();
  }

  private send(message: object): void {
    const text = JSON.stringify(message);
    if (this.socket.readyState === this.socket.CONNECTING) {
      this.unsent.push(text);
    } else if (this.socket.readyState === this.socket.OPEN) {
      this.socket.send(text);
    }
  }

  private hear(frame: string): void {
    this.heard = Date.now();
    if (frame.startsWith('{')) {
      const told = JSON.parse(frame) as Told;
      this.lines.get(told.line)?.hear(told);
    } else {
      const space = frame.indexOf(' ');
      this.lines.get(Number(frame.slice(0, space)))?.read(frame.slice(space + 1));
    }
  }

  private drop(number: number): void {
    this.lines.delete(number);
    if (this.lines.size === 0) {
      this.leaving = setTimeout(() => this.socket.close(), KEPT_MS);
    }
  }

  private failAll(): void {
    [...this.lines.values()].forEach(line => line.fail());
  }
}

/** Texts that are read in the order in which they came, also while more come. */
class Parts implements AsyncIterable<string> {
  private readonly unread: string[] = [];
  private state: { over: boolean; failure?: Error } = { over: false };
  private wake: () => void = () => undefined;

  put(text: string): void {
    this.unread.push(text);
    this.wake();
  }

  end(failure?: Error): void {
    this.state = { over: true, failure };
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      while (this.unread.length > 0) {
        yield this.unread.shift()!;
      }
      const { over, failure } = this.state;
      if (failure) {
        throw failure;
      }
      if (over) {
        return;
      }
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }
}

/** As `fetch` fails when a connection breaks. */
function broken(): TypeError {
  return new TypeError('The line broke off.');
}
