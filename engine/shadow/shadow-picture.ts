import { StepLoop, stepLoopOptions } from '../step-loop';
import { perform, type PricedCell, shadowOf } from './count-evaluations';

/** DPM adaptive never ends with some settings; nothing else that is worth asking takes as many. */
const EVALUATIONS_MAX = 600;

/**
 * A number for the picture of a cell: two cells have the same one exactly when the engine would do the same to draw both. Null for a cell that
 * can't be drawn. Some 5 µs an evaluation.
 */
export function shadowPicture(cell: Omit<PricedCell, 'model'>): number | null {
  let picture: number | null = null;
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: () => undefined,
    drawn: (_id, { rgb }) => (picture = new DataView(rgb.buffer, rgb.byteOffset).getInt32(0)),
    failed: () => undefined
  });
  loop.add('0', () => shadowOf(cell));
  for (let work = loop.next(); work; work = loop.next()) {
    if (loop.evaluations > EVALUATIONS_MAX) {
      return null;
    }
    try {
      loop.complete(perform(work));
    } catch (error) {
      loop.fail(error);
    }
  }
  return picture;
}
