import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Font, parse } from 'opentype.js';
import { firstOfCollection } from './font-collection';

/** Where systems keep their fonts; the bundled ones are always there, these help with what they lack. */
const FOLDERS: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(homedir(), '.local', 'share', 'fonts'),
    join(homedir(), '.fonts')
  ],
  darwin: ['/System/Library/Fonts', '/Library/Fonts', join(homedir(), 'Library', 'Fonts')],
  win32: [join(process.env.WINDIR ?? 'C:\\Windows', 'Fonts')]
};

/** Names of fonts that have Chinese, Japanese and Korean characters, the likeliest to be well drawn first. */
const CJK = [
  /^noto ?sans ?(cjk|sc|hans|mono ?cjk)/i,
  /^source ?han ?sans/i,
  /^(msyh|microsoft ?yahei)/i,
  /^(hiragino ?sans ?gb|stheiti|pingfang)/i,
  /^wqy-(zenhei|microhei)/i,
  /^droidsansfallback/i,
  /^(simhei|simsun|uming|ukai)/i
];
const FONT_FILE = /\.(ttf|otf|ttc|otc)$/i;
const DEPTH_MAX = 4;

export type Weight = 'regular' | 'bold';

const loaded = new Map<string, Font | null>();

/** The font that comes with us. */
export function bundledFont(weight: Weight): Font {
  const name = weight === 'bold' ? 'sheet-bold.ttf' : 'sheet-regular.ttf';
  const folder = fontFolder();
  const font = folder && load(join(folder, name));
  if (!font) {
    throw new Error(`${name} is missing from the package`);
  }
  return font;
}

/** A font of the system that has Han characters, or null. Looked for once, when the first such character is drawn. */
export function systemFont(): Font | null {
  system ??= { font: findSystemFont() };
  return system.font;
}

let system: { font: Font | null } | null = null;

/** Beside the bundle, or beside the sources of the sheet. */
function fontFolder(): string | undefined {
  return [join(__dirname, 'fonts'), join(__dirname, '..', 'fonts')].find(folder => {
    try {
      return readdirSync(folder).length > 0;
    } catch {
      return false;
    }
  });
}

function findSystemFont(): Font | null {
  const files = (FOLDERS[process.platform] ?? []).flatMap(folder => fontFiles(folder, 0));
  for (const pattern of CJK) {
    for (const { name, path } of files) {
      const font = pattern.test(name) ? load(path) : null;
      if (font && font.charToGlyphIndex('你') > 0) {
        return font;
      }
    }
  }
  return null;
}

function fontFiles(folder: string, depth: number): { name: string; path: string }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return depth < DEPTH_MAX ? fontFiles(path, depth + 1) : [];
      }
      return FONT_FILE.test(entry.name) ? [{ name: entry.name, path }] : [];
    });
  } catch {
    return [];
  }
}

function load(path: string): Font | null {
  let font = loaded.get(path);
  if (font === undefined) {
    try {
      font = parse(firstOfCollection(readFileSync(path)), { lowMemory: true });
    } catch {
      // A font that can't be read is one that isn't there; the next may do.
      font = null;
    }
    loaded.set(path, font);
  }
  return font;
}
