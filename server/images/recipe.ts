import { ENGINE_VERSION } from '../../engine/worker';
import type { CellParams, Origin } from '../../schema/wire';
import type { FileHashes } from '../store/content-key';
import { type FilesUsed, infotext } from '../../language/infotext/write';

/** Everything that made a picture; what goes into its PNG and what GET /v1/images/:sha256/recipe answers. */
export type Recipe = {
  recipe: 1;
  params: CellParams;
  /** Who decided each parameter, as far as it is known. */
  origins: Record<string, Origin>;
  model: { name: string; sha256: string };
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
  model: { name: string; sha256: string };
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

/** The hashes of a recipe's files, as the content key takes them. */
export function fileHashes({ model, files = {} }: Pick<Recipe, 'model' | 'files'>): FileHashes {
  const byName = (named: FilesUsed['loras']): Record<string, string> | undefined =>
    named && Object.fromEntries(named.map(({ name, sha256 }) => [name, sha256]));
  return {
    model: model.sha256,
    vae: files.vae?.sha256,
    refiner: files.refiner?.sha256,
    upscaler: files.upscaler?.sha256,
    loras: byName(files.loras),
    embeddings: byName(files.embeddings)
  };
}
