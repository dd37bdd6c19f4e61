/**
 * Lists of equal length, written short: ten thousand cells that have most of what they say in common are a fraction of what they are one
 * by one, in bytes and in time to read. A column is one value that all have, text that counts, a few values and which one each has, or a
 * value each. A value that isn't there is -1 among the places.
 */
export type Column =
  | { all: unknown }
  | { counted: string }
  | { values: readonly unknown[]; at: readonly number[] }
  | { each: readonly unknown[] };

const ABSENT = -1;

/** The shortest column of these values; undefined is a value that isn't there. */
export function toColumn(values: readonly unknown[]): Column {
  const places = new Map<string | undefined, number>();
  const distinct: unknown[] = [];
  const at = values.map(value => {
    if (value === undefined) {
      return ABSENT;
    }
    const key = JSON.stringify(value);
    const known = places.get(key) ?? distinct.push(value) - 1;
    places.set(key, known);
    return known;
  });
  const isWhole = !at.includes(ABSENT);
  if (isWhole && distinct.length === 1) {
    return { all: distinct[0] };
  }
  return isWhole && distinct.length > values.length / 2 ? { each: values } : { values: distinct, at };
}

/** A column of texts that are one beginning and their place, as ids are; of others, what `toColumn` makes of them. */
export function countedColumn(values: readonly string[]): Column {
  const beginning = values[0]?.replace(/0$/, '') ?? '';
  return values.every((value, place) => value === `${beginning}${place}`)
    ? { counted: beginning }
    : toColumn(values);
}

/** What stands at each place of a column, undefined where nothing does. Throws for what is no column of so many values, or whose values `read` refuses. */
export function readColumn<Value>(
  column: unknown,
  count: number,
  read: (value: unknown) => Value
): (place: number) => Value | undefined {
  const { all, counted, values, at, each } = column as Record<string, unknown>;
  if (typeof counted === 'string') {
    return place => read(`${counted}${place}`);
  }
  if (Array.isArray(values) && Array.isArray(at) && at.length === count) {
    const known = values.map(read);
    return place => known[at[place] as number];
  }
  if (Array.isArray(each) && each.length === count) {
    return place => read(each[place]);
  }
  if (all === undefined) {
    throw new Error('no column');
  }
  const same = read(all);
  return () => same;
}
