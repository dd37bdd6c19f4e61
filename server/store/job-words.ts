import type { CellParams } from '../../schema/wire';

/** Different values of a parameter that a job is found by. */
const VALUES_MAX = 5000;

/** What a job is found by: a line `name=value` for each value that a parameter has in its cells, in lower case; in slices. */
export function* jobWords(cells: readonly CellParams[]): Generator<void, string, void> {
  const values = new Map<string, Set<unknown>>();
  for (const params of cells) {
    for (const [name, value] of Object.entries(params)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known);
      if (known.size < VALUES_MAX && value !== null) {
        known.add(value);
      }
    }
    yield;
  }
  const lines = [...values].flatMap(([name, known]) =>
    [...known].map(value => `${name}=${oneLine(String(value))}`)
  );
  return `\n${lines.join('\n').toLowerCase()}\n`;
}

/** Which jobs are looked for; all that it says must hold. */
export type JobSearch = {
  /** Words of a prompt, or of anything else. */
  words?: string;
  /** Parameters and values that some cell has. */
  params?: readonly (readonly [name: string, value: string])[];
};

/** The patterns that `jobWords` matches, for SQL's LIKE with `\` as its escape. */
export function searchPatterns({ words = '', params = [] }: JobSearch): string[] {
  return [
    ...words
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .map(word => `%${escaped(word)}%`),
    ...params.map(([name, value]) => `%\n${escaped(`${name}=${plain(value)}`.toLowerCase())}\n%`)
  ];
}

/** A number as it is kept, however it is written. */
const plain = (value: string): string =>
  value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : oneLine(value);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
