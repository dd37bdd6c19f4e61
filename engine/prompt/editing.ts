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
 * the whole prompt plain text, as in A1111: `cat | dog [a:b:3]` edits nothing.
 */

/** A part of a prompt: text, parts in a row, an edit, or turns. */
type Part = string | { row: Part[] } | { before: Part; after: Part; when: string } | { turns: Part[] };

/** How long steps last. */
export type Timeline = {
  steps: number;
  /** Steps of the pass before this one, for the hires pass: its fractions run from 1 to 2, its whole numbers from there on. */
  stepsBefore?: number;
  /** A1111's rule before 1.6: a number below 1 is a fraction, any other a step. */
  oldRule?: boolean;
};

/** A text and the last step, counted from 1, that it is used in. */
export type Stage = { until: number; text: string };

/** The texts of a prompt over a run's steps, at least one; the last ends with the run. Never throws. */
export function editPrompt(prompt: string, timeline: Timeline): Stage[] {
  const parsed = new EditReader(prompt).read() ?? prompt;
  const ends = new Set([timeline.steps]);
  collectEnds(parsed, timeline, ends);
  return [...ends].sort((a, b) => a - b).map(until => ({ until, text: textAt(parsed, until, timeline) }));
}

/**
 * The stage in force at a denoiser call, counted from 0. A1111 compares a call's number, from 0, with last steps, from 1, so the first
 * stage lasts one call longer than it says. Second-order samplers make about two calls a step; their timeline has twice the steps.
 */
export function stageAt(stages: readonly Stage[], call: number): Stage {
  return stages.find(({ until }) => call <= until) ?? stages[stages.length - 1];
}

const NUMBER = /:\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*\]/uy;
const TEXT = /(?:[^\\[\]():|]|\\.)+/uy;
/** Deeper brackets are text; a prompt of a hundred thousand of them must not end the stack. */
const DEEPEST = 500;

class EditReader {
  private at = 0;
  private depth = 0;
  /** Where a bracket was tried and closes nothing; trying again at each level would take exponential time. */
  private readonly unclosed = new Set<number>();

  constructor(private readonly source: string) {}

  /** The whole prompt, or null when something has no place. */
  read(): Part | null {
    const row: Part[] = [];
    while (this.at < this.source.length) {
      const part = this.part() ?? this.stray();
      if (part === null) {
        return null;
      }
      row.push(part);
    }
    return { row };
  }

  private prompt(): Part {
    const row: Part[] = [];
    for (let part = this.part(); part !== null; part = this.part()) {
      row.push(part);
    }
    return { row };
  }

  private part(): Part | null {
    const text = this.match(TEXT);
    return text ? text[0] : this.bracketed();
  }

  private bracketed(): Part | null {
    const start = this.at;
    const open = this.source[start];
    if ((open !== '[' && open !== '(') || this.unclosed.has(start) || this.depth === DEEPEST) {
      return null;
    }
    this.depth++;
    this.at++;
    const part = open === '[' ? this.square() : this.round();
    this.depth--;
    if (part === null) {
      this.unclosed.add(start);
      this.at = start;
    }
    return part;
  }

  /** ( prompt ) or ( prompt : prompt ) */
  private round(): Part | null {
    const row: Part[] = ['(', this.prompt()];
    if (this.take(':')) {
      row.push(':', this.prompt());
    }
    return this.take(')') ? { row: [...row, ')'] } : null;
  }

  /** [ prompt ], or an edit, or turns */
  private square(): Part | null {
    const first = this.prompt();
    if (this.take(']')) {
      return { row: ['[', first, ']'] };
    }
    if (this.source[this.at] === '|') {
      const turns = [first];
      while (this.take('|')) {
        turns.push(this.prompt());
      }
      return this.take(']') ? { turns } : null;
    }
    const only = this.match(NUMBER);
    if (only) {
      return { before: '', after: first, when: only[1] };
    }
    if (!this.take(':')) {
      return null;
    }
    const second = this.prompt();
    const number = this.match(NUMBER);
    return number && { before: first, after: second, when: number[1] };
  }

  private stray(): string | null {
    const char = this.source[this.at];
    if (!'[]():'.includes(char)) {
      return null;
    }
    this.at++;
    return char;
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

/** The last step before an edit: a number with a point is a fraction of the steps, one without a step. */
function lastBefore(when: string, { steps, stepsBefore, oldRule }: Timeline): number {
  const value = Number(when);
  const isFraction = oldRule ? value < 1 : when.includes('.');
  const passed = stepsBefore === undefined || oldRule ? 0 : isFraction ? 1 : stepsBefore;
  return Math.min(steps, Math.trunc(isFraction ? (value - passed) * steps : value - passed));
}

function collectEnds(part: Part, timeline: Timeline, ends: Set<number>): void {
  if (typeof part === 'string') {
    return;
  }
  if ('when' in part) {
    const end = lastBefore(part.when, timeline);
    if (end >= 1) {
      ends.add(end);
    }
    collectEnds(part.before, timeline, ends);
    collectEnds(part.after, timeline, ends);
  } else if ('turns' in part) {
    for (let step = 1; step <= timeline.steps; step++) {
      ends.add(step);
    }
    part.turns.forEach(turn => collectEnds(turn, timeline, ends));
  } else {
    part.row.forEach(each => collectEnds(each, timeline, ends));
  }
}

function textAt(part: Part, step: number, timeline: Timeline): string {
  if (typeof part === 'string') {
    return part;
  }
  if ('when' in part) {
    return textAt(step <= lastBefore(part.when, timeline) ? part.before : part.after, step, timeline);
  }
  return 'turns' in part
    ? textAt(part.turns[(step - 1) % part.turns.length], step, timeline)
    : part.row.map(each => textAt(each, step, timeline)).join('');
}
