/** A cursor over one line of the source that knows blanks, quotes and bare words. It never throws. */
import { CLOSING, ESCAPES } from '../quote';
import { isSpace, type Source, type Span, type Text } from '../source';
import { expressionEnd } from './variables';

/** A value as it was written. */
export type Written = Text & {
  /** The quote that ends it; '' when it is bare. */
  quote: string;
  /** False when that quote is missing: then it goes to the end, and its value is its text. */
  closed: boolean;
};

export type ScannerOptions = {
  /** Whether `${expression}` is one thing, whatever is in it: the kernel has not yet put its value there. */
  variables?: boolean;
};

export class Scanner {
  constructor(
    readonly source: Source,
    public at: number,
    readonly end: number,
    private readonly options: ScannerOptions = {}
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
  bare(stops = ''): Written {
    const start = this.at;
    while (!this.done && !isSpace(this.char) && !stops.includes(this.source.text[this.at])) {
      this.at = this.afterVariable() ?? this.at + 1;
    }
    return this.asWritten(start);
  }

  /** The text from `start` to the cursor, taken as it stands. */
  asWritten(start: number): Written {
    const span = this.span(start);
    return { value: this.source.slice(span), span, at: index => start + index, quote: '', closed: true };
  }

  get atQuote(): boolean {
    return this.char !== undefined && this.char in CLOSING;
  }

  /**
   * A quoted string. `\"`, `\'`, `\”`, `\\`, `\n`, `\r` and `\t` are escapes, any other backslash is itself (prompts write `\(`); a
   * doubled double quote is one, as in CSV.
   */
  quoted(): Written {
    const { text } = this.source;
    const start = this.at;
    const quote = CLOSING[text[start]];
    const offsets: number[] = [];
    const pieces: string[] = [];
    this.at++;
    for (;;) {
      if (this.done) {
        return { ...this.asWritten(start), quote, closed: false };
      }
      const char = text[this.at];
      const next = this.at + 1 < this.end ? text[this.at + 1] : '';
      const doubled = char === '"' && quote === '"' && next === '"';
      if (char === quote && !doubled) {
        break;
      }
      const after = this.afterVariable();
      const escaped = char === '\\' && next in ESCAPES;
      const to = after ?? this.at + (escaped || doubled ? 2 : 1);
      const piece = after ? text.slice(this.at, after) : escaped ? ESCAPES[next] : char;
      for (let k = 0; k < piece.length; k++) {
        offsets.push(this.at + k);
      }
      pieces.push(piece);
      this.at = to;
    }
    offsets.push(this.at++);
    const span = this.span(start);
    return { value: pieces.join(''), span, at: index => offsets[index], quote, closed: true };
  }

  private afterVariable(): number | undefined {
    return this.options.variables ? expressionEnd(this.source.text, this.at, this.end) : undefined;
  }
}
