/** Characters that keyboards and word processors put in: told with what to write. */
import { analysePrompt } from './index';

type Told = [code: string, text: string, fix?: unknown];

/** The remarks on a prompt: code, the characters it is about, and what to write there. */
const told = (prompt: string): Told[] =>
  analysePrompt(prompt, { written: true }).warnings.map(({ code, facts, at, length }): Told => {
    const text = prompt.slice(at, at + length);
    return facts.fix === undefined ? [code, text] : [code, text, facts.fix];
  });

test.each<[string, Told[]]>([
  ['（a：1.2），【b】', [['full_width', '（a：1.2），【b】', '(a:1.2),[b]']]],
  ['a （红色：１.２） b', [['full_width', '（红色：１.２）', '(红色:1.2)']]],
  ['猫，狗', []],
  ['a cat，red', [['full_width', '，', ',']]],
  ['＜lora：a：1＞', [['full_width', '＜lora：a：1＞', '<lora:a:1>']]],
  ['a\u200bcat', [['odd_characters', '\u200b', '']]],
  ['a\u00a0cat', [['odd_characters', '\u00a0', ' ']]],
  ['soft\u00adly', [['odd_characters', '\u00ad', '']]],
  ['“a” don’t', [['odd_characters', '“a” don’', '"a" don\'']]],
  ['👩‍🚀, 👩🏽‍🚀, ❤️‍🔥', []],
  ['a // b', [['slashes_are_text', '// b']]],
  ['a /* b */ c', [['slashes_are_text', '/* b */']]],
  ['see https://a.b/c', []],
  ['a # b // c', [['comment_cut', '# b // c']]],
  ['# a\n# b\nc', [['comment_cut', '# a']]],
  ['\\# a', []],
  ['a # $b', [['comment_cut', '# $b']]],
  [
    'a # $b\n$c',
    [
      ['comment_cut', '# $b'],
      ['dollar_is_text', '$c']
    ]
  ],
  ['a $b $c', [['dollar_is_text', '$b']]],
  ['{2$$a|b} $5 \\$b', []],
  [
    'a # (b\n(c',
    [
      ['comment_cut', '# (b'],
      ['bracket_unclosed', '(']
    ]
  ]
])('%s is told %j', (prompt, expected) => expect(told(prompt)).toEqual(expected));

test("a drawn cell's prompt has no comments left to read", () => {
  expect(analysePrompt('a #1, $b').warnings).toEqual([]);
});
