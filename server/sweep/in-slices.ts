/**
 * Work that may be long, in slices: each `yield` is a place where others may have a turn. What a sweep is made of is worked out so, for a
 * service that answers others meanwhile.
 */
export type InSlices<Result> = Generator<void, Result, void>;

/** Does the work in one go. */
export function atOnce<Result>(work: InSlices<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** What `map` gives, in slices. */
export function* mapped<Item, Result>(
  items: readonly Item[],
  work: (item: Item, place: number) => Result
): InSlices<Result[]> {
  const results: Result[] = [];
  for (const [place, item] of items.entries()) {
    results.push(work(item, place));
    yield;
  }
  return results;
}
