/**
 * In which order pictures are asked for while somebody scrolls: those that came into view last go first, a few at once, and those that
 * left it again are never asked for; where it ends, all in view are. A browser would ask for all of them in the order in which they came: where a scroll through thousands
 * ends, pictures would come last, and nothing else of the page would get through meanwhile. Without a scroll nothing waits.
 */

/** Of the six connections that a browser opens to a host some are lines of events, and one is for what somebody presses. */
const AT_ONCE = 4;
/** Without an event for so long a scroll is over. */
const REST_MS = 150;
/** A picture that never comes doesn't hold up the others for longer. */
const PATIENCE_MS = 5000;
/** So many pictures are known to be in the browser's cache. */
const KNOWN_MAX = 20_000;

type Waiting = { begin(): void; timer?: ReturnType<typeof setTimeout> };

export class PictureTurns {
  private scrolledAt = -Infinity;
  private readonly known = new Set<string>();
  private readonly waiting: Waiting[] = [];
  private readonly begun = new Set<Waiting>();
  private rest: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  noteScroll(): void {
    this.scrolledAt = this.now();
  }

  get isScrolling(): boolean {
    return this.now() - this.scrolledAt < REST_MS;
  }

  /** The page has this picture: whoever shows it again needn't wait. */
  noteLoaded(url: string): void {
    this.known.add(url);
    if (this.known.size > KNOWN_MAX) {
      this.known.delete(this.known.values().next().value ?? '');
    }
  }

  /** Whether a picture can be asked for without waiting. */
  isFree(url: string): boolean {
    return !this.isScrolling || url.startsWith('data:') || this.known.has(url);
  }

  /** Calls `begin` when this picture's turn has come. Returns what is to be called once it is there, can't be had, or is out of view. */
  wait(begin: () => void): () => void {
    const mine: Waiting = { begin };
    this.waiting.push(mine);
    this.goOn();
    return () => {
      clearTimeout(mine.timer);
      const place = this.waiting.indexOf(mine);
      if (place >= 0) {
        this.waiting.splice(place, 1);
      }
      this.begun.delete(mine);
      this.goOn();
    };
  }

  private goOn(): void {
    if (this.waiting.length > 0) {
      this.rest ??= setTimeout(() => {
        this.rest = null;
        this.goOn();
      }, REST_MS);
    }
    while (this.begun.size < (this.isScrolling ? AT_ONCE : Infinity)) {
      const next = this.waiting.pop();
      if (!next) {
        return;
      }
      this.begun.add(next);
      next.timer = setTimeout(() => {
        this.begun.delete(next);
        this.goOn();
      }, PATIENCE_MS);
      next.begin();
    }
  }
}

/** Those of the page: its grids share the connections. */
export const pictureTurns = new PictureTurns();
