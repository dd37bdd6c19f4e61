import { NO_MODEL } from '../../schema/care';
import { ENGINE_VERSION } from '../../engine/worker';
import type { CellParams, Mark, Origin } from '../../schema/wire';
import type { FileHashes } from '../store/content-key';
import { type FilesUsed, type NamedHash, infotext } from '../../language/infotext/write';

/** Everything that made a picture; what goes into its PNG and what GET /v1/images/:sha256/recipe answers. */
export type Recipe = {
  recipe: 1;
  params: CellParams;
  /** Who decided each parameter, as far as it is known. */
  origins: Record<string, Origin>;
  /** Left out of what was drawn by none. */
  model?: NamedHash;
  /** The other files of weights at work, as far as there are any. */
  files?: FilesUsed;
  /** Files that the cell names and its content key counts, and that have no part in the picture. */
  idle?: FilesUsed;
  engine: string;
  version: string;
  device: string;
  infotext: string;
  /** What people said of it, in a picture that was taken along; a stored one never says it. */
  mark?: Mark;
};

export type RecipeSource = {
  params: CellParams;
  origins: Record<string, Origin>;
  model?: NamedHash;
  files?: FilesUsed;
  idle?: FilesUsed;
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
    ...(model && { model }),
    ...someFiles('files', source),
    ...someFiles('idle', source),
    engine: ENGINE_VERSION,
    version,
    device,
    infotext: infotext(source)
  };
}

function someFiles<K extends 'files' | 'idle'>(name: K, source: RecipeSource): Pick<Recipe, K> {
  const files = source[name];
  return (files && Object.keys(files).length > 0 ? { [name]: files } : {}) as Pick<Recipe, K>;
}

/** The files of a recipe as its content key takes them. */
export function fileHashes({ model, files, idle }: Pick<Recipe, 'model' | 'files' | 'idle'>): FileHashes {
  const identity = ({ identity, sha256 }: NamedHash): string => identity ?? sha256;
  const byName = (named: FilesUsed['loras']): Record<string, string> | undefined =>
    named &&
    Object.fromEntries(named.flatMap(each => (each.as ?? [each.name]).map(as => [as, identity(each)])));
  const { vae, refiner, upscaler } = { ...idle, ...files };
  const [loras, embeddings, networks] = (['loras', 'embeddings', 'networks'] as const).map(role => {
    const all = [files, idle].flatMap(each => each?.[role] ?? []);
    return all.length > 0 ? all : undefined;
  });
  return {
    model: model ? identity(model) : NO_MODEL,
    vae: vae && identity(vae),
    refiner: refiner && identity(refiner),
    upscaler: upscaler && identity(upscaler),
    networks: byName(networks),
    loras: byName(loras),
    embeddings: byName(embeddings)
  };
}
