/** Pairs of other programs that a cell keeps, as one text: `ADetailer model: face_yolov8n.pt, ControlNet 0: "…"`. */
import { keyMeans } from './keys';
import { loosePairsOf } from './pairs';
import { pairText } from './pair-text';

export type ForeignPair = readonly [key: string, value: string];

/** The text that keeps the pairs. */
export function writeForeign(pairs: readonly ForeignPair[]): string {
  return pairs.map(([key, value]) => pairText(key, value)).join(', ');
}

/** The pairs of such a text; null when it is another one, which an infotext can't give back pair by pair. */
export function readForeign(text: string): ForeignPair[] | null {
  const pairs = [...loosePairsOf(text)].map(({ key, value }): ForeignPair => [key, value]);
  const isOwn = pairs.every(([key]) => keyMeans(key) === undefined) && writeForeign(pairs) === text;
  return isOwn && pairs.length > 0 ? pairs : null;
}
