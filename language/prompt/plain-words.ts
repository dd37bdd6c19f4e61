/** What diffusers reads as words, though it is a mark to A1111: its pipelines know no weights, no edits, no BREAK and no AND. */
import { excerpt } from '../cell/source';
import type { Report } from './problems';

const MARKS: readonly RegExp[] = [
  // The innermost brackets with a colon or a bar, then any that weigh.
  /(?<!\\)\[(?:[^[\]\\]|\\.)*[:|](?:[^[\]\\]|\\.)*\]/u,
  /(?<!\\)\((?:[^()\\]|\\.)*\)/u,
  /(?<!\\)\[(?:[^[\]\\:|]|\\.)*\]/u,
  /\bBREAK\b/u,
  /\bAND\b/u
];

/** Tells of the first mark of each kind in a text without tags. */
export function reportPlainWords(text: string, report: Report): void {
  for (const mark of MARKS) {
    const found = mark.exec(text);
    if (found) {
      const { 0: piece, index: at } = found;
      report({ code: 'plain_in_diffusers', facts: { text: excerpt(piece) }, at, length: piece.length });
    }
  }
}
