/** A text that somebody copied, as A1111's infotext, where it holds another program's settings. */
import { Source } from '../../cell/source';
import { findSections, type Sections } from '../../cell/text/body';
import { isJson } from '../foreign/json';
import { settingsIn } from '../foreign/settings-in';
import type { PictureSettings } from '../foreign/types';
import { writeSettings } from '../foreign/written';
import { withLines } from '../literal-lines';
import { readable } from '../readable-blanks';
import { commandLine } from './command-lines';
import { labelLines } from './label-lines';

/** Longer texts are no settings, JSON apart. */
const LENGTH_MAX = 50_000;
/** The breaks and marks of a page's source. */
const HTML = /<br\s*\/?>|<\/(?:p|div|li)\s*>/i;
/** JSON behind a name or within a command. */
const WITHIN = /^(?:curl\b[^{]{0,2000}|[\w. ]{1,40}[:=]\s*)(\{[^]*\})['";)\s]*$/;
/** A cell with a label, and the tab behind it. */
const ROW = /^([\p{L}\p{N}][\p{L}\p{N} _/()（）-]{0,39}?)[:：]?[^\S\t\n]*\t\s*(?=\S)/u;
const MARKS: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
  amp: '&'
};

/** The settings of a pasted text; null when all of it is to be read as it stands. Never throws. */
export function readPasted(text: string): PictureSettings | null {
  const whole = withoutFence(text.trim());
  const json = isJson(whole) ? whole : WITHIN.exec(whole)?.[1];
  const found = json === undefined ? null : settingsIn([{ key: 'prompt', text: json }]);
  if (found || json === whole || whole.length > LENGTH_MAX) {
    return found;
  }
  const plain = withLines(HTML.test(whole) ? withoutHtml(whole) : whole);
  const written = commandLine(plain) ?? labelLines(readable(withoutTable(plain)));
  return written
    ? writeSettings(written)
    : plain !== text.trim() && isCopied(plain, whole)
      ? { text: plain, writer: '', remarks: [] }
      : null;
}

/**
 * Whether marks around or within a text are those of the page that it was copied from: settings follow, or a negative prompt that the text
 * as it is written has not. What else stands in marks is a prompt's own.
 */
function isCopied(plain: string, written: string): boolean {
  const partsOf = (text: string): Sections => findSections(new Source(text), { start: 0, end: text.length });
  const { settings, openings } = partsOf(plain);
  return settings !== null || openings.length > (plain === written ? 0 : partsOf(written).openings.length);
}

/** The lines within Markdown's fence. */
function withoutFence(text: string): string {
  const lines = text.split('\n');
  return /^```\w*$/.test(lines[0]) && text.length > 6 && text.endsWith('```')
    ? text.slice(lines[0].length, -3).trim()
    : text;
}

function withoutHtml(text: string): string {
  return text
    .replace(/<br\s*\/?>\n?|<\/(?:p|div|li)\s*>\n?/gi, '\n')
    .replace(/<\/?(?:p|div|li|ul|span|b|strong)\s*>/gi, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => MARKS[name])
    .trim();
}

/** The rows of a table of two columns, Markdown's without its head or a page's with tabs, as lines of labels. */
function withoutTable(text: string): string {
  const lines = text.split('\n').map(line => line.replace(ROW, '**$1:** '));
  const isRule = (line = ''): boolean => line.includes('-') && /^[|\s:-]+$/.test(line);
  return lines
    .filter((line, k) => !line.startsWith('|') || !(isRule(line) || isRule(lines[k + 1])))
    .map(line => {
      const cells = line.startsWith('|') ? line.split('|').map(each => each.trim()) : [];
      return cells.length === 4 ? `**${cells[1]}:** ${cells[2]}` : line;
    })
    .join('\n');
}
