import type { Database } from './database';
import type { PictureFiles } from './picture-files';
import type { PictureStore } from './picture-store';

/**
 * Brings files and rows together after a kill, both ways: a row whose file is missing or has another size goes, and what it answered
 * is drawn again when asked for; a file without a row came before its commit and goes too.
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
    if (!known.has(hash)) {
      await files.remove(hash);
    }
  }
}
