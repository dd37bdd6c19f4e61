/** What a person is told, or shown again, because of what the service said: the difference of two states of a sweep. */
import { cellsBack, withCellsBack } from './interruption';
import { isActive, type SweepState } from './sweep-state';
import type { View } from './view';

/** For how long the sum of a job is shown after its end. */
export const FINISHED_SHOWN_MS = 60_000;

/** The changes of the view that follow from a new state; `now` in milliseconds since 1970. */
export function noticed(
  before: SweepState | null,
  after: SweepState,
  view: View,
  now: number
): Partial<View> {
  const cells = cellsBack(before, after);
  return {
    ...withRestored(before, after, view.missing),
    ...(cells > 0 && { interruption: withCellsBack(view.interruption, cells, now) }),
    ...(after.diagnosis === null && { putAway: null })
  };
}

/** How much longer the sum of a job is to be shown, whether its end was seen or just missed; null for no end. */
export function endShownFor(before: SweepState | null, after: SweepState, now: number): number | null {
  const sawEnd = before !== null && before.job === after.job && isActive(before) && !isActive(after);
  const ago = after.finished ? now - Date.parse(after.finished) : Infinity;
  const justBefore = before?.finished !== after.finished && ago >= 0 && ago < FINISHED_SHOWN_MS;
  return sawEnd || justBefore ? FINISHED_SHOWN_MS - (justBefore ? ago : 0) : null;
}

/** A picture that was drawn again because its file was gone is asked for once more. */
function withRestored(
  before: SweepState | null,
  { cells }: SweepState,
  missing: View['missing']
): Partial<View> {
  if (missing.size === 0) {
    return {};
  }
  const back = new Set(
    cells.flatMap(({ image, again }, at) =>
      again?.state === 'restored' && before?.cells[at]?.again?.state === 'waiting' ? [image] : []
    )
  );
  return back.size === 0 ? {} : { missing: new Set([...missing].filter(image => !back.has(image))) };
}
