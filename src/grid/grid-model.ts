/**
 * The grid as an object one can press keys on: holds the session and the view, turns what actions ask into changes, and tells its listeners
 * at most once a frame. Draws nothing; the components and the tests speak to it alike.
 */
import { UUID } from '@lumino/coreutils';
import type { SweepPayload } from '../../schema/payload';
import { hasCode } from '../../schema/messages/has-code';
import type { Job, Mark } from '../../schema/wire';
import { assignAxis, swapLayout } from '../../language/layout/choose-layout';
import type { LayoutWord as Place } from '../../language/names/sweep-words';
import { AxisEdits } from './axes/axis-edits';
import { carriedFilter, carriedView } from './axes/carry-view';
import { withPlace, type PlaceName } from './axes/places';
import { Flip } from './flip/flip';
import { farPicture, nearPicture, pictureOf } from './far-picture';
import { feedsOf } from './job-feeds';
import { Filtering } from './filter/filtering';
import type { GridOptions } from './grid-host';
import { Handover } from './handover';
import { Held } from './held';
import { ViewKeeper, type KeptView } from './kept-view';
import { Likeness } from './likeness/likeness';
import type { Signature } from './likeness/signature';
import { Cull, type Shown } from './marks/cull';
import { Habits } from './marks/habits';
import { NotebookCopy, type NotebookOutput } from './notebook-copy';
import { cellTitle } from './names';
import { Notes } from './notes';
import { endShownFor, noticed } from './noticed';
import { announcement } from './sentences';
import { SweepSession } from './session';
import { SheetMaker } from './sheet';
import { Sizing } from './sizing';
import { ShownCells } from './shown-cells';
import { isActive, type CellView, type SweepState } from './sweep-state';
import { Walk } from './walk';
import { initialView, referenceOf, snapshotOf, type GridSnapshot, type View } from './view';

const JUST_MS = 1_600;

export class GridModel {
  readonly session: SweepSession;
  readonly handover: Handover;
  readonly shown: ShownCells;
  readonly walk = new Walk({
    snapshot: () => this.current,
    view: () => this.view,
    change: change => this.change(change),
    onMove: () => void this.cull.clearSelection()
  });
  readonly sizing = new Sizing({
    view: () => this.view,
    sheet: () => this.current.sheet,
    change: change => this.change(change)
  });
  readonly edits: AxisEdits;
  readonly flip: Flip;
  readonly held: Held;
  readonly notes: Notes;
  private readonly keeper: ViewKeeper;
  readonly filtering = new Filtering(() => this.change({}));
  readonly likeness: Likeness;
  readonly cull: Cull;
  private readonly copy: NotebookCopy;
  private readonly sheets = new SheetMaker();
  private view: View = initialView;
  private current: GridSnapshot;
  private readonly listeners = new Set<() => void>();
  private callOff: (() => void) | null = null;
  private readonly timers = new Map<string, () => void>();
  private spoken = '';
  private seen: SweepState | null = null;
  /** What was last told to people who can't see the grid. */
  private heard: SweepState | null = null;

  constructor(readonly options: GridOptions) {
    this.session = new SweepSession({
      client: options.client,
      jobs: options.jobs,
      feeds: feedsOf(options.client),
      later: (ms, run) => options.host.later(ms, run),
      onChange: () => this.onSession()
    });
    this.held = new Held({ ...options, sweep: () => this.session.sweep, onChange: () => this.flush() });
    this.notes = new Notes({
      ...options,
      later: (ms, run) => options.host.later(ms, run),
      say: words => (this.spoken = words),
      onChange: () => this.flush()
    });
    this.handover = new Handover({
      ...options,
      sweep: () => this.session.sweep,
      attached: () => this.attached
    });
    this.copy = new NotebookCopy({
      ...options,
      told: () => (this.attached ? this.session.sweep : null),
      refresh: () => this.session.refresh(),
      later: (ms, run) => options.host.later(ms, run)
    });
    const viewer = UUID.uuid4();
    this.shown = new ShownCells({
      job: () =>
        this.attached && this.session.sweep && isActive(this.session.sweep) ? this.session.sweep.job : null,
      look: (job, cells) => options.client.steer.look(job, cells, viewer),
      later: (ms, run) => options.host.later(ms, run)
    });
    this.keeper = new ViewKeeper({
      views: options.views ?? null,
      later: (ms, run) => options.host.later(ms, run),
      onFound: () => this.onSession()
    });
    this.edits = new AxisEdits({
      ...options,
      sweep: () => this.session.sweep,
      attached: () => this.attached,
      takeOver: job => this.takeOver(job),
      cell: () => options.host.cell?.() ?? null,
      say: words => (this.spoken = words),
      onChange: () => this.flush()
    });
    this.flip = new Flip({
      along: id => this.walk.along(id),
      urlOf: position => pictureOf(this.current.sweep?.cells[position], this),
      show: position => this.current.sweep && this.walk.show(this.current.sweep.cells[position]),
      later: (ms, run) => options.host.later(ms, run),
      isStill: () => options.host.isStill?.() ?? false,
      onChange: () => this.flush()
    });
    this.likeness = new Likeness({
      ...options.host,
      read: cell => this.readSignature(cell),
      onChange: () => this.flush()
    });
    this.cull = new Cull({
      text: options.text,
      habits: options.habits ?? new Habits(),
      shown: () => this.onSheet,
      give: (cell, change) => void this.session.mark(cell, change),
      goTo: id => this.walk.goTo(id),
      showMode: mode => this.change({ mode, help: false, zoom: 'fit', focusMoves: this.view.focusMoves + 1 }),
      say: words => (this.spoken = words),
      focus: () => this.change({ focusMoves: this.view.focusMoves + 1 }),
      onChange: () => this.flush()
    });
    this.current = this.take();
  }

  get snapshot(): GridSnapshot {
    return this.current;
  }

  /** The latest sentence for people who can't see the grid. */
  get announced(): string {
    return this.spoken;
  }

  /** Whether the service can be asked for pictures, marks and changes of this job. */
  get attached(): boolean {
    return this.session.attachment === 'service';
  }

  /** The cell that has the keyboard; undefined while there is none. */
  get focused(): CellView | undefined {
    return this.current.sweep?.cells[this.current.focus];
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Shows a notebook's copy; `output` is where it stands, if that can be written. */
  showPayload(payload: SweepPayload, trusted: boolean, output?: Omit<NotebookOutput, 'payload'>): void {
    const before = this.session.sweep?.job;
    if (!this.edits.changes.hasLeft(payload.job)) {
      if (before !== undefined && before !== payload.job) {
        this.view = {
          ...initialView,
          width: this.view.width,
          height: this.view.height,
          size: this.view.size
        };
        this.cull.reset();
        this.filtering.reset();
        this.edits.forget();
      }
      this.session.showPayload(payload, trusted);
      this.keeper.follow(payload.job);
    }
    if (output && trusted) {
      this.copy.hold({ payload, ...output });
    }
    this.flush();
  }

  showJob(id: string): void {
    this.keeper.follow(id);
    this.session.showJob(id);
    this.flush();
  }

  toggleOverlay(): void {
    this.change({ overlay: !this.view.overlay });
  }

  assign(place: Place, axis: string | null): void {
    if (this.current.sheet) {
      this.change({ layout: assignAxis(this.current.sheet.layout, place, axis) });
    }
  }

  /** Puts an axis along a place of the sheet, within its cells, or on a slider. */
  place(place: PlaceName, axis: string): void {
    if (this.current.sheet) {
      const { layout } = this.current.sheet;
      this.change(withPlace({ layout, inside: this.view.inside }, place, axis));
    }
  }

  /** An axis is being dragged to another place; null once it was let go. */
  drag(axis: string | null): void {
    this.change({ dragged: axis });
  }

  swap(): void {
    if (this.current.sheet) {
      this.change({ layout: swapLayout(this.current.sheet.layout) });
    }
  }

  open(id: string): void {
    this.flip.pause();
    this.cull.clearSelection();
    this.change({ mode: 'full', focus: id, zoom: 'fit', help: false, focusMoves: this.view.focusMoves + 1 });
  }

  /** One picture at one place, and a slider for each axis. */
  openFlip(): void {
    this.change({ mode: 'flip', zoom: 'fit', help: false, focusMoves: this.view.focusMoves + 1 });
  }

  back(): void {
    this.flip.pause();
    this.change({ mode: 'grid', help: false, focusMoves: this.view.focusMoves + 1 });
  }

  toggleHelp(): void {
    this.change({ help: !this.view.help });
  }

  toggleRecipe(): void {
    this.change({ recipe: !this.view.recipe });
  }

  putAwayDiagnosis(): void {
    this.change({ putAway: this.session.sweep?.diagnosis?.code ?? null });
  }

  /** What others are held against from now on; the same once more: the first that is drawn. */
  setReference({ id }: CellView): void {
    this.change({ reference: this.view.reference === id ? null : id });
  }

  /** Shows the reference in the place of the cell in focus, as long as somebody wants to see it. */
  blink(blinking: boolean): void {
    if (blinking !== this.view.blinking) {
      const { sweep, reference } = this.current;
      const cell = reference === null ? undefined : sweep?.cells[reference];
      if (blinking && sweep && cell) {
        const { text } = this.options;
        const name = cellTitle(sweep.axes, cell.index, text);
        this.spoken = [text.say('reference'), name].filter(Boolean).join(': ');
      }
      this.change({ blinking });
    }
  }

  /** The service could not give this picture: show the notebook's thumbnail, or say that it is missing. */
  noteMissing(image: string): void {
    this.change({ missing: new Set([...this.view.missing, image]) });
  }

  /** Has a waiting cell drawn before all others. While nothing is drawn, the cell says so itself. */
  drawNext({ id }: CellView): Promise<void> {
    const { say } = this.options.text;
    const isHeld = this.session.sweep?.state === 'paused';
    this.spoken = isHeld ? say('comes_next_once_resumed') : say('comes_next');
    this.change({ wanted: id });
    return this.session.drawNext(id);
  }

  /** Draws a finished cell once more; what came of it is told at the cell. */
  async drawAgain({ id }: CellView): Promise<void> {
    await this.session.drawAgain(id);
    const { text, client } = this.options;
    const isWaiting = this.session.sweep?.cells.some(
      cell => cell.id === id && cell.again?.state === 'waiting'
    );
    if (isWaiting && hasCode(client.health, 'queue_paused')) {
      this.notes.tell(text.say('again_once_resumed'), id);
    }
  }

  /** Flags or rates, all that are selected with the cell. */
  mark(cell: CellView, change: Partial<Mark>): void {
    if (this.attached) {
      this.cull.mark(cell, change);
    }
  }

  undo(): void {
    const cell = this.cull.undo();
    if (cell !== undefined) {
      this.walk.reveal(cell);
      this.walk.goTo(cell);
    }
  }

  dispose(): void {
    this.flip.dispose();
    this.held.dispose();
    this.notes.dispose();
    this.edits.dispose();
    this.likeness.dispose();
    this.shown.dispose();
    this.copy.dispose();
    this.session.dispose();
    this.callOff?.();
    this.timers.forEach(stop => stop());
    this.listeners.clear();
  }

  /** Tells the listeners now instead of at the next frame. */
  flush(): void {
    this.callOff?.();
    this.callOff = null;
    this.announce();
    this.current = this.take();
    this.listeners.forEach(listener => listener());
  }

  /** Out of the page of keys, out of the full picture, out of the grid. */
  goBack(): void {
    if (this.view.help) {
      this.change({ help: false, focusMoves: this.view.focusMoves + 1 });
    } else if (this.view.mode === 'cull') {
      this.cull.leave();
    } else if (this.view.mode !== 'grid') {
      this.back();
    } else if (!this.cull.clearSelection()) {
      this.options.host.leave();
    }
  }

  /** For a moment the button of this action says what was done; so do these words. */
  noteDone(action: string, words: string): void {
    this.spoken = words;
    this.change({ just: action });
    this.after('just', JUST_MS, () => this.change({ just: null }));
  }

  private get onSheet(): Shown {
    const { sweep, sheet, focus, filter } = this.current;
    return {
      cells: sweep?.cells ?? [],
      arrangement: sheet?.arrangement ?? null,
      focus,
      matches: filter.matches,
      mode: this.view.mode
    };
  }

  /** From the copy that the notebook has or the page has loaded for the sheet. */
  private readSignature(cell: CellView): Promise<Signature | null> {
    const url =
      nearPicture(cell) ??
      farPicture(cell, {
        client: this.options.client,
        attached: this.attached,
        missing: this.view.missing,
        size: this.current.sheet?.size ?? 0
      });
    return url ? this.options.host.readSignature(url) : Promise.resolve(null);
  }

  private after(name: string, ms: number, run: () => void): void {
    this.timers.get(name)?.();
    this.timers.set(name, this.options.host.later(ms, run));
  }

  private change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    this.keeper.note({ ...this.view, filter: this.filtering.content });
    this.flush();
  }

  /** Goes on with another job of nearly the same sweep: what a person chose to see is kept. */
  private takeOver(job: Job): void {
    const before = this.session.sweep;
    this.session.takeOver(job);
    const after = this.session.sweep;
    if (before && after) {
      this.view = { ...this.view, ...carriedView(this.view, before, after) };
      this.filtering.carry(filter => carriedFilter(filter, before, after));
      this.cull.reset();
    }
    this.keeper.follow(job.id, { ...this.view, filter: this.filtering.content });
    this.flush();
  }

  private onSession(): void {
    const { sweep } = this.session;
    if (sweep) {
      const now = this.options.host.now();
      this.view = { ...this.view, ...noticed(this.seen, sweep, this.view, now) };
      this.noteEnd(endShownFor(this.seen, sweep, now));
      this.showKept(this.keeper.due(sweep.axes));
    }
    this.seen = sweep;
    this.shown.check();
    this.copy.check();
    this.callOff ??= this.options.host.nextFrame(() => {
      this.callOff = null;
      this.flush();
    });
  }

  /** What was chosen before the page was loaded anew. */
  private showKept(kept: KeptView | null): void {
    if (kept) {
      const { filter, ...view } = kept;
      this.view = { ...this.view, ...view };
      this.filtering.restore(filter);
    }
  }

  private noteEnd(shownFor: number | null): void {
    if (shownFor !== null) {
      this.view = { ...this.view, justFinished: true };
      this.after('finished', shownFor, () => this.change({ justFinished: false }));
    }
  }

  /** Once a frame, however much happened: it counts the cells. */
  private announce(): void {
    const { sweep } = this.session;
    if (sweep && sweep !== this.heard) {
      this.spoken = announcement(this.heard, sweep, this.options.text) ?? this.spoken;
      this.notes.watch(this.heard, sweep);
    }
    this.heard = sweep;
  }

  private take(): GridSnapshot {
    const { sweep, attachment, failure } = this.session;
    const { view, likeness } = this;
    likeness.look(sweep?.cells ?? []);
    const filter = this.filtering.view(sweep, likeness, sweep && referenceOf(sweep, view.reference));
    const shown = sweep ? this.filtering.narrowed(sweep, filter, view.shown, likeness) : view.shown;
    const sheet =
      sweep && sweep.cells.length > 0 ? this.sheets.make(sweep, { ...view, shown }, this.options.text) : null;
    return {
      ...snapshotOf(sweep, attachment, failure, view, sheet),
      filter,
      cull: this.cull.snapshot,
      edits: this.edits.state,
      flip: this.flip.state,
      held: this.held.state,
      note: this.notes.state
    };
  }
}
