/**
 * Which embeddings take part in a cell. The engine finds them by the tokens of their names in every text that its networks attend to, and
 * takes only those that are as wide as these networks; the same is done here, with the same reader of texts, chunks and tokens.
 */
import { promptTokenizer } from '../../engine/worker';
import { textsOf, type PromptText } from '../../engine/shadow';
import { lastOf, withoutEnding } from '../../language/names/find-file';
import { chunkPrompt, isBreak, parsePrompt, type ITokenizer } from '../../language/prompt';
import { Fault, type FaultData } from '../../schema/fault';
import type { CellParams } from '../../schema/wire';
import type { Model } from './registry';
import { pricedCell } from './priced-cell';

/** An embedding by the name it has in prompts, and the files that are meant by it: one, but where several of one stem differ. */
export type EmbeddingWord = { name: string; files: readonly Model[] };

export type EmbeddingsFound = {
  /** At work, in the order of their names in lists. */
  words: readonly EmbeddingWord[];
  /** Named in the prompts, but of another width than the networks': their names stay words. */
  misfits: readonly EmbeddingWord[];
  /** Why the engine can't cut a text into chunks, and the text. */
  refused: { fault: FaultData; text: string } | null;
};

type Files = {
  ofKind(kind: 'embedding'): readonly Model[];
  find(name: string, kind: 'checkpoint'): Model | undefined;
};

/** The embeddings that the texts of a cell name. Where the checkpoint's words can't be read, every one whose name stands there. */
export function embeddingsIn(params: CellParams, files: Files): EmbeddingsFound {
  const all = wordsOf(files.ofKind('embedding').filter(({ problem }) => problem === null));
  const model = files.find(params.model, 'checkpoint');
  const words = new Set<EmbeddingWord>();
  const misfits = new Set<EmbeddingWord>();
  let refused: EmbeddingsFound['refused'] = null;
  const texts = model && (all.length > 0 || isLong(params)) ? textsOf(pricedCell(params, model)) : [];
  for (const text of texts.filter(({ zero }) => !zero)) {
    const reader = text.checkpoint ? files.find(text.checkpoint.path, 'checkpoint') : model;
    const found = findIn(text, reader, all);
    found.words.forEach(word => words.add(word));
    found.misfits.forEach(word => misfits.add(word));
    refused ??= found.fault && { fault: found.fault, text: text.text };
  }
  return {
    words: all.filter(word => words.has(word)),
    misfits: all.filter(word => misfits.has(word) && !words.has(word)),
    refused
  };
}

type Found = { words: readonly EmbeddingWord[]; misfits: readonly EmbeddingWord[]; fault: FaultData | null };

/** Texts whose chunks are counted even where no embedding could be in them. */
const LONG = 400;
const isLong = ({ prompt, negative_prompt: negative }: CellParams): boolean =>
  prompt.length > LONG || negative.length > LONG;

/** What was found in a text is remembered: the cells of a sweep share most of theirs. */
const REMEMBERED = 1000;
const remembered = new Map<string, Found>();

function findIn(text: PromptText, model: Model | undefined, all: readonly EmbeddingWord[]): Found {
  const { emphasis, dialect, strict, flavour } = text;
  const names = all.map(({ name, files }) => [name, ...files.map(({ path }) => path)]);
  const key = JSON.stringify([text.text, emphasis, dialect, strict, flavour, model?.path, names]);
  const known = remembered.get(key);
  // Words are told by who they are in the list that was given.
  if (known) {
    const same = ({ name }: EmbeddingWord): EmbeddingWord => all.find(each => each.name === name)!;
    return { ...known, words: known.words.map(same), misfits: known.misfits.map(same) };
  }
  const found = readText(text, model, all);
  remembered.set(key, found);
  if (remembered.size > REMEMBERED) {
    remembered.delete(remembered.keys().next().value!);
  }
  return found;
}

function readText(
  { text, emphasis, dialect, strict, flavour }: PromptText,
  model: Model | undefined,
  all: readonly EmbeddingWord[]
): Found {
  const plain = flavour === 'diffusers';
  try {
    const runs = parsePrompt(text, plain ? { emphasis: 'none' } : { emphasis, dialect, strict });
    const squashed = runs.map(run => (isBreak(run) ? '' : squash(run.text)));
    const named = all.filter(({ name }) => squashed.some(run => run.includes(squash(name))));
    const long = text.length > LONG;
    const tokenizer = model && (named.length > 0 || long) ? promptTokenizer(model.path) : null;
    const { context_dim: width, context_length: contextLength = 77 } = model?.inspection.networks ?? {};
    const fitting = named.filter(({ files }) => files.some(file => fits(file, width)));
    const unfit = named.filter(word => !fitting.includes(word));
    if (!tokenizer) {
      return { words: fitting, misfits: unfit, fault: null };
    }
    const own: ITokenizer = plain
      ? { ...tokenizer, encode: words => tokenizer.encode(words, 'diffusers') }
      : tokenizer;
    const wordsAmong = (words: readonly EmbeddingWord[]): EmbeddingWord[] => {
      const options = { contextLength, strict, ...(plain ? { commaBacktrack: 0 } : {}) };
      const embeddings = words.map(({ name, files }) => ({
        name,
        ids: tokenizer.encode(name),
        vectorsTotal: () => files[0].inspection.vectors?.count ?? 1
      }));
      const given = embeddings.filter(({ ids }) => ids.length > 0);
      const { chunks } = chunkPrompt(runs, own, { ...options, embeddings: given });
      // diffusers reads one chunk and cuts off the rest.
      const placed = (plain ? chunks.slice(0, 1) : chunks).flatMap(chunk => chunk.embeddings);
      return words.filter(({ name }) => placed.some(each => each.name === name));
    };
    const words = wordsAmong(fitting);
    return { words, misfits: unfit.length > 0 ? wordsAmong(unfit) : [], fault: null };
  } catch (error) {
    if (error instanceof Fault) {
      return { words: [], misfits: [], fault: { code: error.code, facts: error.facts } };
    }
    throw error;
  }
}

/** An embedding is found by its file's stem, as A1111 names it, and where several have that, by its place as lists have it, too. */
function wordsOf(files: readonly Model[]): EmbeddingWord[] {
  const words = new Map<string, Model[]>();
  for (const file of files) {
    const { name, path } = file.entry;
    const stem = lastOf(withoutEnding(path));
    const called = withoutEnding(name) === stem ? [name] : [name, stem];
    called.forEach(each => words.set(each, [...(words.get(each) ?? []), file]));
  }
  return [...words].map(([name, meant]) => ({ name, files: ofOneContent(meant) }));
}

/** The first where all hold the same bytes. */
function ofOneContent(files: readonly Model[]): readonly Model[] {
  const [first] = files;
  const { sha256 } = first.entry;
  return sha256 && files.every(({ entry }) => entry.sha256 === sha256) ? [first] : files;
}

/** Whether an embedding is as wide as a checkpoint's text encoders, or the last of them alone as SDXL's refiner has it; unknown widths are. */
function fits({ inspection: { vectors } }: Model, width: number | undefined): boolean {
  const widths = vectors?.widths;
  const total = widths?.reduce((sum, each) => sum + each, 0);
  return width === undefined || widths === undefined || total === width || widths.at(-1) === width;
}

/** What no tokenizer of CLIP's tells apart. */
function squash(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, '');
}
