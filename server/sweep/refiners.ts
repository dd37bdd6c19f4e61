/** Refiners that can take over another model's latent, and sizes that can be drawn at all. */
import { Fault } from '../../schema/fault';
import type { ModelEntry, Where } from '../../schema/wire';
import { drawnSize } from './final-size';

import type { SweepContext } from '../../language/cell';
import type { ExpandedCell } from './types';

type Places = Readonly<Record<string, Where>>;

/** The longest side that a picture can have after its hires fix: attention at twice that takes days and tens of gigabytes. */
const SIDE_MAX = 4096;

/** Families whose latents mean the same: they share a VAE. */
const SPACES: Readonly<Record<string, string>> = { sd1: 'sd', sd2: 'sd', sdxl: 'sdxl', sdxl_refiner: 'sdxl' };

/** Throws `refiner_family` or `refiner_task` for a refiner that can't go on with its cell's model, and `side_too_long`. */
export function checkPasses(
  cells: readonly ExpandedCell[],
  places: Places,
  { models }: Pick<SweepContext, 'models'>
): void {
  const checkpoints = new Map(
    models.filter(({ kind }) => kind === 'checkpoint').map(each => [each.name, each])
  );
  for (const { params } of cells) {
    const [base, refiner] = [checkpoints.get(params.model), checkpoints.get(params.refiner ?? '')];
    if (base && refiner) {
      checkRefiner(base, refiner, places);
    }
    const { width, height } = drawnSize(params);
    if (Math.max(width, height) > SIDE_MAX) {
      const facts = { width, height, max: SIDE_MAX };
      throw new Fault('side_too_long', facts, places.hr_scale ?? places.width ?? places.height);
    }
  }
}

function checkRefiner(base: ModelEntry, refiner: ModelEntry, places: Places): void {
  const facts = { name: refiner.name, model: base.name };
  const space = ({ family }: ModelEntry): string => SPACES[family ?? ''] ?? String(family);
  if (space(base) !== space(refiner)) {
    const families = { family: refiner.family ?? '', model_family: base.family ?? '' };
    throw new Fault('refiner_family', { ...facts, ...families }, places.refiner);
  }
  if (base.task !== refiner.task) {
    throw new Fault('refiner_task', facts, places.refiner);
  }
}
