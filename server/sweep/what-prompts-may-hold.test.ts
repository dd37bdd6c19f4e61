/** What prompts may hold: the same text means the same in a cell, over HTTP and in a file of options; what can't be used is refused at its place. */
import * as fc from 'fast-check';
import { sentence } from '../../schema/messages';
import { readWeight } from '../../language/prompt/choices';
import { Fault } from '../../schema/fault';
import { expandSweep } from './index';
import { marked, refusal, testContext } from './testing';
import type { Expanded } from './types';

const files: Record<string, string> = {
  'my-pack/hair': 'red',
  'Pack/Hair': 'auburn',
  'pack/rel': '__./other__',
  'pack/other': 'other',
  'red hair': 'ginger',
  ends_: 'end',
  _begins: 'begin',
  'v1.5': 'version',
  'hair (long)': 'long',
  hair: 'short',
  comments: '# all of it\nred # warm\n\nblue\\#1\n',
  crlf: 'one\r\ntwo\r\n',
  bom: '\ufeffone',
  never: '0::a\n1::b',
  cyc: '__CYC2__',
  cyc2: '__cyc__',
  'pack/all': '__pack/*__',
  empty: '# only this',
  refers: '0::a\n1::__nothere__',
  sets: '${x=red}${x} and ${x}',
  'day & night': 'dusk'
};
const wildcards = {
  names: Object.keys(files),
  unread: ['nest.yaml', 'pack/more.json'],
  read: (name: string) => files[name]
};
const planned = (text: string, seed = 1): Expanded =>
  expandSweep({ text: `%%sweep seed=${seed}\n${text}` }, testContext({ wildcards }));
const promptOf = (text: string, seed = 1): string => planned(text, seed).cells[0].params.prompt;
const maybe = (text: string): string[] =>
  [...new Set(Array.from({ length: 40 }, (_, seed) => promptOf(text, seed)))].sort();

describe('wildcards are found by whatever their files are called', () => {
  test.each([
    ['a {1$$__my-pack/hair__|b} kite', ['a b kite', 'a red kite']],
    ['__pack/hair__', ['auburn']],
    ['__PACK\\HAIR.txt__', ['auburn']],
    ['__pack//hair__', ['auburn']],
    ['__pack/rel__', ['other']],
    ['__./hair__', ['short']],
    ['a __red hair__, b', ['a ginger, b']],
    ['__ends___', ['end']],
    ['___begins__', ['begin']],
    ['__v1.5__', ['version']],
    ['__hair (long)__', ['long']],
    ['__day & night__', ['dusk']],
    ['__hair____v1.5__', ['shortversion']],
    ['__**/hair__', ['auburn', 'red', 'short']],
    ['__*/hair__', ['auburn', 'red']],
    ['__ha?r__', ['short']],
    ['__my*/h*__', ['red']],
    ['__pack/{1$$all|all}__', ['__pack/all__']]
  ])('%s may be %j', (text, expected) => expect(maybe(text)).toEqual(expected));

  test.each(['____', 'a _ b', '__ a __', 'a__b', 'snake__case and other__case', '\\__hair\\__'])(
    '%s is text',
    text => expect(promptOf(text)).toBe(text.replaceAll('\\', ''))
  );
});

describe('what a wildcard is refused for is told at its place', () => {
  test.each([
    ['a ⟦__hare__⟧', 'wildcard_missing', { name: 'hare', near: 'hair' }],
    ['a ⟦__no such thing__⟧ b', 'wildcard_missing', { name: 'no such thing' }],
    ['⟦__other__⟧', 'wildcard_missing', { near: 'pack/other' }],
    ['⟦__../hair__⟧', 'wildcard_missing', { name: '../hair' }],
    ['⟦__hair(x=1)__⟧', 'wildcard_missing', { near: 'hair' }],
    ['⟦__none/*__⟧', 'wildcard_missing', { name: 'none/*' }],
    ['⟦__empty__⟧', 'wildcard_empty', { name: 'empty' }],
    ['⟦__cyc__⟧', 'wildcard_cycle', { path: 'cyc → cyc2 → cyc' }],
    ['⟦__nest__⟧', 'wildcard_unread', { file: 'nest.yaml' }],
    ['a ⟦${x}⟧', 'variable_unset', { name: 'x' }],
    ['${animal=cat} ⟦${anmal}⟧', 'variable_unset', { near: 'animal' }],
    ['a ⟦${1+1}⟧', 'variable_unreadable', { text: '${1+1}' }],
    ['a ⟦${x⟧', 'variable_unreadable', { text: '${x' }],
    ['a ⟦{1.5$$⟧a|b}', 'choice_count', { text: '{1.5$$' }],
    ['a ⟦{$$⟧a|b}', 'choice_count', { text: '{$$' }],
    ['⟦{1$$0::a|0::b}⟧', 'choice_weight', { value: 0 }],
    ['⟦__refers__⟧', 'wildcard_missing', { name: 'nothere', within: 'refers.txt', line: 2 }]
  ])('%s: %s', (written, code, facts) => {
    const { text, where } = marked(`%%sweep seed=1\n${written}`);
    const error = refusal(() => expandSweep({ text }, testContext({ wildcards })));
    expect(error).toMatchObject({ code, where, facts });
  });

  test.each(['%%sweep seed=1 ⟦prompt_sr="a","__nope__"⟧\na cat', '%%sweep seed=1 prompt="⟦__nope__⟧","b"'])(
    '%s is refused where it is written',
    written => {
      const { text, where } = marked(written);
      const error = refusal(() => expandSweep({ text }, testContext({ wildcards })));
      expect(error).toMatchObject({ code: 'wildcard_missing', where });
    }
  );

  test('a glob leaves out the file it stands in', () => {
    expect(maybe('__pack/all__')).toEqual(['auburn', 'other']);
  });
});

test('what of the files is passed over or too few is told once, where it is named', () => {
  const read = (name: string): string => {
    if (name === 'bad') {
      throw new Fault('wildcard_encoding', { file: 'bad.txt', line: 4 });
    }
    return 'red\nblue';
  };
  const told = (written: string): unknown => {
    const { text, where } = marked(`%%sweep seed=1..3\n${written}`);
    const { warnings } = expandSweep({ text }, testContext({ wildcards: { names: ['bad', 'good'], read } }));
    return warnings.map(({ code, facts, where: place }) => [
      code,
      facts.file ?? facts.taken,
      place?.column === where!.column
    ]);
  };
  expect(told('a ⟦__*__⟧')).toEqual([['wildcard_passed_over', 'bad.txt', true]]);
  expect(told('a ⟦{3$$__good__}⟧')).toEqual([['choice_takes', '2', true]]);
});

test.each([
  ['/etc/passwd', false],
  ['../x', false],
  ['animal:2', false],
  ['none/*', false],
  ['pack/hair v2', true]
])('whether __%s__ could be a file decides the hint', (name, could) => {
  const { hint } = sentence('wildcard_missing', { name }, 'en');
  expect(hint?.includes(`Put ${name}.txt`)).toBe(could);
  expect(hint).toContain('\\__');
});

describe('files of options', () => {
  test.each([
    ['__comments__', ['blue#1', 'red']],
    ['__crlf__', ['one', 'two']],
    ['__bom__', ['one']],
    ['__never__', ['b']],
    ['__sets__', ['red and red']]
  ])('%s may be %j', (text, expected) => expect(maybe(text)).toEqual(expected));
});

describe('choices and variables of dynamicprompts', () => {
  test.each([
    ['{2$$a|b}', ['a, b', 'b, a']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{1-2$$+$$a|b}', ['a', 'a+b', 'b', 'b+a']],
    ['{2-$$a|b}', ['a, b', 'b, a']],
    ['{-2$$a|b}', ['a', 'a, b', 'b', 'b, a']],
    ['{2$$__hair__|b}', ['b, short', 'short, b']],
    ['{1$$0::a|50::b}', ['b']],
    ['{1$$a|{1$$b|c}}', ['a', 'b', 'c']],
    ['{1$$a|{b|c}}', ['a', 'b', 'c']],
    ['${x=a|b}${x}', ['a', 'b']],
    ['${x={a|b}} ${x}${x}', ['aa', 'ab', 'ba', 'bb']],
    ['${x=!{a|b}} ${x}${x}', ['aa', 'bb']],
    ['${x=red} a ${ x } ${y:kite}', ['a red kite']],
    ['${x=1}${x=?2}${x}', ['1']],
    ['${x=__hair__}${x}', ['short']],
    ['${x=!__hair__}{1$$${x}}', ['short']]
  ])('%s may be %j', (text, expected) => expect(maybe(text)).toEqual(expected));

  test('a share of the chances is what its weight says', () => {
    const drawn = Array.from({ length: 400 }, (_, seed) => promptOf('{1$$0.9::a|0.1::b}', seed));
    const share = drawn.filter(each => each === 'a').length / drawn.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.95);
  });

  test("a weight in a variant is left out and told; NovelAI's is none", () => {
    const { cells, warnings } = planned('{0.7::a|b} cat');
    expect(cells.map(({ params }) => params.prompt)).toEqual(['a cat', 'b cat']);
    expect(warnings).toMatchObject([{ code: 'variant_weight', facts: { value: '0.7::' } }]);
    expect(readWeight('1.2::a::')).toEqual({ text: '1.2::a::', weight: 1 });
  });
});

describe('dollars, comments and escapes', () => {
  test.each([
    ['costs $5', 'costs $5'],
    ['costs \\$5', 'costs $5'],
    ['a $name', 'a $name'],
    ['a \\$name', 'a $name'],
    ['a \\${x}', 'a ${x}'],
    ['a $$ b', 'a $$ b'],
    ['\\{2$$a\\|b\\}', '{2$$a|b}'],
    ['a cat # a note', 'a cat'],
    ['# a note\na cat', 'a cat'],
    ['a cat # a {x|y}\nb', 'a cat \nb'],
    ['a\n# Steps: 20, Sampler: Euler, Seed: 1\nb', 'a\nb'],
    ['a dress #ff0000, b', 'a dress'],
    ['a dress \\#ff0000, b', 'a dress #ff0000, b'],
    ['a (b\\), c \\\\# d', 'a (b\\), c \\\\'],
    ['a // b', 'a // b']
  ])('%j draws %j', (text, expected) => {
    const { cells } = planned(text);
    expect(cells.map(({ params }) => params.prompt)).toEqual([expected]);
  });

  test('a comment in the negative prompt is one, too', () => {
    expect(planned('a\nNegative prompt: fog # old').cells[0].params.negative_prompt).toBe('fog');
  });

  test.each([
    ['a cat ⟦# a note⟧\nb', 'comment_cut'],
    ['a ⟦$name⟧', 'dollar_is_text'],
    ['a ⟦{{b}}⟧', 'braces_are_text'],
    ['a ⟦{3$$b|c}⟧', 'choice_takes'],
    ['a ⟦__hair⟧', 'wildcard_is_text'],
    ['a ⟦# $name⟧\nb', 'comment_cut'],
    ['a ⟦1.2::b::⟧ c', 'novelai_weight']
  ])('%s is told where it stands', (written, code) => {
    const { text, where } = marked(`%%sweep seed=1\n${written}`);
    const { warnings } = expandSweep({ text }, testContext({ wildcards }));
    expect(warnings).toEqual([expect.objectContaining({ code, where })]);
  });

  test('search and replace finds a mark with or without its backslash', () => {
    const { cells } = expandSweep(
      { text: '%%sweep seed=1 prompt_sr="$5","$6 # now","__hair__"\ncosts \\$5, {a|b}' },
      testContext({ wildcards })
    );
    expect([...new Set(cells.map(({ params }) => params.prompt))].sort()).toEqual([
      'costs $5, a',
      'costs $5, b',
      'costs $6',
      'costs short, a',
      'costs short, b'
    ]);
  });

  test('a prompt over HTTP is what the same prompt is in a cell', () => {
    const pieces = [
      'a',
      ' ',
      '#',
      '$',
      '\\',
      '{',
      '|',
      '}',
      '$$',
      '__hair__',
      '{2$$a|b}',
      '${x=a}',
      '${x}',
      '\n'
    ];
    const outcome = (request: Parameters<typeof expandSweep>[0]): unknown => {
      try {
        return expandSweep(request, testContext({ wildcards })).cells.map(({ params }) => params.prompt);
      } catch (error) {
        return (error as { code?: string }).code ?? error;
      }
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }), parts => {
        const prompt = parts.join('').trim();
        fc.pre(prompt !== '');
        expect(outcome({ text: `%%sweep seed=1\n${prompt}` })).toEqual(
          outcome({ spec: { base: { seed: 1, prompt }, axes: [] } })
        );
      }),
      { numRuns: 200 }
    );
  });
});
