/** How a person likes to work in every grid of the page, kept over a reload by whoever is given as the keeper. */

export type Habit = { autoAdvance: boolean };

/** Where habits are kept: Lab's state. */
export interface IHabitKeeper {
  fetch(): Promise<unknown>;
  save(habit: Habit): Promise<unknown>;
}

export class Habits {
  private habit: Habit = { autoAdvance: false };
  private readonly listeners = new Set<() => void>();
  private touched = false;

  constructor(private readonly keeper: IHabitKeeper | null = null) {
    void keeper?.fetch().then(
      kept => this.take(kept),
      () => undefined
    );
  }

  /** Whether the keyboard goes on after a mark, to the next cell that has none. */
  get autoAdvance(): boolean {
    return this.habit.autoAdvance;
  }

  toggleAutoAdvance(): void {
    this.touched = true;
    this.habit = { autoAdvance: !this.habit.autoAdvance };
    // What can't be kept holds in this page.
    void this.keeper?.save(this.habit).catch(() => undefined);
    this.tell();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What was kept, unless somebody chose meanwhile. */
  private take(kept: unknown): void {
    const { autoAdvance } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Habit>;
    if (typeof autoAdvance === 'boolean' && !this.touched) {
      this.habit = { autoAdvance };
      this.tell();
    }
  }

  private tell(): void {
    this.listeners.forEach(listener => listener());
  }
}
