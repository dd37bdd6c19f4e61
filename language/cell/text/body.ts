/**
 * The body, as in A1111's infotext:
 *
 *     body     : prompt ('Negative prompt:' text)? settings?
 *
 * The negative section opens at the start of a line and goes to the end, or to the settings, which `infotext/find-settings.ts` finds.
 * Before settings there may be several, and all of it may be quoted, as in mail.
 */
import { Fault } from '../../../schema/fault';
import { findSettings, type Settings } from '../../infotext/find-settings';
import type { TextParts } from '../../infotext/foreign/types';
import { ownNames } from '../../infotext/known-labels';
import { type CellPair, pairsOfLine } from '../../infotext/line-pairs';
import { NEGATIVE_LABEL, negativeOpening, negativeWithin } from '../../infotext/negative';
import { type PassOver, refuse } from '../../infotext/pass-over';
import { readable } from '../../infotext/readable-blanks';
import { unquoted } from '../../infotext/quoted';
import { joined, Source, type Span, type Text } from '../source';

/** The body's parts, blanks around them left out. `openings` are where `Negative prompt:` stands, once or never in a body without settings. */
export type Sections = {
  prompt?: Text;
  negative?: Text;
  openings: Span[];
  pairs: CellPair[];
  settings: Settings | null;
};

/** What pages write over their list of settings, in words that end no prompt, and over one of labels. */
const HEADING =
  /^(?:(?:other|generation|image) (?:meta)?data|(?:generation|image) (?:details|settings|parameters|info))\s*[:：]?$/i;
const LABELLED_HEADING =
  /^(?:metadata|(?:(?:other|advanced) )?(?:details|settings|parameters|params|info(?:rmation)?)|resources used|copy(?: prompt| all)?|show (?:more|less))\s*[:：]?$/i;

/** Before the prompt of a text copied from a page or from a list of a picture's texts, where settings follow. */
const PROMPT_LABEL = new RegExp(`^(?:(?:${ownNames('Prompt')})\\s*[:：]|parameters\\s*[:\\n])\\s*`, 'i');

/** A page's own, on a line before the prompt; behind other lines, these are none of it. */
const LABEL_LINE = new RegExp(
  `(?<=^|\\n)[^\\S\\n]*(?:${ownNames('Prompt')})[^\\S\\n]*[:：]?[^\\S\\n]*(?:\\n\\s*|$)`,
  'i'
);
/** Longer texts before a label are prompts themselves. */
const LABEL_WITHIN = 500;

/**
 * The parts of any body. As A1111 has it, the negative prompts of pasted settings are joined by line breaks; without settings a second one
 * is part of the first. Never throws.
 */
export function findSections(source: Source, body: Span): Sections {
  const text = readable(source.text);
  const plain = text === source.text ? source : new Source(text);
  const unmarked = unquoted(plain, body);
  const quoted = unmarked && sectionsOf(unmarked, unquoted(source, body) ?? source, body, true);
  return quoted?.settings ? quoted : sectionsOf(plain, source, body, false);
}

/** `words`: what prompts are taken from, place for place. `isQuoted`: blanks that open a line stand in place of marks. */
function sectionsOf(source: Source, words: Source, body: Span, isQuoted: boolean): Sections {
  const { span } = source.trimmed(body);
  const settings = findSettings(source, span);
  const end = settings ? beforeHeadings(source, span.start, settings) : span.end;
  const start = span.start + (settings ? labelLength(source.slice({ start: span.start, end }), settings) : 0);
  if (settings?.labelled && start > span.start) {
    const { span: before } = source.trimmed({ start: span.start, end: start });
    const { index = 0 } = LABEL_LINE.exec(source.slice(before)) ?? {};
    settings.strays.push(...(index > 0 ? [{ start: before.start, end: before.start + index }] : []));
  }
  const before = openingsIn(source, { start, end }, settings);
  const behind = settings?.negatives ?? [];
  const [first] = before;
  const negatives = settings
    ? before.map((opening, k) => ({ start: opening.end, end: before[k + 1]?.start ?? end }))
    : before.slice(0, 1).map(opening => ({ start: opening.end, end }));
  const section = (...spans: Span[]): Text | undefined => {
    const pieces = isQuoted ? spans.flatMap(each => linesIn(source, each)) : spans;
    const text = joined(
      words,
      pieces.map(each => source.trimmed(each).span)
    );
    return text.value === '' ? undefined : text;
  };
  return {
    prompt: section({ start, end: first?.start ?? end }),
    negative: section(...negatives, ...behind.map(({ text }) => text)),
    openings: [...before, ...behind.map(({ opening }) => opening)],
    pairs: settings?.pairs ?? [],
    settings
  };
}

/** The parts of a text that was made of another program's settings. */
export function madeSections(source: Source, { start, end }: Span, parts: TextParts): Sections {
  const textAt = (value: string, offset: number): Text | undefined =>
    value === ''
      ? undefined
      : {
          value,
          span: { start: start + offset, end: start + offset + value.length },
          at: index => start + offset + index
        };
  const negative = textAt(parts.negative, parts.negativeAt);
  const opens = start + parts.negativeAt - NEGATIVE_LABEL.length - 1;
  const line = { start: start + parts.pairsAt, end };
  const { pairs, strays } = pairsOfLine(source, line, false) ?? { pairs: [], strays: [] };
  return {
    prompt: textAt(parts.prompt, 0),
    negative,
    openings: negative ? [{ start: opens, end: opens + NEGATIVE_LABEL.length }] : [],
    pairs,
    settings:
      pairs.length + strays.length === 0
        ? null
        : {
            ...{ pairs, strays, start: line.start, negatives: [] },
            ...{ elsewhere: false, inline: false, labelled: false }
          }
  };
}

/** The parts of a body. A second negative section where there are no settings is refused with `given_twice`, or passed over. */
export function readBody(source: Source, body: Span, passOver: PassOver = refuse): Sections {
  const sections = findSections(source, body);
  const [first, second] = sections.openings;
  if (second && !sections.settings) {
    const { line, column } = source.where(first);
    passOver(new Fault('given_twice', { param: 'negative_prompt', line, column }, source.where(second)));
  }
  return sections;
}

function labelLength(text: string, { labelled }: Settings): number {
  const found =
    PROMPT_LABEL.exec(text.slice(0, 40)) ?? (labelled ? LABEL_LINE.exec(text.slice(0, LABEL_WITHIN)) : null);
  return found ? found.index + found[0].length : 0;
}

/** Where the prompts before settings end. */
function beforeHeadings(source: Source, start: number, { start: settings, labelled }: Settings): number {
  let end = settings;
  for (;;) {
    const { span } = source.trimmed({ start, end });
    const from = Math.max(start, source.text.lastIndexOf('\n', span.end - 1) + 1);
    const { value } = source.trimmed({ start: from, end: span.end });
    if (!(HEADING.test(value) || (labelled && from > start && LABELLED_HEADING.test(value)))) {
      return end;
    }
    end = from;
  }
}

function linesIn(source: Source, { start, end }: Span): Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end; at = source.lineEnd(at) + 1) {
    lines.push({ start: at, end: Math.min(end, source.lineEnd(at)) });
  }
  return lines;
}

/** Where `Negative prompt:` stands at the start of a line, or within one of pasted settings whose line breaks were lost. */
function openingsIn(source: Source, { start, end }: Span, settings: Settings | null): Span[] {
  const found: Span[] = [];
  for (const each of linesIn(source, { start, end })) {
    const line = source.trimmed(each);
    const opening = negativeOpening(line.value, settings?.labelled);
    if (opening > 0) {
      found.push({ start: line.span.start, end: line.span.start + opening });
    }
  }
  const within = settings && found.length === 0 ? negativeWithin(source.slice({ start, end })) : -1;
  if (within >= 0) {
    const at = start + within;
    found.push({ start: at, end: at + negativeOpening(source.slice({ start: at, end })) });
  }
  return found;
}
