/**
 * What a person says of pictures: flags, stars and tags, of one cell or of all that are selected, with a way back. Each mark is one step of
 * undoing, however many cells it was given to.
 */
import type { Mark } from '../../../schema/wire';
import type { CellView } from '../sweep-state';

export type MarksOptions = {
  /** Changes a part of a cell's mark. */
  give(cell: string, change: Partial<Mark>): void;
  cells(): readonly CellView[];
  /** The cells that a mark of this one is meant for: itself, or all that are selected with it. */
  targets(cell: CellView): readonly CellView[];
};

type Step = readonly { cell: string; before: Partial<Mark> }[];

export class Marks {
  private steps: Step[] = [];

  constructor(private readonly options: MarksOptions) {}

  /** Says this of every picture that is meant, where it isn't said already; returns how many that were. */
  give(cell: CellView, change: Partial<Mark> | ((mark: Mark) => Partial<Mark>)): number {
    const step = this.options
      .targets(cell)
      .filter(isMarkable)
      .flatMap(({ id, mark }) => {
        const wanted = typeof change === 'function' ? change(mark) : change;
        const before = partOf(mark, wanted);
        return sameMark(before, wanted) ? [] : [{ cell: id, before, wanted }];
      });
    step.forEach(({ cell: id, wanted }) => this.options.give(id, wanted));
    if (step.length > 0) {
      this.steps.push(step);
    }
    return step.length;
  }

  /** Takes the latest mark back; the ids of its cells, none where there is nothing to take back. */
  undo(): string[] {
    const there = new Set(this.options.cells().map(({ id }) => id));
    const step = this.steps.pop()?.filter(({ cell }) => there.has(cell)) ?? [];
    step.forEach(({ cell, before }) => this.options.give(cell, before));
    return step.map(({ cell }) => cell);
  }

  forget(): void {
    this.steps = [];
  }
}

export function isMarkable({ state }: Pick<CellView, 'state'>): boolean {
  return state === 'done';
}

/** Whether somebody has said whether a picture is good: tags only say what is in it. */
export function isJudged({ mark }: Pick<CellView, 'mark'>): boolean {
  return mark.flag !== null || mark.rating !== null;
}

function partOf(mark: Mark, change: Partial<Mark>): Partial<Mark> {
  return Object.fromEntries(Object.keys(change).map(name => [name, mark[name as keyof Mark]]));
}

const sameMark = (one: Partial<Mark>, other: Partial<Mark>): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
