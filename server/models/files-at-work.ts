import { areAtWork, type Named } from '../../engine/shadow';
import { isBreak, parsePrompt } from '../../language/prompt';
import type { CellParams } from '../../schema/wire';
import { squash } from './embedding-words';
import type { Model } from './model';
import { pricedCell } from './priced-cell';
import type { UsedFile } from './used-files';

/**
 * Those of a cell's files that have a part in its picture. A refiner that no step comes to has none, nor has an embedding in words that
 * weigh nothing, or a LoRA on the side where it has no weights.
 */
export function filesAtWork<U extends UsedFile & { file: Model }>(
  params: CellParams,
  model: Model,
  used: readonly U[]
): U[] {
  const asked = used.filter(({ role }) => role !== 'vae');
  const loras = Object.fromEntries(
    used.flatMap(({ role, name, as }) => (role === 'lora' ? [[as, name]] : []))
  );
  const atWork = areAtWork({ ...pricedCell(params, model), loras }, asked.map(namedAs));
  // Every picture is decoded by its VAE.
  return used.filter(each => each.role === 'vae' || atWork[asked.indexOf(each)]);
}

function namedAs({ role, name, as, file: { inspection } }: UsedFile & { file: Model }): Named {
  switch (role) {
    case 'lora':
      return { role, path: name, ...(inspection.adapts ?? { text: true, unet: true }) };
    case 'embedding':
      return { role: 'words', isIn: text => holds(text, squash(as)) };
    case 'upscaler':
    case 'network':
      return { role: 'upscaler', path: as };
    default:
      return { role: 'refiner' };
  }
}

function holds(
  { text, emphasis, dialect, strict, flavour }: Parameters<(Named & { role: 'words' })['isIn']>[0],
  word: string
): boolean {
  const options = flavour === 'diffusers' ? { emphasis: 'none' as const } : { emphasis, dialect, strict };
  return parsePrompt(text, options).some(run => !isBreak(run) && squash(run.text).includes(word));
}
