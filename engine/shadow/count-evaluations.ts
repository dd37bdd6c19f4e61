/**
 * What a sweep costs, exactly, without drawing it: the very pipeline and step loop of the engine, with latents of sixteen numbers and
 * a hash for the network. Two asks share an evaluation here exactly when they do there.
 */
import type { CellParams } from '../../schema/wire';
import { drawCell } from '../pipeline';
import type { CellRun, Context, DrawModel, PromptText } from '../pipeline';
import { isBreak, parsePrompt } from '../prompt';
import { StepLoop } from '../worker/step-loop';
import type { Result, Work } from '../worker/step-loop';
import { stepLoopOptions } from '../worker/step-loop-options';
import { hashOf, mix, numbersOf } from './hash';
import { openShadowNoise } from './shadow-noise';

/** A cell and the checkpoint it is drawn with, by any name that tells checkpoints apart. */
export type PricedCell = { params: CellParams; model: string };

export type Evaluations = {
  /** Rows if every cell were drawn by itself and shared nothing. */
  naive: number;
  /** Rows the engine will evaluate. */
  planned: number;
};

/** Anything a model decides that changes no count. */
const SHADOW_MODEL: DrawModel = {
  latentChannels: 4,
  latentScale: 8,
  predictionType: 'epsilon',
  scheduler: {}
};

/**
 * Evaluations of drawing these cells together, in this order. A cell that can't be drawn (an unknown sampler) counts for nothing.
 * About 3 µs an evaluation.
 */
export function countEvaluations(cells: readonly PricedCell[]): Evaluations {
  const byModel = new Map<string, CellParams[]>();
  for (const { params, model } of cells) {
    const those = byModel.get(model) ?? [];
    byModel.set(model, those);
    those.push(params);
  }
  const counts = [...byModel.values()].map(countOfModel);
  return {
    naive: counts.reduce((sum, { naive }) => sum + naive, 0),
    planned: counts.reduce((sum, { planned }) => sum + planned, 0)
  };
}

function countOfModel(cells: readonly CellParams[]): Evaluations {
  let naive = 0;
  const loop = new StepLoop(stepLoopOptions, {
    started: () => undefined,
    stepped: (_id, { rows }) => (naive += rows.length),
    drawn: () => undefined,
    failed: () => undefined
  });
  cells.forEach((params, i) => loop.add(String(i), () => shadowOf(params)));
  let work: Work | null;
  while ((work = loop.next())) {
    try {
      loop.settle(perform(work));
    } catch (error) {
      loop.fail(error);
    }
  }
  return { naive, planned: loop.evaluations };
}

/** A cell's run on shadow latents. */
export const shadowOf = (params: CellParams): CellRun => drawCell(params, SHADOW_MODEL, openShadowNoise);

function perform(work: Work): Result {
  switch (work.kind) {
    case 'encode':
      return contextOf(work.prompt);
    case 'decode':
      return new Float32Array(0);
    case 'predict':
      return work.rows.map(({ x, timestep, context }) => {
        const words = new Uint32Array(x.buffer, x.byteOffset, x.length);
        return numbersOf(words.reduce(mix, hashOf(timestep, context.id)), x.length);
      });
  }
}

/** Stands for an encoded prompt: one name for texts and emphasis modes that give the same numbers. */
function contextOf({ text, clipSkip, emphasis }: PromptText): Context {
  const weighs = emphasis === 'original' || emphasis === 'no_norm';
  const runs = parsePrompt(text, { emphasis }).map(run => ({
    // What CLIP's tokenizer does not see: case, and how much space there is.
    text: isBreak(run) ? '\0' : run.text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim(),
    weight: weighs && !isBreak(run) ? run.weight : 1
  }));
  const emphasised = runs.some(({ weight }) => weight !== 1);
  const words = emphasised
    ? runs
    : runs
        .map(run => run.text)
        .join(' ')
        .trim();
  const id = JSON.stringify([words, clipSkip, emphasised && emphasis]);
  return { id, data: new Float32Array(0), tokens: 77 };
}
