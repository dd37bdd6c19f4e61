/** Characters that keyboards and word processors put in: told with what to write. */
import { sentence } from '../../schema/messages';
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
  ['“a” don’t', [['odd_characters', '“a”', '"a"']]],
  ['‘a’ and it’s b', [['odd_characters', '‘a’', "'a'"]]],
  ['it’s the dogs’ house of the ’90s', []],
  ['一只猫，写着“你好”', []],
  ['一个女孩，说‘好’，it’s', []],
  ['ein Schild mit „Offen“, ‚zu‘', []],
  ['고양이, “안녕”', []],
  ['кот, “привет”', []],
  ['un panneau «\u00a0Ouvert\u00a0», oui\u202f!', []],
  ['می\u200cخواهم, \u200fگربه', []],
  ['a\u200ccat', [['odd_characters', '\u200c', '']]],
  ['क्\u200dष', []],
  ['一只猫\u200b，写着“你好”', [['odd_characters', '\u200b', '']]],
  ['一个戴帽子的女孩（微笑）', []],
  ['夜晚（城市），【夏日】，时间：12点，比分：3', []],
  ['墙上写着：12:30，（三点）', []],
  ['（笑）の女の子', []],
  ['一个女孩（微笑：1.2），夏天', [['full_width', '（微笑：1.2）', '(微笑:1.2)']]],
  ['女孩（微笑:1.2），夏天（晚）', [['full_width', '（微笑:1.2）', '(微笑:1.2)']]],
  ['女孩(微笑：１．２)', [['full_width', '(微笑：１．２)', '(微笑:1.2)']]],
  [
    '女孩（微笑), 夏天',
    [
      ['full_width', '（微笑)', '(微笑)'],
      ['bracket_unopened', ')']
    ]
  ],
  [
    '女孩(微笑），夏天（晚）',
    [
      ['full_width', '(微笑）', '(微笑)'],
      ['bracket_unclosed', '(']
    ]
  ],
  ['（（微笑）），夏天', [['full_width', '（（微笑））', '((微笑))']]],
  [
    '女孩【微笑]',
    [
      ['full_width', '【微笑]', '[微笑]'],
      ['bracket_unopened', ']']
    ]
  ],
  ['[猫：狗：0.5]', [['full_width', '[猫：狗：0.5]', '[猫:狗:0.5]']]],
  ['猫，<lora：甲：1>', [['full_width', '<lora：甲：1>', '<lora:甲:1>']]],
  ['微笑：1.2，夏天', [['full_width', '：1.2', ':1.2']]],
  ['(时间：晚上:1.2)', []],
  ['｛猫|狗}，夏天', [['full_width', '｛猫|狗}', '{猫|狗}']]],
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

test.each([
  ['“a” cat', 'write "a".', '写作 "a"。'],
  ['a\u200bcat', 'type them anew.', '请重新输入。'],
  ['a\u00a0cat', 'type them anew.', '请重新输入。']
])('%j is told with what to write', (prompt, en, zh_CN) => {
  const [{ facts }] = analysePrompt(prompt, { written: true }).warnings;
  expect(sentence('odd_characters', facts as never, 'en').hint).toContain(en);
  expect(sentence('odd_characters', facts as never, 'zh_CN').hint).toContain(zh_CN);
});

test.each([
  `${'a'.repeat(52)}（${'👩'.repeat(40)}：1.2）`,
  `{9$$${'👩'.repeat(40)}|b}`,
  `{9$$x${'👩'.repeat(40)}|b}`,
  `// ${'👩'.repeat(40)}`,
  `//${'👩'.repeat(40)}`
])('no character of a long prompt is cut in half: %s', prompt => {
  const texts = analysePrompt(prompt, { written: true }).warnings.map(({ facts }) =>
    String(facts.text ?? '')
  );
  expect(texts).not.toEqual([]);
  expect(texts.filter(text => /\p{Cs}/u.test(text))).toEqual([]);
});

test('twenty thousand odd characters are told of as soon as one', () => {
  const before = process.cpuUsage();
  const { warnings } = analysePrompt('“'.repeat(20_000), { written: true });
  expect(warnings.map(({ code }) => code)).toContain('odd_characters');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
});
