import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['../../models/care', '../../../shared/care/models'].map(folder => join(__dirname, folder));

/** The bundled file `name` for picture care, or undefined where this checkout hasn't got it. */
export function careModel(name: string): string | undefined {
  return FOLDERS.map(folder => join(folder, name)).find(existsSync);
}
