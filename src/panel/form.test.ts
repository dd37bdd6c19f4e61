import * as fc from 'fast-check';
import { parameterNamed } from '../../schema/catalogue';
import type { Plan } from '../../schema/wire';
import { compose, fieldAt } from './compose';
import {
  backToOne,
  emptyForm,
  filled,
  formOfPlan,
  isBlank,
  makeAxis,
  place,
  setExtra,
  setText,
  suggestedAxis,
  type Form
} from './form';
import { oneValue } from './one-value';

const house: Form = { ...emptyForm, prompt: 'a house' };

test('nothing said is a bare sweep with its prompt', () => {
  expect(compose(house).text).toBe('%%sweep\na house');
});

test('what is said stands on the first line, in the catalogue’s order and short names', () => {
  const form = setText(setText(setText(house, 'cfg_scale', '7'), 'sampler', '"Euler a"'), 'size', '512x768');
  expect(compose({ ...form, negative: 'blurry\nlowres' }).text).toBe(
    '%%sweep sampler="Euler a" cfg=7 size=512x768\na house\nNegative prompt: blurry\nlowres'
  );
});

test('prompts of a cell’s first line are words of the form, which is not blank', () => {
  const plan = {
    spec: { base: { prompt: 'a\nSteps: 20', seed: 3 }, axes: [] },
    fields: { prompt: '"a\\nSteps: 20"', seed: '3' },
    layout: {},
    axes: []
  } as unknown as Plan;
  const form = formOfPlan(plan);
  expect(form).toMatchObject({ prompt: '', extra: { prompt: '"a\\nSteps: 20"' } });
  expect(compose(form).text.trim()).toBe('%%sweep seed=3 prompt="a\\nSteps: 20"');
  expect([isBlank(form), isBlank(emptyForm)]).toEqual([false, true]);
  expect(isBlank(setExtra(emptyForm, 'prompt&seed', 'a&1,b&2'))).toBe(false);
});

test('axes take columns, rows and the outer places in the order in which they were made', () => {
  const form = makeAxis(
    makeAxis(makeAxis(house, 'cfg_scale', '3..9:2'), 'seed', '1..4'),
    'sampler',
    'DDIM,Heun'
  );
  expect(form.layout).toEqual({ x: 'cfg_scale', y: 'seed', xx: 'sampler' });
  expect(compose(form).text.split('\n')[0]).toBe(
    '%%sweep sampler=DDIM,Heun cfg=3..9:2 seed=1..4 x=cfg y=seed xx=sampler'
  );
});

test('a layout that the order of the words says already isn’t written', () => {
  const form = makeAxis(makeAxis(house, 'cfg_scale', '3,5'), 'seed', '1..4');
  expect(compose(form).text.split('\n')[0]).toBe('%%sweep cfg=3,5 seed=1..4');
});

test('a place of variants that the prompt has no more is not written, nor is a row without columns', () => {
  const layout = { x: 'variant_1', y: 'seed' };
  const loaded: Form = { ...makeAxis({ ...house, layout: { x: 'variant_1' } }, 'seed', '1..4') };
  expect(loaded.layout).toEqual(layout);
  const firstLine = (prompt: string, negative = ''): string =>
    compose({ ...loaded, prompt, negative }).text.split('\n')[0];
  expect(firstLine('{a cat|a dog} sky')).toBe('%%sweep seed=1..4 x=variant_1 y=seed');
  expect(firstLine('a cat', '{fog|mist}')).toBe('%%sweep seed=1..4 x=variant_1 y=seed');
  expect(firstLine('a cat')).toBe('%%sweep seed=1..4');
  expect(firstLine('{a|a} cat')).toBe('%%sweep seed=1..4');
});

test('the rows become columns when the columns go back to one value', () => {
  const form = makeAxis(makeAxis(house, 'cfg_scale', '3,5'), 'seed', '1..4');
  expect(backToOne(form, 'cfg_scale', '3')).toMatchObject({
    layout: { x: 'seed' },
    fields: { cfg_scale: { text: '3', axis: false } }
  });
});

test('moving an axis to a taken place swaps the two', () => {
  const form = makeAxis(makeAxis(house, 'cfg_scale', '3,5'), 'seed', '1..4');
  expect(place(form, 'seed', 'x').layout).toEqual({ x: 'seed', y: 'cfg_scale' });
});

test.each([
  ['steps', 20, '10,20,30'],
  ['cfg_scale', 3.5, '1.5,3.5,5.5'],
  ['cfg_scale', '1', '1,3'],
  ['seed', -1, '1..4'],
  ['seed', 42, '42..45'],
  ['clip_skip', 1, '1,5'],
  ['subseed_strength', 0.5, '0.3,0.5,0.7'],
  ['seed_resize_from_w', 512, '256,512,768'],
  ['eta', null, ''],
  ['sampler', 'Euler a', '"Euler a"']
])('%s at %s becomes the axis %s', (name, value, text) => {
  expect(suggestedAxis(parameterNamed(name), value)).toBe(text);
});

test('a pasted line break doesn’t break the first line', () => {
  expect(compose(setText(house, 'seed', '1,\n2')).text).toBe('%%sweep seed=1, 2\na house');
});

test('every place of a field’s text is known to be the field’s', () => {
  const texts = fc.dictionary(
    fc.constantFrom('sampler', 'steps', 'cfg_scale', 'size', 'seed', 'eta'),
    fc.stringMatching(/^[\w,. ]{1,12}$/)
  );
  fc.assert(
    fc.property(texts, fc.stringMatching(/^[\w, 猫\n]{1,30}$/), (fields, prompt) => {
      const form = Object.entries(fields).reduce((next, [name, text]) => setText(next, name, text), {
        ...house,
        prompt
      });
      const composed = compose(form);
      const lines = composed.text.split('\n');
      for (const [name, text] of [...Object.entries(fields), ['prompt', prompt] as const]) {
        const items = composed.stretches.filter(({ field, length }) => field === name && length > 0);
        for (const { line, column, length, offset } of items) {
          expect(lines[line - 1].slice(column - 1, column - 1 + length)).toBe(
            text.slice(offset, offset + length)
          );
          expect(fieldAt(composed, { line, column, length })).toEqual({ field: name, start: offset, length });
        }
      }
    })
  );
});

test.each([
  ['a value', { line: 1, column: 19, length: 5 }, { field: 'cfg_scale', start: 6, length: 5 }],
  [
    'the name before the values',
    { line: 1, column: 9, length: 3 },
    { field: 'cfg_scale', start: 0, length: 0 }
  ],
  ['the prompt’s second line', { line: 3, column: 2, length: 2 }, { field: 'prompt', start: 3, length: 2 }],
  ['the magic itself', { line: 1, column: 1, length: 7 }, null]
])('a fault at %s is told to its field', (_, where, found) => {
  const form = setText({ ...emptyForm, prompt: 'a\nbcd' }, 'cfg_scale', '3,5,1 seven');
  expect(fieldAt(compose(form), where)).toEqual(found);
});

test('a cell’s plan fills the form, and the form composes the cell again', () => {
  const plan: Pick<Plan, 'spec' | 'fields' | 'layout' | 'axes'> = {
    spec: {
      base: {
        prompt: '{a|b} house',
        negative_prompt: 'blurry',
        sampler: 'Euler a',
        steps: 12,
        width: 128,
        height: 192
      },
      axes: [
        { param: 'cfg_scale', values: [3, 5] },
        {
          params: ['width', 'height'],
          values: [
            [128, 128],
            [192, 128]
          ]
        }
      ],
      where: 'steps >= 10',
      limit: 900,
      layout: { x: 'width&height', y: 'cfg_scale' }
    },
    fields: { sampler: '"Euler a"', cfg_scale: '3,5', size: '128x128,192x128', 'steps&eta': '1&0' },
    layout: {},
    axes: []
  };
  const form = formOfPlan(plan);
  expect(form).toMatchObject({
    prompt: '{a|b} house',
    negative: 'blurry',
    layout: { x: 'size', y: 'cfg_scale' },
    fields: { sampler: { text: '"Euler a"', axis: false }, cfg_scale: { axis: true }, size: { axis: true } },
    extra: { 'steps&eta': '1&0', where: '"steps >= 10"', limit: '900' }
  });
  expect(form.fields.steps).toBeUndefined();
  expect(compose(form).text).toBe(
    '%%sweep sampler="Euler a" cfg=3,5 size=128x128,192x128 steps&eta=1&0 where="steps >= 10" limit=900 x=size y=cfg\n{a|b} house\nNegative prompt: blurry'
  );
});

test('values from a grid replace an axis by one value', () => {
  const form = filled(makeAxis(house, 'seed', '1..4'), { seed: '3', prompt: 'a cat', sampler: 'Euler a' });
  expect(compose(form).text).toBe('%%sweep sampler="Euler a" seed=3\na cat');
  expect(form.layout).toEqual({});
});

test('words without a field come and go', () => {
  expect(compose(setExtra(house, 'sample', '40')).text).toBe('%%sweep sample=40\na house');
  expect(compose(setExtra(setExtra(house, 'sample', '40'), 'sample', null)).text).toBe('%%sweep\na house');
});

test.each([
  ['the value that was there', '24', '24'],
  ['nothing, where nothing was said', '', undefined],
  ['the first of several that were written at once', '24,30', '24']
])('an axis that is one value again has %s', (_, text, kept) => {
  const form = makeAxis(text ? setText(house, 'steps', text) : house, 'steps', '24,40');
  const model = { state: { form: setText(form, 'steps', '24,40,60') }, lastPlan: null };
  expect(oneValue(model, 'steps').fields.steps?.text).toBe(kept);
});
