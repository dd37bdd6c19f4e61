/** What differs between pictures, and what they share: their parameters side by side, by what is known of each. */
import { findParameter, type Language, type ParameterValue } from '../../schema/catalogue';
import { isIdle, namedScheduler } from '../../language/layout/common-line';
import { samplerWords } from '../../language/layout/common-words';
import { axisLabel, parameterLabel, valueWords } from '../../language/names/labels';
import { SIZE, SIZE_AXIS } from '../../language/names/sweep-words';
import { own } from '../../schema/own';
import type { CellParams } from '../../schema/wire';
import { cutAtWord } from '../../schema/readable';
import { comparePrompts } from './prompt-words';
import type { Item, Letter, Params } from './tray';

/** A parameter as people read it. `values`: one for each picture, null where it isn't told. */
export type Row = { name: string; label: string; values: readonly (string | null)[] };

export type Comparison = {
  letters: readonly Letter[];
  /** Told differently by at least two. */
  differing: readonly Row[];
  /** The same in all. */
  equal: readonly Row[];
  /** The same wherever it is told, and not told of every picture. */
  untold: readonly Row[];
  prompts: readonly PromptRow[];
};

export type PromptRow = {
  name: 'prompt' | 'negative_prompt';
  texts: readonly (string | null)[];
  same: boolean;
};

const PROMPTS = ['prompt', 'negative_prompt'] as const;
/** Where one looks first; all others follow in the catalogue's order. */
const FIRST = ['model', 'sampler', 'scheduler', 'steps', 'cfg_scale', 'seed', 'width'];
/** Not of the picture: what a text said beyond parameters; and the half of a pair that its other half tells. */
const PASSED_OVER = new Set<string>([...PROMPTS, 'extra_generation_params', 'height']);

/** Characters of a prompt's own words in a name. */
const WORDS_MAX = 32;

type Compared = Pick<Item, 'letter' | 'params' | 'image'>;

export function compareItems(items: readonly Compared[], language: Language): Comparison {
  const names = ordered(new Set(items.flatMap(({ params }) => Object.keys(params ?? {}))));
  const known = items.map(item => toldBy(item, names));
  const rows = names.map(name => rowOf(name, known, language)).filter(row => row !== null);
  const kinds = rows.map(row => ({ row, kind: kindOf(row.values) }));
  const of = (kind: string): Row[] => kinds.filter(each => each.kind === kind).map(({ row }) => row);
  return {
    letters: items.map(({ letter }) => letter),
    differing: of('differs'),
    equal: of('equal'),
    untold: of('untold'),
    prompts: PROMPTS.map(name => promptRow(name, known)).filter(({ texts }) => texts.some(Boolean))
  };
}

/** What differs, in few words, as a picture is called among others; of two also the words that only its own prompt has. */
export function titleAmong(comparison: Comparison, letter: Letter): string {
  const at = comparison.letters.indexOf(letter);
  const parameters = comparison.differing.slice(0, 3).flatMap(({ label, name, values }) => {
    const value = values[at];
    return value === null ? [] : [name === 'sampler' ? value : `${label} ${value}`];
  });
  return [...parameters, ...ownWords(comparison, at)].join(' · ');
}

function ownWords({ letters, prompts }: Comparison, at: number): string[] {
  const texts = prompts.find(({ name, same }) => name === 'prompt' && !same)?.texts ?? [];
  const [own, other] = [texts[at], texts[1 - at]];
  if (letters.length !== 2 || !own || !other) {
    return [];
  }
  const parts = comparePrompts(own, other)[0].filter(({ differs }) => differs);
  return parts.length > 0 ? [cutAtWord(parts.map(({ text }) => text.trim()).join(' … '), WORDS_MAX)] : [];
}

/** What made a picture, for each of these names. The service tells all that is away from a default, so what it leaves out is the default. */
function toldBy({ params, image }: Compared, names: readonly string[]): Params | null {
  if (!params || image === null) {
    return params;
  }
  return Object.fromEntries(
    [...names, 'height', ...PROMPTS].map(name => [
      name,
      own(params, name) ?? findParameter(name)?.default ?? null
    ])
  );
}

function rowOf(name: string, known: readonly (Params | null)[], language: Language): Row | null {
  const values = known.map(params => (params ? wordsOf(name, params, language) : null));
  return values.every(value => value === null || value === '')
    ? null
    : { name, label: labelOf(name, language), values: values.map(value => (value === '' ? '–' : value)) };
}

function labelOf(name: string, language: Language): string {
  return name === 'width'
    ? axisLabel({ id: SIZE_AXIS, params: [...SIZE] }, language)
    : parameterLabel(name, language);
}

/** A value in words; empty where it says nothing, null where nothing is told. */
function wordsOf(name: string, params: Params, language: Language): string | null {
  const value: ParameterValue | undefined = params[name];
  if (value === undefined) {
    return null;
  }
  if (value === null || isIdle(name, params as CellParams)) {
    return '';
  }
  switch (name) {
    case 'width':
      return params.height === undefined || params.height === null
        ? String(value)
        : `${value} × ${params.height}`;
    case 'scheduler':
      return namedScheduler({ scheduler: String(value) }) ?? '';
    case 'sampler':
      return samplerWords(String(value), null, language);
    default:
      return valueWords(name, value, language);
  }
}

function kindOf(values: readonly (string | null)[]): 'differs' | 'equal' | 'untold' {
  const told = new Set(values.filter(value => value !== null));
  return told.size > 1 ? 'differs' : values.includes(null) ? 'untold' : 'equal';
}

function promptRow(name: PromptRow['name'], known: readonly (Params | null)[]): PromptRow {
  const texts = known.map(params => {
    const text = params?.[name];
    return text === undefined || text === null ? null : String(text);
  });
  return { name, texts, same: new Set(texts.filter(text => text !== null)).size < 2 };
}

function ordered(names: ReadonlySet<string>): string[] {
  const rest = [...names].filter(name => !FIRST.includes(name) && !PASSED_OVER.has(name));
  return [...FIRST.filter(name => names.has(name)), ...rest];
}
