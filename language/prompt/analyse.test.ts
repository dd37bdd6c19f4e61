import * as fc from 'fast-check';
import { join } from 'node:path';
import { loadTokenizer } from '../../engine/text';
import { analysePrompt } from './index';
import type { AnalyseOptions } from './index';

const tokenizer = loadTokenizer(join(__dirname, '../../goldens/A/sd1/diffusers/tokenizer'));
const ink = { name: 'ink', aliases: ['Ink Wash'], sha256: 'aa11bb22cc'.padEnd(64, '0') };

/** What is told of a prompt: codes with the characters they are about. */
const told = (prompt: string, options: AnalyseOptions = {}): [string, string][] =>
  analysePrompt(prompt, options).warnings.map(({ code, at, length }) => [
    code,
    prompt.slice(at, at + length)
  ]);

test.each<[string, [string, string][], AnalyseOptions?]>([
  ['a (cat, dog', [['bracket_unclosed', '(']]],
  ['a [cat', [['bracket_unclosed', '[']]],
  [
    '(a:1.2',
    [
      ['bracket_unclosed', '('],
      ['weight_trailing', ':1.2']
    ]
  ],
  ['a cat) b', [['bracket_unopened', ')']]],
  ['a cat:1.2, dog', [['weight_outside', ':1.2']]],
  ['at 16:9, dog', []],
  ['photo, 16:9', [['weight_trailing', ':9']]],
  ['photo, 16:9', [], { strict: true }],
  ['(a BREAK b:1.2)', [['break_in_brackets', 'BREAK']]],
  ['(a BREAK b:1.2)', [], { strict: true }],
  ['a [b:c]', [['edit_unreadable', '[b:c]']]],
  ['[a:b:5:6]', [['edit_unreadable', '[a:b:']]],
  [
    'cat | dog [a:b:3]',
    [
      ['editing_off', '|'],
      ['weight_outside', ':3']
    ]
  ],
  ['cat | dog [a:b:3]', [], { strict: true }],
  ['cat | dog', []],
  ['a <lora:x:1> cat', []],
  ['a <lora:cats:1>', [['weights_missing', '<lora:cats:1>']], { loras: [{ name: 'cat' }] }],
  ['a <lora:Cats_V2.safetensors:1>', [], { loras: [{ name: 'animals/cats-v2' }] }],
  ['a <lora:Ink_Wash:1> <lora:aa11bb22cc:1>', [], { loras: [ink] }],
  ['a <lora:aa11bb22dd:1>', [['weights_missing', '<lora:aa11bb22dd:1>']], { loras: [ink] }],
  ['a <lora:aa11bb22dd:1>', [], { loras: [{ name: 'unread' }, ink] }],
  ['a <lora::1> cat', [['tag_nameless', '<lora::1>']]],
  ['a <lora: :1> cat', [['tag_nameless', '<lora: :1>']], { loras: [{ name: 'cat' }] }],
  ['a <lora:cat:1>', [['tag_in_negative', '<lora:cat:1>']], { side: 'negative' }],
  ['a <hypernet:h:1>', [['hypernet_unsupported', '<hypernet:h:1>']]],
  [
    '<x:y> embedding:bad',
    [
      ['tag_unknown', '<x:y>'],
      ['embedding_unknown', 'embedding:bad']
    ],
    { embeddings: [] }
  ],
  [
    '<lora:x> a [(b:c:5], (d',
    [
      ['weight_outside', ':5'],
      ['bracket_unclosed', '('],
      ['bracket_unclosed', '(']
    ]
  ],
  [
    '{a, [b',
    [
      ['bracket_unclosed', '{'],
      ['bracket_unclosed', '[']
    ],
    { dialect: 'novelai' }
  ]
])('%s is told %j', (prompt, expected, options = {}) => {
  expect(told(prompt, options).sort()).toEqual([...expected].sort());
});

/** What a prompt is refused for, and the characters of it. */
const refused = (prompt: string): [string, string][] =>
  analysePrompt(prompt).errors.map(({ code, at, length }) => [code, prompt.slice(at, at + length)]);

test('weights and places of words survive tags, AND and editing', () => {
  const prompt = '<lora:x:0.5>a (red:1.3) AND [cat:(dog:0.8):0.5] :2';
  const { parts, texts, loras, errors } = analysePrompt(prompt, { steps: 10 });
  expect(errors).toEqual([]);
  expect(loras).toMatchObject([{ name: 'x', te: 0.5 }]);
  const read = parts.map(({ at, length, weight, stages }) => ({
    part: prompt.slice(at, at + length),
    weight,
    stages: stages.map(({ until, text }) => ({
      until,
      runs: texts[text].runs.map(run => [run.weight, prompt.slice(run.at, run.at + run.length)])
    }))
  }));
  expect(read).toEqual([
    {
      part: 'a (red:1.3)',
      weight: 1,
      stages: [
        {
          until: 10,
          runs: [
            [1, 'a '],
            [1.3, 'red']
          ]
        }
      ]
    },
    {
      part: ' [cat:(dog:0.8):0.5]',
      weight: 2,
      stages: [
        { until: 5, runs: [[1, ' [cat']] },
        {
          until: 10,
          runs: [
            [1, ' '],
            [0.8, 'dog']
          ]
        }
      ]
    }
  ]);
});

test.each([
  ['(a:1.2.3)', 'bad_weight', '1.2.3'],
  ['x AND [(a:1..2)|b]', 'bad_weight', '1..2'],
  ['a <lora:x:y>', 'bad_tag', '<lora:x:y>']
])('%s is refused: %s', (prompt, code, text) => {
  expect(refused(prompt)).toEqual([[code, text]]);
});

test('10,000 open brackets and 100,000 characters are refused in no time', () => {
  expect(refused(`a${'('.repeat(10_000)}`)).toEqual([['brackets_too_deep', '(']]);
  expect(refused('a'.repeat(100_000)).map(([code, text]) => [code, text.length])).toEqual([
    ['prompt_too_long', 80_000]
  ]);
}, 1000);

test.each([
  ['', 0, 75],
  ['a cat', 2, 75],
  ['a BREAK b', 76, 150],
  ['a [cat:cat cat cat:0.5]', 4, 75],
  ['a AND b cat <lora:x>', 2, 75]
])('%j counts %i of %i', (prompt, tokens, limit) => {
  expect(analysePrompt(prompt, { tokenizer })).toMatchObject({ tokens, limit });
});

test('anything can be analysed, and every place is in the prompt', () => {
  const unit = fc.constantFrom(
    'a',
    ' ',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    '|',
    '\\',
    '1',
    '.',
    ',',
    'AND',
    'BREAK',
    '<lora:',
    '>'
  );
  const options = fc.record({
    dialect: fc.constantFrom('a1111' as const, 'novelai' as const, 'hai' as const),
    strict: fc.boolean()
  });
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), options, (prompt, each) => {
      const { warnings, errors, texts, parts } = analysePrompt(prompt, { ...each, steps: 4 });
      for (const { at, length } of [...warnings, ...errors, ...texts.flatMap(({ runs }) => runs), ...parts]) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(at + length).toBeLessThanOrEqual(prompt.length);
      }
    })
  );
});

test.each(['[a|', '(a:1.2) ', '[a:b:0.5] ', '[a:', 'AND ', 'a:1.2, ', '<a:b>', '[a|b] ', '(['])(
  'a long row of %j is analysed in no time',
  piece => {
    analysePrompt(piece.repeat(20_000 / piece.length), { steps: 40 });
  },
  1500
);
