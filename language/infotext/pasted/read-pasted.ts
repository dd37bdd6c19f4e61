/** A text that somebody copied, as A1111's infotext, where it holds another program's settings. */
import { settingsIn } from '../foreign/settings-in';
import type { PictureSettings } from '../foreign/types';
import { writeSettings } from '../foreign/written';
import { commandLine } from './command-lines';
import { labelLines } from './label-lines';

/** Longer texts are no settings, JSON apart. */
const LENGTH_MAX = 50_000;
/** The breaks and marks of a page's source. */
const HTML = /<br\s*\/?>|<\/(?:p|div|li)\s*>/i;
/** JSON behind a name or within a command. */
const WITHIN = /^(?:curl\b[^{]{0,2000}|[\w. ]{1,40}[:=]\s*)(\{[^]*\})['";)\s]*$/;
/** A row of a table in Markdown, and the rule under its head. */
const ROW = /^\|\s*([^|\n]*[^|\s])\s*\|\s*([^|\n]*[^|\s])\s*\|\s*$/gm;
const HEAD = /^\|[^\n]*\|\s*\n\|[\s:|-]+\|\s*\n/;
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
  const bare = WITHIN.exec(whole)?.[1] ?? whole;
  if (/^[{[]/.test(bare)) {
    return settingsIn([{ key: 'prompt', text: bare }]);
  }
  if (bare.length > LENGTH_MAX) {
    return null;
  }
  const plain = HTML.test(bare) ? withoutHtml(bare) : bare;
  const written = commandLine(plain) ?? labelLines(plain.replace(HEAD, '').replace(ROW, '**$1:** $2'));
  return written
    ? writeSettings(written)
    : plain !== text.trim()
      ? { text: plain, writer: '', remarks: [] }
      : null;
}

/** The lines within Markdown's fence. */
function withoutFence(text: string): string {
  return /^```\w*\n([^]*?)\n?```$/.exec(text)?.[1].trim() ?? text;
}

function withoutHtml(text: string): string {
  return text
    .replace(/<br\s*\/?>\n?|<\/(?:p|div|li)\s*>\n?/gi, '\n')
    .replace(/<\/?(?:p|div|li|ul|span|b|strong)\s*>/gi, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => MARKS[name])
    .trim();
}
