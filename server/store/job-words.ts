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

/** What a job has to match, for SQL's LIKE with `\` as its escape: its words, or by `client` the name of who asked for it. */
export type SearchPattern = { words: string; client?: string };

/** The patterns of a search, each of which must hold. */
export function searchPatterns({ words = '', params = [] }: JobSearch): SearchPattern[] {
  return [
    ...words
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .map(word => ({ words: `%${escaped(word)}%`, client: `%${escaped(inHeader(word))}%` })),
    ...params.map(([name, value]) => ({
      words: `%\n${escaped(`${name}=${plain(value)}`.toLowerCase())}\n%`
    }))
  ];
}

/** What a notebook's name is sent as, letter by letter; others are sent as they are. */
const inHeader = (word: string): string =>
  [...word.replace(/\p{Cs}/gu, '\ufffd')]
    .map(each => (/[\w.\-~()+,;=@!'/]/.test(each) ? each : encodeURIComponent(each)))
    .join('');

/** A number as it is kept, however it is written. */
const plain = (value: string): string =>
  value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : oneLine(value);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
