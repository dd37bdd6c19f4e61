import { encodePrompt } from '../text';
import type { Context, PromptText } from '../pipeline';
import type { INetworks } from '../types';
import { contentId } from './content';
import type { Result, Work } from './step-loop';

/** Does one piece of the step loop's work with real networks. */
export async function perform(work: Work, networks: INetworks): Promise<Result> {
  switch (work.kind) {
    case 'encode':
      return encode(work.prompt, networks);
    case 'decode':
      return networks.decode(work.latent, work.height, work.width);
    case 'predict': {
      const { rows, height, width, flavour } = work;
      const inputs = rows.map(({ x, timestep, context }) => ({
        x,
        timestep,
        context: context.data,
        height,
        width
      }));
      return networks.predict(inputs, { flavour });
    }
  }
}

async function encode({ text, ...options }: PromptText, networks: INetworks): Promise<Context> {
  const { context, tokens } = await encodePrompt(networks, text, options);
  return { id: contentId(context), data: context, tokens };
}
