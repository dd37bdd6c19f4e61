/**
 * A1111's prompt editing: a prompt that changes while it is drawn. Read before emphasis, whose brackets it leaves in the text.
 *
 *   prompt    = part*
 *   part      = text | edit | turns | bracket
 *   edit      = '[' (prompt ':')? prompt ':' number ']'     from the first to the second at that step
 *   turns     = '[' prompt ('|' prompt)+ ']'                one after the other, a step each
 *   bracket   = '(' prompt (':' prompt)? ')' | '[' prompt ']'
 *
 * At the top a bracket or colon that belongs to nothing is text. What then still has no place, a `|` or a backslash at the end, makes
 * the whole prompt plain text, as in A1111: `cat | dog [a:b:3]` edits nothing. `strict` takes such a character as text instead.
 */
import { changes, rowOf, stagesOf } from './changing';
import type { Part, Stage, Timeline } from './changing';
import { DIALECTS } from './dialects';
import type { Dialect } from './dialects';
import { readBars } from './bars';
import type { Report } from './problems';

export type { Stage, Timeline } from './changing';

export type EditOptions = { dialect?: Dialect; strict?: boolean; report?: Report };

/** The texts of a prompt over a run's steps, at least one; the last ends with the run. Never throws. */
export function editPrompt(prompt: string, options: Timeline & EditOptions): Stage[] {
  return stagesOf(readChanging(prompt, options), options);
}

/**
 * The stage in force at a denoiser call, counted from 0. A1111 compares a call's number, from 0, with last steps, from 1, so the first
 * stage lasts one call longer than it says; `strict` does not. Second-order samplers make about two calls a step; A1111 gives their
 * timeline twice the steps, under `strict` it is told steps instead of calls.
 */
export function stageAt(
  stages: readonly Stage[],
  call: number,
  { strict = false }: { strict?: boolean } = {}
): Stage {
  return stages.find(({ until }) => call + (strict ? 1 : 0) <= until) ?? stages[stages.length - 1];
}

/** The tree of a prompt: its texts, and what changes between them. Never throws. */
export function readChanging(
  prompt: string,
  { dialect = 'a1111', strict = false, report }: EditOptions
): Part {
  const plain = { text: prompt, from: 0 };
  switch (DIALECTS[dialect].changing) {
    case 'never':
      return plain;
    case 'bars':
      return readBars(prompt);
    case 'edits': {
      const reader = new EditReader(prompt, report);
      const part = reader.read();
      const { lost } = reader;
      if (lost !== null && !strict) {
        if (changes(part)) {
          report?.({ code: 'editing_off', facts: { text: prompt[lost] }, at: lost, length: 1 });
        }
        return plain;
      }
      return part;
    }
  }
}

const NUMBER = /:\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*\]/uy;
const TEXT = /(?:[^\\[\]():|]|\\.)+/uy;
/** Deeper brackets are text; a prompt of a hundred thousand of them must not end the stack. */
const DEEPEST = 500;

class EditReader {
  /** Where the first character is that has no place; null while all have one. */
  lost: number | null = null;
  private at = 0;
  private depth = 0;
  /** Where a bracket was tried and closes nothing; trying again at each level would take exponential time. */
  private readonly unclosed = new Set<number>();

  constructor(
    private readonly source: string,
    private readonly report: Report | undefined
  ) {}

  /** The whole prompt; a character without a place is text, and the first of them `lost`. */
  read(): Part {
    const row: Part[] = [];
    while (this.at < this.source.length) {
      row.push(this.part() ?? this.stray());
    }
    return rowOf(row);
  }

  private prompt(): Part {
    const row: Part[] = [];
    for (let part = this.part(); part !== null; part = this.part()) {
      row.push(part);
    }
    return rowOf(row);
  }

  private part(): Part | null {
    const text = this.match(TEXT);
    return text ? { text: text[0], from: text.index } : this.bracketed();
  }

  private bracketed(): Part | null {
    const start = this.at;
    const open = this.source[start];
    if ((open !== '[' && open !== '(') || this.unclosed.has(start) || this.depth === DEEPEST) {
      return null;
    }
    this.depth++;
    this.at++;
    const part = open === '[' ? this.square(start) : this.round(start);
    this.depth--;
    if (part === null) {
      this.unclosed.add(start);
      this.at = start;
    }
    return part;
  }

  /** ( prompt ) or ( prompt : prompt ) */
  private round(start: number): Part | null {
    const row: Part[] = [{ text: '(', from: start }, this.prompt()];
    const colon = this.at;
    if (this.take(':')) {
      row.push({ text: ':', from: colon }, this.prompt());
    }
    const close = this.at;
    return this.take(')') ? rowOf([...row, { text: ')', from: close }]) : null;
  }

  /** [ prompt ], or an edit, or turns */
  private square(start: number): Part | null {
    const first = this.prompt();
    const end = this.at;
    if (this.take(']')) {
      return rowOf([{ text: '[', from: start }, first, { text: ']', from: end }]);
    }
    if (this.source[this.at] === '|') {
      const turns = [first];
      while (this.take('|')) {
        turns.push(this.prompt());
      }
      return this.take(']') ? { turns } : this.unreadable(start);
    }
    const only = this.match(NUMBER);
    if (only) {
      return { before: rowOf([]), after: first, when: only[1] };
    }
    if (!this.take(':')) {
      return null;
    }
    const second = this.prompt();
    const number = this.match(NUMBER);
    return number ? { before: first, after: second, when: number[1] } : this.unreadable(start);
  }

  /** What looks like an edit and is none, for want of a number or with more parts than an edit has. */
  private unreadable(start: number): null {
    if (this.source[this.at] === ']' || this.source[this.at] === ':') {
      const length = this.at + 1 - start;
      const text = this.source.slice(start, start + Math.min(length, 40));
      this.report?.({ code: 'edit_unreadable', facts: { text }, at: start, length });
    }
    return null;
  }

  private stray(): Part {
    const from = this.at;
    const text = this.source[from];
    if (this.lost === null && !'[]():'.includes(text)) {
      this.lost = from;
    }
    this.at++;
    return { text, from };
  }

  private take(char: string): boolean {
    const found = this.source[this.at] === char;
    this.at += found ? 1 : 0;
    return found;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    this.at = match ? pattern.lastIndex : this.at;
    return match;
  }
}
