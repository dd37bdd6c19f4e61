import { sentence } from '../../schema/messages';
import { expandSweep } from '../../server/sweep';
import { dreams, emoji, marked, refusal, testContext } from '../../server/sweep/testing';

/** Reads and expands a text whose wrong part stands between ⟦ and ⟧: the error must name that place. */
function check(written: string, code: string, facts: Record<string, unknown>): void {
  const { text, where } = marked(written);
  const error = refusal(() => expandSweep({ text }, testContext()));
  expect({ code: error.code, facts: error.facts, where: error.where }).toEqual({
    code,
    facts: expect.objectContaining(facts),
    where
  });
  for (const language of ['en', 'zh_CN'] as const) {
    const { message, hint = '' } = sentence(error.code, error.facts, language);
    expect(message).not.toContain(`${code}:`);
    expect(`${message}${hint}`).not.toMatch(/undefined|NaN|\[object/);
  }
}

describe('names', () => {
  test.each([
    ['%%sweep ⟦cgf⟧=3', 'unknown_parameter', { name: 'cgf', near: 'cfg' }],
    ['%%sweep ⟦Stpes⟧=3', 'unknown_parameter', { near: 'steps' }],
    ['%%sweep ⟦smapler_name⟧=3', 'unknown_parameter', { near: 'sampler_name' }],
    ['%%sweep ⟦zzzzzz⟧=3', 'unknown_parameter', { near: undefined }],
    ['%%sweep cfg&⟦stps⟧=3&4', 'unknown_parameter', { near: 'steps' }],
    ['⟦seed_⟧=3', 'unknown_parameter', { near: 'seed' }],
    ['%%sweep cfg=3 ⟦steps⟧', 'not_a_word', { text: 'steps' }],
    ['%%sweep sampler=Euler ⟦a⟧ cfg=3', 'not_a_word', { text: 'a', after: 'sampler' }],
    ['%%sweep ⟦seed⟧ seed', 'not_a_word', { text: 'seed' }],
    ['%%sweep ⟦=⟧5', 'not_a_word', { text: '=' }],
    ['⟦%%swep⟧ seed=1', 'unknown_magic', { name: '%%swep', near: '%%sweep' }],
    ['⟦%sweep⟧ seed=1', 'unknown_magic', { near: '%%sweep' }],
    ['⟦%%TXT2IMG⟧ seed=1', 'unknown_magic', { near: '%%txt2img' }],
    ['%%sweep seed=1 ⟦seed=2⟧', 'given_twice', { param: 'seed', line: 1, column: 9 }],
    ['%%sweep cfg=1 ⟦guidance=2⟧', 'given_twice', { param: 'cfg_scale', column: 9 }],
    ['%%sweep width=64 ⟦size=64x64⟧', 'given_twice', { param: 'width', column: 9 }],
    ['%%sweep x=seed seed=1,2 ⟦x=seed⟧', 'given_twice', { param: 'x', column: 9 }],
    ['%%sweep prompt="a"\n⟦a cat⟧', 'given_twice', { param: 'prompt', line: 1, column: 9 }],
    ['%%sweep neg=a\na\n⟦Negative prompt:⟧ b', 'given_twice', { param: 'negative_prompt', column: 9 }],
    ['a\nNegative prompt: b\n⟦Negative prompt:⟧ c', 'given_twice', { line: 2, column: 1 }],
    ['a\nSteps: 9, Seed: 1, Seed: ⟦2⟧', 'given_twice', { param: 'seed', line: 2, column: 17 }],
    ['%%sweep ⟦cfg&cfg⟧=1&2', 'linked_twice', { param: 'cfg_scale' }]
  ])('%s', check);
});

describe('values', () => {
  test.each([
    [
      '%%sweep seed=1..4 cfg=3,5,⟦seven⟧ steps=20',
      'not_a_number',
      { value: 'seven', param: 'cfg_scale', min: 1, max: 30 }
    ],
    ['%%sweep cfg=⟦3;5⟧', 'not_a_number', { value: '3;5' }],
    ['%%sweep cfg=⟦3，5⟧', 'not_a_number', {}],
    ['%%sweep cfg="⟦3,5⟧"', 'not_a_number', { value: '3,5' }],
    ['%%sweep steps=⟦1..⟧', 'not_a_number', { value: '1..' }],
    ['%%sweep steps=⟦1..4:⟧', 'not_a_number', {}],
    ['%%sweep steps=⟦1..4[2⟧', 'not_a_number', {}],
    ['%%sweep steps=⟦1e999⟧', 'not_a_number', {}],
    ['%%sweep steps=⟦$steps⟧', 'not_a_number', { value: '$steps' }],
    ['%%sweep cfg=5,⟦40⟧', 'out_of_range', { value: 40, min: 1, max: 30 }],
    ['%%sweep cfg=1..⟦40⟧', 'out_of_range', { value: 40 }],
    ['%%sweep cfg=⟦0⟧..1:0.1', 'out_of_range', { value: 0 }],
    ['%%sweep seed=⟦-2⟧', 'out_of_range', { value: -2, min: -1 }],
    ['%%sweep steps=⟦20.5⟧', 'not_whole', { value: 20.5, min: 1, max: 150 }],
    ['%%sweep steps=⟦1..2:0.5⟧', 'not_whole', { value: 1.5 }],
    ['%%sweep width=⟦100⟧', 'not_a_multiple', { value: 100, step: 8, near: 104 }],
    ['%%sweep size=512x⟦700⟧', 'not_a_multiple', { value: 700, param: 'height', near: 704 }],
    ['%%sweep size=⟦8⟧x64', 'out_of_range', { value: 8, param: 'width', min: 64 }],
    ['%%sweep size=⟦512⟧', 'bad_size', { value: '512' }],
    ['%%sweep size=512x512,⟦ax512⟧', 'bad_size', {}],
    ['%%sweep steps=1..4:⟦0⟧', 'zero_step', { value: '1..4:0' }],
    ['%%sweep steps=⟦4..10:-2⟧', 'empty_range', { value: '4..10:-2' }],
    ['%%sweep steps=⟦10-5 (+3)⟧', 'empty_range', {}],
    ['%%sweep eta=0..1[⟦0⟧]', 'bad_count', { value: '0' }],
    ['%%sweep eta=0..1[⟦2.5⟧]', 'bad_count', { value: '2.5' }],
    ['%%sweep ⟦cfg=⟧', 'empty_value', { param: 'cfg' }],
    ['%%sweep ⟦cfg=⟧ steps=20', 'empty_value', { param: 'cfg' }],
    ['%%sweep cfg=5,⟦,⟧7', 'empty_value', { param: 'cfg_scale' }],
    ['%%sweep cfg&steps=5⟦&⟧', 'empty_value', {}],
    ['%%sweep cfg&steps=5&⟦,⟧7&8', 'empty_value', {}],
    ['%%sweep cfg=5⟦,⟧', 'empty_value', {}],
    ['%%sweep cfg=5⟦,⟧  \na cat', 'empty_value', {}],
    ['%%sweep sampler=⟦"Euler a⟧', 'unclosed_quote', { quote: '"' }],
    ['%%sweep sampler=⟦"Euler a⟧\n"', 'unclosed_quote', {}],
    ['%%sweep sampler="Euler"⟦a⟧', 'comma_expected', { text: 'a' }],
    ['%%sweep sampler="Euler"⟦\'LMS\'⟧', 'comma_expected', {}],
    ['%%sweep steps=1,⟦..⟧,10', 'ellipsis_place', { value: '..' }],
    ['%%sweep steps=1,2,⟦..⟧', 'ellipsis_place', {}],
    ['%%sweep prompt=a,b,⟦..⟧,c', 'ellipsis_place', {}],
    ['%%sweep steps=1,2,⟦..⟧,5..9', 'ellipsis_place', {}],
    ['%%sweep steps=2,1,..,⟦5⟧', 'ellipsis_end', { end: 5, last: 1, step: -1 }],
    ['%%sweep steps=1,1,..,⟦5⟧', 'ellipsis_end', { step: 0 }],
    ['%%sweep cfg&steps=⟦5⟧', 'linked_parts', { param: 'cfg_scale&steps', expected: 2 }],
    ['%%sweep cfg&steps=⟦5&10&15⟧', 'linked_parts', {}],
    ['%%sweep seed&steps=1..4&⟦1..3⟧', 'linked_lengths', { expected: 4, found: 3 }],
    ['%%sweep ⟦n=2,4⟧', 'cannot_vary', { param: 'batch_count' }],
    ['%%sweep seed=⟦0..4294967295⟧', 'too_many_values', { values: 4294967296 }]
  ])('%s', check);
});

describe('choices', () => {
  test.each([
    [
      '%%sweep sampler="Euler a",⟦Eular⟧',
      'unknown_choice',
      { value: 'Eular', param: 'sampler', near: 'Euler' }
    ],
    ['%%sweep sampler=⟦"DPM++ 2M Karas"⟧', 'unknown_choice', { near: 'DPM++ 2M Karras' }],
    [
      '%%sweep sampler=⟦foo⟧',
      'unknown_choice',
      { near: undefined, choices: expect.arrayContaining(['Euler a']) }
    ],
    ['%%sweep scheduler=⟦karas⟧', 'unknown_choice', { param: 'scheduler', near: 'karras' }],
    ['%%sweep rng=⟦gpuu⟧', 'unknown_choice', { choices: ['cpu', 'nv'] }],
    ['%%sweep model=⟦"emoji-difusion"⟧', 'model_missing', { near: 'emoji-diffusion' }],
    [
      '%%sweep model=⟦broken⟧',
      'model_unusable',
      { name: 'broken', problem: expect.objectContaining({ code: 'model_pickled' }) }
    ],
    ['a\nSteps: 9, Model: ⟦none such⟧', 'model_missing', { name: 'none such' }],
    ['a\nSteps: 9, Sampler: ⟦Eular a⟧, Seed: 1', 'unknown_choice', { near: 'Euler a' }],
    ['a\nSteps: ⟦999⟧, Seed: 1', 'out_of_range', { value: 999, max: 150 }],
    ['a\nSteps: 9, Seed: ⟦1..3⟧', 'not_a_number', { value: '1..3' }],
    ['%%sweep scheduler=normal sampler=⟦"DPM++ 2M Karras"⟧', 'schedule_twice', { value: 'DPM++ 2M Karras' }],
    ['%%sweep scheduler=karras sampler=LMS,⟦"DPM++ 2M Karras"⟧', 'schedule_twice', {}]
  ])('%s', check);
});

describe('prompts', () => {
  test.each([
    ['%%sweep\na {red|⟦{light|dark}⟧ blue} cat', 'nested_variants', { value: '{light|dark}' }],
    [
      '%%sweep prompt="a cat","\\"a\\" ⟦{red|blue}⟧ dog"',
      'variants_in_axis',
      { value: '{red|blue}', param: 'prompt' }
    ],
    ['%%sweep ⟦prompt_sr=cat⟧\na cat', 'sr_needs_two', { param: 'prompt_sr' }],
    ['%%sweep sr=⟦Cat⟧,dog\na cat', 'sr_missing', { value: 'Cat' }],
    ['%%sweep sr=⟦""⟧,dog\na cat', 'sr_missing', { value: '' }],
    ['%%txt2img seed=1 ⟦cfg=3,5⟧', 'one_cell_only', { axis: 'cfg_scale', values: 2 }],
    ['%%txt2img\n⟦a {red|blue} cat⟧', 'one_cell_only', { axis: 'variant_1', values: 2 }]
  ])('%s', check);
});

describe('layout and choice of cells', () => {
  test.each([
    ['%%sweep seed=1,2 x=⟦cfg⟧', 'not_an_axis', { name: 'cfg', axes: ['seed'] }],
    ['%%sweep seed=1,2 x=⟦sead⟧', 'not_an_axis', { near: 'seed' }],
    ['%%sweep seed=1,2 x=⟦image⟧', 'not_an_axis', { name: 'image' }],
    ['%%sweep seed=1,2 x=⟦variant_1⟧', 'not_an_axis', {}],
    ['%%sweep seed=1,2 x=⟦""⟧', 'not_an_axis', { name: '' }],
    ['%%sweep seed=1,2 x=seed y=⟦seeds⟧', 'layout_twice', { axis: 'seed', first: 'x', second: 'y' }],
    ['%%sweep sample=⟦0⟧', 'out_of_range', { param: 'sample', min: 1 }],
    ['%%sweep limit=⟦many⟧', 'not_a_number', { param: 'limit' }],
    ['%%sweep sample=⟦-4⟧', 'not_a_number', { param: 'sample' }],
    ['%%sweep steps=1..5 ⟦seed=1..100⟧', 'too_many_cells', { cells: 500, limit: 400 }],
    ['%%sweep ⟦seed=1..100⟧ steps=1..100', 'too_many_cells', { cells: 10000 }],
    ['%%sweep ⟦seed=1..100⟧ steps=1..100 limit=9999', 'too_many_cells', { cells: 10000, limit: 9999 }],
    ['%%sweep ⟦seed=1..100⟧ steps=1..100 sample=401', 'too_many_cells', { cells: 401 }],
    ['%%sweep ⟦seed=1..100⟧ steps=1..100 where="steps > 50"', 'too_many_cells', { cells: 5000 }],
    ['%%sweep seed=1..5 ⟦n=100⟧', 'too_many_cells', { cells: 500 }],
    [
      '%%sweep ⟦seed=1..2000⟧ steps=1..100 where="steps > 99"',
      'too_many_combinations',
      { cells: 200000, limit: 100000 }
    ],
    ['%%sweep seed=1,2 ⟦where="seed > 2"⟧', 'no_cells', { cells: 2 }]
  ])('%s', check);
});

describe('where', () => {
  test.each([
    ['where="⟦stpes⟧ > 10"', 'unknown_parameter', { near: 'steps' }],
    ['where="steps > ⟦\'ten\'⟧"', 'not_a_number', { value: 'ten', param: 'steps' }],
    ['where="sampler != ⟦\'Eular\'⟧"', 'unknown_choice', { near: 'Euler' }],
    ['where="⟦steps > sampler⟧"', 'where_type', { left: 'steps', right: 'sampler' }],
    ['where="sampler ⟦<⟧ \'Euler\'"', 'where_order', { operator: '<' }],
    ['where="⟦steps⟧"', 'where_comparison', { found: 'steps' }],
    ['where="⟦steps⟧ and cfg > 1"', 'where_comparison', { found: 'steps' }],
    ['where="steps > 10 and⟦"⟧', 'where_comparison', { found: '' }],
    ['where="steps > ⟦and⟧ 5"', 'where_comparison', { found: 'and' }],
    ['where="steps > 10 ⟦cfg⟧ > 1"', 'where_joiner', { found: 'cfg' }],
    ['where="steps > 10⟦)⟧"', 'where_bracket', { found: ')' }],
    ['where="⟦(⟧steps > 10"', 'where_bracket', { found: '(' }],
    ['where="steps > 10 ⟦&⟧ cfg > 1"', 'where_character', { found: '&' }],
    ['where="steps > 10 ⟦🦊⟧"', 'where_character', { found: '🦊' }],
    ['where="sampler == ⟦\'Euler⟧"', 'unclosed_quote', { quote: "'" }],
    ['where="sampler == \\"LMS\\" or ⟦stpes⟧ > 1"', 'unknown_parameter', {}],
    ['where=⟦stpes⟧>1', 'unknown_parameter', {}],
    ['where="⟦prompt_sr⟧ == \'x\'"', 'not_an_axis', {}],
    ['where="⟦image⟧ == 1"', 'unknown_parameter', { name: 'image' }],
    ['where="⟦constructor⟧ == 1"', 'unknown_parameter', {}],
    ['where="⟦alert⟧(1)"', 'unknown_parameter', { name: 'alert' }]
  ])('%s', (written, code, facts) => check(`%%sweep seed=1,2 ${written}`, code, facts));
});

// Columns count UTF-16 code units, CodeMirror's way: 狐 is one, 🦊 two.
describe('places behind Chinese and emoji', () => {
  test.each([
    ['%%sweep prompt="🦊🦊 狐狸" cfg=3,⟦老⟧', 'not_a_number', {}],
    ['%%sweep prompt="🦊\\n\\"狐\\"" ⟦种子⟧=3', 'unknown_parameter', { name: '种子' }],
    ['%%sweep\n🦊 狐狸 {🦊|⟦{春|冬}⟧}', 'nested_variants', {}],
    ['%%sweep\r\n🦊\r\nSteps: 9, Hires prompt: 🦊, Seed: ⟦一⟧', 'not_a_number', { value: '一' }],
    ['%%sweep seed=1,2 where="prompt != \'🦊\' and ⟦步数⟧ > 1"', 'unknown_parameter', { name: '步数' }]
  ])('%s', check);
});

describe('remarks', () => {
  test.each([
    ['%%sweep cfg=3,5,⟦5.0⟧', 'duplicate_value'],
    ['%%sweep\na ⟦{red|blue|red}⟧ cat', 'duplicate_value'],
    ['a\nSteps: 9, ⟦Hires prompt⟧: 2', 'unknown_keys'],
    ['%%sweep cfg=3 x=⟦cfg⟧', 'one_value'],
    ['%%sweep seed=1,2 cfg=1,2 steps=1,2 rng=cpu,nv clip_skip=1,2', 'axes_folded'],
    ['%%sweep model=emoji-diffusion,"dreams v1.5"', 'defaults_differ'],
    ['%%sweep model=odd', 'bad_model_default']
  ])('%s', (written, code) => {
    const { text, where } = marked(written);
    const odd = { ...emoji, name: 'odd', defaults: { steps: 9000 } };
    const { warnings } = expandSweep({ text }, testContext({ models: [emoji, dreams, odd] }));
    expect(warnings.map(warning => [warning.code, warning.where])).toEqual([[code, where]]);
    for (const language of ['en', 'zh_CN'] as const) {
      const { message } = sentence(warnings[0].code, warnings[0].facts, language);
      expect(message).not.toContain(`${code}:`);
      expect(message).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test('a column in the middle of an emoji text is that of CodeMirror', () => {
  const error = refusal(() => expandSweep({ text: '%%sweep prompt="🦊" cfg=x' }, testContext()));
  expect(error.where).toEqual({ line: 1, column: 25, length: 1 });
});

test('what was written is shortened in sentences, and a long wrong text is refused quickly', () => {
  const error = refusal(() => expandSweep({ text: `%%sweep cfg=${'9'.repeat(100_000)}` }, testContext()));
  expect(error.code).toBe('not_a_number');
  expect(String(error.facts.value).length).toBeLessThan(70);
});

test('there must be a model', () => {
  const error = refusal(() => expandSweep({ text: 'a' }, testContext({ models: [], defaultModel: null })));
  expect(error.code).toBe('no_model');
});
