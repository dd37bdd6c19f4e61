import { ENGINE_VERSION } from '../../engine/worker';
import type { CellParams, Origin } from '../../schema/wire';
import type { FileHashes } from '../store/content-key';
import { type FilesUsed, type NamedHash, infotext } from '../../language/infotext/write';

/** Everything that made a picture; what goes into its PNG and what GET /v1/images/:sha256/recipe answers. */
export type Recipe = {
  recipe: 1;
  params: CellParams;
  /** Who decided each parameter, as far as it is known. */
  origins: Record<string, Origin>;
  model: NamedHash;
  /** The other files of weights, as far as there are any. */
  files?: FilesUsed;
  engine: string;
  version: string;
  device: string;
  infotext: string;
};

export type RecipeSource = {
  params: CellParams;
  origins: Record<string, Origin>;
  model: NamedHash;
  files?: FilesUsed;
  schedulerLabel: string;
  device: string;
  version: string;
};

/** The recipe of a cell. */
export function makeRecipe(source: RecipeSource): Recipe {
  const { params, origins, model, files, device, version } = source;
  return {
    recipe: 1,
    params,
    origins,
    model,
    ...(files && Object.keys(files).length > 0 ? { files } : {}),
    engine: ENGINE_VERSION,
    version,
    device,
    infotext: infotext(source)
  };
}

/** The files of a recipe as its content key takes them. */
export function fileHashes({ model, files = {} }: Pick<Recipe, 'model' | 'files'>): FileHashes {
  const identity = ({ identity, sha256 }: NamedHash): string => identity ?? sha256;
  const byName = (named: FilesUsed['loras']): Record<string, string> | undefined =>
    named &&
    Object.fromEntries(named.flatMap(each => (each.as ?? [each.name]).map(as => [as, identity(each)])));
  const { vae, refiner, upscaler } = files;
  return {
    model: identity(model),
    vae: vae && identity(vae),
    refiner: refiner && identity(refiner),
    upscaler: upscaler && identity(upscaler),
    loras: byName(files.loras),
    embeddings: byName(files.embeddings)
  };
}
