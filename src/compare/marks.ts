/** Marks on pictures of the service, given where they are compared: at once here, back again when the service refuses. */
import { UNMARKED } from '../../schema/unmarked';
import type { Mark } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure, IDiffusionText } from '../tokens';
import type { Store } from '../ui/store';
import { pairOf, meantLetter, type CompareState } from './state';
import { changed, itemAt, itemOf, type Item, type Letter } from './tray';

type MarksOptions = {
  store: Store<CompareState>;
  client: Pick<IDiffusionClient, 'mark'>;
  text: IDiffusionText;
  take(letter: Letter): void;
  /** Compares a picture again that was taken out, under its letter where that is free. */
  putBack(item: Item): void;
};

/** One press: what it said of which pictures, and how these were before. */
type Step = { given: readonly { item: Item; before: Partial<Mark> }[]; takenOut: boolean };

/** Steps that can be taken back. */
const STEPS_MAX = 200;

export class Marks {
  private steps: Step[] = [];

  constructor(private readonly options: MarksOptions) {}

  /** Picks the picture that is seen; once more, and it is undecided. */
  pick(): Promise<void> {
    return this.flag('pick');
  }

  /** Rejects the picture that is seen. Among several side by side it is out with that. */
  async reject(): Promise<void> {
    const { store, take } = this.options;
    const item = itemAt(store.state.tray, meantLetter(store.state));
    await this.flag('reject');
    const { mode, tray } = store.state;
    if (item && mode === 'side' && tray.length > 2 && itemAt(tray, item.letter)?.mark.flag === 'reject') {
      take(item.letter);
      this.steps = this.steps.map((step, at) =>
        at === this.steps.length - 1 ? { ...step, takenOut: true } : step
      );
    }
  }

  unmark(): Promise<void> {
    return this.give({ flag: null }, 'compare_undecided');
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  /** Takes the latest mark that was given here back; a picture that was out with it is compared again. */
  async undo(): Promise<void> {
    const step = this.steps.at(-1);
    if (!step) {
      return;
    }
    this.steps = this.steps.slice(0, -1);
    const { putBack, text } = this.options;
    if (step.takenOut) {
      step.given.forEach(({ item }) => putBack(item));
    }
    const done = await Promise.all(step.given.map(({ item, before }) => this.send(item, before)));
    if (done.every(Boolean)) {
      const letters = step.given.map(({ item }) => item.letter);
      this.say(text.say('compare_mark_undone', { letters: letters.join(text.say('list_separator')) }));
    } else {
      this.steps = [...this.steps, step];
    }
  }

  /** 1 to 5 stars, 0 for none. */
  rate(stars: number): Promise<void> {
    return this.give({ rating: stars === 0 ? null : stars }, 'compare_rated', { stars });
  }

  /** Picks one of the two and rejects the other. */
  async keep(letter: Letter): Promise<void> {
    const { store, text } = this.options;
    const pair = pairOf(store.state);
    if (!pair) {
      return;
    }
    const [kept, other] =
      pair.reference.letter === letter ? [pair.reference, pair.candidate] : [pair.candidate, pair.reference];
    const done = await this.step([
      [kept, { flag: 'pick' }],
      [other, { flag: 'reject' }]
    ]);
    if (done) {
      this.say(text.say('compare_kept', { letter: kept.letter, other: other.letter }));
    }
  }

  private flag(flag: 'pick' | 'reject'): Promise<void> {
    const { tray } = this.options.store.state;
    const item = itemAt(tray, meantLetter(this.options.store.state));
    return item?.mark.flag === flag
      ? this.unmark()
      : this.give({ flag }, flag === 'pick' ? 'compare_picked' : 'compare_rejected');
  }

  private async give(
    change: Partial<Mark>,
    code: 'compare_picked' | 'compare_rejected' | 'compare_undecided' | 'compare_rated',
    facts: { stars?: number } = {}
  ): Promise<void> {
    const { store, text } = this.options;
    const item = itemAt(store.state.tray, meantLetter(store.state));
    if (item && (await this.step([[item, change]]))) {
      this.say(text.say(code, { letter: item.letter, stars: facts.stars ?? 0 }));
    }
  }

  /** Whether all these marks were given; those that were can be taken back together. */
  private async step(marks: readonly (readonly [Item, Partial<Mark>])[]): Promise<boolean> {
    const given = await Promise.all(
      marks.map(async ([item, change]) => ((await this.send(item, change)) ? [givenTo(item, change)] : []))
    );
    const step: Step = { given: given.flat(), takenOut: false };
    if (step.given.length > 0) {
      this.steps = [...this.steps, step].slice(-STEPS_MAX);
    }
    return step.given.length === marks.length;
  }

  /** Whether the mark was given. */
  private async send({ cell, key, letter }: Item, change: Partial<Mark>): Promise<boolean> {
    const { store, client, text } = this.options;
    const before = itemOf(store.state.tray, key)?.mark ?? UNMARKED;
    const show = (mark: Mark): void => store.set({ tray: changed(store.state.tray, key, { mark }) });
    if (cell === null) {
      this.say(text.say('compare_marks_need_cell', { letter }), true);
      return false;
    }
    show({ ...before, ...change });
    try {
      await client.mark(cell, change);
      return true;
    } catch (reason) {
      show(before);
      this.say((reason as IDiffusionFailure).error?.message ?? String(reason), true);
      return false;
    }
  }

  private say(text: string, bad = false): void {
    this.options.store.set({ note: bad ? { text, bad } : null, said: text });
  }
}

/** A mark that was given, with what stood in its place before. */
function givenTo(item: Item, change: Partial<Mark>): Step['given'][number] {
  const names = Object.keys(change) as (keyof Mark)[];
  return { item, before: Object.fromEntries(names.map(name => [name, item.mark[name]])) };
}
