/**
 * The grid as an object one can press keys on: holds the view, turns what actions ask into changes, and tells its listeners at most once a
 * frame. What it is made of is in `grid-units.ts`. Draws nothing; the components and the tests speak to it alike.
 */
import type { SweepPayload } from '../../schema/payload';
import type { Job, Mark } from '../../schema/wire';
import { carriedFilter, carriedView } from './axes/carry-view';
import type { GridOptions } from './grid-host';
import { makeUnits, type GridUnits } from './grid-units';
import type { KeptView } from './kept-view';
import type { NotebookOutput } from './notebook-copy';
import { endShownFor, noticed } from './noticed';
import { announcement } from './sentences';
import { SheetMaker } from './sheet';
import type { CellView, SweepState } from './sweep-state';
import { initialView, referenceOf, snapshotOf, type GridSnapshot, type View } from './view';

export class GridModel {
  readonly session: GridUnits['session'];
  readonly handover: GridUnits['handover'];
  readonly shown: GridUnits['shown'];
  readonly walk: GridUnits['walk'];
  readonly sizing: GridUnits['sizing'];
  readonly edits: GridUnits['edits'];
  readonly placing: GridUnits['placing'];
  readonly reference: GridUnits['reference'];
  readonly draws: GridUnits['draws'];
  readonly flip: GridUnits['flip'];
  readonly held: GridUnits['held'];
  readonly notes: GridUnits['notes'];
  readonly filtering: GridUnits['filtering'];
  readonly likeness: GridUnits['likeness'];
  readonly cull: GridUnits['cull'];
  readonly briefly: GridUnits['briefly'];
  private readonly keeper: GridUnits['keeper'];
  private readonly copy: GridUnits['copy'];
  private readonly sheets = new SheetMaker();
  private view: View = initialView;
  private current: GridSnapshot;
  private readonly listeners = new Set<() => void>();
  private callOff: (() => void) | null = null;
  private spoken = '';
  private seen: SweepState | null = null;
  /** What was last told to people who can't see the grid. */
  private heard: SweepState | null = null;

  constructor(readonly options: GridOptions) {
    const units = makeUnits({
      options,
      snapshot: () => this.current,
      view: () => this.view,
      change: change => this.change(change),
      say: words => (this.spoken = words),
      flush: () => this.flush(),
      onSession: () => this.onSession(),
      takeOver: job => this.takeOver(job)
    });
    ({
      session: this.session,
      handover: this.handover,
      shown: this.shown,
      walk: this.walk,
      sizing: this.sizing,
      edits: this.edits,
      placing: this.placing,
      reference: this.reference,
      draws: this.draws,
      flip: this.flip,
      held: this.held,
      notes: this.notes,
      filtering: this.filtering,
      likeness: this.likeness,
      cull: this.cull,
      briefly: this.briefly,
      keeper: this.keeper,
      copy: this.copy
    } = units);
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

  /** The service could not give this picture: show the notebook's thumbnail, or say that it is missing. */
  noteMissing(image: string): void {
    this.change({ missing: new Set([...this.view.missing, image]) });
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
    this.briefly.dispose();
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
      this.view = { ...this.view, ...this.briefly.finished(endShownFor(this.seen, sweep, now)) };
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
