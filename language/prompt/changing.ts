/** A prompt that changes while it is drawn, as a tree: what the readers of each dialect make, and its text at each step. */
import { Joined } from './places';
import type { Place } from './places';

/** A part of a prompt: text and where it stands, parts in a row, an edit, or turns. */
export type Part =
  | { text: string; from: number }
  | { row: Part[] }
  | { before: Part; after: Part; when: string }
  | { turns: Part[] };

/** How long steps last. */
export type Timeline = {
  steps: number;
  /** Steps of the pass before this one, for the hires pass: its fractions run from 1 to 2, its whole numbers from there on. */
  stepsBefore?: number;
  /** A1111's rule before 1.6: a number below 1 is a fraction, any other a step. */
  oldRule?: boolean;
};

/** A text, the last step, counted from 1, that it is used in, and where its characters stand in the prompt. */
export type Stage = { until: number; text: string; places: readonly Place[] };

/** The texts of a tree over a run's steps, at least one; the last ends with the run. */
export function stagesOf(part: Part, timeline: Timeline): Stage[] {
  const ends = new Set([timeline.steps]);
  collectEnds(part, timeline, ends);
  return [...ends]
    .sort((a, b) => a - b)
    .map(until => {
      const joined = new Joined();
      addTextAt(part, until, timeline, joined);
      return { until, text: joined.text, places: joined.places };
    });
}

/** Whether anything in a tree changes. */
export function changes(part: Part): boolean {
  return 'row' in part ? part.row.some(changes) : !('text' in part);
}

/** A row whose neighbouring texts are one. */
export function rowOf(parts: readonly Part[]): Part {
  const row: Part[] = [];
  for (const part of parts.flatMap(each => ('row' in each ? each.row : [each]))) {
    const last = row.at(-1);
    if (last && 'text' in last && 'text' in part && part.from === last.from + last.text.length) {
      row[row.length - 1] = { text: last.text + part.text, from: last.from };
    } else {
      row.push(part);
    }
  }
  return row.length === 1 ? row[0] : { row };
}

/** The last step before an edit: a number with a point is a fraction of the steps, one without a step. */
function lastBefore(when: string, { steps, stepsBefore, oldRule }: Timeline): number {
  const value = Number(when);
  const isFraction = oldRule ? value < 1 : when.includes('.');
  const passed = stepsBefore === undefined || oldRule ? 0 : isFraction ? 1 : stepsBefore;
  return Math.min(steps, Math.trunc(isFraction ? (value - passed) * steps : value - passed));
}

function collectEnds(part: Part, timeline: Timeline, ends: Set<number>): void {
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
  } else if ('row' in part) {
    part.row.forEach(each => collectEnds(each, timeline, ends));
  }
}

function addTextAt(part: Part, step: number, timeline: Timeline, joined: Joined): void {
  if ('when' in part) {
    addTextAt(step <= lastBefore(part.when, timeline) ? part.before : part.after, step, timeline, joined);
  } else if ('turns' in part) {
    addTextAt(part.turns[(step - 1) % part.turns.length], step, timeline, joined);
  } else if ('row' in part) {
    part.row.forEach(each => addTextAt(each, step, timeline, joined));
  } else {
    joined.add(part.text, part.from);
  }
}
