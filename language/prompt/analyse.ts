import type { ITokenizer } from './tokenizer';
import { isBreak, parsePrompt } from './attention';
import type { Emphasis, PromptRun } from './attention';
import { chunkPrompt, limitOf } from './chunks';
import { splitAnd } from './composable';
import type { PromptPart } from './composable';
import type { Dialect } from './dialects';
import { editPrompt } from './editing';
import type { NamedFile } from '../names/find-file';
import { nearFile } from '../names/file-named';
import { looksLike } from '../infotext/pasted/looks-like';
import { sourceOf } from './places';
import type { Place } from './places';
import type { PromptFault, Report } from './problems';
import { isUnknown, reportForeignEmbeddings } from './foreign-embeddings';
import { reportPlainWords } from './plain-words';
import { reportCharacters, reportWriting } from './habits';
import { readTags } from './tags';
import type { LoraTag, Tagged } from './tags';
import { plainPrompt } from './written';
import { Fault } from '../../schema/fault';

export type AnalyseOptions = {
  emphasis?: Emphasis;
  dialect?: Dialect;
  strict?: boolean;
  /** diffusers reads a prompt as it stands, but for tags. */
  flavour?: 'a1111' | 'diffusers';
  /** What the prompt's timeline counts: steps, or calls of a sampler that makes two a step. */
  steps?: number;
  /** AND and LoRAs count on the positive side alone. */
  side?: 'positive' | 'negative';
  /** The model's; tokens are not counted without it. */
  tokenizer?: ITokenizer;
  contextLength?: number;
  /** The files there are; names in the prompt are not looked up where it isn't said. */
  loras?: readonly NamedFile[];
  embeddings?: readonly NamedFile[];
  /** The prompt is as people write it, with comments and escapes; else it is a drawn cell's. */
  written?: boolean;
};

/** A text of the prompt at some step. */
export type AnalysedText = {
  text: string;
  runs: PromptRun[];
  /** As A1111 counts: full and closed chunks whole; null without a tokenizer. */
  tokens: number | null;
  /** Tokens of the prompt in each chunk. */
  chunks: number[];
};

/** A part joined by AND; `stages` name the text in force up to a step by its place in `texts`. */
export type AnalysedPart = PromptPart & { length: number; stages: { until: number; text: number }[] };

export type PromptAnalysis = {
  parts: AnalysedPart[];
  texts: AnalysedText[];
  loras: LoraTag[];
  /** Of the longest text, and the whole chunks it needs. */
  tokens: number | null;
  limit: number;
  warnings: PromptFault[];
  errors: PromptFault[];
};

/** Warnings that are told, and different texts that are looked at; nobody reads more. */
const WARNINGS_MAX = 50;
const TEXTS_MAX = 24;

/** Never throws: what a prompt is refused for is in `errors`. */
export function analysePrompt(prompt: string, options: AnalyseOptions = {}): PromptAnalysis {
  return new Analysis(prompt, options).run();
}

class Analysis {
  private readonly warnings = new Map<string, PromptFault>();
  private readonly errors: PromptFault[] = [];
  private readonly texts: AnalysedText[] = [];
  private readonly known = new Map<string, number>();
  /** The prompt without what is read before it, and where its characters were written. */
  private readonly plain: { text: string; places: readonly Place[] };

  constructor(
    private readonly prompt: string,
    private readonly options: AnalyseOptions
  ) {
    this.plain = options.written ? plainPrompt(prompt) : { text: prompt, places: [] };
  }

  run(): PromptAnalysis {
    const { text: plain, places } = this.plain;
    const { dialect = 'a1111', written } = this.options;
    const isOther = written && looksLike(this.prompt) !== null;
    if (written) {
      reportWriting(this.prompt, dialect, this.reporter([]));
    }
    reportCharacters(plain, dialect, this.reporter([places]));
    const tagged = this.tried(() => readTags(plain, { report: this.reporter([places]) }), [places]);
    const parts = tagged ? this.parts(tagged) : [];
    if (tagged) {
      this.checkNames(tagged);
    }
    const { contextLength, tokenizer } = this.options;
    const tokens = Math.max(0, ...this.texts.map(text => text.tokens ?? 0));
    return {
      parts,
      texts: this.texts,
      loras:
        this.options.side === 'negative'
          ? []
          : (tagged?.loras ?? []).map(each => ({ ...each, ...this.placed(each, [places]) })),
      tokens: tokenizer && tagged ? tokens : null,
      limit: limitOf(tokens, contextLength),
      warnings: [...this.warnings.values()]
        .filter(({ code }) => !isOther || code === 'looks_like_settings')
        .sort((a, b) => a.at - b.at),
      errors: this.errors
    };
  }

  private parts({ text, places }: Tagged): AnalysedPart[] {
    const { strict, dialect, steps = 20, side = 'positive', flavour } = this.options;
    const back = [places, this.plain.places];
    const report = this.reporter(back);
    if (flavour === 'diffusers') {
      reportPlainWords(text, report);
      const number = this.text(text, back)!;
      const place = this.placed({ at: 0, length: text.length }, back);
      return [{ text, weight: 1, ...place, stages: [{ until: steps, text: number }] }];
    }
    const parts = side === 'negative' ? [{ text, weight: 1, at: 0 }] : splitAnd(text, { strict, report });
    return parts.map(part => {
      const inPart = [[{ at: 0, from: part.at }], ...back];
      const stages = editPrompt(part.text, { steps, strict, dialect, report: this.reporter(inPart) });
      const place = this.placed({ at: part.at, length: part.text.length }, back);
      return {
        ...part,
        ...place,
        stages: stages.flatMap(stage => {
          const number = this.text(stage.text, [stage.places, ...inPart]);
          return number === null ? [] : [{ until: stage.until, text: number }];
        })
      };
    });
  }

  /** The number of a text, which is read when it is met first; null when there are too many. */
  private text(text: string, maps: readonly (readonly Place[])[]): number | null {
    const known = this.known.get(text);
    if (known !== undefined || this.texts.length === TEXTS_MAX) {
      return known ?? null;
    }
    const { emphasis = 'original', dialect, strict, tokenizer, contextLength, flavour } = this.options;
    const report = this.reporter(maps);
    const how =
      flavour === 'diffusers' ? { emphasis: 'none' as const } : { emphasis, dialect, strict, report };
    const runs = this.tried(() => parsePrompt(text, how), maps) ?? [];
    const counted = tokenizer && chunkPrompt(runs, tokenizer, { contextLength, strict });
    this.texts.push({
      text,
      runs: runs
        .filter(run => run.text !== '' || isBreak(run))
        .map(run => ({ ...run, ...this.placed(run, maps) })),
      tokens: counted?.count ?? null,
      chunks: counted?.chunks.map(({ used }) => used) ?? []
    });
    this.known.set(text, this.texts.length - 1);
    return this.texts.length - 1;
  }

  private checkNames({ text, places, tags, loras }: Tagged): void {
    const { side, loras: files, embeddings } = this.options;
    const report = this.reporter([this.plain.places]);
    if (embeddings) {
      reportForeignEmbeddings(text, embeddings, this.reporter([places, this.plain.places]));
    }
    if (side === 'negative') {
      for (const { at, length } of tags) {
        const tag = this.plain.text.slice(at, at + length);
        report({ code: 'tag_in_negative', facts: { text: tag }, at, length });
      }
      return;
    }
    for (const { name, at, length } of loras) {
      if (name.trim() === '') {
        const facts = { text: this.plain.text.slice(at, at + length) };
        report({ code: 'tag_nameless', facts, at, length });
      } else if (files && isUnknown(name, files)) {
        report({
          code: 'weights_missing',
          facts: { name, kind: 'lora', near: nearFile(name, files) },
          at,
          length
        });
      }
    }
  }

  /** Tells problems of a text that `maps` lead back from to the prompt, each once. */
  private reporter(maps: readonly (readonly Place[])[]): Report {
    return problem => {
      const { at, length } = this.placed(problem, maps);
      const key = `${problem.code} ${at}`;
      if (this.warnings.size < WARNINGS_MAX && !this.warnings.has(key)) {
        this.warnings.set(key, { ...problem, at, length });
      }
    };
  }

  private placed(
    { at, length }: { at: number; length: number },
    maps: readonly (readonly Place[])[]
  ): { at: number; length: number } {
    const back = (place: number): number => maps.reduce((found, places) => sourceOf(places, found), place);
    const from = back(at);
    return { at: from, length: length === 0 ? 0 : back(at + length - 1) + 1 - from };
  }

  private tried<T>(read: () => T, maps: readonly (readonly Place[])[] = []): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Fault)) {
        throw error;
      }
      const { code, facts } = error;
      const place = this.placed({ at: Number(facts.at), length: Number(facts.length) }, maps);
      if (!this.errors.some(each => each.code === code && each.at === place.at)) {
        this.errors.push({ code, facts: { ...facts, ...place }, ...place });
      }
      return null;
    }
  }
}
