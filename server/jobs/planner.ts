import { availableParallelism } from 'node:os';
import { hasCare, isCareAlone, withoutCare } from '../../schema/care';
import { catalogue, withDefaults } from '../../schema/catalogue';
import {
  readSettings,
  type ReadSettings,
  type SettingsOptions,
  type SweepContext
} from '../../language/cell';
import { type Price, type PricedCell, shadowPicture } from '../../engine/shadow';
import type { CellParams, FileKind, SamplerEntry, SchedulerEntry, SweepRequest } from '../../schema/wire';
import type { ModelRegistry } from '../models/registry';
import type { CellFilesNow, CellWeights } from '../models/cell-weights';
import type { EmbeddingNames } from '../models/embedding-words';
import { openWildcards } from '../prompts/wildcard-files';
import { sharedAliases } from '../models/names';
import { contentKey } from '../store/content-key';
import type { LikelyPace, PaceStore } from '../store/pace-store';
import type { PictureStore } from '../store/picture-store';
import { Fault, type FaultData } from '../../schema/fault';
import { pricedCell } from '../models/priced-cell';
import { inTurns } from './in-turns';
import { paceKind } from './pace-meter';
import { checkCells, pipelineFault } from './check-cells';
import {
  byPlace,
  type PlacedSweep,
  type PlanNeeds,
  type StoredPlan,
  expandPlaced,
  drawnSize,
  finalSize,
  mapped,
  planSweep
} from '../sweep';

export type Sampling = { samplers: SamplerEntry[]; schedulers: SchedulerEntry[] };
export type Counted = Price;
export type CountEvaluations = (cells: readonly PricedCell[]) => Promise<Counted>;

export type PlannerOptions = {
  registry: ModelRegistry;
  cellWeights: CellWeights;
  pictures: PictureStore;
  paces: PaceStore;
  sampling: Sampling;
  count: CountEvaluations;
  /** Folders that may hold one of wildcards. */
  wildcardFolders: readonly string[];
  limit: number;
  /** Bytes that the service's two processes can have, those that they hold already included. */
  freeMemory(): number;
  randomSeed(): number;
};

/** Bytes of the service's two processes before any weights, and of what a pixel takes while its picture is decoded. */
const PROCESS_MB = 220;
const PIXEL_KB = 2.2;
/** Pixels that the VAE decodes at once when it does so in tiles. */
const TILE_PIXELS = 512 * 512;
/** Bytes a pixel takes on disk before a picture was ever stored. */
const PNG_BYTES_PER_PIXEL = 1.6;
/** Seconds of an evaluation before one was measured: per byte of weights and pixel on one core, and how many cores make it faster. */
const GUESS_S_PER_BYTE_PIXEL = 3e-14;
const GUESS_CORES_MAX = 8;
/** Within which factors of the guess the truth lies: between a fast core and a slow one that others use too. */
const GUESS_FACTORS = [0.4, 2.5] as const;

/** Turns requests into cells and cells into prices. */
export class Planner {
  constructor(private readonly options: PlannerOptions) {}

  /**
   * Every cell of a request; throws Fault with its place. Files of one stem are told apart by their bytes, and one may be named by its
   * hash alone: where these are not known they are read, once.
   */
  async expand(request: SweepRequest): Promise<PlacedSweep> {
    const told: FaultData[] = [];
    let warnings: readonly FaultData[] = [];
    try {
      const expanded = await inTurns(expandPlaced(request, await this.context(told)));
      ({ warnings } = expanded);
      const remarks = await checkCells(expanded, this.options.registry);
      const ofNames = told.map(each => ({ ...each, where: each.where ?? placeOfParam(each, expanded) }));
      const all = { ...expanded, warnings: onceEach([...warnings, ...ofNames, ...remarks]).sort(byPlace) };
      return (await this.readHashes(all.warnings)) ? this.expand(request) : all;
    } catch (error) {
      if (error instanceof Fault && (await this.readHashes([...told, ...warnings, error]))) {
        return this.expand(request);
      }
      throw error;
    }
  }

  /** Reads the hashes that would have told what was told otherwise, `quick` unless that takes long; whether there were any. */
  private async readHashes(faults: readonly FaultData[], how?: { quick: boolean }): Promise<boolean> {
    const { registry } = this.options;
    for (const { code, facts } of faults) {
      const kind = (facts.kind ?? 'checkpoint') as FileKind;
      const candidates = (facts.candidates ?? []) as readonly string[];
      // The bytes of several tell which is meant where a hash was written, or whether they are one.
      const asked =
        facts.hash !== undefined || (code === 'name_ambiguous' && registry.areAlike(candidates, kind));
      if (
        (asked && (await registry.readNamed(candidates, kind, how))) ||
        (Number(facts.unread ?? 0) > 0 && (await registry.readUnread(kind)))
      ) {
        return true;
      }
    }
    return false;
  }

  /** What an infotext sets, with what is here; never throws for a text. `drawn` is a picture's, whose prompts are as they were drawn. */
  async settingsOf(infotext: string, how?: SettingsOptions): Promise<ReadSettings> {
    const told: FaultData[] = [];
    const read = readSettings(infotext, await this.context(told), how);
    const remarks = onceEach([...read.remarks, ...told]);
    return (await this.readHashes(remarks, { quick: true }))
      ? this.settingsOf(infotext, how)
      : { ...read, remarks };
  }

  /** The price of a request just now; throws as `expand` does. */
  async plan(request: SweepRequest): Promise<StoredPlan> {
    const { plan } = await this.price(await this.expand(request));
    return { ...plan, memory_free_mb: Math.round(this.options.freeMemory() / 1e6) };
  }

  /** The price to keep with a job, and how many evaluations each of its cells takes by itself. */
  async price(expanded: PlacedSweep): Promise<{ plan: StoredPlan; evaluations: readonly number[] }> {
    const { evaluations, ...needs } = await this.needs(expanded);
    const plan = planSweep(expanded, needs);
    const { cellWeights } = this.options;
    const files = await inTurns(cellWeights.planned(expanded.cells.map(({ params }) => params)));
    return { plan: { ...plan, ...files }, evaluations };
  }

  private isCached(params: CellParams): boolean {
    const key = this.key(params);
    return key !== null && this.options.pictures.byKey(key) !== null;
  }

  /** The picture that a cell cares for, by its hash; null where there is none, or it is not known. */
  private drawnBefore(params: CellParams): string | null {
    if (isCareAlone(params)) {
      return params.init_image ?? null;
    }
    // The networks of its care may not be known yet.
    const key = hasCare(params) ? this.key(withoutCare(params)) : null;
    return key && (this.options.pictures.byKey(key)?.sha256 ?? null);
  }

  /** The content key of a cell, or null while the hash of one of its files is not known. */
  key(params: CellParams): string | null {
    const hashes = this.options.cellWeights.knownHashes(params);
    return hashes && contentKey(params, hashes);
  }

  /** The content key and what it stands for, hashes read where they must be; throws for a file that is gone or can't be used. */
  async findKey(
    params: CellParams,
    embeddings?: EmbeddingNames,
    look: CellWeights['now'] = (of, names) => this.options.cellWeights.now(of, names)
  ): Promise<{ key: string } & Pick<CellFilesNow, 'identities'>> {
    const { hashes, identities } = await look(params, embeddings);
    return { key: contentKey(params, hashes), identities };
  }

  /**
   * The pace of cells one after the other, as `pace` tells it of each; as uncertain as the least certain. That of evaluations is the mean of
   * all evaluations, not of all cells: a small picture of many steps has more of them than a large one of few.
   */
  private async paceOfAll(cells: readonly CellParams[]): Promise<LikelyPace> {
    const kinds = new Map<string, CellParams[]>();
    for (const params of cells) {
      const kind = paceKind(params);
      const lot = kinds.get(kind) ?? [];
      kinds.set(kind, lot);
      lot.push(params);
    }
    const lots = [...kinds.values()];
    const paces = lots.map(([params]) => this.pace(params));
    const evaluations = lots.length > 1 ? await this.evaluationsOf(lots) : [1];
    return {
      evaluation_s: mean(
        paces.map(pace => pace.evaluation_s),
        evaluations
      ),
      fixed_s: mean(
        paces.map(pace => pace.fixed_s),
        lots.map(({ length }) => length)
      ),
      factors: paces.map(({ factors }) => factors).reduce(widest, null)
    };
  }

  /** Evaluations that each lot takes: models and sizes share none, so that these are a part of what all take. */
  private async evaluationsOf(lots: readonly (readonly CellParams[])[]): Promise<number[]> {
    const counted: number[] = [];
    for (const lot of lots) {
      const { planned } = await this.options.count(await inTurns(mapped(lot, params => this.priced(params))));
      counted.push(planned);
    }
    return counted;
  }

  /** The pace of a cell's model at its sizes: measured here, else guessed from the size of its weights. */
  pace(params: CellParams): LikelyPace {
    const { steps, enable_hr, hr_steps } = withDefaults(params);
    const first = this.paceAt(params.model, params.width, params.height);
    if (!enable_hr) {
      return first;
    }
    const { width, height } = drawnSize(params);
    const second = this.paceAt(params.model, width, height);
    const share = (hr_steps || steps) / (steps + (hr_steps || steps));
    return {
      evaluation_s: first.evaluation_s * (1 - share) + second.evaluation_s * share,
      fixed_s: first.fixed_s + second.fixed_s,
      factors: widest(first.factors, second.factors)
    };
  }

  private paceAt(model: string, width: number, height: number): LikelyPace {
    const { memoryBytes = 0 } = this.options.registry.find(model, 'checkpoint') ?? {};
    return (
      this.options.paces.nearest(model, width, height) ?? {
        evaluation_s: Math.max(0.005, (memoryBytes * width * height * GUESS_S_PER_BYTE_PIXEL) / cores()),
        fixed_s: 0.05 + width * height * 1.5e-6,
        factors: GUESS_FACTORS
      }
    );
  }

  /** A cell with what of its model changes how many evaluations it takes. */
  private priced(params: CellParams): PricedCell {
    if (isCareAlone(params)) {
      return { params, model: params.model, drawn: params.init_image ?? '' };
    }
    return pricedCell(params, this.options.registry.usable(params.model));
  }

  private readonly pictureOf = (params: CellParams): number | null => shadowPicture(this.priced(params));

  private async needs(expanded: PlacedSweep): Promise<PlanNeeds & { evaluations: readonly number[] }> {
    const { cells } = expanded;
    const { pictures, cellWeights, count } = this.options;
    const all = cells.map(({ params }) => params);
    const here = await inTurns(mapped(all, params => this.isCached(params)));
    const cached = new Set(all.filter((_, k) => here[k]));
    const toDraw = all.filter(params => !cached.has(params));
    const before = await inTurns(mapped(toDraw, params => this.drawnBefore(params)));
    const drawn = new Map(
      toDraw.flatMap((params, k) => (before[k] === null ? [] : [[params, before[k]] as const]))
    );
    // Counting takes a while and is done beforehand; the two lots are known by their first cells.
    const counted = new Map<CellParams, Counted>();
    const each = new Map<CellParams, number>();
    for (const lot of [toDraw, [...cached]].filter(({ length }) => length > 0)) {
      const { refused, ...evaluations } = await count(
        await inTurns(
          mapped(lot, params => ({
            ...this.priced(params),
            ...(drawn.has(params) && { drawn: drawn.get(params) })
          }))
        )
      );
      // What is in the store was drawn, whatever would be said of it today.
      if (refused && lot === toDraw) {
        throw pipelineFault(refused.fault, lot[refused.cell], expanded);
      }
      counted.set(lot[0], evaluations);
      lot.forEach((params, k) => each.set(params, evaluations.each[k]));
    }
    const pace = await this.paceOfAll(toDraw);
    return {
      evaluations: all.map(params => each.get(params)!),
      isCached: params => cached.has(params),
      isDrawn: params => drawn.has(params),
      count: lot => counted.get(lot[0])!,
      pace,
      memoryMb: drawn =>
        Math.round(
          PROCESS_MB +
            Math.max(
              ...drawn.map(
                params =>
                  (cellWeights.memoryBytes(params) * 1.15) / 1e6 + (decodedPixels(params) * PIXEL_KB) / 1e3
              )
            )
        ),
      diskMb: drawn => {
        const bytes = pictures.bytesPerPixel() ?? PNG_BYTES_PER_PIXEL;
        const pixels = drawn.map(finalSize).reduce((sum, { width, height }) => sum + width * height, 0);
        return Math.round((pixels * bytes) / 1e4) / 100;
      }
    };
  }

  /** What texts are read with; `told` hears what names and the hashes beside them say. */
  private async context(told: FaultData[]): Promise<SweepContext> {
    const { registry, sampling, limit, randomSeed, wildcardFolders } = this.options;
    const models = await registry.list();
    return {
      parameters: catalogue,
      samplers: sampling.samplers,
      schedulers: sampling.schedulers,
      models: models.map(model => ({
        ...model.entry,
        autov3: model.autov3,
        sharedAliases: sharedAliases(model),
        problem: null,
        fault: model.problem
      })),
      defaultModel: registry.defaultModel(),
      hasPicture: hash => this.options.pictures.has(hash),
      sizeOfPicture: hash => this.options.pictures.sizeOf(hash),
      wildcards: openWildcards(wildcardFolders),
      limit,
      randomSeed,
      tell: remark => told.push(remark),
      pictureOf: this.pictureOf
    };
  }
}

function cores(): number {
  return Math.min(GUESS_CORES_MAX, availableParallelism());
}

function widest(one: LikelyPace['factors'], other: LikelyPace['factors']): LikelyPace['factors'] {
  return one && other ? [Math.min(one[0], other[0]), Math.max(one[1], other[1])] : (one ?? other);
}

/** 0 where nothing weighs anything. */
function mean(values: readonly number[], weights: readonly number[]): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
  return sum(values.map((value, k) => value * weights[k])) / Math.max(1, sum(weights));
}

function placeOfParam({ facts }: FaultData, { placeOf }: PlacedSweep): FaultData['where'] {
  return facts.param === undefined ? undefined : placeOf({ params: [String(facts.param)] });
}

function onceEach(remarks: readonly FaultData[]): FaultData[] {
  return [...new Map(remarks.map(each => [JSON.stringify(each), each])).values()];
}

/** Pixels that are decoded at once, where memory peaks. */
function decodedPixels(params: CellParams): number {
  const { width, height } = finalSize(params);
  return params.vae_tiling ? Math.min(width * height, TILE_PIXELS) : width * height;
}
