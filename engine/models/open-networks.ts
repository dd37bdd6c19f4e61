import { resolve } from 'node:path';
import { isOnnxFolder, openOnnxNetworks } from '../onnx-folder';
import type { INetworks } from '../types';
import { openNetworks as openCheckpointNetworks } from '../networks';
import type { OpenOptions } from '../networks';

/**
 * The networks of the model at `path`, whatever its layout: a checkpoint, or a folder of ONNX files. Throws Fault model_* and
 * out_of_memory.
 */
export async function openNetworks(path: string, options: OpenOptions = {}): Promise<INetworks> {
  const place = resolve(path);
  return isOnnxFolder(place) ? openOnnxNetworks(place, options) : openCheckpointNetworks(place, options);
}
