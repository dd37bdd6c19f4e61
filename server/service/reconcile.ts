import { recipeOf } from '../images/encode';
import { pngSize } from '../images/png-text';
import { fileHashes, type Recipe } from '../images/recipe';
import { isUpload } from '../images/upload';
import { contentKey } from '../store/content-key';
import type { Database } from '../store/database';
import type { ModelIdentities } from '../store/model-identities';
import type { PictureFiles } from '../store/picture-files';
import type { PictureStore } from '../store/picture-store';

/** Days for which a given picture is kept that no cell begins with. */
const UPLOAD_DAYS = 7;

/**
 * Brings files and rows together after a kill, both ways. A row whose file is missing or has another size goes, and what it answered
 * is drawn again when asked for. A file without a row was finished before its commit, or its database was lost: whole and with its
 * recipe it answers for its cell again, a given picture can be begun with again, anything else goes.
 */
export async function reconcile(
  database: Database,
  pictures: PictureStore,
  files: PictureFiles,
  identities: ModelIdentities
): Promise<void> {
  const found = await files.list();
  const known = new Set<string>();
  database.transaction(() => {
    pictures.unusedUploads(UPLOAD_DAYS).forEach(hash => pictures.remove(hash));
    for (const { sha256, sizeBytes } of [...pictures.all(), ...pictures.uploads()]) {
      if (found.get(sha256) === sizeBytes) {
        known.add(sha256);
      } else {
        pictures.remove(sha256);
      }
    }
  });
  for (const hash of found.keys()) {
    if (!known.has(hash) && !(await adopt(hash, pictures, files, identities))) {
      // A disk that doesn't give it away keeps nobody from drawing.
      await files.remove(hash).catch(() => undefined);
    }
  }
}

async function adopt(
  hash: string,
  pictures: PictureStore,
  files: PictureFiles,
  identities: ModelIdentities
): Promise<boolean> {
  const png = await files.get(hash);
  if (!png) {
    return false;
  }
  const now = new Date().toISOString();
  if (isUpload(png)) {
    pictures.putUpload({ sha256: hash, ...pngSize(png), sizeBytes: png.length }, now);
    return true;
  }
  const recipe = recipeOf(png);
  if (!recipe) {
    return false;
  }
  rememberConfigs(recipe, identities);
  const key = contentKey(recipe.params, fileHashes(recipe), recipe.engine);
  if (pictures.byKey(key)) {
    return false;
  }
  pictures.put({ key, sha256: hash, ...pngSize(png), sizeBytes: png.length }, now);
  return true;
}

/** Weights that a picture is keyed by alone were first seen with the configs that it tells. */
function rememberConfigs({ model, files, idle }: Recipe, identities: ModelIdentities): void {
  const keyedByWeights = [model, files?.vae, files?.refiner, idle?.refiner].filter(
    file => file && !file.identity
  );
  keyedByWeights.forEach(file => identities.of(file!.sha256, file!.configs));
}
