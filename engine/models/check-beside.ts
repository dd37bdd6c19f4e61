import { resolve } from 'node:path';
import type { FileKind } from '../../schema/wire';
import { isOnnxFolder } from '../onnx-folder';
import { checkLora } from '../networks';
import { openCheckpoint, openVae, type LoraWarning } from '../weights';

/**
 * Whether the file at `path` goes with the checkpoint at `beside`, by both their headers; no tensor is read. Returns what a person
 * should know of it all the same. Throws Fault as drawing with both does: lora_unfit, vae_unfit, model_*.
 */
export function checkBeside(path: string, kind: FileKind, beside: string): readonly LoraWarning[] {
  // Nothing goes into a finished graph; that it is one is told of the checkpoint.
  if (isOnnxFolder(resolve(beside))) {
    return [];
  }
  if (kind === 'lora') {
    return checkLora(openCheckpoint(beside), path);
  }
  if (kind === 'vae') {
    openVae(path, openCheckpoint(beside).arch.vae);
  }
  return [];
}
