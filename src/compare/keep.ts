/** What the Compare panel keeps over a reload, read with care: it may have been written by an older version. */
import type { ComparedPicture } from '../tokens';
import { asRecord, readPicture } from './given';
import { MODES, type CompareState, type Mode } from './state';
import { LETTERS, type Letter } from './tray';

type KeptPicture = ComparedPicture & { letter: Letter };

export type Kept = {
  pictures: KeptPicture[];
  /** Names of files, whose pictures stay in the browser and are gone with the page. */
  files: string[];
  view: Partial<
    Pick<CompareState, 'mode' | 'reference' | 'candidate' | 'synced' | 'threshold' | 'opacity' | 'split'>
  >;
};

export function toKeep(state: CompareState): Kept {
  const { mode, reference, candidate, synced, threshold, opacity, split } = state;
  return {
    pictures: state.tray.flatMap(({ image, cell, title, from, mark, letter }) =>
      image === null ? [] : [{ image, cell, title, from, mark, letter }]
    ),
    files: state.tray.filter(({ image }) => image === null).map(({ title }) => title),
    view: { mode, reference, candidate, synced, threshold, opacity, split }
  };
}

/** Nothing where nothing can be read. */
export function keptOf(value: unknown): Kept {
  const { pictures, files, view } = asRecord(value);
  const letters = new Set<string>();
  return {
    pictures: asList(pictures).flatMap(each => {
      const picture = readPicture(each);
      const letter = asLetter(asRecord(each).letter);
      if (!picture || letter === null || letters.has(letter) || letters.has(picture.image)) {
        return [];
      }
      letters.add(letter).add(picture.image);
      return [{ ...picture, letter }];
    }),
    files: asList(files)
      .filter(each => typeof each === 'string')
      .slice(0, LETTERS.length),
    view: readView(asRecord(view))
  };
}

function readView(view: Record<string, unknown>): Kept['view'] {
  const read: Kept['view'] = { reference: asLetter(view.reference), candidate: asLetter(view.candidate) };
  if (MODES.includes(view.mode as Mode)) {
    read.mode = view.mode as Mode;
  }
  if (typeof view.synced === 'boolean') {
    read.synced = view.synced;
  }
  const within = (name: 'threshold' | 'opacity' | 'split', most: number): void => {
    const number = view[name];
    if (typeof number === 'number' && number >= 0 && number <= most) {
      read[name] = number;
    }
  };
  within('threshold', 254);
  within('opacity', 1);
  within('split', 1);
  return read;
}

function asLetter(value: unknown): Letter | null {
  return LETTERS.find(letter => letter === value) ?? null;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
