/** What was meant as a choice or a wildcard and is something else is told, with its place. */
import { sentence } from '../../schema/messages';
import { analysePrompt } from './index';

type Told = [code: string, text: string, fix?: unknown];

const told = (prompt: string): Told[] =>
  analysePrompt(prompt, { written: true }).warnings.map(({ code, facts, at, length }): Told => {
    const text = prompt.slice(at, at + length);
    const more = facts.fix ?? facts.taken;
    return more === undefined ? [code, text] : [code, text, more];
  });

test.each<[string, Told[]]>([
  ['a {2$$}', [['choice_empty', '{2$$}']]],
  ['{2$$ and $$}', [['choice_empty', '{2$$ and $$}']]],
  ['{1$$|}', [['choice_empty', '{1$$|}']]],
  ['{1$$a|{|}}', [['choice_empty', '{|}']]],
  ['{1$$a|}', []],
  ['{0$$a|b}', [['choice_takes', '{0$$a|b}', '0']]],
  ['{0-1$$a|b}', []],
  ['{3$$a|b}', [['choice_takes', '{3$$a|b}', '2']]],
  ['{3-$$a|b}', [['choice_takes', '{3-$$a|b}', '2']]],
  ['{1-5$$a|b}', [['choice_takes', '{1-5$$a|b}', '1-2']]],
  ['{2-1$$a|b}', [['choice_takes', '{2-1$$a|b}', '1-2']]],
  ['{2-$$a|b|c}', []],
  ['{-2$$a|b}', []],
  ['{5$$__animal__}', []],
  ['{2$$${x=a|b}${x}}', []],
  ['{1$$x::a|b}', [['option_weight_is_text', 'x::']]],
  ['{1$$a|50%::b}', [['option_weight_is_text', '50%::']]],
  ['{1$$0,5::a|b}', [['option_weight_is_text', '0,5::']]],
  ['{1$$.5::a|2::b}', []],
  ['{2$$ | $$a|b}', [['choice_separator', '{2$$ | $$a|b}']]],
  ['{2$$|$$a|b|c}', [['choice_separator', '{2$$|$$a|b|c}']]],
  ['{2$$ and $$a|b}', []],
  ['{2$$a|{1$$c|d}}', []],
  ['\\{3$$a|b\\}', []],
  ['a # {3$$a|b}', [['comment_cut', '# {3$$a|b}']]]
])('the choice %s is told %j', (prompt, expected) => expect(told(prompt)).toEqual(expected));

test.each(['__under__score__', 'a \\__nope__', 'a \\__nope__ and __x__', '__a__b__ c', '__my__pack/red__'])(
  'the underscores of %s are told nothing of',
  prompt => expect(told(prompt)).toEqual([])
);

test.each<[string, Told[]]>([
  ['{a|b', [['brace_unclosed', '{']]],
  ['x {2$$a|b', [['brace_unclosed', '{']]],
  ['a|b}', [['bracket_unopened', '}']]],
  ['{a|b}, c}', []],
  ['{a|{b|c}', [['brace_unclosed', '{']]],
  ['\\{a|b', []],
  [':{ and', []],
  [':{ [a|b]', []],
  ['a {b|c} } d', []],
  ['{a|b｝', [['full_width', '{a|b｝', '{a|b}']]],
  ['{a｜b}', [['full_width', '｜', '|']]],
  ['｛a|b} c', [['full_width', '｛a|b}', '{a|b}']]]
])('the braces of %s are told %j', (prompt, expected) => expect(told(prompt)).toEqual(expected));

test.each<[string, Told[]]>([
  ['a __animal', [['wildcard_is_text', '__animal', '__animal__']]],
  ['animal__ b', [['wildcard_is_text', 'animal__', '__animal__']]],
  ['__pack/hair_, b', [['wildcard_is_text', '__pack/hair_', '__pack/hair__']]],
  ['a __ animal __ b', [['wildcard_is_text', '__ animal __', '__animal__']]],
  ['__animal __', [['wildcard_is_text', '__animal __', '__animal__']]],
  ['__2$$animal__', [['wildcard_is_text', '__2$$animal__', '{2$$__animal__}']]],
  ['__1-2$$a/b__', [['wildcard_is_text', '__1-2$$a/b__', '{1-2$$__a/b__}']]],
  ['__animal__, a__b, ____, __', []],
  ['snake__case', []],
  ['\\__animal', []],
  ['_(:3 」∠)_ ^__^', []],
  ['＿＿animal＿＿', [['full_width', '＿＿animal＿＿', '__animal__']]],
  ['__animal＿＿', [['full_width', '__animal＿＿', '__animal__']]],
  ['＿＿animal__', [['full_width', '＿＿animal__', '__animal__']]],
  ['＄name', [['full_width', '＄', '$']]],
  ['a ＃ x', [['full_width', '＃', '#']]]
])('the wildcards of %s are told %j', (prompt, expected) => expect(told(prompt)).toEqual(expected));

test.each(['{1$$', '__', '__a ', '{a|', '}|', '__ a', 'a__ ', '＿＿a', '{', '{x::'])(
  'a long row of %j is read in no time',
  piece => {
    analysePrompt(piece.repeat(20_000 / piece.length), { written: true });
  },
  1500
);

test.each<[string, string, string]>([
  [
    '{0$$a|b}',
    '{0$$a|b} asks for 0 of its 2 options and draws nothing.',
    '{0$$a|b} 要从 2 个选项里取 0 个，所以什么也不画。'
  ],
  ['{0-0$$a|b}', '{0-0$$a|b} asks for 0-0 of its 2 options and draws nothing.', '所以什么也不画。'],
  ['{3$$a|b}', '{3$$a|b} asks for 3 of its 2 options and takes 2.', '实际取 2 个。']
])('%s says what is drawn', (prompt, en, zh_CN) => {
  const [{ facts }] = analysePrompt(prompt, { written: true }).warnings;
  expect(sentence('choice_takes', facts as never, 'en').message).toBe(en);
  expect(sentence('choice_takes', facts as never, 'zh_CN').message).toContain(zh_CN);
});
