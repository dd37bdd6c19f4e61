/** The words that people put on pictures: how they are read, and how long and how many they may be. */
import type { FaultData } from './fault';

/** Characters of a tag, and tags of a picture. */
export const TAG_LENGTH_MAX = 40;
export const TAGS_MAX = 20;
/** What parts tags where several are written in a row. */
export const TAG_SEPARATORS = /[,，、;；\n]/;
/** Control characters, those that turn the direction of what follows, and halves of pairs: they are not seen. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** A tag as it is kept: composed, without blanks around it, one blank where there are several. */
export function tidyTag(written: string): string {
  return written.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** By what two tags are one: `Hands` and `hands` are. */
export function tagKey(tag: string): string {
  return tag.toLocaleLowerCase('und');
}

/** The tags as they are kept: tidy, none empty, none twice; of two that are one the first stands as it is written. */
export function tidyTags(written: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const tag of written.map(tidyTag)) {
    if (tag !== '' && !found.has(tagKey(tag))) {
      found.set(tagKey(tag), tag);
    }
  }
  return [...found.values()];
}

/** Why tidy tags can't be kept, the first reason alone; null where they can. */
export function tagsFault(tags: readonly string[]): FaultData | null {
  for (const tag of tags) {
    const length = [...tag].length;
    if (length > TAG_LENGTH_MAX) {
      return {
        code: 'tag_long',
        facts: { tag: [...tag].slice(0, 20).join(''), length, limit: TAG_LENGTH_MAX }
      };
    }
    if (UNSEEN.test(tag) || TAG_SEPARATORS.test(tag)) {
      return { code: 'tag_characters', facts: { tag: tag.replace(new RegExp(UNSEEN, 'gu'), '\ufffd') } };
    }
  }
  return tags.length > TAGS_MAX
    ? { code: 'tags_many', facts: { count: tags.length, limit: TAGS_MAX } }
    : null;
}
