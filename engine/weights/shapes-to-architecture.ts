/**
 * The architecture of a single-file checkpoint, read off its keys and the shapes of its tensors. What shapes can't tell (heads, groups,
 * epsilons, clock) is what every published model of the family has.
 */
import { basename } from 'node:path';
import type { ModelFamily } from '../types';
import type { AddedConditioning, Architecture, TextArch, UNetArch, UNetLevel, VaeArch } from './architecture';
import { marksZeroTerminalSnr, predictionTypeOf } from './prediction-type';
import type { WeightsHeader } from './weights-header';
import { Shapes } from './shapes';
import { singleLayoutOf } from './single-layout';
import type { SingleLayout, TextLayout } from './single-layout';
import { clipNames } from './tensor-names';
import { taskOf } from './unet-task';
import { Fault } from '../../schema/fault';

/** Heads of each attention in SD1, and the width of one in the UNets of the others and in all text encoders. */
const SD1_HEADS = 8;
const HEAD_WIDTH = 64;
const GROUPS = 32;
/** Width of the sinusoids of one size or crop number. */
const ID_WIDTH = 256;
const SCALING_FACTOR: Readonly<Record<ModelFamily, number>> = {
  sd1: 0.18215,
  sd2: 0.18215,
  sdxl: 0.13025,
  sdxl_refiner: 0.13025
};

/**
 * What all VAEs of a family have alike, for a checkpoint that comes without; the groups of its norms are those of its UNet, as in every
 * published model.
 */
export function familyVae(family: ModelFamily, groups: number = GROUPS): Omit<VaeArch, 'sampleSize'> {
  return {
    imageChannels: 3,
    latentChannels: 4,
    channels: [128, 256, 512, 512],
    resnets: 2,
    groups,
    scalingFactor: SCALING_FACTOR[family],
    midAttention: true,
    quantConv: true,
    postQuantConv: true
  };
}

/** Throws model_unsupported for a checkpoint of another family, model_incomplete where a part is not there at all. */
export function architectureOf(
  header: WeightsHeader,
  layout: SingleLayout = singleLayoutOf(header)
): Architecture {
  const { family } = layout;
  const text = layout.text.map(each => textOf(header, each, family));
  const shapes = new Shapes(header, layout.unet);
  const { scalingFactor } = familyVae(family);
  const vae =
    layout.vae === undefined
      ? familyVae(family)
      : vaeOf(new Shapes(header, name => layout.vae + name), { groups: GROUPS, scalingFactor });
  const inChannels = shapes.of('input_blocks.0.0.weight')[1];
  const task = taskOf(inChannels, vae.latentChannels, basename(header.file));
  const predictionType = predictionTypeOf(header, layout, task);
  const native = { sd1: 64, sd2: predictionType === 'v_prediction' ? 96 : 64, sdxl: 128, sdxl_refiner: 128 };
  return {
    family,
    task,
    unet: unetOf(shapes, header, text[text.length - 1].projection, native[family]),
    vae: { ...vae, sampleSize: native[family] * 2 ** (vae.channels.length - 1) },
    text,
    predictionType,
    zeroTerminalSnr: marksZeroTerminalSnr(header)
  };
}

function unetOf(shapes: Shapes, header: WeightsHeader, pooledDim: number, sampleSize: number): UNetArch {
  const [first, inChannels] = shapes.of('input_blocks.0.0.weight');
  const attentions = [...inputBlocks(shapes).map(block => `${block}.1`), 'middle_block.1'];
  const attention = attentions.find(module => depthOf(shapes, module) > 0) ?? 'middle_block.1';
  const context = shapes.of(`${attention}.transformer_blocks.0.attn2.to_k.weight`);
  // SD1 projects with convolutions and has as many heads everywhere; the linear ones have heads of one width.
  const linearProjection = shapes.of(`${attention}.proj_in.weight`).length === 2;
  const heads = (channels: number): number =>
    linearProjection ? Math.max(1, channels / HEAD_WIDTH) : SD1_HEADS;
  const levels = unetLevels(shapes, first).map(level => ({ ...level, heads: heads(level.channels) }));
  if (isDistilled(shapes, levels)) {
    const facts = { reason: 'family', value: DISTILLED };
    throw new Fault('model_unsupported', { file: basename(header.file), ...facts });
  }
  return {
    inChannels,
    outChannels: shapes.of('out.2.weight')[0],
    levels,
    midDepth: depthOf(shapes, 'middle_block.1'),
    midHeads: heads(levels[levels.length - 1].channels),
    contextDim: context[1],
    timeDim: shapes.of('time_embed.0.weight')[0],
    guidanceDim: guidanceDim(shapes),
    added: addedConditioning(shapes, header, pooledDim),
    linearProjection,
    groups: GROUPS,
    eps: 1e-5,
    flipSinToCos: true,
    freqShift: 0,
    downsamplePadding: 1,
    sampleSize
  };
}

function guidanceDim(shapes: Shapes): number {
  const names = ['time_embed.cond_proj.weight', 'time_embedding.cond_proj.weight'];
  return shapes.has(...names) ? shapes.of(...names)[1] : 0;
}

/** SDXL's second embedding takes the pooled text, and the rest of its width is sizes and crops. */
function addedConditioning(
  shapes: Shapes,
  header: WeightsHeader,
  pooledDim: number
): AddedConditioning | null {
  if (!shapes.has('label_emb.0.0.weight')) {
    return null;
  }
  const width = shapes.of('label_emb.0.0.weight')[1];
  const sizeIds = (width - pooledDim) / ID_WIDTH;
  if (pooledDim === 0 || !Number.isInteger(sizeIds) || sizeIds < 1) {
    const facts = { reason: 'config_value', key: 'label_emb', value: width };
    throw new Fault('model_unsupported', { file: basename(header.file), ...facts });
  }
  return { pooledDim, sizeIds, idDim: ID_WIDTH };
}

/** Input blocks with resnets, which are those that may have attention. */
function inputBlocks(shapes: Shapes): string[] {
  const total = 1 + shapes.count(i => [downsampler(i + 1), resnet(`input_blocks.${i + 1}`)]);
  return Array.from({ length: total }, (_, i) => `input_blocks.${i}`).filter(block =>
    shapes.has(resnet(block))
  );
}

const downsampler = (index: number): string => `input_blocks.${index}.0.op.weight`;
const resnet = (block: string): string => `${block}.0.in_layers.2.weight`;

/** Walks the input blocks: resnets until a downsampler ends the level. The output blocks are walked for their attention only. */
function unetLevels(shapes: Shapes, first: number): Omit<UNetLevel, 'heads'>[] {
  const level = (channels: number): Omit<UNetLevel, 'heads'> => ({
    channels,
    resnets: 0,
    downDepth: 0,
    upDepth: 0
  });
  const levels = [level(first)];
  for (let i = 1; shapes.has(downsampler(i), resnet(`input_blocks.${i}`)); i++) {
    const last = levels[levels.length - 1];
    if (shapes.has(downsampler(i))) {
      levels.push(level(last.channels));
    } else {
      last.channels = shapes.of(resnet(`input_blocks.${i}`))[0];
      last.resnets++;
      last.downDepth = depthOf(shapes, `input_blocks.${i}.1`);
    }
  }
  let output = 0;
  for (const each of [...levels].reverse()) {
    each.upDepth = depthOf(shapes, `output_blocks.${output}.1`);
    output += each.resnets + 1;
  }
  return levels;
}

/** What the small relatives of published models are called. */
export const DISTILLED = 'distilled (SSD-1B, Vega, BK-SDM)';

/** Whether blocks were taken out of a UNet: half of its middle, or attention of some of a level's blocks and not of others. */
function isDistilled(shapes: Shapes, levels: readonly Pick<UNetLevel, 'resnets'>[]): boolean {
  const even = (blocks: string, from: number, count: number): boolean =>
    new Set(Array.from({ length: count }, (_, i) => depthOf(shapes, `${blocks}.${from + i}.1`))).size <= 1;
  let [input, output] = [1, 0];
  const isEvenDown = ({ resnets }: { resnets: number }): boolean => {
    const from = input;
    input += resnets + 1;
    return even('input_blocks', from, resnets);
  };
  const isEvenUp = ({ resnets }: { resnets: number }): boolean => {
    const from = output;
    output += resnets + 1;
    return even('output_blocks', from, resnets + 1);
  };
  const middle = shapes.has('middle_block.1.in_layers.2.weight', 'middle_block.2.in_layers.2.weight');
  return !middle || !levels.every(isEvenDown) || ![...levels].reverse().every(isEvenUp);
}

/** Transformer blocks under a module; 0 where there is none. */
function depthOf(shapes: Shapes, module: string): number {
  return shapes.count(i => `${module}.transformer_blocks.${i}.norm1.weight`);
}

/** The VAE whose LDM names `shapes` knows; what shapes can't tell is given. */
export function vaeOf<T extends Pick<VaeArch, 'groups' | 'scalingFactor'>>(
  shapes: Shapes,
  given: T
): Omit<VaeArch, 'sampleSize'> & T {
  const block = (level: number, index: number): string => `encoder.down.${level}.block.${index}.conv1.weight`;
  const count = shapes.count(level => block(level, 0));
  return {
    imageChannels: shapes.of('encoder.conv_in.weight')[1],
    latentChannels: shapes.of('decoder.conv_in.weight')[1],
    channels: Array.from({ length: count }, (_, level) => shapes.of(block(level, 0))[0]),
    resnets: shapes.count(index => block(0, index)),
    midAttention: shapes.has('decoder.mid.attn_1.q.weight'),
    quantConv: shapes.has('quant_conv.weight'),
    postQuantConv: shapes.has('post_quant_conv.weight'),
    ...given
  };
}

function textOf(header: WeightsHeader, { names, prefix }: TextLayout, family: ModelFamily): TextArch {
  const shapes = new Shapes(header, name => prefix + name);
  return names === 'clip' ? clipOf(shapes) : openClipOf(shapes, family);
}

function clipOf(shapes: Shapes): TextArch {
  const of = (name: string): readonly number[] => shapes.of(...clipNames(`text_model.${name}`));
  const [vocabulary, width] = of('embeddings.token_embedding.weight');
  return {
    vocabulary,
    width,
    layers: shapes.count(i => clipNames(`text_model.encoder.layers.${i}.mlp.fc1.weight`)),
    heads: Math.max(1, width / HEAD_WIDTH),
    mlpWidth: of('encoder.layers.0.mlp.fc1.weight')[0],
    positions: of('embeddings.position_embedding.weight')[0],
    activation: 'quick_gelu',
    eps: 1e-5,
    endOfText: 'highest',
    projection: 0
  };
}

/** SD2 stops before the last layer and has no use for the pooled text, though its files hold what both would take. */
function openClipOf(shapes: Shapes, family: ModelFamily): TextArch {
  const [vocabulary, width] = shapes.of('token_embedding.weight');
  const layers = shapes.count(i => `transformer.resblocks.${i}.mlp.c_fc.weight`);
  return {
    vocabulary,
    width,
    layers: family === 'sd2' ? layers - 1 : layers,
    heads: Math.max(1, width / HEAD_WIDTH),
    mlpWidth: shapes.of('transformer.resblocks.0.mlp.c_fc.weight')[0],
    positions: shapes.of('positional_embedding')[0],
    activation: 'gelu',
    eps: 1e-5,
    endOfText: 'highest',
    projection: family === 'sd2' ? 0 : projectionOf(shapes)
  };
}

/** Width of the projected pooled text: OpenCLIP keeps its projection as (in, out), who writes it as a layer as (out, in). */
function projectionOf(shapes: Shapes): number {
  return shapes.has('text_projection.weight')
    ? shapes.of('text_projection.weight')[0]
    : shapes.of('text_projection')[1];
}
