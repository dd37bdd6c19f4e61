/**
 * A sentence for the person at a cell: why a key does nothing there, when what was asked for will come, what came of drawing it again. It
 * stands beside the cell, over the pictures, so that nothing moves; the next one takes its place.
 */
import type { IDiffusionText } from '../tokens';
import { cellTitle } from './names';
import type { CellView, SweepState } from './sweep-state';

/** Of which cells, where that isn't the one that was pressed at, and what. */
export type NoteLine = { title: string; words: string };

export type Note = {
  lines: readonly NoteLine[];
  /** The cell it stands at, by id. */
  cell: string;
  tone: 'plain' | 'good' | 'bad';
};

/** For how long an answer to a press stays, and for how long what nobody waited for beside it. */
const ANSWER_MS = 6_000;
const VERDICT_MS = 30_000;
/** Cells that are named in one sentence; of more, how many. */
const NAMED = 3;

export type NotesOptions = {
  text: IDiffusionText;
  later(ms: number, run: () => void): () => void;
  /** Says it to people who can't see the grid. */
  say(words: string): void;
  onChange(): void;
};

export class Notes {
  private note: Note | null = null;
  private callOff: (() => void) | null = null;

  constructor(private readonly options: NotesOptions) {}

  get state(): Note | null {
    return this.note;
  }

  tell(words: string, cell: string): void {
    this.options.say(words);
    this.show({ lines: [{ title: '', words }], cell, tone: 'plain' }, ANSWER_MS);
    this.options.onChange();
  }

  /** What came of drawing cells again, once it is known; called with each new state, before it is shown. */
  watch(before: SweepState | null, after: SweepState): void {
    const known = judged(before, after);
    if (known.length === 0) {
      return;
    }
    const { say } = this.options.text;
    // One sentence for each thing that came of it.
    const lines = [...new Set(known.map(({ again }) => again?.message ?? ''))].map(words => {
      const cells = known.filter(({ again }) => again?.message === words);
      const titles = cells
        .map(({ index }) => cellTitle(after.axes, index, this.options.text))
        .filter(Boolean);
      const isMany = cells.length > NAMED;
      return {
        title: isMany ? say('cells_counted', { cells: cells.length }) : titles.join(say('list_separator')),
        words
      };
    });
    const isGood = known.every(({ again }) => again?.state === 'same' || again?.state === 'restored');
    this.options.say(
      lines.map(({ title, words }) => (title ? say('said_of_cell', { name: title, words }) : words)).join(' ')
    );
    this.show({ lines, cell: known[0].id, tone: isGood ? 'good' : 'bad' }, VERDICT_MS);
  }

  putAway(): void {
    this.end();
    this.options.onChange();
  }

  dispose(): void {
    this.callOff?.();
  }

  private show(note: Note, ms: number): void {
    this.end();
    this.note = note;
    this.callOff = this.options.later(ms, () => this.putAway());
  }

  private end(): void {
    this.callOff?.();
    this.callOff = null;
    this.note = null;
  }
}

/** The cells of which it has just become known what drawing them again came to. */
function judged(before: SweepState | null, after: SweepState): CellView[] {
  if (!before || before.job !== after.job || before.cells === after.cells) {
    return [];
  }
  return after.cells.filter(
    ({ again }, at) => again && again.state !== 'waiting' && before.cells[at]?.again?.state === 'waiting'
  );
}
