/** Pictures that are decoded before they are shown, so that one takes the place of another within a frame. */

type Kept = { image: HTMLImageElement; done: Promise<boolean>; ready: boolean };

/** So many decoded pictures are held, the ones that were asked for last. */
const KEPT_MAX = 48;

export class Frames {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly make: () => HTMLImageElement = () => new Image(),
    private readonly most = KEPT_MAX
  ) {}

  /** Whether a picture can be shown at once. */
  isReady(url: string): boolean {
    return this.kept.get(url)?.ready === true;
  }

  /** Decodes a picture; true once it is ready, false where it can't be had. */
  load(url: string): Promise<boolean> {
    const known = this.kept.get(url);
    if (known) {
      this.kept.delete(url);
      this.kept.set(url, known);
      return known.done;
    }
    const image = this.make();
    image.src = url;
    const kept: Kept = { image, ready: false, done: Promise.resolve(false) };
    kept.done = decoded(image).then(
      () => (kept.ready = true),
      () => {
        this.kept.delete(url); // It may be there the next time.
        return false;
      }
    );
    this.kept.set(url, kept);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= this.most) {
        break;
      }
      this.kept.delete(old);
    }
    return kept.done;
  }
}

/** A browser that can't decode ahead has loaded it at least. */
function decoded(image: HTMLImageElement): Promise<void> {
  return typeof image.decode === 'function'
    ? image.decode()
    : new Promise((resolve, reject) => {
        image.onload = () => resolve();
        image.onerror = reject;
      });
}
