/** A cell as a coroutine, from prompt to picture. */
export { drawCell, noiseSettings, samplingSettings } from './draw-cell';
export type { DrawModel, NoiseOpener } from './draw-cell';
export type {
  Answer,
  CellRun,
  Context,
  DecodeNeed,
  EncodeNeed,
  Flavour,
  Need,
  Picture,
  PredictNeed,
  PromptText,
  Row
} from './needs';
export { toRgb } from './picture';
export { planPrompts } from './prompt-plan';
