/**
 * The Compare panel as an object one can press keys on: which pictures, how they are held against one another, and where they lie. Draws
 * nothing; components and tests speak to it alike. What pictures are loaded from, and what measures them, it is given.
 */
import type { Mark } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionText } from '../tokens';
import { Store } from '../ui/store';
import { Marks } from './marks';
import { Measures, type IMeasureDesk } from './measures';
import { Pictures, type Decode } from './pictures';
import { Placing } from './placing';
import { FIRST_STATE, meantLetter, pairOf, type CompareState, type Mode } from './state';
import {
  added,
  changed,
  itemAt,
  itemOf,
  placedAt,
  nextCandidate,
  settled,
  without,
  type Item,
  type Letter,
  type NewItem,
  type Params,
  type PictureKey,
  type Roles,
  type Tray
} from './tray';

/** What the panel needs of the page around it. */
export interface ICompareHost {
  decode: Decode;
  /** Runs again and again until the returned function is called. */
  every(ms: number, run: () => void): () => void;
  /** Whether the person asked for less motion. */
  calm(): boolean;
  /** Forgets a picture of this page's own. */
  revoke(url: string): void;
}

export type CompareOptions = {
  client: IDiffusionClient;
  text: IDiffusionText;
  host: ICompareHost;
  desk: IMeasureDesk;
};

/** Two swaps a second: three flashes are the most that is safe for everybody. */
const BLINK_MS = 500;

export class CompareModel {
  readonly store = new Store<CompareState>(FIRST_STATE);
  readonly marks: Marks;
  readonly measures: Measures;
  readonly places: Placing;
  private readonly pictures: Pictures;
  private stopBlink: (() => void) | null = null;

  constructor(readonly options: CompareOptions) {
    const { store } = this;
    this.pictures = new Pictures({ ...options, store, onReady: () => this.measures.look() });
    this.measures = new Measures({ store, desk: options.desk });
    this.places = new Placing({ store, onOwn: () => this.measures.look() });
    this.marks = new Marks({
      ...options,
      store,
      take: letter => this.takeOut(letter),
      putBack: item => this.putBack(item)
    });
  }

  get state(): CompareState {
    return this.store.state;
  }

  subscribe(listener: () => void): () => void {
    const leave = [this.store.subscribe(listener), this.measures.subscribe(listener)];
    return () => leave.forEach(each => each());
  }

  /** Adds a picture; its letter, or false where there is no room for another, which is said. */
  add(picture: NewItem): Letter | false {
    const tray = added(this.state.tray, picture);
    if (tray === null) {
      this.say(this.options.text.say('compare_is_full'), true);
      return false;
    }
    const letter = itemOf(tray, picture.key)!.letter;
    this.putTray(tray);
    return letter;
  }

  /** With pictures and roles as they were kept. */
  restore(tray: Tray, change: Partial<CompareState>): void {
    this.store.set(change);
    this.putTray(tray);
  }

  takeOut(letter: Letter | null): void {
    const item = itemAt(this.state.tray, letter);
    if (!item) {
      return;
    }
    const { [item.key]: _, ...own } = this.state.own;
    this.store.setQuietly({ own });
    this.putTray(without(this.state.tray, item.letter));
    if (item.image === null) {
      this.options.host.revoke(item.url);
    }
    this.say(this.options.text.say('compare_taken_out', { letter: item.letter }));
  }

  /** A picture that was taken out, under the letter that it had where nobody has it now. */
  private putBack(item: Item): void {
    const { tray } = this.state;
    const isOut = !itemOf(tray, item.key);
    const isFree = !itemAt(tray, item.letter);
    const back = isOut && isFree ? placedAt(tray, item, item.letter) : added(tray, item);
    if (back) {
      this.putTray(back);
    }
  }

  clear(): void {
    this.state.tray.forEach(({ letter }) => this.takeOut(letter));
  }

  /** Whether somebody looks at the panel: only then pictures are loaded and held against one another. */
  setShown(shown: boolean): void {
    this.store.set({ shown });
    this.look();
    if (!shown) {
      this.setAuto(false);
    }
  }

  setMode(mode: Mode): void {
    const { focus, candidate, mode: before } = this.state;
    // Whoever comes from a pair looks at the one beside the reference.
    this.store.set({
      mode,
      blinking: false,
      note: null,
      focus: before === 'side' ? focus : (candidate ?? focus)
    });
    this.setAuto(false);
    this.look();
  }

  /** Into blinking; from there, blinking by itself and back. */
  blinkKey(): void {
    if (this.state.mode !== 'blink') {
      this.setMode('blink');
    } else {
      this.setAuto(!this.state.auto);
    }
  }

  /** Shows the reference in the place of the others as long as a key is held. */
  hold(blinking: boolean): void {
    if (blinking !== this.state.blinking) {
      this.store.set({ blinking });
    }
  }

  setAuto(auto: boolean): void {
    const on = auto && !this.options.host.calm() && pairOf(this.state) !== null;
    this.stopBlink?.();
    this.stopBlink = on
      ? this.options.host.every(BLINK_MS, () => this.store.set({ flash: !this.state.flash }))
      : null;
    if (this.state.auto !== on || this.state.flash) {
      this.store.set({ auto: on, flash: false });
    }
  }

  /** The pane that the keyboard is at; of two in one place, the one beside the reference. */
  focus(letter: Letter): void {
    if (letter !== this.state.focus) {
      this.putRoles({
        ...this.state,
        focus: letter,
        candidate: letter === this.state.reference ? this.state.candidate : letter
      });
    }
  }

  step(step: 1 | -1): void {
    const candidate = nextCandidate(this.state.tray, this.state, step);
    if (candidate !== null) {
      this.putRoles({ ...this.state, candidate, focus: candidate });
    }
  }

  swap(): void {
    const { reference, candidate } = this.state;
    if (reference !== null && candidate !== null) {
      this.putRoles({ reference: candidate, candidate: reference, focus: reference });
    }
  }

  makeReference(): void {
    const letter = meantLetter(this.state);
    if (letter !== null && letter !== this.state.reference) {
      const { reference, mode } = this.state;
      this.putRoles({ reference: letter, candidate: reference, focus: mode === 'side' ? letter : reference });
    }
  }

  /** What is held is let go. */
  release(): void {
    if (this.state.blinking || this.state.loupe) {
      this.store.set({ blinking: false, loupe: null });
    }
  }

  setTrayFocus(trayFocus: Letter | null): void {
    this.store.set({ trayFocus });
  }

  /** Ends what is in the way: the page of keys, a sentence, blinking by itself. */
  goBack(): void {
    this.store.set({ help: false, note: null });
    this.setAuto(false);
  }

  setSplit(split: number): void {
    this.store.set({ split: Math.min(1, Math.max(0, split)) });
  }

  setOpacity(opacity: number): void {
    this.store.set({ opacity });
  }

  setThreshold(threshold: number): void {
    this.store.set({ threshold });
    this.measures.look();
  }

  toggleHelp(): void {
    this.store.set({ help: !this.state.help });
  }

  /** Says something of what was just done; `bad` where it could not be. */
  say(text: string, bad = false): void {
    this.store.set({ note: bad ? { text, bad } : null, said: text });
  }

  putAwayNote(): void {
    this.store.set({ note: null });
  }

  /** Asks once more for pictures that could not be had, now that the service answers. */
  askAgain(): void {
    if (this.state.shown) {
      this.pictures.askAgain();
    }
  }

  /** What a file says of how its picture was made. */
  noteParams(key: PictureKey, params: Params): void {
    this.store.set({ tray: changed(this.state.tray, key, { params }) });
  }

  /** Takes over a mark that was given elsewhere in the page. */
  noteMark(cell: string, mark: Mark): void {
    if (this.state.tray.some(item => item.cell === cell)) {
      this.store.set({ tray: this.state.tray.map(item => (item.cell === cell ? { ...item, mark } : item)) });
    }
  }

  dispose(): void {
    this.stopBlink?.();
    this.measures.dispose();
    this.state.tray.filter(({ image }) => image === null).forEach(({ url }) => this.options.host.revoke(url));
    this.store.dispose();
  }

  private putTray(tray: Tray): void {
    this.store.set({ tray, ...settled(tray, this.state), ...(tray.length < 2 ? { blinking: false } : {}) });
    if (pairOf(this.state) === null) {
      this.setAuto(false);
    }
    this.look();
  }

  private putRoles({ reference, candidate, focus }: Roles): void {
    this.store.set(settled(this.state.tray, { reference, candidate, focus }));
    this.look();
  }

  private look(): void {
    if (this.state.shown) {
      this.pictures.look();
      this.measures.look();
    }
  }
}
