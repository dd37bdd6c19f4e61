/** Networks as ONNX models whose weights stay in the user's files: a builder, layers, and UNet, ControlNet, text encoder and VAE. */
export { weightNormsGraph } from './adapters';
export { clipTextGraph, hiddenOutput, POOLED_OUTPUT, skipOutput } from './clip-text';
export { controlNetGraph } from './controlnet';
export type { ControlNetArch } from './controlnet';
export { Graph } from './graph';
export type { AdapterSource, Value } from './graph';
export {
  add,
  attention,
  channelsOf,
  concatChannels,
  conv,
  fromSequences,
  gelu,
  groupNorm,
  layerNorm,
  linear,
  mul,
  shapeOf,
  silu,
  toPicture,
  toRows,
  toSequences,
  upsampleTwice
} from './layers';
export { gemm, reshape, transpose } from './matrix';
export { encodeModel } from './onnx';
export { Message } from './protobuf';
export { resnet } from './resnet';
export { guidanceEmbedding } from './timestep-embedding';
export { CONTROL_MIDDLE, controlInput, unetGraph } from './unet';
export type { SizeRule } from './unet';
export { upsampledConv } from './upsampled-conv';
export { vaeDecoderGraph, vaeEncoderGraph } from './vae';
