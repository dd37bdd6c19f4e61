/** From a prompt to what the UNet attends to. */
export { encodePrompt } from './conditioning';
export type { Conditioning, PromptOptions } from './conditioning';
export { readEmbedding } from './embedding';
export { applyEmphasis } from './emphasis';
export { openTokenizers, tokenizerProblems } from './open-tokenizers';
export type { Tokenizers } from './open-tokenizers';
export { loadTokenizer } from './tokenizer';
