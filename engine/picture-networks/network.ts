import type { Graph, Value } from '../graph';
import type { TensorNaming } from '../weights';

/** How a network wants the picture that goes in, and how its result lies over that. */
export type Framing = {
  /** Pixels around the picture that the network takes for itself: the result is that of what lies inside. */
  border: number;
  /** What both sides have to divide by, border included. */
  multiple: number;
  /** What lies beyond the edges: the picture mirrored at its last pixels, these pixels repeated, or 0. */
  beyond: 'mirror' | 'repeat' | 'zero';
};

/** How far the pixels of a result see, which says what tiles may change. */
export type Sight =
  /** So many pixels to each side, at most: tiles that share twice as many change nothing. */
  | { kind: 'near'; pixels: number }
  /** As far, for all that matters; but windows of attention or long chains of convolutions reach further. */
  | { kind: 'fading'; pixels: number }
  /** Everything: an average over the whole picture takes part, so tiles are other pictures. */
  | { kind: 'average'; pixels: number };

/** A network that makes one picture of another, told by its tensors: what is known of it, and its graph. */
export type PictureNetwork = {
  architecture: Architecture;
  /** How many times wider and higher pictures become. */
  scale: number;
  /** Colours of the pictures that go in and come out. */
  channels: { in: number; out: number };
  /** What spandrel says of it beside. */
  tags: readonly string[];
  framing: Framing;
  sight: Sight;
  /** Pixels at whose multiples windows of attention begin, where the picture itself may have any size. */
  grid?: number;
  /** Bytes of what is alive at once in a run, for each pixel that goes in. */
  bytesPerPixel: number;
  /** `picture` (b, in, h, w) in [0, 1] -> (b, out, scale·(h − 2·border), scale·(w − 2·border)), not clamped. One picture where windows attend. */
  build(g: Graph, picture: Value): Value;
  /** How the file spells the names that `build` asks for, where it is not the names themselves. */
  spell?: TensorNaming;
  /** Tensors that are in files but in no computation. */
  unused?: RegExp;
};

export const ARCHITECTURES = [
  ...(['ESRGAN', 'Compact', 'waifu2x upconv_7', 'waifu2x cunet', 'SwinIR', 'SCUNet', 'DAT', 'HAT'] as const),
  ...(['SPAN', 'NAFNet'] as const)
] as const;

export type Architecture = (typeof ARCHITECTURES)[number];

/** As it is: a network of convolutions that keep the size. */
export const UNFRAMED: Framing = { border: 0, multiple: 1, beyond: 'mirror' };

export const FLOAT = 4;
