/** The prompt language: text to weighted runs, runs to chunks of tokens, weights to hidden states. Pure functions. */
export { isBreak, parsePrompt } from './attention';
export type { Emphasis, ParseOptions, PromptRun } from './attention';
export { chunkPrompt, countTokens, emptyChunk, limitOf } from './chunks';
export type { Chunk, ChunkOptions, EmbeddingWord } from './chunks';
export { splitAnd } from './composable';
export type { AndOptions, PromptPart } from './composable';
export type { Dialect } from './dialects';
export { editPrompt, stageAt } from './editing';
export type { EditOptions, Stage, Timeline } from './editing';
export { applyEmphasis, isPlain } from './emphasis';
export type { WeightedStates } from './emphasis';
export type { PromptProblem, PromptWarning, Report } from './problems';
export { readTags } from './tags';
export type { LoraTag, Tag, Tagged } from './tags';
export { expandWildcards, hasWildcards, readOptions } from './wildcards';
export type { IWildcards, WildcardOptions } from './wildcards';
