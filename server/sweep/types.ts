/** The public types of the sweep room: what a cell's text or spec is read with, and what it becomes. */
import type { Language, Parameter } from '../../schema/catalogue';
import type { IWildcards } from '../../engine/prompt';
import type { Facts } from '../../schema/messages';
import type {
  CellParams,
  Layout,
  ModelEntry,
  Plan,
  PlanAxis,
  SamplerEntry,
  SchedulerEntry,
  Spec,
  Where
} from '../../schema/wire';

/** What names and values are checked against. */
export type SweepContext = {
  /** The catalogue, or the part of it that is on offer. */
  parameters: readonly Parameter[];
  samplers: readonly SamplerEntry[];
  schedulers: readonly SchedulerEntry[];
  /** Files of every kind; checkpoints are what `model` may name. */
  models: readonly ModelEntry[];
  /** The model that draws when nobody names one; null when there is none. */
  defaultModel: string | null;
  /** Whether a picture of this hash can be drawn from. */
  hasPicture(sha256: string): boolean;
  /** Files of words for chance to choose from. */
  wildcards: IWildcards;
  /** Most cells of a sweep that doesn't say `limit=`. */
  limit: number;
  /** A whole number from 0 to 4294967295, for each seed of -1. */
  randomSeed(): number;
};

/** Something the user should know that stops nothing. Its words are made at the edge. */
export type SweepWarning = { code: string; facts: Facts; where?: Where };

export type Magic = 'sweep' | 'txt2img';

/** A text, read: nothing filled in, nothing drawn, all of it valid. */
export type ParsedSweep = {
  magic: Magic;
  spec: Spec;
  /** What stands after `name=` for each parameter of the first line, names as in the catalogue (`size` and linked names as joined). */
  fields: Record<string, string>;
  /** Where each `name=value` word and body section stands, by parameter or word name. */
  places: Readonly<Record<string, Where>>;
  warnings: SweepWarning[];
};

export type ExpandedCell = {
  /** One index per axis of `axes`. */
  index: number[];
  params: CellParams;
};

/** A sweep with every cell explicit, in the order in which to draw: models outermost, then as one reads the grid. */
export type Expanded = {
  spec: Spec;
  /** As written, or printed when it came as a spec. */
  text: string;
  fields: Record<string, string>;
  cells: ExpandedCell[];
  axes: Omit<PlanAxis, 'to_draw'>[];
  layout: Layout;
  base: Plan['base'];
  origins: Plan['origins'];
  warnings: SweepWarning[];
};

/** What the planner asks of the rest of the service. */
export type PlanNeeds = {
  isCached(params: CellParams): boolean;
  /** UNet evaluations: one cell after the other, and with everything shared that may be. */
  count(cells: readonly CellParams[]): { naive: number; planned: number };
  /** Seconds of one evaluation, and seconds each picture to draw takes besides (text, decoding, saving). */
  pace: { evaluation_s: number; fixed_s: number };
  /** Peak megabytes while these cells are drawn. */
  memoryMb(cells: readonly CellParams[]): number;
  /** Megabytes their pictures will take. */
  diskMb(cells: readonly CellParams[]): number;
  /** Of the warnings' sentences; English when not said. */
  language?: Language;
};
