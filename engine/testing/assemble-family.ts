import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODELS = join(__dirname, '../../goldens/A');
const UNETS = join(__dirname, '../../goldens/fixtures/networks');

/** Golden models whose parts go around the tiny UNets of families that have no golden model. */
const FAMILIES: Readonly<Record<string, { model: string; parts: readonly string[]; index: object }>> = {
  'lcm-unet': {
    model: 'sd1',
    parts: ['text_encoder', 'tokenizer'],
    index: {
      _class_name: 'LatentConsistencyModelPipeline',
      text_encoder: ['transformers', 'CLIPTextModel']
    }
  },
  'refiner-unet': {
    model: 'sdxl',
    parts: ['text_encoder_2', 'tokenizer_2'],
    index: {
      _class_name: 'StableDiffusionXLImg2ImgPipeline',
      text_encoder: [null, null],
      text_encoder_2: ['transformers', 'CLIPTextModelWithProjection'],
      tokenizer: [null, null],
      tokenizer_2: ['transformers', 'CLIPTokenizer']
    }
  }
};

/** Writes a whole checkpoint, a diffusers folder, around one of the tiny UNets. */
export function assembleFamily(folder: string, unet: string): void {
  const { model, parts, index } = FAMILIES[unet];
  for (const part of [...parts, 'vae', 'scheduler']) {
    cpSync(join(MODELS, model, 'diffusers', part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, 'unet'));
  cpSync(join(UNETS, unet), join(folder, 'unet'), { recursive: true });
  writeFileSync(join(folder, 'model_index.json'), JSON.stringify(index));
}
