/**
 * The body, as in A1111's infotext:
 *
 *     body     : prompt ('Negative prompt:' text)? infotext?
 *
 * The negative section opens at the start of a line and goes to the end, or to a last line of `Key: value` pairs.
 */
import { type CellPair, readInfotext } from '../../infotext/in-cells';
import { NEGATIVE_LABEL } from '../../infotext/negative';
import type { Source, Span, Text } from '../source';

/** Any case, and the full-width colon of Chinese keyboards. */
const NEGATIVE = new RegExp(`^${NEGATIVE_LABEL.slice(0, -1)}[:：]`, 'i');

/** The body's parts, blanks around them left out. `openings` are where `Negative prompt:` stands, once or never in a right body. */
export type Sections = { prompt?: Text; negative?: Text; openings: Span[]; pairs: CellPair[] };

/** The parts of any body; a second negative section is part of the first. Never throws. */
export function findSections(source: Source, body: Span): Sections {
  const { span } = source.trimmed(body);
  const lastLine = source.trimmed({
    start: Math.max(span.start, source.text.lastIndexOf('\n', span.end - 1) + 1),
    end: span.end
  });
  const pairs =
    lastLine.value === '' || NEGATIVE.test(lastLine.value.slice(0, 20))
      ? null
      : readInfotext(source, lastLine.span);
  const end = pairs ? lastLine.span.start : span.end;
  const openings = negativeLines(source, { start: span.start, end });
  const [first] = openings;
  return {
    prompt: section(source, { start: span.start, end: first?.start ?? end }),
    negative: first && section(source, { start: first.end, end }),
    openings,
    pairs: pairs ?? []
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

/** Where `Negative prompt:` stands at the start of a line. */
function negativeLines(source: Source, { start, end }: Span): Span[] {
  const found: Span[] = [];
  for (let at = start; at < end; at = source.lineEnd(at) + 1) {
    const line = source.trimmed({ start: at, end: Math.min(end, source.lineEnd(at)) });
    const opening = NEGATIVE.exec(line.value.slice(0, 20));
    if (opening) {
      found.push({ start: line.span.start, end: line.span.start + opening[0].length });
    }
  }
  return found;
}
