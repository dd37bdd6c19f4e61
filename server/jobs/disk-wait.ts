import { EventEmitter } from 'node:events';
import type { IClock } from '../clock';
import type { Log } from '../log';
import { isDatabaseRefused, isDiskFull } from '../store/disk-faults';

/** Bytes that stay free, so that the database can always store what happened. */
export const RESERVE_BYTES = 16 * 1024 * 1024;
const RETRY_MS = 3000;
/** Free space is asked for at most this often. */
const ASK_MS = 1000;
/** A disk that hasn't told its free space by then tells nothing of it. */
const PATIENCE_MS = 5000;

/**
 * What waits for the disk: for room, or until it takes anything again. Something is held then, or less than the reserve is free. Held work
 * is tried again every few seconds; all of it done and room there, drawing goes on.
 */
export class DiskWait extends EventEmitter<{
  /** It was found full, or there is room again. */ changed: [];
}> {
  private held: (() => Promise<void>)[] = [];
  private waiting = false;
  private asked = { at: -Infinity, full: false };
  private question: { answer: Promise<number>; giveUp(): void } | null = null;
  private cancelRetry: (() => void) | null = null;
  private _since: number | null = null;
  private _refusal: string | null = null;

  constructor(
    private readonly clock: IClock,
    private readonly freeBytes: () => Promise<number>,
    private readonly log: Log
  ) {
    super();
  }

  /** Since when the disk takes nothing (ms of the wall clock), or null. */
  get since(): number | null {
    return this._since;
  }

  /** What the disk said when it refused something, though there was room; null while it is full, or takes everything. */
  get refusal(): string | null {
    return this._refusal;
  }

  async isFull(): Promise<boolean> {
    if (this.held.length > 0) {
      return true;
    }
    if (this.clock.monotonic() - this.asked.at >= ASK_MS) {
      const free = await this.free();
      this.asked = { at: this.clock.monotonic(), full: free < RESERVE_BYTES };
    }
    if (this.asked.full) {
      this.wait();
    }
    return this.asked.full;
  }

  /** Keeps work that the disk refused with this error; it is done later. */
  hold(work: () => Promise<void>, error: unknown): void {
    this.held.push(work);
    this._refusal = isDiskFull(error) ? null : (error as Error).message;
    this.wait();
  }

  /** Writes what happened; where the disk refuses, it is written later. Anything else that goes wrong is a fault of ours, and is logged. */
  write(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (isDatabaseRefused(error)) {
        this.hold(async () => this.write(work), error);
      } else {
        this.log.error({ error }, 'what happened could not be written');
      }
    }
  }

  stop(): void {
    this.cancelRetry?.();
    this.question?.giveUp();
  }

  /**
   * The free bytes, Infinity where they aren't told: that disk may take everything, and what it refuses is seen then. While it is silent it
   * isn't asked again, for each question holds one of the few threads that all files go through.
   */
  private free(): Promise<number> {
    this.question ??= this.ask();
    return this.question.answer;
  }

  private ask(): NonNullable<DiskWait['question']> {
    let giveUp = (): void => undefined;
    const given = new Promise<number>(done => (giveUp = () => done(Infinity)));
    const cancel = this.clock.after(PATIENCE_MS, giveUp);
    const told = this.freeBytes()
      .catch(() => Infinity)
      .finally(() => {
        cancel();
        this.question = null;
      });
    return { answer: Promise.race([told, given]), giveUp };
  }

  private wait(): void {
    if (!this.waiting) {
      this.waiting = true;
      this.cancelRetry = this.clock.after(RETRY_MS, () => void this.retry());
    }
    if (this._since === null) {
      this._since = this.clock.now();
      this.tell();
    }
  }

  /** Who hears of it asks the database, which may refuse that as well: an engine's word, or the next try, is not to end over it. */
  private tell(): void {
    try {
      this.emit('changed');
    } catch (error) {
      this.log.error({ error }, 'that the disk takes nothing, or takes everything again, could not be told');
    }
  }

  private async retry(): Promise<void> {
    this.waiting = false;
    for (const work of this.held.splice(0)) {
      // Work that finds no room again holds itself again; what else goes wrong with one is not to take the others along.
      await work().catch(error => this.log.error({ error }, 'what was held could not be done'));
    }
    this.asked.at = -Infinity;
    if (!(await this.isFull())) {
      this._since = this._refusal = null;
      this.tell();
    }
  }
}
