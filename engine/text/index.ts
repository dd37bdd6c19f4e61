/** From a prompt to what the UNet attends to. */
export { encodePrompt } from './conditioning';
export type { Conditioning, PromptOptions } from './conditioning';
export { loadTokenizer } from './tokenizer';
