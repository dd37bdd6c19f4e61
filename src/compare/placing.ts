/**
 * Zooming and moving, shared or alone: what the pointer and the keys do to where pictures lie. Spots are in screen pixels from a pane's
 * centre, shifts of one picture in its own pixels.
 */
import type { Store } from '../ui/store';
import { CENTRED, kept, NO_OWN, panned, zoomed, type Own, type Point, type Size } from './place';
import { ownOf, seenItems, seenLetter, shownScale, type CompareState } from './state';
import { itemAt, type Item, type Letter } from './tray';

const ZOOM_STEP = 1.25;

type PlacingOptions = {
  store: Store<CompareState>;
  /** Told when a picture lies otherwise than the others: what they have in common is another part. */
  onOwn(): void;
};

export class Placing {
  private pointer: Point | null = null;

  constructor(private readonly options: PlacingOptions) {}

  private get store(): Store<CompareState> {
    return this.options.store;
  }

  private get state(): CompareState {
    return this.options.store.state;
  }

  setRoom(room: Size): void {
    const { width, height } = this.state.room;
    if (Math.round(room.width) !== width || Math.round(room.height) !== height) {
      this.store.set({ room: { width: Math.round(room.width), height: Math.round(room.height) } });
    }
  }

  /** Moves by screen pixels: all panes, or one alone. */
  pan(by: Point, alone = false): void {
    const scale = shownScale(this.state);
    const item = itemAt(this.state.tray, seenLetter(this.state));
    if ((alone || !this.state.synced) && item) {
      this.putOwn(item, own => panned(own, by, scale * own.factor));
    } else {
      this.store.set({ place: kept(panned(this.state.place, by, scale), seenItems(this.state)) });
    }
  }

  /** Moves the picture that is seen by so many of its pixels, alone. */
  nudge(by: Point): void {
    const item = itemAt(this.state.tray, seenLetter(this.state));
    if (item) {
      this.putOwn(item, own => ({ ...own, x: Math.round(own.x) + by.x, y: Math.round(own.y) + by.y }));
    }
  }

  /** Zooms by steps, about a spot (screen pixels from the pane's centre). */
  zoom(steps: number, at?: Point): void {
    const by = ZOOM_STEP ** steps;
    const item = itemAt(this.state.tray, seenLetter(this.state));
    if (!this.state.synced && item) {
      this.putOwn(item, own => ({ ...own, factor: own.factor * by }));
    } else {
      this.zoomTo(shownScale(this.state) * by, at);
    }
  }

  zoomTo(scale: number, at?: Point): void {
    const { place } = this.state;
    this.store.set({ place: kept(zoomed(place, shownScale(this.state), scale, at), seenItems(this.state)) });
  }

  fit(): void {
    this.store.set({ place: CENTRED });
  }

  /** One screen pixel for a picture's, or as large as there is room. */
  toggleActual(): void {
    if (this.state.place.scale === 1) {
      this.fit();
    } else {
      this.zoomTo(1);
    }
  }

  toggleSync(): void {
    this.store.set({ synced: !this.state.synced });
  }

  putBack(letter: Letter): void {
    const item = itemAt(this.state.tray, letter);
    if (item) {
      this.putOwn(item, () => NO_OWN);
    }
  }

  /** Where the pointer is in a pane (screen pixels from its centre), null outside of all; a loupe follows it. */
  point(at: Point | null): void {
    this.pointer = at;
    if (at && this.state.loupe) {
      this.showLoupe();
    }
  }

  /** Puts a loupe over the spot under the pointer, or over the middle. */
  showLoupe(): void {
    const { place } = this.state;
    const scale = shownScale(this.state);
    const { x, y } = this.pointer ?? { x: 0, y: 0 };
    this.store.set({ loupe: { x: x / scale - place.x, y: y / scale - place.y } });
  }

  private putOwn(item: Item, change: (own: Own) => Own): void {
    const { [item.key]: _, ...others } = this.state.own;
    const own = change(ownOf(this.state, item.key));
    this.store.set({ own: own === NO_OWN ? others : { ...others, [item.key]: own } });
    this.options.onOwn();
  }
}
