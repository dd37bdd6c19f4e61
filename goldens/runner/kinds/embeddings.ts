/** Fixtures of textual inversion: a prompt whose placeholder is an embedding's name. */
import { encodePrompt } from '../../../engine/text';
import type { TextChunk } from '../../../engine/types';
import { compareNumbers, compareValues } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';

export const embeddingKinds: Kind[] = [
  {
    name: 'embedding',
    matches: ({ config }) => config?.embedding_file !== undefined,
    check: checkEmbedding
  }
];

/** A word that stands for the embedding and is in no prompt by itself. */
const NAME = 'emb7x';

/** What the pictures of a family never depend on: the first encoder's pooled state, SDXL's last layers, a bare hidden state of SD1. */
const unused = (name: string, encoders: number): boolean =>
  name.startsWith('out.pooled') || name.startsWith(encoders > 1 ? 'out.last' : 'out.hidden');

/** `in.ids<i>`, whose ids beyond the vocabulary stand for the vectors, and the states of encoder i. */
async function checkEmbedding(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const { embedding_file: file, prompt } = fixture.config as { embedding_file: string; prompt: string };
  const tensors = folder.tensors(fixture);
  const asked: TextChunk[] = [];
  const { pooled, context } = await encodePrompt(
    {
      info: networks.info,
      tokenizer: networks.tokenizer,
      secondTokenizer: networks.secondTokenizer,
      encodeText(chunks, options) {
        asked.push(...chunks);
        return networks.encodeText(chunks, options);
      }
    },
    prompt.replace('{name}', NAME),
    { emphasis: 'ignore', embeddings: { [NAME]: folder.absolute(file) } }
  );
  const [first, count] = Array.from(tensors.get('in.placeholder_pos0')!.data, Number);
  const isVector = (at: number): boolean => at >= first && at < first + count;
  const wordsOf = (ids: readonly number[]): number[] => ids.filter((_, at) => !isVector(at));
  const items: Item[] = [
    compareValues('place', asked[0].embeddings?.[0].at, first),
    compareValues('words', wordsOf(asked[0].ids), wordsOf(Array.from(tensors.get('in.ids0')!.data, Number)))
  ];
  const encoders = tensors.has('in.ids1') ? 2 : 1;
  const tolerance = fixture.tolerance ?? {};
  for (const [name, tensor] of tensors) {
    if (!name.startsWith('out.') || unused(name, encoders)) {
      continue;
    }
    const expected = floatsOf(tensor, name);
    const found = name.startsWith('out.text_embeds')
      ? (pooled ?? new Float32Array(0))
      : columnsOf(
          context,
          networks.info.contextDim,
          Number(name.at(-1)) === 0 ? 'left' : 'right',
          tensor.shape
        );
    items.push(compareNumbers(name, found, expected, tolerance));
  }
  return items;
}

/** One encoder's share (tokens, width) of a context. */
function columnsOf(
  context: Float32Array,
  dim: number,
  side: 'left' | 'right',
  [, tokens, width]: readonly number[]
): Float32Array {
  const from = side === 'left' ? 0 : dim - width;
  return Float32Array.from(
    { length: tokens * width },
    (_, k) => context[Math.floor(k / width) * dim + from + (k % width)]
  );
}
