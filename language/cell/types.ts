/** What a cell's text or spec is read with, and what it becomes. */
import type { CellParams, Parameter } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import type { ModelEntry, SamplerEntry, SchedulerEntry, Spec, Where } from '../../schema/wire';
import type { NamedFile } from '../names/find-file';
import type { IWildcards } from '../prompt';

/** What names and values are checked against. */
export type SweepContext = {
  /** The catalogue, or the part of it that is on offer. */
  parameters: readonly Parameter[];
  samplers: readonly SamplerEntry[];
  schedulers: readonly SchedulerEntry[];
  /** Files of every kind; checkpoints are what `model` may name. */
  models: readonly (ModelEntry & Pick<NamedFile, 'autov3' | 'sharedAliases'>)[];
  /** The model that draws when nobody names one; null when there is none. */
  defaultModel: string | null;
  /** Whether a picture of this hash can be drawn from. */
  hasPicture(sha256: string): boolean;
  /** Width and height of such a picture; null where they are not known. */
  sizeOfPicture(sha256: string): { width: number; height: number } | null;
  /** Files of words for chance to choose from. */
  wildcards: IWildcards;
  /** Most cells of a sweep that doesn't say `limit=`. */
  limit: number;
  /** A whole number from 0 to 4294967295, for each seed of -1. */
  randomSeed(): number;
  /** Hears where the hash beside a name says otherwise; its facts name the parameter where it has no place. */
  tell?(remark: FaultData): void;
  /** A number that two cells share exactly when drawing them would do the same, null for what can't be drawn; unknown without an engine. */
  pictureOf?(params: CellParams): number | null;
};

export type Magic = 'sweep' | 'txt2img' | 'enhance';

/** A text, read: nothing filled in, nothing drawn, all of it valid. */
export type ParsedSweep = {
  magic: Magic;
  spec: Spec;
  /** What stands after `name=` for each parameter of the first line, names as in the catalogue (`size` and linked names as joined). */
  fields: Record<string, string>;
  /** Where each `name=value` word and body section stands, by parameter or word name. */
  places: Readonly<Record<string, Where>>;
  warnings: FaultData[];
};
