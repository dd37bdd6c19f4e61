/** The prompt language: text to weighted runs, runs to chunks of tokens, weights to hidden states. Pure functions. */
export { isBreak, parsePrompt } from './attention';
export type { Dialect, Emphasis, PromptRun } from './attention';
export { chunkPrompt, countTokens } from './chunks';
export type { Chunk, ChunkOptions } from './chunks';
export { applyEmphasis } from './emphasis';
export { splitAnd } from './composable';
export type { PromptPart } from './composable';
export { editPrompt, stageAt } from './editing';
export type { Stage, Timeline } from './editing';
