/** Measures pairs in a thread of their own: reads the pictures' pixels in the page, and hands them over. */
import type { Figures, Pixels } from './difference';
import type { IMeasureDesk, MeasuredPair } from './measures';
import type { Point, Size } from './place';

export type WorkerRequest = { number: number; id: string } & (
  { kind: 'measure'; a: Pixels; b: Pixels } | { kind: 'map'; colours: readonly [number, number] }
);
export type WorkerReply = {
  number: number;
  figures?: Figures;
  map?: Uint8ClampedArray<ArrayBuffer>;
  /** The differences of that pair aren't kept any more. */
  forgotten?: boolean;
  failed?: string;
};

/** The part of a picture that begins at a place. */
export type ReadPixels = (url: string, from: Point, size: Size) => Promise<Pixels>;
type Thread = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;
type Work = WorkerRequest extends infer R ? (R extends unknown ? Omit<R, 'number'> : never) : never;

export class WorkerDesk implements IMeasureDesk {
  private thread: Thread | null = null;
  private asked = 0;
  private readonly open = new Map<
    number,
    { resolve(reply: WorkerReply): void; reject(reason: Error): void }
  >();

  constructor(
    private readonly start: () => Thread,
    private readonly read: ReadPixels
  ) {}

  async measure({ id, a, b, overlap }: MeasuredPair): Promise<Figures> {
    const [left, right] = await Promise.all([
      this.read(a, overlap.a, overlap),
      this.read(b, overlap.b, overlap)
    ]);
    const buffers = [left.data.buffer, right.data.buffer];
    return (await this.ask({ kind: 'measure', id, a: left, b: right }, buffers)).figures!;
  }

  async map(pair: MeasuredPair, colours: readonly [number, number]): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const reply = await this.ask({ kind: 'map', id: pair.id, colours });
    if (reply.map) {
      return reply.map;
    }
    await this.measure(pair);
    return (await this.ask({ kind: 'map', id: pair.id, colours })).map!;
  }

  dispose(): void {
    this.thread?.terminate();
    this.thread = null;
    this.open.clear();
  }

  private ask(work: Work, transfer: ArrayBufferLike[] = []): Promise<WorkerReply> {
    const thread = (this.thread ??= this.begin());
    const number = ++this.asked;
    return new Promise((resolve, reject) => {
      this.open.set(number, { resolve, reject });
      thread.postMessage({ ...work, number }, transfer as ArrayBuffer[]);
    });
  }

  private begin(): Thread {
    const thread = this.start();
    thread.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
      const waiting = this.open.get(data.number);
      this.open.delete(data.number);
      if (data.failed === undefined) {
        waiting?.resolve(data);
      } else {
        waiting?.reject(new Error(data.failed));
      }
    };
    thread.onerror = event => {
      // The next question begins another thread. An error of its own doesn't end this one.
      thread.terminate();
      this.thread = null;
      const reason = new Error((event as ErrorEvent).message || 'The thread that compares pictures ended.');
      this.open.forEach(({ reject }) => reject(reason));
      this.open.clear();
    };
    return thread;
  }
}
