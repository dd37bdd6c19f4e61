/** A cursor over one line of the source that knows blanks, quotes and bare words. */
import { isSpace, type Source, type Span, type Text } from './source';

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\'
};

export class Scanner {
  constructor(
    readonly source: Source,
    public at: number,
    readonly end: number
  ) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The character under the cursor; undefined at the end. */
  get char(): string | undefined {
    return this.at < this.end ? this.source.text[this.at] : undefined;
  }

  skipBlanks(): void {
    while (isSpace(this.char)) {
      this.at++;
    }
  }

  /** Moves past `char` and the blanks around it; false, and nothing moved, when it isn't next. */
  take(char: string): boolean {
    const before = this.at;
    this.skipBlanks();
    if (this.char !== char) {
      this.at = before;
      return false;
    }
    this.at++;
    this.skipBlanks();
    return true;
  }

  span(start: number): Span {
    return { start, end: this.at };
  }

  /** Characters up to a blank, the end or one of `stops`. */
  bare(stops = ''): Text {
    const start = this.at;
    while (!this.done && !isSpace(this.char) && !stops.includes(this.source.text[this.at])) {
      this.at++;
    }
    const span = this.span(start);
    return { value: this.source.slice(span), span, at: index => start + index };
  }

  /** Where something is missing: the character under the cursor, at the end of the line the last one that is no blank. */
  get gap(): Span {
    let start = this.at;
    while (start > 0 && (start >= this.end || isSpace(this.source.text[start]))) {
      start--;
    }
    return { start, end: start + 1 };
  }

  get atQuote(): boolean {
    return this.char !== undefined && this.char in CLOSING;
  }

  /**
   * A quoted string. `\"`, `\'`, `\\`, `\n`, `\r` and `\t` are escapes, any other backslash is itself (prompts write `\(`); a doubled
   * double quote is one, as in CSV.
   */
  quoted(): Text {
    const { text } = this.source;
    const start = this.at;
    const close = CLOSING[text[start]];
    const offsets: number[] = [];
    const pieces: string[] = [];
    this.at++;
    for (;;) {
      if (this.done) {
        this.source.fail('unclosed_quote', { quote: close }, { start, end: this.end });
      }
      const char = text[this.at];
      const next = this.at + 1 < this.end ? text[this.at + 1] : '';
      const doubled = char === '"' && close === '"' && next === '"';
      if (char === close && !doubled) {
        break;
      }
      offsets.push(this.at);
      const escaped = char === '\\' && next in ESCAPES;
      pieces.push(escaped ? ESCAPES[next] : char);
      this.at += escaped || doubled ? 2 : 1;
    }
    offsets.push(this.at++);
    return { value: pieces.join(''), span: this.span(start), at: index => offsets[index] };
  }
}
