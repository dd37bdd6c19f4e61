import { StepLoop, stepLoopOptions, type Work } from '../step-loop';
import { perform, type PricedCell, shadowOf } from './count-evaluations';

/** DPM adaptive never ends with some settings; nothing else that is worth asking while somebody types takes as many. */
const EVALUATIONS_MAX = 600;

export type ShadowOptions = {
  /** Evaluations after which a cell counts as one that can't be drawn. */
  most?: number;
  /** What is worked at in place of what the cell asks for. */
  alter?: (work: Work) => Work;
};

/**
 * A number for the picture of a cell: two cells have the same one exactly when the engine would do the same to draw both. Null for a cell that
 * can't be drawn. Some 5 µs an evaluation.
 */
export function shadowPicture(
  cell: Omit<PricedCell, 'model'>,
  { most = EVALUATIONS_MAX, alter = work => work }: ShadowOptions = {}
): number | null {
  let picture: number | null = null;
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: () => undefined,
    drawn: (_id, { rgb }) => (picture = new DataView(rgb.buffer, rgb.byteOffset).getInt32(0)),
    failed: () => undefined
  });
  loop.add('0', () => shadowOf(cell));
  for (let work = loop.next(); work; work = loop.next()) {
    if (loop.evaluations > most) {
      return null;
    }
    try {
      loop.complete(perform(alter(work)));
    } catch (error) {
      loop.fail(error);
    }
  }
  return picture;
}
