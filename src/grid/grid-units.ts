/**
 * The units of a grid, put together: none of them knows another, each is given what it needs of the rest as functions. What they change
 * they hand to the model, which holds the view and tells the page.
 */
import { UUID } from '@lumino/coreutils';
import type { Job } from '../../schema/wire';
import { AxisEdits } from './axes/axis-edits';
import { Placing } from './axes/placing';
import { Briefly } from './briefly';
import { DrawOrders } from './draw-orders';
import { farPicture, nearPicture, pictureOf } from './far-picture';
import { Filtering } from './filter/filtering';
import { Flip } from './flip/flip';
import type { GridOptions } from './grid-host';
import { Handover } from './handover';
import { Held } from './held';
import { feedsOf } from './job-feeds';
import { ViewKeeper } from './kept-view';
import { Likeness } from './likeness/likeness';
import type { Signature } from './likeness/signature';
import { Cull, type Shown } from './marks/cull';
import { Habits } from './marks/habits';
import { NotebookCopy } from './notebook-copy';
import { Notes } from './notes';
import { Reference } from './reference';
import { SweepSession } from './session';
import { ShownCells } from './shown-cells';
import { Sizing } from './sizing';
import { isActive, type CellView, type SweepState } from './sweep-state';
import type { GridSnapshot, View } from './view';
import { Walk } from './walk';

/** What the units need of the model. */
export type GridPorts = {
  options: GridOptions;
  /** What is shown; after every `change` that of the changed view. */
  snapshot(): GridSnapshot;
  view(): View;
  change(change: Partial<View>): void;
  /** For people who can't see the grid. */
  say(words: string): void;
  /** Tells the page now. */
  flush(): void;
  /** The sweep is another, or a view was found that was kept of it. */
  onSession(): void;
  /** Goes on with another job in this one's place. */
  takeOver(job: Job): void;
};

export type GridUnits = ReturnType<typeof makeUnits>;

export function makeUnits(ports: GridPorts) {
  const { options, change } = ports;
  const later = (ms: number, run: () => void): (() => void) => options.host.later(ms, run);
  const session: SweepSession = new SweepSession({
    ...{ client: options.client, jobs: options.jobs, feeds: feedsOf(options.client), later },
    onChange: ports.onSession
  });
  const sweep = (): SweepState | null => session.sweep;
  const attached = (): boolean => session.attachment === 'service';
  const sheet = (): GridSnapshot['sheet'] => ports.snapshot().sheet;
  const refocus = (): Partial<View> => ({ focusMoves: ports.view().focusMoves + 1 });
  const { say, snapshot, view, flush: onChange } = ports;
  const { text, client } = options;

  const notes = new Notes({ text, later, say, onChange });
  const walk: Walk = new Walk({ snapshot, view, change, onMove: () => void cull.clearSelection() });
  const cull: Cull = new Cull({
    text,
    habits: options.habits ?? new Habits(),
    shown: () => onSheet(ports),
    give: (cell, mark) => void session.mark(cell, mark),
    goTo: id => walk.goTo(id),
    showMode: mode => change({ mode, help: false, zoom: 'fit', ...refocus() }),
    say,
    focus: () => change(refocus()),
    onChange
  });
  return {
    session,
    notes,
    walk,
    cull,
    ...asked({ ports, session, sweep, attached, later }),
    placing: new Placing({ view, sheet, change }),
    reference: new Reference({ text, view, snapshot, change, say }),
    draws: new DrawOrders({
      ...{ text, client, session, change, say },
      note: (words, cell) => notes.tell(words, cell)
    }),
    sizing: new Sizing({ view, sheet, change }),
    briefly: new Briefly({ later, change, say }),
    held: new Held({ jobs: options.jobs, sweep, onChange }),
    filtering: new Filtering(() => change({})),
    flip: new Flip({
      along: id => walk.along(id),
      urlOf: position => pictureOf(snapshot().sweep?.cells[position], { snapshot: snapshot(), options }),
      show: position => {
        const cell = snapshot().sweep?.cells[position];
        return cell && walk.show(cell);
      },
      later,
      isStill: () => options.host.isStill?.() ?? false,
      onChange
    }),
    likeness: new Likeness({ ...options.host, read: cell => signatureOf(cell, ports, attached()), onChange })
  };
}

type Known = {
  ports: GridPorts;
  session: SweepSession;
  sweep(): SweepState | null;
  attached(): boolean;
  later(ms: number, run: () => void): () => void;
};

/** The units that ask the service for something, or Lab, or write into the notebook. */
function asked({ ports, session, sweep, attached, later }: Known) {
  const { options, say, flush: onChange } = ports;
  const { client } = options;
  const viewer = UUID.uuid4();
  return {
    handover: new Handover({ ...options, sweep, attached }),
    copy: new NotebookCopy({
      ...options,
      told: () => (attached() ? sweep() : null),
      refresh: () => session.refresh(),
      later
    }),
    shown: new ShownCells({
      job: () => {
        const now = sweep();
        return attached() && now && isActive(now) ? now.job : null;
      },
      look: (job, cells) => client.steer.look(job, cells, viewer),
      later
    }),
    keeper: new ViewKeeper({ views: options.views ?? null, later, onFound: ports.onSession }),
    edits: new AxisEdits({
      ...options,
      sweep,
      attached,
      takeOver: ports.takeOver,
      cell: () => options.host.cell?.() ?? null,
      say,
      onChange
    })
  };
}

function onSheet({ snapshot, view }: GridPorts): Shown {
  const { sweep, sheet, focus, filter } = snapshot();
  return {
    cells: sweep?.cells ?? [],
    arrangement: sheet?.arrangement ?? null,
    focus,
    matches: filter.matches,
    mode: view().mode
  };
}

/** From the copy that the notebook has or the page has loaded for the sheet. */
function signatureOf(
  cell: CellView,
  { options, snapshot, view }: GridPorts,
  attached: boolean
): Promise<Signature | null> {
  const { client, host } = options;
  const { missing } = view();
  const size = snapshot().sheet?.size ?? 0;
  const url = nearPicture(cell) ?? farPicture(cell, { client, attached, missing, size });
  return url ? host.readSignature(url) : Promise.resolve(null);
}
