/**
 * Changes of a sweep's axes from its grid: values added, taken out, or an axis given up. Each is a new sweep, of which the service has the
 * old pictures already; the grid goes on with it in its place. While `rows` is there, values are being written and priced.
 */
import type { Plan, PlanAxis } from '../../../schema/wire';
import { sentence } from '../../../schema/messages/browser';
import { hasCode } from '../../../schema/messages/has-code';
import { fieldFaults } from '../../../language/cell/editor';
import { catalogue, findParameter } from '../../../schema/catalogue';
import { PlanWatch, type PlanState } from '../../client/plan-watch';
import type { IDiffusionClient } from '../../tokens';
import { axisLabel, cellTitle } from '../names';
import { isOpen, type CellView } from '../sweep-state';
import {
  adding,
  inOrder,
  isWritten,
  sameRow,
  sameRows,
  setting,
  textWith,
  typedValues,
  withChosenSeeds,
  type TextChange
} from './changed-text';
import { isPictures, isWholeCount } from './batch-text';
import { valuesAround } from './refine';
import { SweepChanges, type ChangesState, type SweepChangesOptions } from './sweep-changes';

/** Values that are being written for an axis. */
export type TypedRow = { axis: string; typed: string };

type WritingState = {
  rows: readonly TypedRow[] | null;
  /** What is refined around, in words; empty while values are simply added. */
  around: string;
  /** Selector of what the field hangs from. */
  anchor: string;
  plan: PlanState;
};
export type EditsState = WritingState & ChangesState;

export type AxisEditsOptions = SweepChangesOptions & {
  client: Pick<IDiffusionClient, 'plan' | 'submit' | 'job' | 'steer'>;
};

const CLOSED: Omit<WritingState, 'plan'> = { rows: null, around: '', anchor: '' };

export class AxisEdits {
  readonly changes: SweepChanges;
  private current: WritingState = { ...CLOSED, plan: { kind: 'empty' } };
  private readonly watch: PlanWatch;
  private disposed = false;

  constructor(private readonly options: AxisEditsOptions) {
    const { client } = options;
    this.watch = new PlanWatch(
      (request, signal) => client.plan(request, signal),
      plan => this.set({ plan })
    );
    this.changes = new SweepChanges(options);
  }

  get state(): EditsState {
    return { ...this.current, ...this.changes.state };
  }

  /** Whether values can be added to an axis. */
  canAdd(axis: PlanAxis): boolean {
    const sweep = this.options.sweep();
    return sweep !== null && this.options.attached() && isWritten(sweep, axis);
  }

  /** Whether other values can be given to an axis. A batch has a count, which only grows: its first picture is no value of its own. */
  canChange(axis: PlanAxis): boolean {
    return !isPictures(axis) && this.canAdd(axis);
  }

  /** Opens the field for more values of an axis. */
  open(axis: PlanAxis, anchor: string, typed = '', around = ''): void {
    this.openRows([{ axis: axis.id, typed }], anchor, around);
  }

  /** What "Refine around" would add to an axis; none where it can't. */
  around(axis: PlanAxis, position: number): number[] {
    return this.canChange(axis) ? valuesAround(axis, position) : [];
  }

  /** Opens the field with values around a cell on every axis of numbers. */
  refine(cell: CellView, anchor: string): void {
    const { axes = [] } = this.options.sweep() ?? {};
    const rows = this.roundAbout(cell);
    const indices = rows.map(({ axis }) => axes.findIndex(({ id }) => id === axis));
    const name = cellTitle(
      indices.map(k => axes[k]),
      indices.map(k => cell.index[k]),
      this.options.text
    );
    this.openRows(rows, anchor, name);
  }

  canRefine(cell: CellView): boolean {
    return this.roundAbout(cell).length > 0;
  }

  type(axis: string, typed: string): void {
    const rows = this.current.rows?.map(row => (row.axis === axis ? { axis, typed } : row)) ?? null;
    this.set({ rows });
    this.changes.retract();
    this.price();
  }

  close(): void {
    this.set(CLOSED);
    this.changes.retract();
    this.watch.want(null);
  }

  /** The plain faults of what was typed, by the cell's own reader; files and names are the service's to know. */
  faultsOf({ axis: id, typed }: TypedRow): { start: number; length: number; message: string }[] {
    const axis = this.axisCalled(id);
    if (axis && isPictures(axis) && typed.trim() !== '' && !isWholeCount(typed)) {
      return [{ start: 0, length: typed.length, message: this.options.text.say('pictures_are_a_number') }];
    }
    const parameter = axis?.params.length === 1 ? findParameter(axis.params[0]) : undefined;
    if (!parameter || (parameter.kind !== 'integer' && parameter.kind !== 'number') || typed.trim() === '') {
      return [];
    }
    const { language } = this.options.text;
    return fieldFaults(parameter.name, typed, PLAIN).map(({ code, facts, start, length }) => {
      const { message, hint } = sentence(code, facts, language);
      return { start, length, message: [message, hint].filter(Boolean).join(' ') };
    });
  }

  /** The plan of what is typed, while it is of that. */
  get priced(): Plan | null {
    const { plan } = this.current;
    return plan.kind === 'ready' ? plan.plan : null;
  }

  /** How many cells the sweep would have more. */
  get newCells(): number {
    const { cells = [] } = this.options.sweep() ?? {};
    return this.priced ? Math.max(0, this.priced.cells - cells.length) : 0;
  }

  /** Sends the sweep with what was typed. */
  async draw(): Promise<void> {
    const { rows } = this.current;
    const sweep = this.options.sweep();
    const text = this.typedText();
    const additions = this.additions();
    if (!rows || !sweep || text === null || rows.some(row => this.faultsOf(row).length > 0)) {
      return;
    }
    await this.changes.during(async () => {
      const plan = this.priced ?? (await this.options.client.plan({ text }));
      const changed = additions.flatMap(({ axis: before }) => {
        const after = plan.axes.find(({ id }) => id === before.id);
        return after ? [{ before, after, rows: inOrder(before, after) }] : [];
      });
      // A value that is there already is not written twice.
      const isDoubled = plan.warnings.some(remark => hasCode(remark, 'duplicate_value'));
      const unsorted = changed.filter(each => isDoubled || !sameRows(each.rows, each.after.values));
      const sorted = setting(unsorted.map(each => ({ axis: each.before, rows: each.rows })));
      const added = adding(additions);
      const change: TextChange = written => {
        const longer = added(written);
        // A variable of the kernel stays one, though its values then stand before the new ones.
        return longer === null || unsorted.length === 0 || longer.includes('$') ? longer : sorted(longer);
      };
      const words = changed.map(({ before, after }) => this.addedWords(before, after)).filter(Boolean);
      const written = textWith(
        sweep,
        additions.map(({ axis }) => axis)
      );
      if (written !== null) {
        await this.changes.send(written, change, words.join(' '));
        this.close();
      }
    });
  }

  /** Takes a value out of the sweep. */
  remove(axis: PlanAxis, position: number): Promise<void> {
    const rows = axis.values.filter((_, k) => k !== position);
    const facts = { axis: axisLabel(axis, this.options.text), value: axis.labels[position] };
    return this.change(
      axis,
      rows,
      this.options.text.say('value_removed', facts),
      this.openCells(axis, position)
    );
  }

  /** Makes one value that of the whole sweep, which then has an axis less. */
  settle(axis: PlanAxis, position: number): Promise<void> {
    const facts = { axis: axisLabel(axis, this.options.text), value: axis.labels[position] };
    return this.change(axis, [axis.values[position]], this.options.text.say('axis_settled', facts));
  }

  /** Another sweep is shown from now on. */
  forget(): void {
    this.close();
    this.changes.forget();
  }

  dispose(): void {
    this.disposed = true;
    this.changes.dispose();
    this.watch.dispose();
  }

  private openRows(rows: readonly TypedRow[], anchor: string, around: string): void {
    if (rows.length > 0) {
      this.set({ rows, anchor, around });
      this.changes.retract();
      this.price();
    }
  }

  private roundAbout(cell: CellView): TypedRow[] {
    const { axes = [] } = this.options.sweep() ?? {};
    return axes.flatMap((axis, k) => {
      const values = this.around(axis, cell.index[k]);
      return values.length > 0 ? [{ axis: axis.id, typed: values.join(',') }] : [];
    });
  }

  private axisCalled(id: string): PlanAxis | undefined {
    return this.options.sweep()?.axes.find(axis => axis.id === id);
  }

  /** What is typed, of the axes for which that is something. */
  private additions(): { axis: PlanAxis; typed: string }[] {
    return (this.current.rows ?? []).flatMap(({ axis: id, typed }) => {
      const axis = this.axisCalled(id);
      return axis && typedValues(axis, typed) !== '' ? [{ axis, typed }] : [];
    });
  }

  /** The sweep's text with what is typed behind the values; null while that is nothing. */
  private typedText(): string | null {
    const sweep = this.options.sweep();
    const additions = this.additions();
    const text =
      sweep &&
      textWith(
        sweep,
        additions.map(({ axis }) => axis)
      );
    const longer = additions.length > 0 && text !== null ? adding(additions)(text) : null;
    return sweep && longer !== null ? withChosenSeeds(longer, sweep) : null;
  }

  private price(): void {
    const { rows } = this.current;
    if (rows?.some(row => this.faultsOf(row).length > 0)) {
      this.watch.hold();
    } else {
      this.watch.want(this.typedText());
    }
  }

  private addedWords(before: PlanAxis, after: PlanAxis): string {
    const values = after.labels.filter((_, k) => !before.values.some(row => sameRow(row, after.values[k])));
    const axis = axisLabel(before, this.options.text);
    return values.length > 0 ? this.options.text.say('values_added', { axis, values }) : '';
  }

  /** Sends the sweep with these values of one axis at once: what is left was there before. */
  private change(
    axis: PlanAxis,
    rows: PlanAxis['values'],
    words: string,
    unwanted: readonly number[] = []
  ): Promise<void> {
    const sweep = this.options.sweep();
    const text = sweep && textWith(sweep, [axis]);
    const left = sweep?.job;
    return this.changes.during(async () => {
      if (!left || text === null) {
        return;
      }
      await this.changes.send(text, setting([{ axis, rows }]), words);
      if (this.options.sweep()?.job !== left) {
        await this.changes.callOff(unwanted);
      }
    });
  }

  /** The sweep that is left may still be drawn: the cells of it that nobody wants any more, by their places. */
  private openCells(axis: PlanAxis, position: number): number[] {
    const { axes = [], cells = [] } = this.options.sweep() ?? {};
    const k = axes.findIndex(({ id }) => id === axis.id);
    return cells.flatMap((cell, place) => (cell.index[k] === position && isOpen(cell) ? [place] : []));
  }

  private set(change: Partial<WritingState>): void {
    this.current = { ...this.current, ...change };
    if (!this.disposed) {
      this.options.onChange();
    }
  }
}

/** What numbers are checked against: the catalogue alone. */
const PLAIN = {
  parameters: catalogue,
  samplers: [],
  schedulers: [],
  models: [],
  defaultModel: null,
  hasPicture: () => true,
  sizeOfPicture: () => null,
  wildcards: { names: [], read: () => '' },
  limit: Infinity,
  randomSeed: () => 0
};
