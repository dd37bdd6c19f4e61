import { checkLength } from './limits';
import { Joined } from './places';
import type { Place } from './places';
import type { Report } from './problems';
import { Fault } from '../../schema/fault';

/** A tag as written, and where. */
export type Tag = {
  kind: string;
  positional: string[];
  named: Record<string, string>;
  at: number;
  length: number;
};

/** A LoRA by name with its weights in the text encoders and in the UNet; `dyn` caps its rank. */
export type LoraTag = { name: string; te: number; unet: number; dyn?: number; at: number; length: number };

export type Tagged = {
  /** The prompt without its tags, and where its characters stand in the prompt. */
  text: string;
  places: readonly Place[];
  tags: Tag[];
  loras: LoraTag[];
};

const TAG = /<([\p{L}\p{N}_]+):([^>]+)>/gu;
const LORAS = ['lora', 'lyco'];
/** Name, and weights of text encoders, UNet and rank; then what extensions read, by place or by name. */
const READ_BY_PLACE = 4;
const READ_BY_NAME = ['te', 'unet', 'dyn'];
const BROKEN = /<\s*(?:lora|lyco|hypernet)\s*:[^<>\n]{0,60}/giu;

/**
 * A prompt's tags, and its text without them: what reading a prompt begins with. Throws `prompt_too_long`, and `bad_tag` with the place
 * of a weight that is not a number.
 */
export function readTags(prompt: string, { report }: { report?: Report } = {}): Tagged {
  checkLength(prompt);
  const tags: Tag[] = [];
  const rest = new Joined();
  let end = 0;
  for (const match of findTags(prompt)) {
    const [whole, kind, content] = match;
    rest.add(prompt.slice(end, match.index), end);
    end = match.index + whole.length;
    tags.push({ kind, ...readArguments(content), at: match.index, length: whole.length });
  }
  rest.add(prompt.slice(end), end);
  if (report) {
    tags.forEach(tag => reportTag(tag, report));
    reportBroken(prompt, tags, report);
  }
  const loras = tags.filter(({ kind }) => LORAS.includes(kind)).map(asLora);
  return { text: rest.text, places: rest.places, tags, loras };
}

/** The tags of any text, each with its kind and what follows the first colon. */
export function findTags(prompt: string): RegExpExecArray[] {
  // What follows the last ">" holds no tag, and looking for one there would take quadratic time.
  return [...prompt.slice(0, prompt.lastIndexOf('>') + 1).matchAll(TAG)];
}

function readArguments(content: string): Pick<Tag, 'positional' | 'named'> {
  const positional: string[] = [];
  const named: [string, string][] = [];
  for (const item of content.split(':')) {
    const parts = item.split('=');
    if (parts.length === 2) {
      named.push([parts[0], parts[1]]);
    } else {
      positional.push(item);
    }
  }
  // Whatever a name is, an object of entries has it as its own.
  return { positional, named: Object.fromEntries(named) };
}

function reportTag({ kind, positional, named, at, length }: Tag, report: Report): void {
  const [name = ''] = positional;
  if (kind === 'hypernet') {
    report({ code: 'hypernet_unsupported', facts: { name }, at, length });
  } else if (!LORAS.includes(kind)) {
    report({ code: 'tag_unknown', facts: { kind }, at, length });
  } else {
    const unread = [
      ...positional.slice(READ_BY_PLACE),
      ...Object.entries(named).flatMap(([key, value]) =>
        READ_BY_NAME.includes(key) ? [] : [`${key}=${value}`]
      )
    ];
    if (unread.length > 0) {
      report({ code: 'tag_option_unread', facts: { name, options: unread }, at, length });
    }
  }
}

/** What was meant as a tag and is text, as in A1111: with a blank behind its `<`, or never closed. */
function reportBroken(prompt: string, tags: readonly Tag[], report: Report): void {
  for (const { index: at, 0: text } of prompt.matchAll(BROKEN)) {
    if (!tags.some(tag => at >= tag.at && at < tag.at + tag.length)) {
      report({ code: 'tag_is_text', facts: { text: text.trimEnd() }, at, length: text.trimEnd().length });
    }
  }
}

/** A number as Python's `float` reads it; NaN for what is none, and for those that weigh nothing in reason. */
function readNumber(text: string): number {
  return /^\s*[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)
    ? Number(text.replaceAll('_', ''))
    : NaN;
}

function asLora({ positional, named, at, length }: Tag): LoraTag {
  const [name = '', ...values] = positional;
  const read = (text: string): number => {
    const value = readNumber(text);
    if (!Number.isFinite(value)) {
      throw new Fault('bad_tag', { name, text, at, length });
    }
    return value;
  };
  const te = read(named.te ?? values[0] ?? '1');
  const unet = read(named.unet ?? values[1] ?? String(te));
  const dyn = named.dyn ?? values[2];
  return { name, te, unet, ...(dyn === undefined ? {} : { dyn: read(dyn) }), at, length };
}

/** The tags of LoRAs that are at work: those of a name whose weights don't come to nothing on both sides. */
export function weightyTags(tags: readonly LoraTag[]): LoraTag[] {
  const sum = (name: string, side: 'te' | 'unet'): number =>
    tags.filter(each => each.name === name).reduce((total, each) => total + each[side], 0);
  return tags.filter(({ name }) => sum(name, 'te') !== 0 || sum(name, 'unet') !== 0);
}
