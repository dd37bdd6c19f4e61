import type { Emphasis } from '../prompt';
import { applyEmphasis, chunkPrompt, parsePrompt } from '../prompt';
import type { INetworks } from '../types';

/** An encoded prompt: (tokens, dim), tokens a multiple of the chunk length. */
export type Conditioning = { context: Float32Array; tokens: number };

export type PromptOptions = {
  /** 1 takes the text encoder's last layer, 2 the one before. */
  clipSkip?: number;
  emphasis?: Emphasis;
};

/** The conditioning of a prompt, its chunks encoded one by one and laid end to end. Throws `bad_weight`. */
export async function encodePrompt(
  networks: Pick<INetworks, 'info' | 'tokenizer' | 'encodeText'>,
  prompt: string,
  { clipSkip = 1, emphasis = 'original' }: PromptOptions = {}
): Promise<Conditioning> {
  const { contextLength } = networks.info;
  const { chunks } = chunkPrompt(parsePrompt(prompt, { emphasis }), networks.tokenizer, { contextLength });
  const hidden = await networks.encodeText(
    chunks.map(({ ids }) => ({ ids })),
    { clipSkip }
  );
  const weighted = hidden.map(({ states }, k) => applyEmphasis(states[0], chunks[k].weights, emphasis));
  const context = new Float32Array(weighted.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const states of weighted) {
    context.set(states, at);
    at += states.length;
  }
  return { context, tokens: chunks.length * contextLength };
}
