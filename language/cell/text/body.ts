/**
 * The body, as in A1111's infotext:
 *
 *     body     : prompt ('Negative prompt:' text)? settings?
 *
 * The negative section opens at the start of a line and goes to the end, or to the settings, which `infotext/find-settings.ts` finds.
 */
import { findSettings, type Settings } from '../../infotext/find-settings';
import type { CellPair } from '../../infotext/line-pairs';
import { negativeOpening, negativeWithin } from '../../infotext/negative';
import type { Source, Span, Text } from '../source';

/** The body's parts, blanks around them left out. `openings` are where `Negative prompt:` stands, once or never in a right body. */
export type Sections = {
  prompt?: Text;
  negative?: Text;
  openings: Span[];
  pairs: CellPair[];
  settings: Settings | null;
};

/** Before the prompt of a text copied from a page or from a list of a picture's texts, where settings follow. */
const PROMPT_LABEL = /^(?:(?:positive )?prompt\s*[:：]|parameters\s*[:\n])\s*/i;

/** The parts of any body; a second negative section is part of the first. Never throws. */
export function findSections(source: Source, body: Span): Sections {
  const { span } = source.trimmed(body);
  const settings = findSettings(source, span);
  const end = settings?.start ?? span.end;
  const label = settings
    ? (PROMPT_LABEL.exec(source.slice({ start: span.start, end }).slice(0, 40))?.[0].length ?? 0)
    : 0;
  const start = span.start + label;
  const before = openingsIn(source, { start, end }, settings);
  const behind = settings?.negative;
  const [first] = before;
  return {
    prompt: section(source, { start, end: first?.start ?? end }),
    negative: first ? section(source, { start: first.end, end }) : behind && section(source, behind.text),
    openings: [...before, ...(behind ? [behind.opening] : [])],
    pairs: settings?.pairs ?? [],
    settings
  };
}

/** The parts of a body; throws `given_twice` for a second negative section. */
export function readBody(source: Source, body: Span): Sections {
  const sections = findSections(source, body);
  const [first, second] = sections.openings;
  if (second) {
    const { line, column } = source.where(first);
    source.fail('given_twice', { param: 'negative_prompt', line, column }, second);
  }
  return sections;
}

function section(source: Source, span: Span): Text | undefined {
  const text = source.trimmed(span);
  return text.value === '' ? undefined : text;
}

/** Where `Negative prompt:` stands at the start of a line, or within one of pasted settings whose line breaks were lost. */
function openingsIn(source: Source, { start, end }: Span, settings: Settings | null): Span[] {
  const found: Span[] = [];
  for (let at = start; at < end; at = source.lineEnd(at) + 1) {
    const line = source.trimmed({ start: at, end: Math.min(end, source.lineEnd(at)) });
    const opening = negativeOpening(line.value);
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
