import type { PricedCell } from '../../engine/shadow';
import type { CellParams } from '../../schema/wire';
import type { Model } from './model';

/** A cell with what of its checkpoint changes how many evaluations it takes, and whether they can be made. */
export function pricedCell(params: CellParams, { entry, guidanceDim, inspection }: Model): PricedCell {
  const { family, task } = entry;
  const told = { ...(family && { family }), ...(task && { task }), guidanceDim };
  const { predictionType, zeroTerminalSnr, sizeIds, tileSide, scheduler } = inspection.networks?.draw ?? {};
  const drawn = inspection.networks ? { predictionType, zeroTerminalSnr, sizeIds, tileSide, scheduler } : {};
  return { params, model: params.model, traits: { ...told, ...drawn } as PricedCell['traits'] };
}
