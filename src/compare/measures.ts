/**
 * How much the pictures differ, kept at hand: the figures of every picture against the reference, the pair's first, and the map of the
 * pair while the difference is looked at. One question is asked at a time; what nobody wants any more by the time it is due isn't asked.
 */
import type { Store } from '../ui/store';
import { spread, type Figures } from './difference';
import { overlapOf, type Overlap } from './place';
import { ownOf, pairOf, type CompareState } from './state';
import { itemAt, type Item, type PictureKey } from './tray';

/** What a pair is measured by, away from the page's own thread. Rejects where pixels can't be read. */
export interface IMeasureDesk {
  /** Figures of the parts that two pictures have in common. */
  measure(pair: MeasuredPair): Promise<Figures>;
  /** The map of the pair: RGBA, as large as the part in common. */
  map(pair: MeasuredPair, colours: readonly [number, number]): Promise<Uint8ClampedArray<ArrayBuffer>>;
  dispose(): void;
}

export type MeasuredPair = { id: string; a: string; b: string; overlap: Overlap };

/** `apart`: the two have no pixel in common. */
export type Measured =
  | { state: 'measuring' }
  | { state: 'apart' }
  | { state: 'failed'; reason: string }
  | { state: 'done'; figures: Figures; overlap: Overlap };

export type DifferenceMap = {
  id: string;
  overlap: Overlap;
  colours: readonly [number, number];
  data: Uint8ClampedArray<ArrayBuffer>;
};

type MeasuresOptions = { store: Store<CompareState>; desk: IMeasureDesk };

const KEPT_MAX = 64;

export class Measures {
  private readonly known = new Map<string, Measured>();
  private readonly listeners = new Set<() => void>();
  private map: DifferenceMap | null = null;
  private busy = false;
  private disposed = false;

  constructor(private readonly options: MeasuresOptions) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What is known of a picture against the reference; undefined while the two aren't loaded, and for the reference itself. */
  of(key: PictureKey): Measured | undefined {
    const pair = this.pairWith(key);
    return pair && (pair.overlap ? this.known.get(pair.id) : { state: 'apart' });
  }

  /** The latest map of the pair, also while another threshold's is being painted; null for any other pair. */
  get shownMap(): DifferenceMap | null {
    const pair = pairOf(this.options.store.state);
    const wanted = pair && this.pairWith(pair.candidate.key);
    return this.map?.id === wanted?.id ? this.map : null;
  }

  /** Asks for what is wanted and not known. */
  look(): void {
    if (!this.busy && !this.disposed && this.options.store.state.shown) {
      void this.work();
    }
  }

  dispose(): void {
    this.disposed = true;
    this.listeners.clear();
    this.options.desk.dispose();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let next = this.next(); next && !this.disposed; next = this.next()) {
      await next();
      this.listeners.forEach(listener => listener());
    }
    this.busy = false;
  }

  /** What is to be asked next: the pair's figures, its map, then the figures of all others. */
  private next(): (() => Promise<void>) | null {
    const { tray, candidate, mode, threshold } = this.options.store.state;
    const first = itemAt(tray, candidate);
    const items = first ? [first, ...tray.filter(item => item !== first)] : [];
    for (const item of items) {
      const pair = this.pairWith(item.key);
      const known = pair && this.known.get(pair.id);
      if (pair?.overlap && !known) {
        return () => this.measure(pair as MeasuredPair);
      }
      if (item === first && mode === 'difference' && pair && known?.state === 'done') {
        const colours = spread(known.figures, threshold);
        if (this.map?.id !== pair.id || String(this.map.colours) !== String(colours)) {
          return () => this.paint(pair as MeasuredPair, colours);
        }
      }
    }
    return null;
  }

  private async measure(pair: MeasuredPair): Promise<void> {
    if (this.known.size >= KEPT_MAX) {
      this.known.delete(this.known.keys().next().value!);
    }
    this.known.set(pair.id, { state: 'measuring' });
    try {
      const figures = await this.options.desk.measure(pair);
      this.known.set(pair.id, { state: 'done', figures, overlap: pair.overlap });
    } catch (reason) {
      this.known.set(pair.id, { state: 'failed', reason: (reason as Error).message });
    }
  }

  private async paint(pair: MeasuredPair, colours: readonly [number, number]): Promise<void> {
    try {
      this.map = {
        id: pair.id,
        overlap: pair.overlap,
        colours,
        data: await this.options.desk.map(pair, colours)
      };
    } catch (reason) {
      this.known.set(pair.id, { state: 'failed', reason: (reason as Error).message });
    }
  }

  private pairWith(
    key: PictureKey
  ): (Omit<MeasuredPair, 'overlap'> & { overlap: Overlap | null }) | undefined {
    const { state } = this.options.store;
    const reference = itemAt(state.tray, state.reference);
    const item = state.tray.find(each => each.key === key);
    if (!reference || !item || item === reference || !isLoaded(reference) || !isLoaded(item)) {
      return undefined;
    }
    const [ownA, ownB] = [ownOf(state, reference.key), ownOf(state, item.key)];
    const overlap = overlapOf(reference, item, ownA, ownB);
    const shift = overlap ? [overlap.a.x, overlap.a.y, overlap.b.x, overlap.b.y].join() : 'apart';
    return { id: `${reference.key} ${item.key} ${shift}`, a: reference.url, b: item.url, overlap };
  }
}

function isLoaded({ state }: Item): boolean {
  return state === 'ready';
}
