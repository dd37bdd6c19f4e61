/** Diffusers folders of what is no Stable Diffusion 1, 2 or XL, told by the classes that their index and configs name. */
import type { Config } from './read-config';
import { DISTILLED } from './shapes-to-architecture';
import { Fault } from '../../schema/fault';

/** Classes that the engine has the networks of; a part that says nothing is taken for one of them. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  unet: ['UNet2DConditionModel'],
  vae: ['AutoencoderKL'],
  text_encoder: ['CLIPTextModel', 'CLIPTextModelWithProjection'],
  text_encoder_2: ['CLIPTextModel', 'CLIPTextModelWithProjection']
};

/** Parts that only pipelines of other kinds have. */
const FOREIGN_PARTS = [
  ...['transformer', 'prior', 'decoder', 'movq', 'vocoder'],
  ...['low_res_scheduler', 'depth_estimator', 'motion_adapter']
];

/** Whether an index lists a part: [null, null] says that it is left out. */
export function isListed(index: Config, part: string): boolean {
  const value = index[part];
  return Array.isArray(value) ? value.some(each => each !== null) : value != null;
}

/** Throws model_unsupported for the index of another kind of pipeline, by its name. */
export function refuseForeignIndex(index: Config, file: string): void {
  const others = Object.entries(CLASSES).filter(([part, known]) => {
    const name = classOf(index[part]);
    return name !== undefined && !known.includes(name);
  });
  if (others.length > 0 || FOREIGN_PARTS.some(part => isListed(index, part))) {
    const pipeline = String(index._class_name).replace(/Pipeline$/, '');
    // A pipeline of ours with one part of another kind is told by that part.
    const value =
      /^StableDiffusion(XL)?$/.test(pipeline) && others[0] ? classOf(index[others[0][0]])! : pipeline;
    throw family(file, value);
  }
}

/** Throws model_unsupported for a UNet that was made smaller by taking blocks out, and for quantised ones. */
export function refuseForeignUNet(config: Config, file: string): void {
  const { mid_block_type: middle, reverse_transformer_layers_per_block: reverse } = config;
  if (middle === null || reverse != null) {
    throw family(file, DISTILLED);
  }
  const quantised = config.quantization_config as { quant_method?: unknown } | null | undefined;
  if (quantised != null) {
    throw unsupported(file, { reason: 'quantised', value: String(quantised.quant_method ?? '?') });
  }
}

/** Why the one network in a folder is no checkpoint, undefined where its config.json doesn't say. Throws for another family's. */
export function lonePart(config: Config, file: string): { reason: string } | undefined {
  const name = typeof config._class_name === 'string' ? config._class_name : undefined;
  if (name === 'UNet2DConditionModel') {
    return { reason: 'only_unet' };
  }
  const architectures: unknown[] = Array.isArray(config.architectures) ? config.architectures : [];
  if (architectures.some(each => CLASSES.text_encoder.includes(String(each)))) {
    return { reason: 'only_text_encoder' };
  }
  const other = name ?? (typeof architectures[0] === 'string' ? architectures[0] : undefined);
  if (other) {
    throw family(file, other);
  }
  return undefined;
}

/** The class of a part: the index says [library, class]. */
function classOf(entry: unknown): string | undefined {
  const name: unknown = Array.isArray(entry) ? entry[1] : undefined;
  return typeof name === 'string' ? name : undefined;
}

const family = (file: string, value: string): Fault => unsupported(file, { reason: 'family', value });

const unsupported = (file: string, facts: { reason: string; value: string }): Fault =>
  new Fault('model_unsupported', { file, ...facts });
