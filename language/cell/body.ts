/**
 * The body, as in A1111's infotext:
 *
 *     body     : prompt ('Negative prompt:' text)? infotext?
 *
 * The negative section opens at the start of a line and goes to the end, or to a last line of `Key: value` pairs.
 */
import { type CellPair, readInfotext } from '../infotext/in-cells';
import type { Source, Span, Text } from './source';

const NEGATIVE = /^negative prompt[:：]/i;

export type Body = { prompt?: Text; negative?: Text; negativeSpan?: Span; pairs: CellPair[] };

/** The sections of the body, blanks around them left out; a second negative section is an error. */
export function readBody(source: Source, body: Span): Body {
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
  const opened = negativeLines(source, { start: span.start, end });
  if (opened.length > 1) {
    const { line, column } = source.where(opened[0]);
    source.fail('given_twice', { param: 'negative_prompt', line, column }, opened[1]);
  }
  const [negativeSpan] = opened;
  return {
    prompt: section(source, { start: span.start, end: negativeSpan?.start ?? end }),
    negative: negativeSpan && section(source, { start: negativeSpan.end, end }),
    negativeSpan,
    pairs: pairs ?? []
  };
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
