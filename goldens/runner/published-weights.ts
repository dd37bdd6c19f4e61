import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Fixture, GoldenFolder } from './manifest';

/**
 * The file of published weights that a fixture names as `models/NAME`: beside the folder of goldens, where the shared set keeps them, or
 * among this checkout's own. Throws a sentence where it is in neither place.
 */
export function publishedWeights(folder: GoldenFolder, { model = '' }: Fixture): string {
  const name = basename(model);
  const beside = [
    folder.absolute(model),
    folder.absolute(`../models/${name}`),
    folder.absolute(`../models/care/${name}`)
  ];
  const found = [...beside, ...above(__dirname).map(each => join(each, 'models/care', name))].find(
    existsSync
  );
  if (!found) {
    throw new Error(`${model} is neither beside the goldens nor in models/care`);
  }
  return found;
}

/** `folder` and all that it lies in. */
function above(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}
