import { sep } from 'node:path';
import type { FileKind } from '../../schema/wire';

/** The folders in which A1111, ComfyUI and diffusers' users keep each kind of file. */
const FOLDERS: readonly (readonly [FileKind, RegExp])[] = [
  ['checkpoint', /^(stable-?diffusion|checkpoints)$/i],
  ['lora', /^(loras?|lycoris|locon)$/i],
  ['vae', /^vaes?$/i],
  ['embedding', /^(embeddings|textual_inversion)$/i],
  ['upscaler', /^(r?esrgan|realesrgan|bsrgan|upscalers?|upscale_models)$/i],
  ['controlnet', /^controlnets?$/i],
  ['face_restorer', /^(gfpgan|codeformer|restoreformer|facerestore_models|face_restorers?)$/i]
];

/** The kind that a file's folder says it is of, the nearest folder first; a checkpoint where none does. */
export function folderKind(path: string): FileKind {
  for (const folder of path.split(sep).slice(0, -1).reverse()) {
    const found = FOLDERS.find(([, names]) => names.test(folder));
    if (found) {
      return found[0];
    }
  }
  return 'checkpoint';
}

/** A file's place below the folder of its kind, with `/`; below the models folder where that has no folders of kinds. */
export function belowKindFolder(relativePath: string): string {
  const steps = relativePath.split(sep);
  const last = steps.slice(0, -1).findLastIndex(folder => FOLDERS.some(([, names]) => names.test(folder)));
  return steps.slice(last + 1).join('/');
}
