/** Marks on pictures of the service, given where they are compared: at once here, back again when the service refuses. */
import type { Mark } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure, IDiffusionText } from '../tokens';
import type { Store } from '../ui/store';
import { pairOf, meantLetter, type CompareState } from './state';
import { changed, itemAt, type Item, type Letter } from './tray';

type MarksOptions = {
  store: Store<CompareState>;
  client: Pick<IDiffusionClient, 'mark'>;
  text: IDiffusionText;
  take(letter: Letter): void;
};

export class Marks {
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
    }
  }

  unmark(): Promise<void> {
    return this.give({ flag: null }, 'compare_undecided');
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
    const done = await Promise.all([this.put(kept, { flag: 'pick' }), this.put(other, { flag: 'reject' })]);
    if (done.every(Boolean)) {
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
    if (item && (await this.put(item, change))) {
      this.say(text.say(code, { letter: item.letter, stars: facts.stars ?? 0 }));
    }
  }

  /** Whether the mark was given. */
  private async put(item: Item, change: Partial<Mark>): Promise<boolean> {
    const { store, client, text } = this.options;
    const { cell, key, letter, mark: before } = item;
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
