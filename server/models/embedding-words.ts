/**
 * Which embeddings take part in a cell. The engine finds them by the tokens of their names in every text that its networks attend to, and
 * takes only those that are as wide as these networks; the same is done here, with the same reader of texts, chunks and tokens.
 */
import { encodersTaken, promptTokenizer } from '../../engine/worker';
import { textsOf, type PromptText } from '../../engine/shadow';
import { lastOf, withoutEnding } from '../../language/names/find-file';
import { chunkPrompt, isBreak, parsePrompt, type ITokenizer } from '../../language/prompt';
import { Fault, type FaultData } from '../../schema/fault';
import type { CellParams, FileKind } from '../../schema/wire';
import { folderKind } from './folder-kind';
import type { Model } from './model';
import { pricedCell } from './priced-cell';

/** An embedding by the name it has in prompts, and the files that are meant by it: one, but where several of one stem differ. */
export type EmbeddingWord = { name: string; files: readonly Model[] };

export type EmbeddingsFound = {
  /** At work, in the order of their names in lists. */
  words: readonly EmbeddingWord[];
  /** Named in the prompts, but of another width than the networks': their names stay words. */
  misfits: readonly EmbeddingWord[];
  /** Named in the prompts, and of that name there are only files that can't be used: words, unless the file is still being copied. */
  unusable: readonly EmbeddingWord[];
  /** Names of those at work, by the checkpoint that reads them. */
  names: EmbeddingNames;
  /** Why the engine can't cut a text into chunks, and the text. */
  refused: { fault: FaultData; text: string } | null;
};

/** Names of embeddings by the checkpoint in whose networks they work. */
export type EmbeddingNames = Readonly<Record<string, readonly string[]>>;

type Files = {
  /** Another number for another list: what was found before is then forgotten. */
  readonly version: number;
  ofKind(kind: FileKind): readonly Model[];
  find(name: string, kind: 'checkpoint'): Model | undefined;
};

/** What was found with the files as they are listed, by the text and how it is read: the cells of a sweep share most of theirs. */
type Listing = {
  version: number;
  all: readonly Word[];
  unusable: readonly Word[];
  found: Map<string, Found>;
};
type Word = EmbeddingWord & { squashed: string };
const REMEMBERED = 1000;
const OTHER_KINDS = ['checkpoint', 'lora', 'vae', 'upscaler', 'controlnet', 'face_restorer'] as const;
const listings = new WeakMap<Files, Listing>();

function listingOf(files: Files): Listing {
  const known = listings.get(files);
  if (known?.version === files.version) {
    return known;
  }
  const inFolders = OTHER_KINDS.flatMap(kind => files.ofKind(kind)).filter(
    ({ path }) => folderKind(path) === 'embedding'
  );
  const embeddings = files.ofKind('embedding');
  const all = wordsOf(embeddings.filter(({ problem }) => problem === null));
  const unusable = wordsOf([...embeddings.filter(({ problem }) => problem !== null), ...inFolders]).filter(
    ({ name }) => all.every(each => each.name !== name)
  );
  const listing = { version: files.version, all, unusable, found: new Map<string, Found>() };
  listings.set(files, listing);
  return listing;
}

/** The embeddings that the texts of a cell name. Where the checkpoint's words can't be read, every one whose name stands there. */
export function embeddingsIn(params: CellParams, files: Files): EmbeddingsFound {
  const listing = listingOf(files);
  const model = files.find(params.model, 'checkpoint');
  const words = new Set<EmbeddingWord>();
  const misfits = new Set<EmbeddingWord>();
  const unusable = new Set<EmbeddingWord>();
  const names: Record<string, string[]> = {};
  let refused: EmbeddingsFound['refused'] = null;
  const named = listing.all.length + listing.unusable.length > 0;
  const asked = model && (named || isLong(params));
  for (const text of asked ? textsOf(pricedCell(params, model)) : []) {
    if (text.zero) {
      continue;
    }
    const reader = text.checkpoint ? files.find(text.checkpoint.path, 'checkpoint') : model;
    const found = findIn(text, reader, listing);
    found.words.forEach(word => words.add(word));
    const by = readerOf(text, params);
    names[by] = [...new Set([...(names[by] ?? []), ...found.words.map(({ name }) => name)])];
    found.misfits.forEach(word => misfits.add(word));
    found.unusable.forEach(word => unusable.add(word));
    refused ??= found.fault && { fault: found.fault, text: text.text };
  }
  const listed = (some: ReadonlySet<EmbeddingWord>): EmbeddingWord[] =>
    some.size === 0 ? [] : listing.all.filter(word => some.has(word));
  return {
    words: listed(words),
    misfits: listed(misfits).filter(word => !words.has(word)),
    unusable: [...unusable],
    names,
    refused
  };
}

/** The name of the checkpoint whose networks attend to a text. */
const readerOf = ({ checkpoint }: PromptText, { model }: CellParams): string => checkpoint?.path ?? model;

/**
 * Which of these embeddings stand in the texts that their checkpoints read in a cell, though they are not at work: `gone` where no file of
 * the name can be used any more or will soon, `misfits` where the file is now one for other networks.
 */
export function missingFrom(
  params: CellParams,
  names: EmbeddingNames,
  files: Files
): { gone: string[]; misfits: string[] } {
  const listing = listingOf(files);
  const model = files.find(params.model, 'checkpoint');
  const idle = (name: string, text: PromptText, reader: Model | undefined): boolean =>
    findIn(text, reader, listing).words.every(word => word.name !== name);
  const missing = new Set<string>();
  const isNamed = Object.values(names).some(({ length }) => length > 0);
  for (const text of model && isNamed ? textsOf(pricedCell(params, model)) : []) {
    const planned = Object.hasOwn(names, readerOf(text, params)) ? names[readerOf(text, params)] : [];
    const reader = text.checkpoint ? files.find(text.checkpoint.path, 'checkpoint') : model;
    const wanted = text.zero ? [] : planned.filter(name => idle(name, text, reader));
    if (wanted.length > 0) {
      const all = wanted.map(name => ({ name, files: [], squashed: squash(name) }));
      readText(text, reader, { all: [], unusable: all }).unusable.forEach(({ name }) => missing.add(name));
    }
  }
  const here = new Set(listing.all.map(({ name }) => name));
  const copied = new Set(listing.unusable.filter(isIncomplete).map(({ name }) => name));
  return {
    gone: [...missing].filter(name => !here.has(name) && !copied.has(name)),
    misfits: [...missing].filter(name => here.has(name))
  };
}

type Found = Pick<EmbeddingsFound, 'words' | 'misfits' | 'unusable'> & { fault: FaultData | null };

/** Texts whose chunks are counted even where no embedding could be in them. */
const LONG = 400;
const isLong = ({ prompt, negative_prompt: negative }: CellParams): boolean =>
  prompt.length > LONG || negative.length > LONG;

function findIn(text: PromptText, model: Model | undefined, listing: Listing): Found {
  const { found } = listing;
  const { emphasis, dialect, strict, flavour } = text;
  const key = JSON.stringify([text.text, emphasis, dialect, strict, flavour, model?.path]);
  const known = found.get(key);
  if (known) {
    return known;
  }
  const read = readText(text, model, listing);
  found.set(key, read);
  if (found.size > REMEMBERED) {
    found.delete(found.keys().next().value!);
  }
  return read;
}

function readText(
  { text, emphasis, dialect, strict, flavour }: PromptText,
  model: Model | undefined,
  { all, unusable }: Pick<Listing, 'all' | 'unusable'>
): Found {
  const plain = flavour === 'diffusers';
  try {
    const runs = parsePrompt(text, plain ? { emphasis: 'none' } : { emphasis, dialect, strict });
    const squashed = runs.map(run => (isBreak(run) ? '' : squash(run.text)));
    const namedOf = (words: readonly Word[]): readonly Word[] =>
      words.filter(word => squashed.some(run => run.includes(word.squashed)));
    const [named, broken] = [all, unusable].map(namedOf);
    const long = text.length > LONG;
    const tokenizer =
      named.length + broken.length > 0 || long ? promptTokenizer(model?.inspection.tokenizer) : null;
    const { context_dim: width, context_length: contextLength = 77 } = model?.inspection.networks ?? {};
    const fitting = named.filter(({ files }) => files.some(file => fits(file, width)));
    const unfit = named.filter(word => !fitting.includes(word));
    if (!tokenizer) {
      return { words: fitting, misfits: unfit, unusable: broken, fault: null };
    }
    const own: ITokenizer = plain
      ? { ...tokenizer, encode: words => tokenizer.encode(words, 'diffusers') }
      : tokenizer;
    const wordsAmong = (words: readonly EmbeddingWord[]): EmbeddingWord[] => {
      const options = { contextLength, strict, ...(plain ? { commaBacktrack: 0 } : {}) };
      const embeddings = words.map(({ name, files }) => ({
        name,
        ids: tokenizer.encode(name),
        vectorsTotal: () => files[0]?.inspection.vectors?.count ?? 1
      }));
      const given = embeddings.filter(({ ids }) => ids.length > 0);
      const { chunks } = chunkPrompt(runs, own, { ...options, embeddings: given });
      // diffusers reads one chunk and cuts off the rest.
      const placed = (plain ? chunks.slice(0, 1) : chunks).flatMap(chunk => chunk.embeddings);
      return words.filter(({ name }) => placed.some(each => each.name === name));
    };
    const words = wordsAmong(fitting);
    return {
      words,
      misfits: unfit.length > 0 ? wordsAmong(unfit) : [],
      unusable: broken.length > 0 ? wordsAmong(broken) : [],
      fault: null
    };
  } catch (error) {
    if (error instanceof Fault) {
      return { words: [], misfits: [], unusable: [], fault: { code: error.code, facts: error.facts } };
    }
    throw error;
  }
}

/** An embedding is found by its file's stem, as A1111 names it, and where several have that, by its place as lists have it, too. */
function wordsOf(files: readonly Model[]): Word[] {
  const words = new Map<string, Model[]>();
  for (const file of files) {
    const { name, path } = file.entry;
    const stem = lastOf(withoutEnding(path));
    const called = withoutEnding(name) === stem ? [name] : [name, stem];
    for (const each of called) {
      const same = words.get(each);
      if (same) {
        same.push(file);
      } else {
        words.set(each, [file]);
      }
    }
  }
  return [...words].map(([name, meant]) => ({ name, files: ofOneContent(meant), squashed: squash(name) }));
}

/** Whether the file of a word is still being copied. */
export function isIncomplete({ files: [file] }: EmbeddingWord): boolean {
  return file.problem?.code === 'file_incomplete';
}

/** The first where all hold the same bytes. */
function ofOneContent(files: readonly Model[]): readonly Model[] {
  const [first] = files;
  const { sha256 } = first.entry;
  return sha256 && files.every(({ entry }) => entry.sha256 === sha256) ? [first] : files;
}

/** Whether an embedding is made for networks of this width; one of unknown width is, and so is any for unknown networks. */
function fits({ inspection: { vectors } }: Model, width: number | undefined): boolean {
  return width === undefined || !vectors || encodersTaken(vectors.widths, width) > 0;
}

/** What no tokenizer of CLIP's tells apart. */
export function squash(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, '');
}
