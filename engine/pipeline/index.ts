/** A cell as a coroutine, from prompt to picture. */
export type { CellDetails, CellRequest, DrawModel, DrawModels, Size } from './cell';
export { careForCell, drawCell } from './draw-cell';
export { upscaledSize } from './care';
export type {
  Answer,
  CellFiles,
  CellPicture,
  CellRun,
  CheckpointFile,
  EncodedPrompt,
  DecodeNeed,
  EncodeNeed,
  EncodePictureNeed,
  GivenPicture,
  Moments,
  Need,
  Picture,
  PredictNeed,
  PromptText,
  Row,
  Upscaled,
  UpscaleNeed
} from './needs';
export { decodeLatent, encodePrompts, predictRows } from './needs';
export { toRgb } from './picture';
export { noiseSettings, samplingSettings } from './sampling-settings';
export { sizeIdsOf } from './size-ids';
export { tools } from './tools';
export type { ITools } from './tools';
