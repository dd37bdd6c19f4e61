/** A state that is replaced as a whole at every change, and tells who listens. */
export class Store<S extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: S) {}

  get state(): S {
    return this.current;
  }

  set(change: Partial<S>): void {
    this.setQuietly(change);
    this.listeners.forEach(listener => listener());
  }

  /** Changes what nobody draws. */
  setQuietly(change: Partial<S>): void {
    this.current = { ...this.current, ...change };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
