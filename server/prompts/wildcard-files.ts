import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { IWildcards } from '../../language/prompt';

const EXTENSION = '.txt';

/**
 * The text files in the folder `wildcards` of each models folder; of two with one name the first folder's counts. Looked up anew each
 * time, so that an edited file counts at once.
 */
export function openWildcards(modelFolders: readonly string[]): IWildcards {
  let files: Map<string, string> | null = null;
  const find = (): Map<string, string> => (files ??= findFiles(modelFolders));
  return {
    get names() {
      return [...find().keys()];
    },
    read: name => readFileSync(find().get(name)!, 'utf8')
  };
}

function findFiles(modelFolders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of modelFolders) {
    const root = join(folder, 'wildcards');
    for (const path of listed(root)) {
      const name = path.slice(0, -EXTENSION.length).split(sep).join('/');
      if (path.endsWith(EXTENSION) && !files.has(name)) {
        files.set(name, join(root, path));
      }
    }
  }
  return files;
}

function listed(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true }).map(String).sort();
  } catch {
    return [];
  }
}
