import { TAG_LENGTH_MAX, TAGS_MAX, tagsFault, tidyTags } from './tags';

test.each([
  [['  good   hands '], ['good hands']],
  [['Hands', 'hands', 'HANDS'], ['Hands']],
  [['', '  '], []],
  [['e\u0301'], ['é']],
  [
    ['手', '好'],
    ['手', '好']
  ]
])('tags %j are kept as %j', (written, kept) => expect(tidyTags(written)).toEqual(kept));

test.each([
  [['a'.repeat(TAG_LENGTH_MAX)], undefined],
  [['😀'.repeat(TAG_LENGTH_MAX)], undefined],
  [['a'.repeat(TAG_LENGTH_MAX + 1)], 'tag_long'],
  [['a\u0000b'], 'tag_characters'],
  [['a\u202eb'], 'tag_characters'],
  [['a,b'], 'tag_characters'],
  [['好，坏'], 'tag_characters'],
  [Array.from({ length: TAGS_MAX }, (_, k) => `t${k}`), undefined],
  [Array.from({ length: TAGS_MAX + 1 }, (_, k) => `t${k}`), 'tags_many']
])('of %j it is said: %s', (tags, code) => expect(tagsFault(tags)?.code).toBe(code));
