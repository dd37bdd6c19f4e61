import type { Source } from './use-slice';

export type Watcher = {
  /** Whether something that it shows is another. */
  isBehind(): boolean;
  redraw(): void;
};

/**
 * Tells those who watch a source in portions, so that a change of a thousand things doesn't keep the page from answering: the first ones at
 * once, the others in the frames that follow. What changed meanwhile is then shown with it; nobody is told who has nothing new to show.
 */
export class Gradual {
  private readonly watchers = new Set<Watcher>();
  private late = new Set<Watcher>();
  private unsubscribe: (() => void) | null = null;
  private frame: number | null = null;

  constructor(
    private readonly source: Source,
    private readonly most: number
  ) {}

  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    this.unsubscribe ??= this.source.subscribe(() => this.tell(new Set([...this.late, ...this.watchers])));
    return () => {
      this.watchers.delete(watcher);
      this.late.delete(watcher);
      if (this.watchers.size === 0) {
        this.unsubscribe?.();
        this.unsubscribe = null;
      }
    };
  }

  private tell(watchers: ReadonlySet<Watcher>): void {
    const behind = [...watchers].filter(watcher => watcher.isBehind());
    this.late = new Set(behind.slice(this.most));
    if (this.late.size > 0) {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.tell(this.late);
      });
    }
    behind.slice(0, this.most).forEach(watcher => watcher.redraw());
  }
}
