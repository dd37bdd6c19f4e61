/**
 * The architecture of a single-file checkpoint in LDM names, read off the shapes of its tensors. What shapes can't tell (heads,
 * groups, epsilons, clock) is what every SD1.x model has.
 */
import { basename } from 'node:path';
import { EngineError } from '../errors';
import type { Architecture, TextArch, UNetArch, UNetLevel, VaeArch } from './architecture';
import { LDM_PREFIX } from './ldm-names';
import type { SafetensorsHeader } from './safetensors';
import { clipSpelling } from './spellings';

const SD1 = { heads: 8, groups: 32, sampleSize: 64, scalingFactor: 0.18215, clipHeadWidth: 64 } as const;

/** Keys that only other families have, and how those are called. */
const OTHER_FAMILIES: readonly (readonly [key: string, family: string])[] = [
  ['conditioner.embedders.1.model.ln_final.weight', 'SDXL'],
  ['conditioner.embedders.0.model.ln_final.weight', 'SDXL refiner'],
  ['cond_stage_model.model.ln_final.weight', 'SD 2'],
  ['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight', 'SD 3'],
  ['model.diffusion_model.double_blocks.0.img_attn.qkv.weight', 'Flux'],
  ['double_blocks.0.img_attn.qkv.weight', 'Flux']
];

/** Throws model_unsupported for a checkpoint of another family, model_incomplete where a part is not there at all. */
export function architectureOf(header: SafetensorsHeader): Architecture {
  const file = basename(header.file);
  const other = OTHER_FAMILIES.find(([key]) => header.tensors.has(key));
  if (other) {
    throw new EngineError('model_unsupported', { file, reason: 'family', value: other[1] });
  }
  return {
    unet: unetOf(new Shapes(header, LDM_PREFIX.unet)),
    vae: vaeOf(new Shapes(header, LDM_PREFIX.vae)),
    text: textOf(new Shapes(header, LDM_PREFIX.text)),
    predictionType: predictsVelocity(header) ? 'v_prediction' : 'epsilon'
  };
}

/** What marks a v-prediction file: the model spec's metadata, or the tensor merges use for it. */
function predictsVelocity({ metadata, tensors }: SafetensorsHeader): boolean {
  return metadata['modelspec.prediction_type'] === 'v' || tensors.has('v_pred');
}

function unetOf(shapes: Shapes): UNetArch {
  const [first, inChannels] = shapes.of('input_blocks.0.0.weight');
  const context = shapes.first(
    /^(input_blocks\.\d+|middle_block)\.1\.transformer_blocks\.0\.attn2\.to_k\.weight$/
  );
  const projection = shapes.first(/^(input_blocks\.\d+|middle_block)\.1\.proj_in\.weight$/);
  const levels = unetLevels(shapes, first);
  return {
    inChannels,
    outChannels: shapes.of('out.2.weight')[0],
    levels,
    midDepth: shapes.depth('middle_block.1'),
    midHeads: SD1.heads,
    contextDim: context[1],
    timeDim: shapes.of('time_embed.0.weight')[0],
    linearProjection: projection.length === 2,
    groups: SD1.groups,
    eps: 1e-5,
    flipSinToCos: true,
    freqShift: 0,
    downsamplePadding: 1,
    sampleSize: SD1.sampleSize
  };
}

/** Walks the input blocks: resnets until a downsampler ends the level. The output blocks are walked for their attention only. */
function unetLevels(shapes: Shapes, first: number): UNetLevel[] {
  const levels: UNetLevel[] = [{ channels: first, resnets: 0, heads: SD1.heads, downDepth: 0, upDepth: 0 }];
  for (
    let i = 1;
    shapes.has(`input_blocks.${i}.0.op.weight`) || shapes.has(`input_blocks.${i}.0.in_layers.2.weight`);
    i++
  ) {
    const level = levels[levels.length - 1];
    if (shapes.has(`input_blocks.${i}.0.op.weight`)) {
      levels.push({ channels: level.channels, resnets: 0, heads: SD1.heads, downDepth: 0, upDepth: 0 });
    } else {
      level.channels = shapes.of(`input_blocks.${i}.0.in_layers.2.weight`)[0];
      level.resnets++;
      level.downDepth = shapes.depth(`input_blocks.${i}.1`);
    }
  }
  let output = 0;
  for (const level of [...levels].reverse()) {
    level.upDepth = shapes.depth(`output_blocks.${output}.1`);
    output += level.resnets + 1;
  }
  return levels;
}

/** The VAE of a file that holds its names after the prefix of `shapes`. */
export function vaeOf(shapes: Shapes): VaeArch {
  const channels: number[] = [];
  while (shapes.has(`encoder.down.${channels.length}.block.0.conv1.weight`)) {
    channels.push(shapes.of(`encoder.down.${channels.length}.block.0.conv1.weight`)[0]);
  }
  let resnets = 0;
  while (shapes.has(`encoder.down.0.block.${resnets}.conv1.weight`)) {
    resnets++;
  }
  return {
    imageChannels: shapes.of('encoder.conv_in.weight')[1],
    latentChannels: shapes.of('decoder.conv_in.weight')[1],
    channels,
    resnets,
    groups: SD1.groups,
    scalingFactor: SD1.scalingFactor,
    midAttention: shapes.has('decoder.mid.attn_1.q.weight'),
    quantConv: shapes.has('quant_conv.weight'),
    postQuantConv: shapes.has('post_quant_conv.weight')
  };
}

function textOf(shapes: Shapes): TextArch {
  const of = (name: string): readonly number[] => shapes.of(...clipSpelling(`text_model.${name}`));
  const [vocabulary, width] = of('embeddings.token_embedding.weight');
  let layers = 0;
  while (clipSpelling(`text_model.encoder.layers.${layers}.mlp.fc1.weight`).some(name => shapes.has(name))) {
    layers++;
  }
  return {
    vocabulary,
    width,
    layers,
    heads: Math.max(1, width / SD1.clipHeadWidth),
    mlpWidth: of('encoder.layers.0.mlp.fc1.weight')[0],
    positions: of('embeddings.position_embedding.weight')[0],
    activation: 'quick_gelu',
    eps: 1e-5
  };
}

/** Shapes of the tensors whose names start with a prefix. */
export class Shapes {
  private readonly names: readonly string[];

  constructor(
    private readonly header: SafetensorsHeader,
    private readonly prefix: string
  ) {
    this.names = [...header.tensors.keys()]
      .filter(name => name.startsWith(prefix))
      .map(name => name.slice(prefix.length));
  }

  has(name: string): boolean {
    return this.header.tensors.has(this.prefix + name);
  }

  /** The shape of the first of `names` that is there. */
  of(...names: readonly string[]): readonly number[] {
    const found = names
      .map(name => this.header.tensors.get(this.prefix + name))
      .find(entry => entry !== undefined);
    if (!found) {
      throw this.missing(names[0]);
    }
    return found.shape;
  }

  first(pattern: RegExp): readonly number[] {
    const name = this.names.find(candidate => pattern.test(candidate));
    if (name === undefined) {
      throw this.missing('middle_block.1.transformer_blocks.0.attn2.to_k.weight');
    }
    return this.of(name);
  }

  /** Transformer blocks under a module; 0 where there is none. */
  depth(module: string): number {
    let depth = 0;
    while (this.has(`${module}.transformer_blocks.${depth}.norm1.weight`)) {
      depth++;
    }
    return depth;
  }

  private missing(name: string): EngineError {
    const file = basename(this.header.file);
    return new EngineError('model_incomplete', {
      file,
      reason: 'tensor_missing',
      tensor: this.prefix + name
    });
  }
}
