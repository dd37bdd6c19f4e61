/** Networks that restore a face, told by the names and shapes of their tensors as spandrel tells them. */
import { basename } from 'node:path';
import { Shapes } from '../weights';
import type { TensorNaming, WeightsHeader } from '../weights';
import { Fault } from '../../schema/fault';

/** GFPGAN v1 "clean" (Wang et al. 2021, arXiv 2101.04061): a U-Net that steers a StyleGAN2. */
export type GfpganArch = {
  kind: 'GFPGAN';
  /** Pixels of a side of the face it takes. */
  side: number;
  /** Numbers of a style. */
  styleWidth: number;
  /** Whether every layer has a style of its own. */
  ownStyles: boolean;
  /** Whether what the U-Net saw changes half of the channels, or all. */
  halfChanged: boolean;
  /** Channels of the U-Net from the full side down to 4 pixels, and back. */
  down: readonly number[];
  up: readonly number[];
  /** Channels of the StyleGAN from 4 pixels to the full side. */
  style: readonly number[];
};

/** What the encoder and decoder of a VQGAN (Esser et al. 2021, arXiv 2012.09841) are made of. */
export type Codebook = { entries: number; width: number };

/** RestoreFormer (Wang et al. 2022, arXiv 2201.06374): a VQGAN whose decoder attends to what the encoder saw. */
export type RestoreFormerArch = {
  kind: 'RestoreFormer';
  side: number;
  codebook: Codebook;
  /** Channels of each level, the finest first. */
  levels: readonly number[];
  resnets: number;
  latentChannels: number;
  hasMiddle: boolean;
  /** Whether the coarsest level attends after each of its blocks. */
  attends: boolean;
  colours: number;
};

/** CodeFormer (Zhou et al. 2022, arXiv 2206.11253): a transformer guesses the entries of the codebook. */
export type CodeFormerArch = {
  kind: 'CodeFormer';
  side: number;
  codebook: Codebook;
  /** Numbers of a token, and tokens of a face. */
  width: number;
  tokens: number;
  layers: number;
  /** Sides at which what the encoder saw is mixed into the decoder. */
  fused: readonly number[];
  encoder: readonly Block[];
  generator: readonly Block[];
  colours: number;
};

/** A step of CodeFormer's encoder or generator; `out` are its channels. */
export type Block = { kind: 'conv' | 'resnet' | 'attention' | 'resample' | 'norm'; out: number };

export type RestorerArch = GfpganArch | RestoreFormerArch | CodeFormerArch;

/** Pixels of a token of CodeFormer's, and how much smaller RestoreFormer's coarsest level is at most. */
const TOKEN = 32;
/** What all three were trained with. */
const FACE = 512;

/** Tensors that tell each of them (spandrel's rule); the first also tells what stands before all names. */
const MARKS = {
  GFPGAN: ['stylegan_decoder.style_mlp.1.weight', 'toRGB.0.weight'],
  CodeFormer: [
    'position_emb',
    'idx_pred_layer.1.weight',
    'quantize.embedding.weight',
    'ft_layers.0.self_attn.in_proj_weight',
    'encoder.blocks.0.weight'
  ],
  RestoreFormer: [
    'quantize.embedding.weight',
    'encoder.conv_in.weight',
    'quant_conv.weight',
    'encoder.down.0.block.0.norm1.weight',
    'encoder.conv_out.weight',
    'decoder.conv_out.weight'
  ]
} as const;

/**
 * The network in a file, and how the file spells its names. Throws Fault model_unsupported for what is none of the three and for what
 * they aren't read by, model_incomplete where a tensor that tells a size is missing.
 */
export function readRestorer(header: WeightsHeader): { arch: RestorerArch; spell: TensorNaming } {
  for (const kind of ['GFPGAN', 'CodeFormer', 'RestoreFormer'] as const) {
    const prefix = prefixOf(header, MARKS[kind]);
    if (prefix !== undefined) {
      const shapes = new Shapes(header, name => prefix + name);
      return { arch: checked(header, READERS[kind](shapes, header)), spell: name => [prefix + name] };
    }
  }
  throw unsupported(header, 'not_a_face_restorer');
}

const READERS = { GFPGAN: readGfpgan, CodeFormer: readCodeFormer, RestoreFormer: readRestoreFormer };

/** What stands before the names of all `marks`; undefined where one of them is missing. */
function prefixOf({ tensors }: WeightsHeader, marks: readonly string[]): string | undefined {
  const [first, ...others] = marks;
  return [...tensors.keys()]
    .filter(name => name === first || name.endsWith(`.${first}`))
    .map(name => name.slice(0, -first.length))
    .find(prefix => others.every(name => tensors.has(prefix + name)));
}

function readGfpgan(shapes: Shapes, header: WeightsHeader): GfpganArch {
  // The first version was built on CUDA code of its own, whose layers scale their weights as they run.
  if (shapes.has('conv_body_first.0.weight')) {
    throw unsupported(header, 'gfpgan_original');
  }
  const doublings = shapes.count(i => `toRGB.${i}.weight`);
  const decoder = 'stylegan_decoder';
  const [, first, , ,] = shapes.of(`${decoder}.style_conv1.modulated_conv.weight`);
  const styleOf = (i: number): number =>
    shapes.of(`${decoder}.style_convs.${2 * i}.modulated_conv.weight`)[1];
  const levels = Array.from({ length: doublings }, (_, i) => i);
  const [, styleWidth] = shapes.of(`${decoder}.style_conv1.modulated_conv.modulation.weight`);
  const style = [first, ...levels.map(styleOf)];
  return {
    kind: 'GFPGAN',
    side: 4 * 2 ** doublings,
    styleWidth,
    ownStyles: shapes.of('final_linear.weight')[0] !== styleWidth,
    halfChanged: shapes.of('condition_scale.0.2.weight')[0] !== style[1],
    down: [
      shapes.of('conv_body_first.weight')[0],
      ...levels.map(i => shapes.of(`conv_body_down.${i}.conv2.weight`)[0])
    ],
    up: levels.map(i => shapes.of(`conv_body_up.${i}.conv2.weight`)[0]),
    style
  };
}

function readRestoreFormer(shapes: Shapes, header: WeightsHeader): RestoreFormerArch {
  const depth = shapes.count(i => `encoder.down.${i}.block.0.conv2.weight`);
  const levels = Array.from({ length: depth }, (_, i) => i);
  const attends = (i: number): boolean => shapes.has(`decoder.up.${i}.attn.0.q.weight`);
  // RestoreFormer++ attends at finer levels, too, and otherwise.
  if (levels.slice(0, -1).some(attends)) {
    throw unsupported(header, 'restoreformer_other');
  }
  const [entries, width] = shapes.of('quantize.embedding.weight');
  const [, colours] = shapes.of('encoder.conv_in.weight');
  return {
    kind: 'RestoreFormer',
    side: FACE,
    codebook: { entries, width },
    levels: levels.map(i => shapes.of(`encoder.down.${i}.block.0.conv2.weight`)[0]),
    resnets: shapes.count(i => `encoder.down.0.block.${i}.norm1.weight`),
    latentChannels: shapes.of('quant_conv.weight')[1],
    hasMiddle: shapes.has('encoder.mid.block_1.norm1.weight'),
    attends: attends(depth - 1),
    colours
  };
}

function readCodeFormer(shapes: Shapes): CodeFormerArch {
  const [tokens, width] = shapes.of('position_emb');
  const [, embedding] = shapes.of('quantize.embedding.weight');
  const [, colours] = shapes.of('encoder.blocks.0.weight');
  return {
    kind: 'CodeFormer',
    side: Math.sqrt(tokens) * TOKEN,
    codebook: { entries: shapes.of('idx_pred_layer.1.weight')[0], width: embedding },
    width,
    tokens,
    layers: shapes.count(i => `ft_layers.${i}.norm1.weight`),
    fused: [16, 32, 64, 128, 256, 512].filter(side => shapes.has(`fuse_convs_dict.${side}.scale.0.weight`)),
    encoder: readBlocks(shapes, 'encoder'),
    generator: readBlocks(shapes, 'generator'),
    colours
  };
}

function readBlocks(shapes: Shapes, part: 'encoder' | 'generator'): Block[] {
  const at = (i: number, name: string): string => `${part}.blocks.${i}.${name}`;
  const telling = ['weight', 'conv2.weight', 'proj_out.weight', 'conv.weight'];
  const count = shapes.count(i => telling.map(name => at(i, name)));
  return Array.from({ length: count }, (_, i): Block => {
    const name = telling.find(each => shapes.has(at(i, each)))!;
    const shape = shapes.of(at(i, name));
    const plain = shape.length === 1 ? 'norm' : 'conv';
    const kinds = {
      'conv2.weight': 'resnet',
      'proj_out.weight': 'attention',
      'conv.weight': 'resample'
    } as const;
    return { kind: name === 'weight' ? plain : kinds[name as keyof typeof kinds], out: shape[0] };
  });
}

/** Refuses a network whose numbers make no sense, before a graph is built by them. */
function checked(header: WeightsHeader, arch: RestorerArch): RestorerArch {
  const numbers = Object.values(arch)
    .flat()
    .filter(value => typeof value === 'number');
  const colours = arch.kind === 'GFPGAN' ? 3 : arch.colours;
  if (colours !== 3 || numbers.some(value => !Number.isInteger(value) || value < 1)) {
    throw unsupported(header, 'not_a_face_restorer');
  }
  return arch;
}

function unsupported({ file }: WeightsHeader, reason: string): Fault {
  return new Fault('model_unsupported', { file: basename(file), reason });
}
