/** Where the characters of a text that was cut and joined stand in the text it was made of. */

/** From `at` on, the text is the source's from `from` on. Ordered by `at`; the first is at 0. */
export type Place = { at: number; from: number };

/** The place in the source of a text's character. */
export function sourceOf(places: readonly Place[], at: number): number {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (places[middle].at <= at) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const place = places[low];
  return place ? place.from + at - place.at : at;
}

/** Joins pieces of a source; neighbours that were neighbours share a place. */
export class Joined {
  readonly places: Place[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  private next = -1;

  add(text: string, from: number): void {
    if (text === '') {
      return;
    }
    if (from !== this.next) {
      this.places.push({ at: this.length, from });
    }
    this.parts.push(text);
    this.length += text.length;
    this.next = from + text.length;
  }

  get text(): string {
    return this.parts.join('');
  }
}
