/** Under which names a single file holds the UNet of a Stable Diffusion, and whether it is whole. */
import { LDM_PREFIX } from './ldm-names';
import type { WeightsHeader } from './weights-header';

type Tensors = Pick<WeightsHeader, 'tensors'>;

/** Where single files put their checkpoint: at the root, or below a name that some tools leave in. */
const ROOTS = ['', 'state_dict.', 'module.'];
/** Tensors that tell which of several UNets of a file is whole. */
const TELLING = [
  'input_blocks.0.0.weight',
  'time_embed.0.weight',
  'middle_block.0.in_layers.2.weight',
  'out.2.weight'
];

/** What a file without a UNet is said to lack. */
export const FIRST_OF_UNET = TELLING[0];

export type Spelling = { root: string; spell: (name: string) => string };

/** The most complete UNet of a file: as trained, or its moving average, whose names LDM writes without dots and others with. */
export function unetSpelling({ tensors }: Tensors): Spelling | undefined {
  const spellings = ROOTS.flatMap((root): Spelling[] => [
    { root, spell: name => `${root}${LDM_PREFIX.unet}${name}` },
    { root, spell: name => `${root}model_ema.diffusion_model${name.replace(/\./g, '')}` },
    { root, spell: name => `${root}model_ema.diffusion_model.${name}` }
  ]);
  const there = (each: Spelling): number => toldBy({ tensors }, each);
  const best = Math.max(...spellings.map(there));
  return best === 0 ? undefined : spellings.find(each => there(each) === best);
}

/** Whether a file holds a UNet of a Stable Diffusion from its first layer to its last. */
export function holdsWholeUNet(header: Tensors): boolean {
  const spelling = unetSpelling(header);
  return spelling !== undefined && toldBy(header, spelling) === TELLING.length;
}

function toldBy({ tensors }: Tensors, { spell }: Spelling): number {
  return TELLING.filter(name => tensors.has(spell(name))).length;
}
