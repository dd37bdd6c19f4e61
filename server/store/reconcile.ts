import { recipeOf } from '../images/encode';
import { contentKey } from './content-key';
import type { Database } from './database';
import type { PictureFiles } from './picture-files';
import type { PictureStore } from './picture-store';

/**
 * Brings files and rows together after a kill, both ways. A row whose file is missing or has another size goes, and what it answered
 * is drawn again when asked for. A file without a row was finished before its commit, or its database was lost: whole and with its
 * recipe it answers for its cell again, anything else goes.
 */
export async function reconcile(
  database: Database,
  pictures: PictureStore,
  files: PictureFiles
): Promise<void> {
  const found = await files.list();
  const known = new Set<string>();
  database.transaction(() => {
    for (const { sha256, sizeBytes } of pictures.all()) {
      if (found.get(sha256) === sizeBytes) {
        known.add(sha256);
      } else {
        pictures.remove(sha256);
      }
    }
  });
  for (const hash of found.keys()) {
    if (!known.has(hash) && !(await adopt(hash, pictures, files))) {
      await files.remove(hash);
    }
  }
}

async function adopt(hash: string, pictures: PictureStore, files: PictureFiles): Promise<boolean> {
  const png = await files.get(hash);
  const recipe = png && recipeOf(png);
  if (!png || !recipe) {
    return false;
  }
  const { params, model, engine } = recipe;
  const key = contentKey(params, model.sha256, engine);
  if (pictures.byKey(key)) {
    return false;
  }
  const { width, height } = params;
  pictures.put({ key, sha256: hash, width, height, sizeBytes: png.length }, new Date().toISOString());
  return true;
}
