/** Emphasis in a prompt, A1111's way: how it is shown, and how a key raises or lowers the weight at the caret. */
import { variantsOf } from './variants';

export type StretchKind = 'plain' | 'mark' | 'more' | 'less';
export type PromptStretch = { text: string; kind: StretchKind };

/** A bracket pair: `open` and `close` are the indices of the brackets, `mark` that of `:1.2` or of the closing bracket. */
type Group = { open: number; close: number; mark: number; weight: number };

const STEP_UP = 1.1;
const WEIGHT_MAX = 10;
const WRITTEN = /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/;

/** A prompt cut into stretches to draw: words above or below weight 1, and the quiet marks around them and between variants. */
export function stretchesOf(text: string): PromptStretch[] {
  const groups = groupsOf(text);
  const kinds: StretchKind[] = Array.from({ length: text.length }, () => 'plain');
  const weights = new Float64Array(text.length).fill(1);
  for (const { open, mark, weight } of groups) {
    for (let at = open + 1; at < mark; at++) {
      weights[at] *= weight;
    }
  }
  weights.forEach((weight, at) => {
    kinds[at] = weight > 1.0001 ? 'more' : weight < 0.9999 ? 'less' : 'plain';
  });
  for (const { open, close, mark } of groups) {
    kinds[open] = 'mark';
    kinds.fill('mark', mark, close + 1);
  }
  for (const [from, to] of variantMarks(text)) {
    kinds.fill('mark', from, to);
  }
  return joined(text, kinds);
}

/** The written or implied weight of the innermost group around the caret, or null outside any. */
export function weightAt(text: string, caret: number): number | null {
  const group = innermost(text, caret, caret);
  return group ? round(group.weight) : null;
}

export type Edit = { text: string; start: number; end: number };

/**
 * The prompt with the weight at the selection changed by `delta`: the number of the group around it, else a group made around the
 * selection or the word under the caret. A weight of 1 loses its brackets.
 */
export function changeWeight(text: string, start: number, end: number, delta: number): Edit {
  const group = innermost(text, start, end);
  if (!group) {
    return wrapped(text, ...wordAround(text, start, end), 1 + delta);
  }
  const inner = text.slice(group.open + 1, group.mark);
  const before = text.slice(0, group.open);
  const after = text.slice(group.close + 1);
  return joinedAround(before, inner, after, bounded(group.weight + delta));
}

function wrapped(text: string, start: number, end: number, weight: number): Edit {
  return start === end
    ? { text, start, end }
    : joinedAround(text.slice(0, start), text.slice(start, end), text.slice(end), bounded(weight));
}

function joinedAround(before: string, inner: string, after: string, weight: number): Edit {
  if (weight === 1) {
    return { text: before + inner + after, start: before.length, end: before.length + inner.length };
  }
  const start = before.length + 1;
  return { text: `${before}(${inner}:${weight})${after}`, start, end: start + inner.length };
}

/** The selection without blanks around it; for a bare caret the words between commas and brackets that it stands in. */
function wordAround(text: string, start: number, end: number): [number, number] {
  const stops = /[,，。()[\]{}|\n]/;
  let [from, to] = [start, end];
  if (from === to) {
    while (from > 0 && !stops.test(text[from - 1])) {
      from--;
    }
    while (to < text.length && !stops.test(text[to])) {
      to++;
    }
  }
  const raw = text.slice(from, to);
  from += raw.length - raw.trimStart().length;
  return [from, Math.max(from, from + raw.trim().length)];
}

function innermost(text: string, start: number, end: number): Group | undefined {
  return groupsOf(text)
    .filter(({ open, close }) => open < start && end <= close)
    .sort((a, b) => b.open - a.open)[0];
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  const open: { at: number; char: string }[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      at++;
    } else if (char === '(' || char === '[') {
      open.push({ at, char });
    } else if ((char === ')' || char === ']') && open.at(-1)?.char === (char === ')' ? '(' : '[')) {
      groups.push(groupOf(text, open.pop()!.at, at));
    }
  }
  return groups;
}

function groupOf(text: string, open: number, close: number): Group {
  const inner = text.slice(open + 1, close);
  if (text[open] === '[') {
    return { open, close, mark: close, weight: 1 / STEP_UP };
  }
  const written = WRITTEN.exec(inner);
  return written
    ? { open, close, mark: open + 1 + written.index, weight: Number(written[1]) }
    : { open, close, mark: close, weight: STEP_UP };
}

function variantMarks(text: string): [number, number][] {
  return variantsOf(text).flatMap(({ open, close, pipes }) =>
    [open, ...pipes, close].map((at): [number, number] => [at, at + 1])
  );
}

function joined(text: string, kinds: readonly StretchKind[]): PromptStretch[] {
  const stretches: PromptStretch[] = [];
  for (let at = 0; at < text.length; at++) {
    const last = stretches.at(-1);
    if (last && last.kind === kinds[at]) {
      last.text += text[at];
    } else {
      stretches.push({ text: text[at], kind: kinds[at] });
    }
  }
  return stretches;
}

function bounded(weight: number): number {
  return round(Math.min(WEIGHT_MAX, Math.max(0, weight)));
}

function round(weight: number): number {
  return Math.round(weight * 100) / 100;
}
