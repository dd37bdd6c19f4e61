/**
 * What a person chose to see of a sweep outlives a reload of the page: it is kept by Lab under the job's id, and not in the notebook, which
 * looking at it must not change. What is read is taken with care: it may be of an older version, or of a sweep of which the notebook now
 * holds another copy.
 */
import type { PlanAxis } from '../../schema/wire';
import { LAYOUT_WORDS } from '../../language/names/sweep-words';
import { NO_KEPT_FILTER, type KeptFilter } from './filter/filtering';
import { readFilter } from './filter/kept-filter';
import { SIZE_MAX, SIZE_MIN } from './size';
import { initialView, type View } from './view';

export type KeptView = Pick<
  View,
  'layout' | 'pins' | 'shown' | 'inside' | 'size' | 'fitWidth' | 'overlay'
> & { filter: KeptFilter };

/** Where views are kept. */
export interface IKeptViews {
  read(job: string): Promise<unknown>;
  /** Null forgets it. */
  write(job: string, view: KeptView | null): Promise<void>;
}

export type ViewKeeperOptions = {
  views: IKeptViews | null;
  later(ms: number, run: () => void): () => void;
  /** Told when a view was found that `due` gives. */
  onFound(): void;
};

/** A slider is pulled through many places before it is let go. */
const PAUSE_MS = 400;

export class ViewKeeper {
  private job: string | null = null;
  private found: unknown = null;
  private kept = UNCHANGED;
  private callOff: (() => void) | null = null;

  constructor(private readonly options: ViewKeeperOptions) {}

  /** From now on views are of this job; what is kept of it is read, unless `view` is taken along from another. */
  follow(job: string | null, view?: KeptView): void {
    if (job === this.job) {
      return;
    }
    this.job = job;
    this.found = null;
    this.kept = UNCHANGED;
    if (view) {
      this.note(view);
      return;
    }
    const { views } = this.options;
    if (job !== null && views) {
      views.read(job).then(
        found => {
          // A choice that was made meanwhile stands.
          if (job === this.job && found && this.kept === UNCHANGED) {
            this.found = found;
            this.options.onFound();
          }
        },
        () => undefined // Lab couldn't say: the sheet lies as the sweep says.
      );
    }
  }

  /** The view that was found, once its axes are known; given once. */
  due(axes: readonly PlanAxis[]): KeptView | null {
    if (!this.found || axes.length === 0) {
      return null;
    }
    const view = readView(this.found, axes);
    this.found = null;
    this.kept = contentOf(view);
    return view;
  }

  /** Keeps a view that is another than before. */
  note(view: KeptView): void {
    const content = contentOf(view);
    const { job } = this;
    const { views, later } = this.options;
    if (content === this.kept || job === null || !views) {
      return;
    }
    this.found = null;
    this.kept = content;
    this.callOff?.();
    this.callOff = later(PAUSE_MS, () => {
      this.callOff = null;
      void views.write(job, content === UNCHANGED ? null : keptPart(view)).catch(() => undefined);
    });
  }
}

/** What of a view is kept. */
function keptPart({ layout, pins, shown, inside, size, fitWidth, overlay, filter }: KeptView): KeptView {
  return { layout, pins, shown, inside, size, fitWidth, overlay, filter };
}

const contentOf = (view: KeptView): string => JSON.stringify(keptPart(view));
const UNCHANGED = contentOf({ ...initialView, filter: NO_KEPT_FILTER });

/** What of a kept view holds for these axes. */
export function readView(value: unknown, axes: readonly PlanAxis[]): KeptView {
  const { layout, pins, shown, inside, size, fitWidth, overlay, filter } = asRecord(value);
  const ids = new Set(axes.map(({ id }) => id));
  const isAxis = (id: unknown): id is string => typeof id === 'string' && ids.has(id);
  const isValue = (axis: PlanAxis, at: unknown): at is number =>
    Number.isInteger(at) && Number(at) >= 0 && Number(at) < axis.labels.length;
  const places = Object.entries(asRecord(layout)).filter(
    ([word, id]) => (LAYOUT_WORDS as readonly string[]).includes(word) && isAxis(id)
  );
  const isOnce = new Set(places.map(([, id]) => id)).size === places.length;
  return {
    layout: layout && isOnce ? Object.fromEntries(places) : null,
    pins: Object.fromEntries(
      axes.flatMap(axis => {
        const at = asRecord(pins)[axis.id];
        return isValue(axis, at) ? [[axis.id, at]] : [];
      })
    ),
    shown: Object.fromEntries(
      axes.flatMap(axis => {
        const values = asRecord(shown)[axis.id];
        const seen = Array.isArray(values) ? values.filter(at => isValue(axis, at)) : [];
        return seen.length > 0 && new Set(seen).size === seen.length ? [[axis.id, seen]] : [];
      })
    ),
    inside: isAxis(inside) ? inside : null,
    size: typeof size === 'number' && size >= SIZE_MIN && size <= SIZE_MAX ? size : null,
    fitWidth: fitWidth === true,
    overlay: overlay === true,
    filter: readFilter(filter, axes)
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
