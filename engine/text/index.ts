/** From a prompt to what the UNet attends to. */
export { encodePrompt } from './conditioning';
export type { Conditioning, PromptOptions } from './conditioning';
export { readEmbedding } from './embedding';
export type { Embedding } from './embedding';
export { loadTokenizer } from './tokenizer';
