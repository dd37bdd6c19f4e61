/** Puts facts into words. */
import type { Language } from '../catalogue';
import { readable, shortened } from '../readable';
import type { Fact, Facts, Line, Message, Messages, Parts, NestedFault, Words } from './types';

/**
 * A sentence that was made: `message` is whole; where it has a title, `title` is its head and `detail` what follows. `hint` says what
 * to do next where there is something to do.
 */
export type Sentence = { message: string; title?: string; detail?: string; hint?: string };

const JOINTS: Readonly<Record<Language, { list: string; stop: string; gap: string }>> = {
  en: { list: ', ', stop: '.', gap: ' ' },
  zh_CN: { list: '、', stop: '。', gap: '' }
};

/** A list of names as one of words. */
export function list(names: Fact | undefined, language: Language): string {
  return Array.isArray(names) ? names.join(JOINTS[language].list) : String(names ?? '');
}

/** A count with separators: 1,280. */
export function figure(count: string | number): string {
  return Number(count).toLocaleString('en-US');
}

/**
 * The sentence for a code out of these messages. A code that isn't among them says itself. What a fact `also` holds is said behind it,
 * whatever the code.
 */
export function render(known: Messages, fault: NestedFault, language: Language): Sentence {
  const { code } = fault;
  const facts = shown(fault.facts);
  const message: Message | undefined = Object.hasOwn(known, code) ? known[code] : undefined;
  if (!message) {
    return { message: `${code}: ${JSON.stringify(facts)}` };
  }
  const words = message[language];
  // What a function made is whole: braces in it are somebody's text.
  const fill =
    typeof words === 'function'
      ? (line: Line | undefined) => String(line ?? '')
      : (line: Line | undefined) => filled(known, line, facts, language);
  const { title, message: body, hint } = partsOf(words, facts);
  const { stop, gap } = JOINTS[language];
  const made = { ...(hint === undefined ? {} : { hint: fill(hint) }) };
  if (title === undefined) {
    const also = facts.also === undefined ? '' : `${gap}${wordOf(known, facts.also, language)}`;
    return { message: `${fill(body)}${also}`, ...made };
  }
  const detail = fill(body);
  return {
    message: `${fill(title)}${stop}${detail ? gap : ''}${detail}`,
    title: fill(title),
    detail,
    ...made
  };
}

/** Characters of a fact that a sentence holds: names, values and what files say of themselves have no end of their own. */
const FACT_MAX = 300;
/** Facts that are sentences, prompts or places, which are whole or nothing. */
const WHOLE: ReadonlySet<string> = new Set(['text', 'prompt', 'label', 'message', 'path']);

/** Facts as they can stand in a sentence, wherever they come from. */
function shown(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => {
      const word = (text: string): string => readable(WHOLE.has(name) ? text : shortened(text, FACT_MAX));
      return [name, typeof fact === 'string' ? word(fact) : isList(fact) ? fact.map(word) : fact];
    })
  );
}

function isList(fact: Fact | undefined): fact is readonly string[] {
  return Array.isArray(fact) && fact.every(each => typeof each === 'string');
}

function partsOf(words: Words<never>, facts: Facts): Parts<Line> {
  const given = typeof words === 'function' ? words(facts as never) : words;
  return typeof given === 'string' || 'by' in given ? { message: given } : given;
}

function filled(known: Messages, line: Line | undefined, facts: Facts, language: Language): string {
  if (line === undefined) {
    return '';
  }
  const text = typeof line === 'string' ? line : Number(facts[line.by]) === 1 ? line.one : line.other;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => wordOf(known, facts[name], language));
}

function wordOf(known: Messages, fact: Fact | undefined, language: Language): string {
  if (typeof fact !== 'object' || Array.isArray(fact)) {
    return list(fact, language);
  }
  const { message, hint } = render(known, fact as NestedFault, language);
  return [message, hint].filter(Boolean).join(JOINTS[language].gap);
}
