/** What a sweep becomes: cells, and their price. */

import type { ParameterValue } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import type { PromptName } from '../../language/cell/spec/normal-form';
import type { Piece } from './placed-piece';
import type { CellParams, Layout, Plan, PlanAxis, Spec, Where } from '../../schema/wire';

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
  warnings: FaultData[];
};

/** A sweep, and where in its text a fault of one of its cells was written. */
export type PlacedSweep = Expanded & { placeOf(fault: Misplaced): Where | undefined };

/**
 * What places a fault in a sweep's text: the parameters it is about, the likeliest first, before them those whose value it is about, or a
 * piece of a cell's prompt, whichever prompt it is where that isn't said.
 */
export type Misplaced = {
  params?: readonly string[];
  values?: Readonly<Record<string, ParameterValue>>;
  piece?: Piece & { name?: PromptName };
};

/**
 * A plan whose warnings are data; who sends it makes their sentences. `embeddings` are those that take part, by the checkpoint that reads
 * them: without one of them its cells are others than were planned. `files` are what content keys know all files by, by role and written
 * name, as far as that is known. All of these are the service's own.
 */
export type StoredPlan = Omit<Plan, 'warnings'> & {
  warnings: FaultData[];
  embeddings?: Readonly<Record<string, readonly string[]>>;
  files?: Readonly<Record<string, string>>;
  /** Evaluations of the cells to draw, if every one were drawn by itself; earlier versions kept none. */
  naive_to_draw?: number;
};

/** What the planner asks of the rest of the service. */
export type PlanNeeds = {
  isCached(params: CellParams): boolean;
  /** Whether the picture that a cell cares for is there. */
  isDrawn(params: CellParams): boolean;
  /** UNet evaluations: one cell after the other, and with everything shared that may be. */
  count(cells: readonly CellParams[]): { naive: number; planned: number };
  /** Seconds of one evaluation, and seconds each picture to draw takes besides (text, decoding, saving). */
  pace: {
    evaluation_s: number;
    fixed_s: number;
    /** By which factors the truth may lie below and above; null where the pace was measured. */
    factors: readonly [low: number, high: number] | null;
  };
  /** Peak megabytes while these cells are drawn. */
  memoryMb(cells: readonly CellParams[]): number;
  /** Megabytes their pictures will take. */
  diskMb(cells: readonly CellParams[]): number;
};
