/**
 * Going through the pictures of a sweep: which cells are selected, what is said of them, where the keyboard goes after that, and the mode in
 * which one picture after the other fills the screen.
 *
 * On the sheet a mark of a selected cell is given to all that are selected; in the full picture and in culling only the one that is seen is
 * meant. Leaving culling leads to the view it was entered from, at the cell that was reached.
 */
import type { Arrangement } from '../../../language/layout/arrange';
import type { Mark } from '../../../schema/wire';
import type { IDiffusionText } from '../../tokens';
import { move, type Motion } from '../navigate';
import type { CellView } from '../sweep-state';
import type { View } from '../view';
import type { Habits } from './habits';
import { isJudged, isMarkable, Marks } from './marks';
import { cellsBetween, inSheetOrder, Selection } from './selection';
import { changedTags } from './tag-words';

export type CullState = {
  selected: ReadonlySet<string>;
  /** Whether the field for tags is open, at the cell that has the keyboard. */
  tagging: boolean;
};

/** What is on the sheet now. */
export type Shown = {
  cells: readonly CellView[];
  arrangement: Arrangement | null;
  /** Position in `cells` of the cell that has the keyboard. */
  focus: number;
  /** Of each cell whether the filter leaves it in; null without a filter. */
  matches: readonly boolean[] | null;
  mode: View['mode'];
};

export type CullOptions = {
  text: IDiffusionText;
  habits: Habits;
  shown(): Shown;
  give(cell: string, change: Partial<Mark>): void;
  /** Moves the keyboard to a cell, in the view that is seen. */
  goTo(id: string): void;
  /** Shows another view, and gives it the keyboard. */
  showMode(mode: Shown['mode']): void;
  /** For people who can't see the grid. */
  say(words: string): void;
  /** The keyboard belongs to the cell again. */
  focus(): void;
  onChange(): void;
};

export class Cull {
  private readonly selection = new Selection();
  private readonly marks: Marks;
  private state: CullState = { selected: this.selection.ids, tagging: false };
  private from: View['mode'] = 'grid';

  constructor(private readonly options: CullOptions) {
    this.marks = new Marks({
      give: options.give,
      cells: () => options.shown().cells,
      targets: cell => this.targets(cell)
    });
  }

  get snapshot(): CullState {
    return this.state;
  }

  get habits(): Habits {
    return this.options.habits;
  }

  /** The cells that a mark of this one is given to. */
  targets(cell: CellView): readonly CellView[] {
    const { cells, mode } = this.options.shown();
    const { ids } = this.selection;
    return mode === 'grid' && ids.size > 1 && ids.has(cell.id)
      ? cells.filter(({ id }) => ids.has(id))
      : [cell];
  }

  /** Flags or rates; then the keyboard goes on, where that is wished for. */
  mark(cell: CellView, change: Partial<Mark>): void {
    const meant = this.targets(cell).filter(isMarkable).length;
    const given = this.marks.give(cell, change);
    if (meant > 1) {
      const { text } = this.options;
      this.options.say(text.say('marked_cells', { cells: meant }));
    }
    const judged = Object.values(change).some(value => value !== null);
    if (given > 0 && meant === 1 && judged && this.habits.autoAdvance) {
      this.advance();
    }
    this.tell();
  }

  changeTags(cell: CellView, put: readonly string[], taken: readonly string[] = []): void {
    this.marks.give(cell, ({ tags }) => ({ tags: changedTags(tags, put, taken) }));
    this.tell();
  }

  /** Takes the latest mark back, and shows where. */
  undo(): string | undefined {
    const [first] = this.marks.undo();
    this.tell();
    return first;
  }

  openTags(open = true): void {
    this.set({ tagging: open });
    if (!open) {
      this.options.focus();
    }
  }

  /** Closes the field for tags, wherever the keyboard went. */
  dropTags(): void {
    if (this.state.tagging) {
      this.set({ tagging: false });
    }
  }

  /** Chooses all cells from where the selecting began to where a motion leads. */
  extend(motion: Motion): void {
    const { arrangement, focus, cells } = this.options.shown();
    const from = arrangement?.spotOf(focus);
    if (arrangement && from) {
      const to = arrangement.cellAt(move(arrangement, from, motion));
      if (to !== null) {
        this.extendTo(cells[to].id);
      }
    }
  }

  extendTo(id: string): void {
    const { arrangement, focus, cells } = this.options.shown();
    const between = (one: string, other: string): string[] => {
      const [from, to] = [one, other].map(each =>
        arrangement?.spotOf(cells.findIndex(cell => cell.id === each))
      );
      return arrangement && from && to
        ? cellsBetween(arrangement, from, to).map(at => cells[at].id)
        : [other];
    };
    this.selection.extend(cells[focus].id, id, between);
    this.options.goTo(id);
    this.selected();
  }

  toggle(id: string): void {
    const { focus, cells } = this.options.shown();
    this.selection.toggle(id, cells[focus].id);
    this.options.goTo(id);
    this.selected();
  }

  /** All cells on the sheet; of a filtered one those that match. */
  selectAll(): void {
    const { arrangement, cells, matches } = this.options.shown();
    const all = arrangement ? inSheetOrder(arrangement) : [];
    this.selection.choose(all.filter(at => matches?.[at] ?? true).map(at => cells[at].id));
    this.selected();
  }

  /** True where something was selected. */
  clearSelection(): boolean {
    const was = this.selection.clear();
    if (was) {
      this.set({ selected: this.selection.ids });
    }
    return was;
  }

  /** Shows one picture after the other on the whole screen. */
  enter(): void {
    const { mode } = this.options.shown();
    this.from = mode === 'cull' ? 'grid' : mode;
    this.selection.clear();
    this.state = { selected: this.selection.ids, tagging: false };
    this.options.showMode('cull');
  }

  leave(): void {
    if (this.options.shown().mode === 'cull') {
      this.state = { ...this.state, tagging: false };
      this.options.showMode(this.from);
    }
  }

  /** The cells in the order in which they are gone through. */
  order(): number[] {
    const { arrangement } = this.options.shown();
    return arrangement ? inSheetOrder(arrangement) : [];
  }

  /** To the next or the previous cell of the sheet, row by row. */
  step(by: 1 | -1): void {
    const { cells, focus } = this.options.shown();
    const order = this.order();
    const next = order[order.indexOf(focus) + by];
    if (next !== undefined) {
      this.options.goTo(cells[next].id);
    }
  }

  /** To the same place of the next or the previous row. */
  stepRow(by: 1 | -1): void {
    const { arrangement, focus, cells } = this.options.shown();
    const from = arrangement?.spotOf(focus);
    const to = arrangement && from && arrangement.cellAt(move(arrangement, from, by > 0 ? 'down' : 'up'));
    if (typeof to === 'number') {
      this.options.goTo(cells[to].id);
    }
  }

  /** Another sweep is shown. */
  reset(): void {
    this.selection.clear();
    this.marks.forget();
    this.state = { selected: this.selection.ids, tagging: false };
  }

  /** To the next cell that was not judged, from the beginning after the end; stays, and says so, where there is none. */
  private advance(): void {
    const { cells, focus, matches } = this.options.shown();
    const order = this.order();
    const at = order.indexOf(focus);
    const waits = (position: number): boolean =>
      position !== focus &&
      isMarkable(cells[position]) &&
      !isJudged(cells[position]) &&
      (matches?.[position] ?? true);
    const next = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))].find(waits);
    if (next === undefined) {
      this.options.say(this.options.text.say('decided_all'));
    } else {
      this.options.goTo(cells[next].id);
    }
  }

  private selected(): void {
    const { text } = this.options;
    this.options.say(text.say('cells_selected', { cells: this.selection.ids.size }));
    this.set({ selected: this.selection.ids });
  }

  private set(change: Partial<CullState>): void {
    this.state = { ...this.state, ...change };
    this.tell();
  }

  private tell(): void {
    this.options.onChange();
  }
}
