import { ENGINE_VERSION } from '../../engine/worker/protocol';
import type { CellParams, Origin } from '../../schema/wire';
import { infotext } from './infotext';

/** Everything that made a picture; what goes into its PNG and what GET /v1/images/:sha256/recipe answers. */
export type Recipe = {
  recipe: 1;
  params: CellParams;
  /** Who decided each parameter, as far as it is known. */
  origins: Record<string, Origin>;
  model: { name: string; sha256: string };
  engine: string;
  version: string;
  device: string;
  infotext: string;
};

export type RecipeSource = {
  params: CellParams;
  origins: Record<string, Origin>;
  model: { name: string; sha256: string };
  schedulerLabel: string;
  device: string;
  version: string;
};

/** The recipe of a cell. */
export function makeRecipe(source: RecipeSource): Recipe {
  const { params, origins, model, device, version } = source;
  return {
    recipe: 1,
    params,
    origins,
    model,
    engine: ENGINE_VERSION,
    version,
    device,
    infotext: infotext(source)
  };
}
