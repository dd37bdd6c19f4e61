/** From a prompt to what the UNet attends to. */
export { encodePrompt } from './conditioning';
export type { Conditioning, PromptOptions } from './conditioning';
export { readEmbedding } from './embedding';
export { applyEmphasis } from './emphasis';
export { openTokenizer, openTokenizers, placeOfTokenizer, tokenizerProblems } from './open-tokenizers';
export type { TokenizerPlace, Tokenizers } from './open-tokenizers';
export { loadTokenizer } from './tokenizer';
