/** Loads the pictures of the tray while somebody looks: their pixels, decoded before they are shown, and what made them. */
import type { IDiffusionClient } from '../tokens';
import type { Store } from '../ui/store';
import type { Size } from './place';
import type { CompareState } from './state';
import { changed, type Item, type Params, type PictureKey } from './tray';

/** Loads and decodes a picture; its size in pixels. */
export type Decode = (url: string) => Promise<Size>;

type PicturesOptions = {
  store: Store<CompareState>;
  client: Pick<IDiffusionClient, 'recipe'>;
  host: { decode: Decode };
  /** Told when a picture is there. */
  onReady(): void;
};

export class Pictures {
  private readonly asked = new Set<PictureKey>();

  constructor(private readonly options: PicturesOptions) {}

  /** Loads what is in the tray and was not asked for. */
  look(): void {
    const { tray } = this.options.store.state;
    this.asked.forEach(key => tray.some(item => item.key === key) || this.asked.delete(key));
    tray.filter(({ key }) => !this.asked.has(key)).forEach(item => void this.load(item));
  }

  /** Asks once more for what could not be had. */
  askAgain(): void {
    const { tray } = this.options.store.state;
    tray
      .filter(({ state, image, params }) => state === 'gone' || (image !== null && params === null))
      .forEach(({ key }) => this.asked.delete(key));
    this.look();
  }

  private async load(item: Item): Promise<void> {
    this.asked.add(item.key);
    await Promise.all([this.loadPixels(item), this.loadRecipe(item)]);
  }

  private async loadPixels({ key, url }: Item): Promise<void> {
    try {
      this.put(key, { ...(await this.options.host.decode(url)), state: 'ready' });
      this.options.onReady();
    } catch {
      this.put(key, { state: 'gone' });
    }
  }

  /** What made a picture of the service never changes; one from a file brought it along. */
  private async loadRecipe({ key, image, params }: Item): Promise<void> {
    if (image === null || params !== null) {
      return;
    }
    const recipe = await this.options.client.recipe(image).catch(() => null);
    if (recipe && typeof recipe.params === 'object') {
      this.put(key, { params: recipe.params as Params });
    }
  }

  private put(key: PictureKey, change: Partial<Item>): void {
    const { store } = this.options;
    store.set({ tray: changed(store.state.tray, key, change) });
  }
}
