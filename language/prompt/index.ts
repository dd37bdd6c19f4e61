/** The prompt language: text to weighted runs, runs to chunks of tokens, what is odd about it. Pure functions. */
export { isBreak, parsePrompt } from './attention';
export type { Emphasis, ParseOptions, PromptRun } from './attention';
export { chunkPrompt, countTokens, emptyChunk, limitOf } from './chunks';
export type { Chunk, ChunkOptions, EmbeddingWord } from './chunks';
export { splitAnd } from './composable';
export type { AndOptions, PromptPart } from './composable';
export type { Dialect } from './dialects';
export { editPrompt, stageAt } from './editing';
export type { EditOptions, Stage, Timeline } from './editing';
export type { PromptFault, Report } from './problems';
export { readTags, weightyTags } from './tags';
export type { LoraTag, Tag, Tagged } from './tags';
export { expandWildcards, hasWildcards } from './wildcards';
export type { IWildcards, WildcardOptions } from './wildcards';
export { analysePrompt } from './analyse';
export type { AnalyseOptions, AnalysedPart, AnalysedText, PromptAnalysis } from './analyse';
export { PROMPT_LONGEST } from './limits';
export type { ITokenizer } from './tokenizer';
