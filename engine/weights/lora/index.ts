export { checkFit } from './fit';
export type { LoraWarning } from './fit';
export { inspectLora } from './inspect-lora';
export type { LoraInspection } from './inspect-lora';
export { readLora } from './lora-file';
export type { LoraFile } from './lora-file';
export { LoraSource } from './lora-source';
export { textModuleNames, unetModuleNames } from './module-names';
