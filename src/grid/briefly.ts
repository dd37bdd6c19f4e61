/** What a grid shows for a while and then no more: that something was done, and the sum of a sweep that has just ended. */
import type { View } from './view';

const JUST_MS = 1_600;

export type BrieflyOptions = {
  later(ms: number, run: () => void): () => void;
  change(change: Partial<View>): void;
  /** For people who can't see the grid. */
  say(words: string): void;
};

export class Briefly {
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly options: BrieflyOptions) {}

  /** For a moment the button of this action says what was done; so do these words. */
  done(action: string, words: string): void {
    this.options.say(words);
    this.options.change({ just: action });
    this.after('just', JUST_MS, { just: null });
  }

  /** The change that shows the sum of a sweep, for so long; none for null. */
  finished(shownFor: number | null): Partial<View> {
    if (shownFor === null) {
      return {};
    }
    this.after('finished', shownFor, { justFinished: false });
    return { justFinished: true };
  }

  dispose(): void {
    this.ends.forEach(stop => stop());
  }

  private after(name: string, ms: number, change: Partial<View>): void {
    this.ends.get(name)?.();
    this.ends.set(
      name,
      this.options.later(ms, () => this.options.change(change))
    );
  }
}
