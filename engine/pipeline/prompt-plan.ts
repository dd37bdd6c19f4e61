import { editPrompt, readTags, splitAnd, stageAt, weightyTags } from '../../language/prompt';
import type { LoraTag, Stage, Timeline } from '../../language/prompt';
import { findSampler, unknownChoice } from '../sampling';
import type { LoraUse } from '../types';
import type { CellDetails, DrawModel, Settings } from './cell';
import type { CellFiles, CheckpointFile, EncodedPrompt, PromptText } from './needs';
import { Fault } from '../../schema/fault';

/** What a call of the network is conditioned on: the parts of the prompt with their weights, and the negative prompt where guidance is on. */
export type PromptConditioning = {
  conditionals: { context: EncodedPrompt; weight: number }[];
  unconditional: EncodedPrompt | null;
};

/** The prompts of a cell over one pass. */
export type PromptPlan = {
  /** Every text that is attended to, once each. */
  prompts: PromptText[];
  /** The conditioning of a call, counted from 0, given the contexts of `prompts` in their order. */
  conditioningAt(call: number, contexts: readonly EncodedPrompt[]): PromptConditioning;
  /** The LoRAs that the prompt's tags name, with their weights in the UNet. */
  loras: readonly LoraUse[];
};

export type PromptRequest = {
  settings: Settings;
  /** Of the checkpoint that attends to them. */
  model: DrawModel;
  /** The refiner's; not said for the cell's own. */
  checkpoint?: CheckpointFile;
  files: CellFiles;
  details: CellDetails;
  timeline: Timeline;
};

/**
 * Reads a cell's prompts as A1111 does: tags of LoRAs out, then parts joined by AND, each of which may change over the run; the negative
 * prompt has one part and its tags do nothing. In the diffusers flavour only tags mean something. Throws unknown_choice for a LoRA there is
 * no file of.
 */
export function planPrompts(request: PromptRequest): PromptPlan {
  const { settings, model, details, timeline } = request;
  const { flavour, dialect, strict, clip_skip: clipSkip } = settings;
  const { text, loras: tags } = readTags(settings.prompt);
  // diffusers reads a prompt as it stands.
  const plain = flavour === 'diffusers';
  const stagesOf = (part: string): Stage[] =>
    plain
      ? [{ until: timeline.steps, text: part, places: [] }]
      : editPrompt(part, { ...timeline, dialect, strict });
  const parts = (plain ? [{ text, weight: 1 }] : splitAnd(text, { strict })).map(part => ({
    stages: stagesOf(part.text),
    weight: part.weight
  }));
  const negative = isGuided(settings, model, parts)
    ? stagesOf(readTags(settings.negative_prompt).text)
    : null;

  const distinct = new DistinctPrompts(promptOptions(request, tags), settings);
  const positives = parts.map(({ stages, weight }) => ({
    indexAt: distinct.indexOf(stages, { clipSkip, second: details.second }),
    weight
  }));
  const empty = (stages: readonly Stage[]): boolean => stages.every(stage => stage.text === '');
  const zero =
    model.sizeIds > 0 &&
    negative !== null &&
    (flavour === 'a1111' ? empty(negative) : details.noNegative === true);
  const negativeIndexAt =
    negative &&
    distinct.indexOf(negative, {
      // diffusers skips layers of the positive prompt only.
      clipSkip: flavour === 'diffusers' ? 1 : clipSkip,
      ...(zero ? { zero } : {}),
      second: details.negativeSecond
    });
  return {
    prompts: distinct.prompts,
    loras: request.checkpoint ? [] : usesOf(tags, request.files, 'unet'),
    conditioningAt: (call, contexts) => ({
      conditionals: padToLongest(
        positives.map(({ indexAt, weight }) => ({ context: contexts[indexAt(call)], weight }))
      ),
      unconditional: negativeIndexAt ? contexts[negativeIndexAt(call)] : null
    })
  };
}

/**
 * The steps a prompt's timeline counts: A1111 counts the network's calls, of which second-order samplers make two a step; `strict`
 * counts steps.
 */
export function timelineSteps({ sampler, strict }: Settings, steps: number): number {
  return strict ? steps : findSampler(sampler).sampler.order * steps;
}

/** The stage of a changing prompt at a call, counted from 0. */
function stageOf(stages: readonly Stage[], call: number, { sampler, strict }: Settings): Stage {
  return strict
    ? stageAt(stages, Math.floor(call / findSampler(sampler).sampler.order), { strict })
    : stageAt(stages, call);
}

/**
 * Whether the negative prompt is evaluated. At scale 1 guidance of one plain part gives back that part's answer; diffusers has none
 * below 1 either. A network that takes its guidance as a number has none of this kind, and one that edits a picture is guided by the
 * picture as well.
 */
function isGuided(
  { cfg_scale: scale, image_cfg_scale: imageScale, flavour, sampler }: Settings,
  { guidanceDim, task }: DrawModel,
  parts: readonly { weight: number }[]
): boolean {
  if (guidanceDim > 0) {
    return false;
  }
  const plain = parts.length === 1 && parts[0].weight === 1;
  if (flavour === 'diffusers') {
    return scale > 1 && (task !== 'edit' || imageScale >= 1);
  }
  // CFG++ puts back the noise that the network predicts under the negative prompt, at any scale.
  const needed = findSampler(sampler).sampler.guidance === 'cfg++';
  return needed || !plain || scale !== 1 || (task === 'edit' && imageScale !== 1);
}

function promptOptions(
  { settings, files, checkpoint }: PromptRequest,
  tags: readonly LoraTag[]
): Omit<PromptText, 'text' | 'clipSkip'> {
  const { emphasis, dialect, strict, flavour } = settings;
  const loras = checkpoint ? [] : usesOf(tags, files, 'te');
  return {
    emphasis,
    flavour,
    ...(dialect === 'a1111' ? {} : { dialect }),
    ...(strict ? { strict } : {}),
    ...(loras.length > 0 ? { loras } : {}),
    ...(files.embeddings ? { embeddings: files.embeddings } : {}),
    ...(checkpoint ? { checkpoint } : {})
  };
}

/**
 * The files that tags name with one of their weights, in the order of the tags; what is named twice has the sum of its weights. One whose
 * weights come to nothing is not at work.
 */
function usesOf(tags: readonly LoraTag[], { loras = {} }: CellFiles, side: 'te' | 'unet'): LoraUse[] {
  const weights = new Map<string, number>();
  for (const tag of weightyTags(tags)) {
    const path = loras[tag.name];
    if (path === undefined) {
      const names = Object.keys(loras);
      throw names.length > 0
        ? unknownChoice(
            'lora',
            tag.name,
            names.map(name => ({ name }))
          )
        : new Fault('unknown_choice', { param: 'lora', value: tag.name, choices: [] });
    }
    weights.set(path, (weights.get(path) ?? 0) + tag[side]);
  }
  return [...weights].map(([path, weight]) => ({ path, weight }));
}

type TextOptions = Pick<PromptText, 'clipSkip' | 'zero' | 'second'>;

/** Every text with its options, once each. */
class DistinctPrompts {
  readonly prompts: PromptText[] = [];

  constructor(
    private readonly common: Omit<PromptText, 'text' | 'clipSkip'>,
    private readonly settings: Settings
  ) {}

  /** The index among `prompts` of the text in force at each call. */
  indexOf(stages: readonly Stage[], { second, ...options }: TextOptions): (call: number) => number {
    const texts = stages.map(({ text }) => text);
    const rest = {
      ...this.common,
      ...options,
      ...(second === undefined ? {} : { second }),
      ...(texts.length > 1 ? { among: texts } : {})
    };
    const indices = new Map(
      texts.map((text): [string, number] => {
        const prompt = { text, ...rest };
        const key = JSON.stringify(prompt);
        const index = this.known.get(key) ?? this.prompts.push(prompt) - 1;
        this.known.set(key, index);
        return [text, index];
      })
    );
    return call => indices.get(stageOf(stages, call, this.settings).text)!;
  }

  private readonly known = new Map<string, number>();
}

/** Parts joined by AND, the shorter ones made as long as the longest by repeating their last vector, as A1111 stacks them. */
function padToLongest(conditionals: PromptConditioning['conditionals']): PromptConditioning['conditionals'] {
  const longest = Math.max(...conditionals.map(({ context }) => context.tokens));
  return conditionals.map(({ context, weight }) => ({ context: padTo(longest, context), weight }));
}

function padTo(tokens: number, context: EncodedPrompt): EncodedPrompt {
  if (context.tokens === tokens) {
    return context;
  }
  const width = context.data.length / context.tokens;
  const data = new Float32Array(tokens * width);
  data.set(context.data);
  for (let at = context.data.length; at < data.length; at += width) {
    data.copyWithin(at, context.data.length - width, context.data.length);
  }
  return { ...context, id: `${context.id} to ${tokens}`, data, tokens };
}
