/**
 * The pictures that are held against one another, by letters. A picture keeps its letter as long as it is there, so that what was "B" in
 * every grid stays B when A is taken out; the next picture gets the first letter that is free.
 */
import type { ParameterValue } from '../../schema/catalogue';
import type { Mark } from '../../schema/wire';

export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'] as const;
export const TRAY_MAX = LETTERS.length;
export type Letter = (typeof LETTERS)[number];

export type Params = Readonly<Record<string, ParameterValue>>;

/** What a picture is known by: the hash of one that the service keeps, or a name of this page's own for one from a file. */
export type PictureKey = string;

export type Item = {
  letter: Letter;
  key: PictureKey;
  /** The hash of a picture of the service; null for one from a file, which stays in the browser. */
  image: string | null;
  /** The cell that it was drawn for, which marks are given to; null when nobody knows it. */
  cell: string | null;
  /** What sets it apart where it comes from: `Seed 2 · CFG scale 7`, or a file's name. */
  title: string;
  /** The notebook or tab that it comes from; empty for a file. */
  from: string;
  mark: Mark;
  /** Where its pixels are: an address of the service, or of this page. */
  url: string;
  state: 'waiting' | 'ready' | 'gone';
  /** In pixels; 0 until it is ready. */
  width: number;
  height: number;
  /** What made it, as far as it is told; null until that is known. */
  params: Params | null;
};

export type NewItem = Pick<Item, 'key' | 'image' | 'cell' | 'title' | 'from' | 'mark' | 'url'> &
  Partial<Pick<Item, 'params'>>;

/** In the order of their letters. */
export type Tray = readonly Item[];

export function itemAt(tray: Tray, letter: Letter | null): Item | undefined {
  return tray.find(item => item.letter === letter);
}

export function itemOf(tray: Tray, key: PictureKey): Item | undefined {
  return tray.find(item => item.key === key);
}

/** With a picture more, at the first free letter; null when all letters are taken, the tray itself when the picture is in it. */
export function added(tray: Tray, picture: NewItem): Tray | null {
  if (itemOf(tray, picture.key)) {
    return tray;
  }
  const letter = LETTERS.find(each => !itemAt(tray, each));
  return letter === undefined ? null : placedAt(tray, picture, letter);
}

/** With a picture more, at a letter that is free. */
export function placedAt(tray: Tray, picture: NewItem, letter: Letter): Tray {
  const item: Item = { state: 'waiting', width: 0, height: 0, params: null, ...picture, letter };
  return [...tray, item].sort((a, b) => LETTERS.indexOf(a.letter) - LETTERS.indexOf(b.letter));
}

export function without(tray: Tray, letter: Letter): Tray {
  return tray.filter(item => item.letter !== letter);
}

/** With what became known of a picture; the tray itself when it is in it no more. */
export function changed(tray: Tray, key: PictureKey, change: Partial<Item>): Tray {
  return itemOf(tray, key) ? tray.map(item => (item.key === key ? { ...item, ...change } : item)) : tray;
}

/** Who is held against whom. */
export type Roles = {
  /** What the others are held against. */
  reference: Letter | null;
  /** The one beside it where two are seen. */
  candidate: Letter | null;
  /** The pane that the keyboard is at. */
  focus: Letter | null;
};

/** Roles that there are pictures for: the reference is the first unless another was chosen, the candidate the next beside it. */
export function settled(tray: Tray, { reference, candidate, focus }: Roles): Roles {
  const first = itemAt(tray, reference) ? reference : (tray[0]?.letter ?? null);
  const others = tray.filter(({ letter }) => letter !== first);
  const second = others.some(({ letter }) => letter === candidate)
    ? candidate
    : (nextAfter(others, candidate)?.letter ?? null);
  return { reference: first, candidate: second, focus: itemAt(tray, focus) ? focus : (second ?? first) };
}

/** The picture that takes the place of one that was taken out: the next letter, else the last. */
function nextAfter(others: Tray, letter: Letter | null): Item | undefined {
  const at = letter === null ? -1 : LETTERS.indexOf(letter);
  return others.find(each => LETTERS.indexOf(each.letter) > at) ?? others.at(-1);
}

/** The candidate of the next pair, or the one before; round at the ends. */
export function nextCandidate(tray: Tray, { reference, candidate }: Roles, step: 1 | -1): Letter | null {
  const others = tray.filter(({ letter }) => letter !== reference);
  const at = others.findIndex(({ letter }) => letter === candidate);
  return others.length === 0 ? null : others[(at + step + others.length) % others.length].letter;
}
