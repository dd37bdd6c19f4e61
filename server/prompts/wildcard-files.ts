import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { IWildcards } from '../../language/prompt';
import { Fault } from '../../schema/fault';
import { decodeText, lineOfNul } from '../decode-text';

const EXTENSION = '.txt';
/** What other programs keep wildcards in. */
const UNREAD = ['.yaml', '.yml', '.json'];
const HOLDS = [EXTENSION, ...UNREAD];
/** Folders within each other. */
const DEEPEST = 16;
const MEGABYTE = 1e6;
/** Largest file that is read, in megabytes: longer lists are data of another kind, and would be held in memory whole. */
const LARGEST_MB = 20;

/** What lies in folders of wildcards: paths by names, and the names of folders that could not be looked into. */
type Found = {
  files: Map<string, string>;
  unlisted: Set<string>;
  /** Links to nothing. */ broken: Set<string>;
};

/**
 * The text files in the folder `wildcards` of each models folder; of two with one name the first folder's counts. Looked up and read
 * anew each time this is called, so that an edited file counts at once; links are followed. `read` throws `wildcard_unreadable`,
 * `wildcard_too_large`, `wildcard_nul`, and `wildcard_encoding` for a file that is neither UTF-8 nor UTF-16 with its mark: what else its bytes may be
 * is not certain, and wrong letters are worse than none.
 */
export function openWildcards(modelFolders: readonly string[]): IWildcards {
  let found: Found | null = null;
  const texts = new Map<string, string>();
  const find = (): Found => (found ??= findFiles(modelFolders));
  const named = (text: boolean): string[] => [...find().files.keys()].filter(name => isText(name) === text);
  return {
    get names() {
      return named(true).map(name => name.slice(0, -EXTENSION.length));
    },
    get unread() {
      return named(false);
    },
    get broken() {
      return [...find().broken].filter(isText);
    },
    get unlisted() {
      return [...find().unlisted];
    },
    read: name => {
      const file = name + EXTENSION;
      const text = texts.get(name) ?? textOf(bytesOf(find().files.get(file)!, file), file);
      texts.set(name, text);
      return text;
    }
  };
}

function isText(name: string): boolean {
  return name.endsWith(EXTENSION);
}

function bytesOf(path: string, file: string): Buffer {
  let size: number;
  try {
    size = statSync(path).size;
    if (size <= LARGEST_MB * MEGABYTE) {
      return readFileSync(path);
    }
  } catch (error) {
    throw new Fault('wildcard_unreadable', { file, reason: codeOf(error) });
  }
  throw new Fault('wildcard_too_large', { file, found: Math.ceil(size / MEGABYTE), limit: LARGEST_MB });
}

/** `EACCES`, `ENOENT`; the whole sentence of an error that has no such code. */
function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

/** The text of a file's bytes. */
function textOf(bytes: Buffer, file: string): string {
  const decoded = decodeText(bytes);
  if ('line' in decoded) {
    const line = lineOfNul(bytes);
    if (line !== null) {
      throw new Fault('wildcard_nul', { file, line });
    }
    throw new Fault('wildcard_encoding', { file, line: decoded.line });
  }
  return decoded.text;
}

/** Names are paths below their folder, with `/`, and NFC, as they are typed. */
function findFiles(modelFolders: readonly string[]): Found {
  const found: Found = { files: new Map(), unlisted: new Set(), broken: new Set() };
  for (const folder of modelFolders) {
    walk(join(folder, 'wildcards'), '', new Set(), found);
  }
  return found;
}

function walk(folder: string, prefix: string, within: ReadonlySet<string>, found: Found): void {
  const { files, unlisted, broken } = found;
  try {
    const real = realpathSync(folder);
    if (within.has(real)) {
      return;
    }
    if (within.size > DEEPEST) {
      unlisted.add(`wildcards/${prefix}`);
      return;
    }
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const called = (prefix + name).normalize('NFC').replace(/\.txt$/i, EXTENSION);
      const kind = kindOf(path);
      if (kind === 'folder') {
        walk(path, `${prefix}${name}/`, new Set([...within, real]), found);
      } else if (HOLDS.includes(extname(name).toLowerCase())) {
        if (kind === 'file' && !files.has(called)) {
          files.set(called, path);
        } else if (kind === null && isLink(path)) {
          broken.add(called);
        }
      }
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      unlisted.add(`wildcards/${prefix}`);
    }
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** What lies at a path, behind links; of what can't be looked at, its name says. Null for what is neither, or gone. */
function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const info = statSync(path, { throwIfNoEntry: false });
    return info?.isDirectory() ? 'folder' : info?.isFile() ? 'file' : null;
  } catch {
    return HOLDS.includes(extname(path).toLowerCase()) ? 'file' : 'folder';
  }
}
