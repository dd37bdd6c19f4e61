import type { CellParams } from '../../schema/wire';
import { editPrompt, splitAnd, stageAt } from '../prompt';
import type { Stage } from '../prompt';
import { findSampler } from '../sampling';
import type { Context, PromptText } from './needs';

/** What an ask looks at: the parts of the prompt with their weights, and the negative prompt where guidance is on. */
export type Sight = {
  guides: { context: Context; weight: number }[];
  unconditional: Context | null;
};

/** The prompts of a cell over its run. */
export type PromptPlan = {
  /** Every text that is looked at, once each. */
  prompts: PromptText[];
  /** What the ask of a number, counted from 0, looks at, given the contexts of `prompts` in their order. */
  sightAt(call: number, contexts: readonly Context[]): Sight;
};

/**
 * Reads a cell's prompts as A1111 does: parts joined by AND, each of which may change over the run; the negative prompt has one part.
 * At scale 1 guidance of one plain part gives back that part's answer, so the negative prompt needs no evaluation; diffusers has
 * none below 1 either, and skips layers of the positive prompt only.
 */
export function planPrompts(params: CellParams): PromptPlan {
  const { clip_skip: clipSkip, emphasis, cfg_scale: scale, flavour } = params;
  const timeline = { steps: callsCounted(params) };
  const parts = splitAnd(params.prompt).map(({ text, weight }) => ({
    stages: editPrompt(text, timeline),
    weight
  }));
  const plain = parts.length === 1 && parts[0].weight === 1;
  const guided = !plain || (flavour === 'diffusers' ? scale > 1 : scale !== 1);
  const negative = guided ? editPrompt(params.negative_prompt, timeline) : null;

  const prompts: PromptText[] = [];
  const places = new Map<string, number>();
  const placesOf = (stages: readonly Stage[], skip: number): ((call: number) => number) => {
    for (const { text } of stages) {
      const key = `${skip} ${text}`;
      if (!places.has(key)) {
        places.set(key, prompts.length);
        prompts.push({ text, clipSkip: skip, emphasis });
      }
    }
    return call => places.get(`${skip} ${stageAt(stages, call).text}`)!;
  };
  const positives = parts.map(({ stages, weight }) => ({ placeAt: placesOf(stages, clipSkip), weight }));
  const negativeAt = negative && placesOf(negative, flavour === 'diffusers' ? 1 : clipSkip);
  return {
    prompts,
    sightAt: (call, contexts) => ({
      guides: positives.map(({ placeAt, weight }) => ({ context: contexts[placeAt(call)], weight })),
      unconditional: negativeAt ? contexts[negativeAt(call)] : null
    })
  };
}

/** The steps a prompt's timeline counts: A1111 counts the network's calls, of which second-order samplers make two a step. */
function callsCounted({ sampler, steps }: CellParams): number {
  return findSampler(sampler).sampler.order * steps;
}
