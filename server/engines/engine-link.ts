/**
 * What the service sees of one engine, wherever it runs: a process of this machine, or one day another machine. A link holds no truth. What
 * was under way when its engine ended is heard by `ended`, and goes to the next one.
 */
import type {
  DrawCell,
  Inspection,
  DoneMessage,
  EngineExit,
  FailedMessage,
  PhaseMessage,
  PreviewMessage,
  StepsMessage
} from '../../engine/worker';

/**
 *   starting   begun, and not heard of yet
 *   idle       there, with nothing to do
 *   loading    reads a model
 *   drawing    does anything else that cells ask for
 *   stopping   ends for good
 *   dead       ended; it is begun again after a pause
 */
export type LinkState = 'starting' | 'idle' | 'loading' | 'drawing' | 'stopping' | 'dead';

/** The signs of life that a watchdog judges by, in ms of the monotonic clock. */
export type Signs = {
  phase: PhaseMessage['phase'] | 'starting';
  phaseSince: number;
  lastSign: number;
  lastStep: number | null;
};

/** How an engine ended: what it was at, and whether that was our own doing. */
export type Ending = {
  exit: EngineExit;
  why: 'crash' | 'cancel' | 'stalled' | 'unloaded' | 'stopped';
  at: PhaseMessage | null;
};

/** Told what happens at a link. A cell's `drawn` or `failed` comes once, unless the engine ends first. */
export type LinkListener = {
  ready(link: IEngineLink): void;
  phase(link: IEngineLink, message: PhaseMessage): void;
  steps(link: IEngineLink, message: StepsMessage): void;
  preview(link: IEngineLink, message: PreviewMessage): void;
  drawn(link: IEngineLink, message: DoneMessage): void;
  failed(link: IEngineLink, message: FailedMessage): void;
  ended(link: IEngineLink, ending: Ending): void;
};

export interface IEngineLink {
  /** How people tell it from others: `cpu`, `cpu 2`. */
  readonly name: string;
  readonly state: LinkState;
  /** Whether cells can be given to it. */
  readonly ready: boolean;
  readonly signs: Signs;
  /** What it draws on, by its own words; null before the first. */
  readonly device: string | null;
  /** The name of the model it has loaded, as far as it said; and how long that took, ms. */
  readonly model: string | null;
  readonly loadMs: number;
  readonly pid: number | undefined;
  readonly rssMb: number | null;
  readonly restarts: number;
  /** Starts in a row that ended before a first word; more than one mean that this won't heal by itself. */
  readonly failures: number;
  readonly lastExit: EngineExit | null;

  start(listener: LinkListener): void;
  /** Reads a file's headers, and whether it goes with the checkpoint `beside`. Waits for an engine; rejects when it ends over the file. */
  inspect(path: string, beside?: string): Promise<Inspection>;
  draw(cells: DrawCell[]): void;
  /** Drops what is remembered for cells to come, so that the next job costs what it is said to. */
  forget(): void;
  /** Resolves when none of them is under way any more. */
  cancel(ids: readonly string[]): Promise<void>;
  /**
   * Gives the memory of a model back, where nothing is under way: another process takes the engine's place. Memory that a process has
   * freed mostly stays with it, in pieces that allocators keep.
   */
  unload(): void;
  /** Ends an engine that stands still; another is begun. */
  restart(): void;
  /** A sign of life that is ours: cells went out, a picture came. */
  touch(): void;
  /** Ends it for good: softly, then by force after the grace. */
  stop(graceMs: number): Promise<void>;
}
