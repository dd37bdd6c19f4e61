import { encodePrompt } from '../text';
import type { EncodedPrompt, PromptText, Upscaled } from '../pipeline';
import { enhancedPlanes, openPictureNetwork } from '../picture-networks';
import type { INetworks } from '../types';
import { contentId } from '../step-loop';
import type { Result, Work } from '../step-loop';

/**
 * Does one piece of the step loop's work with real networks: those of the checkpoint that the work is for, or those of picture care, which
 * need none.
 */
export async function perform(work: Work, networks: INetworks | null): Promise<Result> {
  if (work.kind === 'upscale') {
    return upscale(work);
  }
  if (networks === null) {
    throw new Error(`${work.kind} needs a checkpoint`);
  }
  switch (work.kind) {
    case 'encode':
      return encode(work.prompt, networks);
    case 'decode':
      return networks.decode(work.latent, work.height, work.width, work.options);
    case 'encode_picture':
      return networks.encode(work.planes, work.height, work.width, work.options);
    case 'predict': {
      const { rows, height, width, flavour, tiling } = work;
      const inputs = rows.map(({ context, ...row }) => ({
        ...row,
        context: context.data,
        ...(context.pooled ? { pooled: context.pooled } : {}),
        height,
        width
      }));
      return networks.predict(inputs, { flavour, ...(tiling ? { tiling } : {}) });
    }
  }
}

async function encode({ text, ...options }: PromptText, networks: INetworks): Promise<EncodedPrompt> {
  const { context, tokens, pooled } = await encodePrompt(networks, text, options);
  const id = pooled ? `${contentId(context)} ${contentId(pooled)}` : contentId(context);
  return { id, data: context, tokens, ...(pooled ? { pooled } : {}) };
}

/** An upscaler works for one picture and is closed: its activations are larger than its weights, and a sweep has one a cell at most. */
async function upscale({
  path,
  planes: data,
  height,
  width
}: Extract<Work, { kind: 'upscale' }>): Promise<Upscaled> {
  const network = await openPictureNetwork(path);
  try {
    const made = await enhancedPlanes(network, { data, channels: 3, height, width });
    return { planes: made.data, height: made.height, width: made.width };
  } finally {
    await network.dispose();
  }
}
