/** LoRAs and their relatives: files, what they add to which module, whether they fit a model. */
export type { Adapter, Delta, Factor, Product } from './adapter';
export { checkFit } from './fit';
export type { LoraWarning } from './fit';
export { inspectLora } from './inspect-lora';
export { readLora } from './lora-file';
export { LoraSource } from './lora-source';
export { textModuleNames, unetModuleNames } from './module-names';
