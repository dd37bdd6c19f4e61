import { openTokenizer, type TokenizerPlace } from '../text';
import type { ITokenizer } from '../../language/prompt';
import { lookAt } from './file-stamp';

/** Vocabularies kept open; each takes some ten megabytes. */
const KEPT = 3;

/** By the place and the state of its files. */
const opened = new Map<string, ITokenizer>();

/**
 * The tokenizer at the place that a checkpoint's inspection tells, for who counts a prompt's tokens without drawing: opened in a few
 * hundred milliseconds, then kept. Nothing but its words and merges is read. Null where they can't be, or where no place is known.
 */
export function promptTokenizer(place: TokenizerPlace | null | undefined): ITokenizer | null {
  if (!place) {
    return null;
  }
  const state = JSON.stringify([place, place.folder && lookAt(place.folder).stamp]);
  const tokenizer = opened.get(state) ?? open(place);
  opened.delete(state);
  if (tokenizer) {
    opened.set(state, tokenizer);
  }
  if (opened.size > KEPT) {
    opened.delete(opened.keys().next().value!);
  }
  return tokenizer;
}

function open(place: TokenizerPlace): ITokenizer | null {
  try {
    return openTokenizer(place);
  } catch {
    return null;
  }
}
