import { join } from 'path';
// The package is ESM with a CommonJS build; only its types need the import to be marked.
import type * as Tokenizers from '@huggingface/tokenizers' with { 'resolution-mode': 'import' };
import type { ITokenizer } from '../../language/prompt';
import { readSmallFile } from '../weights';

const { Tokenizer } = require('@huggingface/tokenizers') as typeof Tokenizers;

/** CLIP's words: special tokens, contractions, runs of letters, single digits, runs of anything else but blanks. */
const wordPattern = (specials: readonly string[]): string =>
  [...specials.map(escape), `'s|'t|'re|'ve|'m|'ll|'d`, '[\\p{L}]+', '[\\p{N}]', '[^\\s\\p{L}\\p{N}]+'].join(
    '|'
  );

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const END_OF_WORD = '</w>';

/**
 * The CLIP tokenizer of a folder with `vocab.json` and `merges.txt`, of any vocabulary size. BOS, EOS and padding are those that
 * `special_tokens_map.json` or `tokenizer_config.json` name, else CLIP's; `pad` names another padding token. Where the padding token is "!" (SD2, SDXL's second encoder), a
 * "!" in the prompt is the word it is for OpenCLIP and A1111, and padding for transformers and so for diffusers.
 */
export function loadTokenizer(folder: string, { pad }: { pad?: string } = {}): ITokenizer {
  const vocab = readJson(join(folder, 'vocab.json')) as Record<string, number>;
  const named = specialTokens(folder);
  const names = { ...named, pad: pad ?? named.pad };
  const id = (name: string): number => {
    const found = vocab[name];
    if (found === undefined) {
      throw new Error(`vocab.json has no token ${name}`);
    }
    return found;
  };
  const merges = readMerges(folder);
  const open = (specials: readonly string[]): Tokenizers.Tokenizer =>
    new Tokenizer(describe(vocab, merges, specials, names.eos), { clean_up_tokenization_spaces: false });
  const words = open([names.bos, names.eos]);
  const padIsText = names.pad !== names.eos && names.pad !== names.bos;
  let padded: Tokenizers.Tokenizer | null = null;
  return {
    bos: id(names.bos),
    eos: id(names.eos),
    pad: id(names.pad),
    comma: vocab[`,${END_OF_WORD}`] ?? -1,
    encode(text, flavour) {
      const quirk = flavour === 'diffusers' && padIsText && text.includes(names.pad);
      const tokenizer = quirk ? (padded ??= open([names.bos, names.eos, names.pad])) : words;
      return tokenizer.encode(text, { add_special_tokens: false }).ids;
    }
  };
}

type SpecialNames = { bos: string; eos: string; pad: string };

function specialTokens(folder: string): SpecialNames {
  const named = {
    ...readOptional(folder, 'tokenizer_config.json'),
    ...readOptional(folder, 'special_tokens_map.json')
  };
  const nameOf = (key: string, standard: string): string => {
    const value = named[key] as string | { content: string } | undefined;
    return (typeof value === 'object' ? value?.content : value) ?? standard;
  };
  const eos = nameOf('eos_token', '<|endoftext|>');
  return { bos: nameOf('bos_token', '<|startoftext|>'), eos, pad: nameOf('pad_token', eos) };
}

/** The `tokenizer.json` that Stable Diffusion's folders lack. */
function describe(
  vocab: Record<string, number>,
  merges: string[],
  specials: readonly string[],
  unknown: string
): object {
  const special = (content: string): object => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true
  });
  return {
    version: '1.0',
    added_tokens: specials.map(special),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' }
      ]
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: wordPattern(specials) }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }
      ]
    },
    post_processor: null,
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: unknown,
      continuing_subword_prefix: '',
      end_of_word_suffix: END_OF_WORD,
      fuse_unk: false,
      vocab,
      merges
    }
  };
}

/** Bytes of the largest vocabulary that is read; CLIP's has one million. */
const WORDS_MAX = 64e6;

/** The lines of `merges.txt` but its version line and blank ones. */
function readMerges(folder: string): string[] {
  const lines = readSmallFile(join(folder, 'merges.txt'), WORDS_MAX).toString('utf8').split(/\r?\n/);
  return lines.filter((line, k) => line.trim() !== '' && !(k === 0 && line.startsWith('#version')));
}

const readJson = (path: string): unknown => JSON.parse(readSmallFile(path, WORDS_MAX).toString('utf8'));

function readOptional(folder: string, name: string): Record<string, unknown> {
  try {
    return readJson(join(folder, name)) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return {};
    }
    throw error;
  }
}
