import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Weight = 'regular' | 'bold';

const FILES = { regular: 'sheet-regular.ttf', bold: 'sheet-bold.ttf' } as const;

/** Beside the bundle, or beside the sources of the sheet. */
const FOLDERS = [join(__dirname, 'fonts'), join(__dirname, '..', 'fonts')];

// Read by fontconfig when the first text is drawn. Without it the system's own settings would decide how our text looks, and where
// there are none (Windows, slim containers) fontconfig complains and hints letters out of their places.
process.env.FONTCONFIG_FILE ??= beside('fonts.conf');

/** The font that comes with us; throws when it is missing from the package. */
export function bundledFont(weight: Weight): { path: string; family: string } {
  return { path: beside(FILES[weight]), family: `DejaVu Sans Condensed${weight === 'bold' ? ' Bold' : ''}` };
}

function beside(name: string): string {
  const path = FOLDERS.map(folder => join(folder, name)).find(each => existsSync(each));
  if (!path) {
    throw new Error(`${name} is missing from the package`);
  }
  return path;
}
