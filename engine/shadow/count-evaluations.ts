/**
 * What a sweep costs, exactly, without drawing it: the very pipeline and step loop of the engine, with latents of sixteen numbers and
 * a hash for the network. Two asks share an evaluation here exactly when they do there.
 */
import { networksNamed } from '../../schema/care';
import type { CellParams } from '../../schema/wire';
import { careForCell, drawCell } from '../pipeline';
import type { CellFiles, CellRun, EncodedPrompt, DrawModel, PredictNeed, PromptText, Row } from '../pipeline';
import { isBreak, parsePrompt, readTags } from '../../language/prompt';
import type { VaeOptions } from '../types';
import { samplers } from '../sampling';
import { StepLoop, stepLoopOptions } from '../step-loop';
import type { Result, Work } from '../step-loop';
import { hashOf, numbersOf } from './hash';
import { hashOfNumbers } from './shadow-noise';
import { shadowOfPicture, shadowTools } from './shadow-tools';
import { Fault, type FaultData } from '../../schema/fault';

/** What of a checkpoint changes how many evaluations a cell takes, and whether it can be drawn. */
export type ModelTraits = Partial<
  Pick<
    DrawModel,
    | 'family'
    | 'task'
    | 'guidanceDim'
    | 'predictionType'
    | 'zeroTerminalSnr'
    | 'sizeIds'
    | 'tileSide'
    | 'scheduler'
  >
>;

/**
 * A cell and the checkpoint it is drawn with, by any name that tells checkpoints apart; SD1's traits unless said. `loras` tells the files
 * that its tags mean, where two of them may mean one.
 */
export type PricedCell = {
  params: CellParams;
  model: string;
  traits?: ModelTraits;
  loras?: Readonly<Record<string, string>>;
  /** Names the picture that was drawn before, where there is one: it is cared for alone. */
  drawn?: string;
};

export type Price = {
  /** Rows if every cell were drawn by itself and shared nothing, and those of each cell. */
  naive: number;
  each: readonly number[];
  /** Rows the engine will evaluate. */
  planned: number;
  /** The first that the engine would refuse, by its place among them. */
  refused?: { cell: number; fault: FaultData };
};

/** Anything a model decides that changes no count. */
const SHADOW_MODEL: DrawModel = {
  family: 'sd1',
  task: 'plain',
  latentChannels: 4,
  latentScale: 8,
  scalingFactor: 1,
  predictionType: 'epsilon',
  zeroTerminalSnr: false,
  guidanceDim: 0,
  sizeIds: 0,
  tileSide: 512,
  scheduler: {}
};

/** What most upscaler networks multiply a picture's sides by; how often one is applied changes no count of evaluations. */
const SHADOW_SCALE = 4;

/**
 * Evaluations of drawing these cells together, in this order, and which of them can't be drawn, because of its schedule or its prompts; one that
 * can't (an unknown sampler) counts for nothing. Some 10 µs an evaluation, of one seed: cells of different seeds share nothing, so what one
 * seed's cost is told of all.
 */
export function priceCells(cells: readonly PricedCell[]): Price {
  const known = new Map<string, Price>();
  const each = cells.map(() => 0);
  const counts = apart(cells).map(those => {
    const alike = likeness(those);
    const count = known.get(alike) ?? countTogether(those.map(({ cell }) => cell));
    known.set(alike, count);
    those.forEach(({ place }, k) => (each[place] = count.each[k]));
    const { refused } = count;
    return { ...count, refused: refused && { ...refused, cell: those[refused.cell].place } };
  });
  const [refused] = counts.flatMap(count => count.refused ?? []).sort((a, b) => a.cell - b.cell);
  return {
    naive: counts.reduce((sum, { naive }) => sum + naive, 0),
    planned: counts.reduce((sum, { planned }) => sum + planned, 0),
    each,
    ...(refused && { refused })
  };
}

type Placed = { place: number; cell: PricedCell };

/** Seeds of torch's generators are taken by their lower 32 bits. */
const SEEDS = 2 ** 32;

/** Lots of cells that can share nothing with another lot: of different models, and of seeds whose noise has nothing in common. */
function apart(cells: readonly PricedCell[]): Placed[][] {
  const lots = new Map<string, Placed[]>();
  // Noise that is blended, grown from another size's or left out is not the seed's alone; how long an adaptive sampler runs depends on it.
  const blended = cells.some(
    ({ params }) =>
      params.subseed_strength ||
      params.seed_resize_from_w ||
      params.seed_resize_from_h ||
      params.initial_noise_multiplier === 0 ||
      isAdaptive(params.sampler)
  );
  for (const [place, cell] of cells.entries()) {
    const key = blended ? cell.model : `${cell.params.seed % SEEDS} ${cell.model}`;
    const lot = lots.get(key) ?? [];
    lots.set(key, lot);
    lot.push({ place, cell });
  }
  return [...lots.values()];
}

function isAdaptive(sampler: string): boolean {
  return samplers.some(({ name, adaptive }) => adaptive && name === sampler);
}

/** Equal for lots that differ in their seeds alone, and so cost the same. */
function likeness(lot: readonly Placed[]): string {
  const [{ cell: first }] = lot;
  return JSON.stringify(
    lot.map(({ cell: { params, ...rest } }) => [{ ...params, seed: params.seed - first.params.seed }, rest])
  );
}

/** Places of what it refuses are those in the list. */
function countTogether(cells: readonly PricedCell[]): Price {
  const each = cells.map(() => 0);
  let refused: Price['refused'];
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: (id, { rows }) => (each[Number(id)] += rows.length),
    drawn: () => undefined,
    failed: (id, error) => {
      // What a real network's numbers come to isn't known here.
      const told = error instanceof Fault && error.code !== 'not_finite';
      if (told && Number(id) < (refused?.cell ?? Infinity)) {
        refused = { cell: Number(id), fault: { code: error.code, facts: error.facts } };
      }
    }
  });
  cells.forEach((cell, place) => loop.add(String(place), () => shadowOf(cell)));
  let work: Work | null;
  while ((work = loop.next())) {
    try {
      loop.complete(perform(work));
    } catch (error) {
      loop.fail(error);
    }
  }
  const naive = each.reduce((sum, rows) => sum + rows, 0);
  return { naive, planned: loop.evaluations, each, ...(refused && { refused }) };
}

/** The texts that a cell's networks attend to, each with how it is read; none where its run is refused before. */
export function textsOf(cell: Omit<PricedCell, 'model'>): readonly PromptText[] {
  try {
    // A run begins with them.
    const { value, done } = shadowOf(cell).next();
    return !done && value.kind === 'encode' ? value.prompts : [];
  } catch (error) {
    if (error instanceof Fault) {
      return [];
    }
    throw error;
  }
}

/** A cell's run on shadow latents. */
export function shadowOf({ params, traits = {}, loras, drawn }: Omit<PricedCell, 'model'>): CellRun {
  const base = { ...SHADOW_MODEL, ...traits };
  const refiner: DrawModel = { ...SHADOW_MODEL, family: 'sdxl_refiner' };
  const files = { ...filesOf(params), ...(loras && { loras }) };
  if (drawn !== undefined) {
    return careForCell({ params, files: { ...files, drawn: shadowOfPicture(drawn) } }, shadowTools);
  }
  return withoutIdleTiles(drawCell({ params, files }, { base, refiner }, shadowTools), base);
}

/** The run without tiles where a picture fits into one. */
function* withoutIdleTiles(run: CellRun, { tileSide, latentScale }: DrawModel): CellRun {
  let turn = run.next();
  while (!turn.done) {
    const need = turn.value;
    const scale = need.kind === 'decode' ? latentScale : 1;
    const fits =
      (need.kind === 'decode' || need.kind === 'encode_picture') &&
      scale * Math.max(need.height, need.width) <= tileSide;
    turn = run.next(yield fits ? { ...need, options: { ...need.options, tiled: undefined } } : need);
  }
  return turn.value;
}

/** Every file that a cell names, by its name: what there really is has been looked up before. */
function filesOf(params: CellParams): CellFiles {
  const { prompt, vae, refiner, hr_upscaler: upscaler } = params;
  return {
    networks: Object.fromEntries(networksNamed(params).map(([, name]) => [name, name])),
    loras: Object.fromEntries(readTags(prompt).loras.map(({ name }) => [name, name])),
    ...(vae ? { vae } : {}),
    ...(refiner ? { refiner: { name: refiner, path: refiner } } : {}),
    ...(upscaler ? { upscaler } : {})
  };
}

/** What a shadow network answers. */
export function perform(work: Work): Result {
  switch (work.kind) {
    case 'encode':
      return contextOf(work.prompt);
    case 'decode':
      return numbersOf(hashOfNumbers(work.latent, optionsOf(work)));
    case 'encode_picture': {
      const hash = hashOfNumbers(work.planes, optionsOf(work));
      return { mean: numbersOf(hash), logvar: numbersOf(hashOf(hash)) };
    }
    case 'upscale':
      return {
        planes: numbersOf(hashOfNumbers(work.planes, work.path)),
        height: SHADOW_SCALE * work.height,
        width: SHADOW_SCALE * work.width
      };
    case 'predict':
      return work.rows.map(({ context, ...row }) =>
        numbersOf(hashOfNumbers(row.x, row.timestep, context.id, besidesOf(row), networkOf(work))).map(
          value => value * QUIET
        )
      );
  }
}

/**
 * Answers so small that DPM adaptive, whose steps are as long as its error allows, takes about as many as on a network that was trained:
 * what it will take is only known when it is drawn.
 */
const QUIET = 1 / 64;

const optionsOf = ({ options = {} }: { options?: VaeOptions }): string => JSON.stringify(options);

/** Which network answers, and how it joins the edges of a picture. */
const networkOf = ({ checkpoint, tiling = false }: Pick<PredictNeed, 'checkpoint' | 'tiling'>): string =>
  `${checkpoint?.path ?? ''} ${tiling}`;

function besidesOf({ imageConditioning, ids, guidance, loras }: Omit<Row, 'context'>): string {
  return imageConditioning || ids || guidance !== undefined || loras
    ? JSON.stringify([imageConditioning && hashOfNumbers(imageConditioning), ids, guidance, loras])
    : '';
}

/** CLIP's words: its tokenizer sees no case, and no blanks but where they part letters. */
const WORD = /<\|(?:startoftext|endoftext)\|>|'(?:s|t|re|ve|m|ll|d)|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu;
const wordsOf = (text: string): string => (text.normalize('NFC').toLowerCase().match(WORD) ?? []).join(' ');

/** Stands for an encoded prompt: one name for texts and emphasis modes that give the same numbers. */
function contextOf({
  text,
  emphasis,
  dialect,
  strict,
  among,
  zero,
  flavour,
  ...rest
}: PromptText): EncodedPrompt {
  const plain = flavour === 'diffusers';
  const weighs = !plain && (emphasis === 'original' || emphasis === 'no_norm');
  const runs = parsePrompt(text, { emphasis: plain ? 'none' : emphasis, dialect, strict }).map(run => ({
    text: isBreak(run) ? '\0' : wordsOf(run.text),
    weight: weighs && !isBreak(run) ? run.weight : 1
  }));
  const emphasised = runs.some(({ weight }) => weight !== 1);
  const words = emphasised
    ? runs
    : runs
        .map(run => run.text)
        .join(' ')
        .trim();
  const together = emphasised && emphasis === 'original' ? among : undefined;
  const id = JSON.stringify(zero ? 'zero' : [words, emphasised && emphasis, together, rest]);
  return { id, data: new Float32Array(0), tokens: 77 };
}
