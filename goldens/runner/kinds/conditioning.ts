/** Fixtures of encoded prompts: A1111's conditioning, diffusers' encode_prompt. */
import type { Emphasis } from '../../../language/prompt';
import { sizeIdsOf } from '../../../engine/pipeline';
import { encodePrompt } from '../../../engine/text';
import type { Conditioning, PromptOptions } from '../../../engine/text';
import { drawModelOf } from '../../../engine/child';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { joined } from './arrays';

export const conditioningKinds: Kind[] = [
  { name: 'conditioning', matches: ({ id }) => id === 'E/conditioning', check: checkConditioning },
  {
    name: 'encoded prompts',
    matches: ({ id }) => /^D\/.*encode_prompt$/.test(id),
    check: checkEncodedPrompts
  }
];

/** `case<k>/skip<N>/<emphasis>`. */
async function checkConditioning(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const cases = fixture.config?.cases as { case: number; text: string }[];
  const items: Item[] = [];
  for (const [key, tensor] of folder.tensors(fixture)) {
    const [, place, skip, emphasis] = /^case(\d+)\/skip(\d+)\/(\w+)$/.exec(key)!;
    const { text } = cases.find(each => each.case === Number(place))!;
    const options = { clipSkip: Number(skip), emphasis: emphasis as Emphasis };
    const { context } = await encodePrompt(networks, text, options);
    items.push(compareNumbers(key, context, floatsOf(tensor, key), fixture.tolerance ?? {}));
  }
  return items;
}

type Prompts = string | string[] | null | undefined;
type EncodeConfig = {
  prompt: string | string[];
  prompt_2?: Prompts;
  negative_prompt?: Prompts;
  negative_prompt_2?: Prompts;
  clip_skip?: number | null;
  h: number;
  w: number;
};

/** One chunk for each prompt, SDXL's pooled text and size ids. */
async function checkEncodedPrompts(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const { info } = networks;
  const zeros = folder.hasZerosForNothing(fixture.model ?? '');
  const config = fixture.config as EncodeConfig;
  const encodeAll = async (
    texts: Prompts,
    seconds: Prompts,
    options: PromptOptions
  ): Promise<Conditioning[]> => {
    const contexts: Conditioning[] = [];
    const count = [config.prompt].flat().length;
    for (let k = 0; k < count; k++) {
      const [text, second] = [texts, seconds].map(each => (Array.isArray(each) ? each[k] : each));
      // SDXL has zeros for a negative prompt that is not given; the others encode an empty one.
      const zero = text == null && info.sizeIds > 0 && zeros;
      contexts.push(
        await encodePrompt(networks, text ?? '', {
          ...options,
          flavour: 'diffusers',
          zero,
          ...(second == null ? {} : { second })
        })
      );
    }
    return contexts;
  };
  // diffusers counts the layers that are skipped, A1111 those up to the one that is taken.
  const clipSkip = (config.clip_skip ?? 0) + 1;
  const positive = await encodeAll(config.prompt, config.prompt_2, { clipSkip });
  const negative = await encodeAll(config.negative_prompt, config.negative_prompt_2, {});
  const { width, height } = { width: config.w, height: config.h };
  const found: Record<string, Float32Array> = {
    'out.prompt_embeds': joined(positive.map(({ context }) => context)),
    'out.negative_prompt_embeds': joined(negative.map(({ context }) => context)),
    'out.pooled': joined(positive.map(({ pooled }) => pooled ?? new Float32Array(0))),
    'out.negative_pooled': joined(negative.map(({ pooled }) => pooled ?? new Float32Array(0))),
    'out.time_ids': Float32Array.from(sizeIdsOf(drawModelOf(info), { width, height }).positive ?? [])
  };
  return [...folder.tensors(fixture)].map(([key, tensor]) =>
    compareNumbers(key, found[key] ?? new Float32Array(0), floatsOf(tensor, key), fixture.tolerance ?? {})
  );
}
