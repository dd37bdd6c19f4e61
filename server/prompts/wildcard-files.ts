import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { IWildcards } from '../../language/prompt';
import { Fault } from '../../schema/fault';
import { decodeText } from '../decode-text';

const EXTENSION = '.txt';
/** What other programs keep wildcards in. */
const UNREAD = ['.yaml', '.yml', '.json'];
/** Folders within each other. */
const DEEPEST = 16;

/**
 * The text files in the folder `wildcards` of each models folder; of two with one name the first folder's counts. Looked up and read anew
 * each time this is called, so that an edited file counts at once; links are followed. `read` throws `wildcard_encoding` for a file that
 * is neither UTF-8 nor UTF-16 with its mark: what else its bytes may be is not certain, and wrong letters are worse than none.
 */
export function openWildcards(modelFolders: readonly string[]): IWildcards {
  let files: Map<string, string> | null = null;
  const texts = new Map<string, string>();
  const find = (): Map<string, string> => (files ??= findFiles(modelFolders));
  const named = (text: boolean): string[] => [...find().keys()].filter(name => isText(name) === text);
  return {
    get names() {
      return named(true).map(name => name.slice(0, -EXTENSION.length));
    },
    get unread() {
      return named(false);
    },
    read: name => {
      const text = texts.get(name) ?? textOf(readFileSync(find().get(name + EXTENSION)!), name + EXTENSION);
      texts.set(name, text);
      return text;
    }
  };
}

function isText(name: string): boolean {
  return name.endsWith(EXTENSION);
}

/** The text of a file's bytes. */
function textOf(bytes: Buffer, file: string): string {
  const decoded = decodeText(bytes);
  if ('line' in decoded) {
    throw new Fault('wildcard_encoding', { file, line: decoded.line });
  }
  return decoded.text;
}

/** Paths by name: the path below its folder, with `/`. Names are NFC, as they are typed. */
function findFiles(modelFolders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of modelFolders) {
    walk(join(folder, 'wildcards'), '', new Set(), files);
  }
  return files;
}

function walk(folder: string, prefix: string, within: ReadonlySet<string>, files: Map<string, string>): void {
  const real = realOf(folder);
  if (real === null || within.has(real) || within.size > DEEPEST) {
    return;
  }
  const entries = listed(folder);
  for (const { name, isFolder } of entries) {
    const path = join(folder, name);
    const called = (prefix + name).normalize('NFC').replace(/\.txt$/i, EXTENSION);
    if (isFolder) {
      walk(path, `${prefix}${name}/`, new Set([...within, real]), files);
    } else if ([EXTENSION, ...UNREAD].includes(extname(name).toLowerCase()) && !files.has(called)) {
      files.set(called, path);
    }
  }
}

function realOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Files and folders, whether links or not; one that is gone or can't be looked at is left out. */
function listed(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder)
      .sort()
      .flatMap(name => {
        const found = statSync(join(folder, name), { throwIfNoEntry: false });
        return found?.isDirectory() || found?.isFile() ? [{ name, isFolder: found.isDirectory() }] : [];
      });
  } catch {
    return [];
  }
}
