/**
 * A text and places in it. Offsets and columns count UTF-16 code units, as CodeMirror and JavaScript do: an emoji is two columns.
 * Lines end with LF or CR LF; the CR belongs to no line, so places hold in the text as it was sent.
 */
import type { FactsOf, MessageCode } from '../../schema/messages';
import type { Where } from '../../schema/wire';
import { Fault } from '../../schema/fault';
import { shortened } from '../../schema/readable';

export type Span = { start: number; end: number };

/** A piece of the source whose value may differ from what is written (quotes, escapes); `at` maps value offsets to the source. */
export type Text = { value: string; span: Span; at(index: number): number };

const EXCERPT_LENGTH = 60;

export class Source {
  readonly text: string;
  private readonly lineStarts: number[] = [0];

  constructor(written: string) {
    this.text = written.replace(/\r\n/g, '\n');
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) {
      this.lineStarts.push(at + 1);
    }
  }

  /** Line, column and length of a span, 1-based; the length stops at the end of the first line and is at least 1. */
  where({ start, end }: Span): Where {
    let low = 0;
    let high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle] <= start) {
        low = middle;
      } else {
        high = middle;
      }
    }
    const lineEnd = low + 1 < this.lineStarts.length ? this.lineStarts[low + 1] - 1 : this.text.length;
    const length = Math.max(1, Math.min(end, lineEnd) - start);
    return { line: low + 1, column: start - this.lineStarts[low] + 1, length };
  }

  fail<Code extends MessageCode>(code: Code, facts: FactsOf<Code>, span: Span): never {
    throw new Fault<MessageCode>(code, facts, this.where(span));
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** The text of a span as it stands, without the blanks around it. */
  trimmed({ start, end }: Span): Text {
    while (start < end && isSpace(this.text[start])) {
      start++;
    }
    while (end > start && isSpace(this.text[end - 1])) {
      end--;
    }
    return { value: this.text.slice(start, end), span: { start, end }, at: index => start + index };
  }

  /** Where something is missing at `offset`: that character, or where only blanks follow the last that is none. */
  gap(offset: number): Span {
    const end = this.lineEnd(offset);
    let start = offset;
    while (start > 0 && (start >= end || isSpace(this.text[start]))) {
      start--;
    }
    return { start, end: start + 1 };
  }

  /** Offset of the end of the line that holds `offset`, before its LF. */
  lineEnd(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end;
  }
}

/** Pieces of a text as one, a line or more each; empty ones are left out. */
export function joined(source: Source, pieces: readonly Span[]): Text {
  const texts = pieces.map(each => source.trimmed(each)).filter(({ value }) => value !== '');
  const [first] = texts;
  if (texts.length < 2) {
    return first ?? source.trimmed({ start: 0, end: 0 });
  }
  const places = texts.flatMap(({ value, at }) => Array.from({ length: value.length + 1 }, (_, k) => at(k)));
  return {
    value: texts.map(({ value }) => value).join('\n'),
    span: { start: first.span.start, end: texts[texts.length - 1].span.end },
    at: index => places[index]
  };
}

/** Runs `check` and gives the fault it throws a place. */
export function placed<T>(where: Where | undefined, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Fault && !error.where) {
      throw new Fault(error.code, error.facts, where);
    }
    throw error;
  }
}

/** What was written, short enough for a sentence. */
export function excerpt(text: string): string {
  return shortened(text, EXCERPT_LENGTH);
}

/** A blank of any width, or a line break. */
export function isSpace(char: string | undefined): boolean {
  return char !== undefined && /\s/.test(char);
}
