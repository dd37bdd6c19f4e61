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
  for (const { kind, positional, at, length } of report ? tags : []) {
    if (kind === 'hypernet') {
      report?.({ code: 'hypernet_unsupported', facts: { name: positional[0] ?? '' }, at, length });
    } else if (!LORAS.includes(kind)) {
      report?.({ code: 'tag_unknown', facts: { kind }, at, length });
    }
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
  const named: Record<string, string> = {};
  for (const item of content.split(':')) {
    const parts = item.split('=');
    if (parts.length === 2) {
      named[parts[0]] = parts[1];
    } else {
      positional.push(item);
    }
  }
  return { positional, named };
}

function asLora({ positional, named, at, length }: Tag): LoraTag {
  const [name = '', ...values] = positional;
  const read = (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text);
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
