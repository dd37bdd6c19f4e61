import type { UNetTask } from '../types';
import { Fault } from '../../schema/fault';

/**
 * What a UNet takes beside the noisy latent, by its input channels: a mask and a masked picture's latent, or the latent of a picture to
 * edit. Throws model_unsupported for any other number; `file` names it.
 */
export function taskOf(inChannels: number, latentChannels: number, file: string): UNetTask {
  const tasks: Readonly<Record<number, UNetTask>> = {
    [latentChannels]: 'plain',
    [2 * latentChannels]: 'edit',
    [2 * latentChannels + 1]: 'inpaint'
  };
  const task = tasks[inChannels];
  if (!task) {
    const facts = { reason: 'config_value', key: 'in_channels', value: inChannels };
    throw new Fault('model_unsupported', { file, ...facts });
  }
  return task;
}
