/**
 * Settings as lines of labels and values: logs of Fooocus and Easy Diffusion, texts of Draw Things and NovelAI, Markdown, and A1111's own
 * in Chinese.
 *
 *     lines : (words | label ':' value (separator label ':' value)*)*
 *
 * Only a known label begins a value; what follows a prompt's label without one goes on with that prompt.
 */
import type { Written } from '../foreign/types';
import { isSetting, keyCalled, ownKeyCalled } from '../known-labels';
import { areSettings, type Labelled, toWritten } from './to-written';

/** Marks of lists, quotes and emphasis before a label. */
const MARKS = /^\s*(?:(?:[-*•·>+]|\d+\.|#{1,6})\s+)?(?:\*\*|__|`)?\s*/;
const LABEL =
  /^([\p{L}\p{N}][\p{L}\p{N} _/()（）-]{0,39}?)\s{0,3}(?:\*\*|__|`)?\s{0,3}[:：=]\s{0,3}(?:\*\*|__|`)?/u;
/** What separates several labels of a line. */
const SEPARATOR = /\s{0,3}[,，;；|·•、]\s{0,3}|\s{2,}|\t|\s(?=\*\*|[A-Za-z_]+=)/g;
/** Labels of other programs that have no key here and no place in a prompt. */
const OWN =
  /^(?:styles|performance|sharpness|adm guidance|refiner model|refiner switch|fooocus v2 expansion|metadata scheme|lora \d+|version|seed mode|strength|prompt strength|use face correction|use upscaling|shift|vae hash|hashes|lora hashes|ti hashes)$/i;
/** Of these, what no line of A1111's own begins with. */
const AT_START = /^(?:performance|seed mode|adm guidance|fooocus v2 expansion|lora \d+)$/i;

/** Blank lines, rules and fences of Markdown. */
const RULE = /^(?:[-*_]{3,}|```\w*)?$/;

type Line = { labelled: [string, string][]; odd: boolean };

/** What the lines set; null when they are no label lines, or are A1111's own and read better as such. */
export function labelLines(text: string): Written | null {
  const labelled: [string, string][] = [];
  const before: string[] = [];
  let odd = false;
  for (const line of text.split('\n')) {
    const read = readLine(line);
    if (read) {
      // A prompt behind settings, or behind words that are none of it.
      const isLate = keyCalled(read.labelled[0][0]) === 'Prompt' && labelled.length + before.length > 0;
      labelled.push(...read.labelled);
      odd ||= read.odd || isLate;
      continue;
    }
    const last = labelled.at(-1);
    if (last && isPromptLabel(last[0])) {
      last[1] = `${last[1]}\n${line}`;
    } else if (!last) {
      before.push(...(RULE.test(line.trim()) ? [] : [line]));
    } else if (!RULE.test(line.trim())) {
      // Words behind settings are none of these.
      return null;
    }
  }
  if (!odd || !areSettings(labelled)) {
    return null;
  }
  const writer = writerOf(labelled);
  const hasPrompt = labelled.some(([label]) => keyCalled(label) === 'Prompt');
  return hasPrompt
    ? { ...toWritten(labelled, writer), unused: before.map(line => line.trim()).filter(Boolean) }
    : toWritten([...wordsBefore(before, writer), ...labelled], writer);
}

function readLine(line: string): Line | null {
  const marks = MARKS.exec(line)?.[0] ?? '';
  const bare = line.slice(marks.length);
  const first = LABEL.exec(bare);
  const emphasised = first !== null && /\*\*|__|`/.test(marks + first[0]);
  if (!first || !(isKnown(first[1]) || emphasised)) {
    return null;
  }
  const odd = emphasised || first[0].includes('=') || /^\s*(?:[-*•·+]|\d+\.)\s/.test(marks);
  if (isPromptLabel(first[1])) {
    return {
      labelled: [[first[1], valueIn(bare.slice(first[0].length), emphasised)]],
      odd: odd || isOdd(first[1])
    };
  }
  const labelled: [string, string][] = [];
  for (const part of partsOf(bare)) {
    const label = LABEL.exec(part)!;
    labelled.push([label[1], valueIn(part.slice(label[0].length), emphasised)]);
  }
  // A1111's own lines say other programs' keys besides theirs.
  const plain = new Set(labelled.filter(([label]) => !isOdd(label)).map(([label]) => keyCalled(label)));
  const isOwn = ([label]: [string, string], k: number): boolean =>
    isOdd(label) && (k === 0 || (keyCalled(label) !== undefined && !plain.has(keyCalled(label))));
  return { labelled, odd: odd || labelled.some(isOwn) };
}

/** A line cut before each further label. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: separator, index } of line.matchAll(SEPARATOR)) {
    const next = index + separator.length;
    const label = LABEL.exec(line.slice(next + (MARKS.exec(line.slice(next, next + 8))?.[0].length ?? 0)));
    if (LABEL.test(line.slice(from, index)) && label && (isKnown(label[1]) || /[,，|]/.test(separator))) {
      parts.push(line.slice(from, index));
      from = next + (MARKS.exec(line.slice(next, next + 8))?.[0].length ?? 0);
    }
  }
  return [...parts, line.slice(from)];
}

function valueIn(written: string, emphasised: boolean): string {
  const value = written.trim().replace(/[,，]$/, '');
  const bare = emphasised ? value.replace(/^(?:\*\*|`)|(?:\*\*|`)$/g, '') : value;
  return /^"[^"]*"$/.test(bare) ? bare.slice(1, -1) : bare.trim();
}

function isKnown(label: string): boolean {
  return keyCalled(label) !== undefined || OWN.test(label.trim());
}

function isPromptLabel(label: string): boolean {
  return /^(?:Prompt|Negative prompt)$/.test(keyCalled(label) ?? '');
}

/** Whether A1111's reader of lines would not know a label, or not at the start of its block. */
function isOdd(label: string): boolean {
  return keyCalled(label) === undefined ? AT_START.test(label.trim()) : ownKeyCalled(label) === undefined;
}

function writerOf(labelled: Labelled): string {
  const has = (pattern: RegExp): boolean => labelled.some(([label]) => pattern.test(label.trim()));
  const version = labelled.find(([label]) => /^version$/i.test(label.trim()))?.[1] ?? '';
  return /fooocus/i.test(version) || has(/^(?:performance|adm guidance|fooocus v2 expansion|sharpness)$/i)
    ? 'Fooocus'
    : has(/^seed mode$/i) || (has(/^guidance scale$/i) && has(/^strength$/i))
      ? 'Draw Things'
      : has(/^(?:undesired content|prompt guidance)$/i)
        ? 'NovelAI'
        : has(/^guidance scale$/i) && has(/^(?:width|prompt strength|stable diffusion model)$/i)
          ? 'Easy Diffusion'
          : '';
}

/** The words before the first label; Draw Things puts a `-` before its negative prompt. */
function wordsBefore(lines: readonly string[], writer: string): Labelled {
  const minus = writer === 'Draw Things' ? lines.findIndex(line => /^-\s*\S/.test(line)) : -1;
  const prompt = (minus < 0 ? lines : lines.slice(0, minus)).join('\n').trim();
  const negative = minus < 0 ? '' : lines.slice(minus).join('\n').slice(1).trim();
  return [
    ...(prompt === '' ? [] : [['Prompt', prompt] as const]),
    ...(negative === '' ? [] : [['Negative prompt', negative] as const])
  ];
}

/** How many different settings a text names at the starts of lines or behind separators, and whether it holds nothing else. */
export function countLabels(text: string): { count: number; isAll: boolean } {
  const found = new Set<string>();
  let isAll = true;
  for (const part of text.split(/\n|[,，;；|]\s*/).slice(0, 2000)) {
    const bare = part.replace(MARKS, '');
    const label = LABEL.exec(bare);
    const key = label && keyCalled(label[1]);
    if (key && isSetting(key, bare.slice(label[0].length).replace(/\*\*|`/g, ''))) {
      found.add(key);
    } else {
      isAll &&= part.trim() === '';
    }
  }
  return { count: found.size, isAll };
}
