import type { Plan } from '../../schema/wire';
import { fieldValues } from '../../language/cell/editor';
import { emptyForm, isBlank, makeAxis, setExtra, setText, type Form } from './form';
import { changesOf, forPeople, withChanges, withKept, type Change } from './picture-changes';
import { firstState } from './state';

const { lists } = firstState;
const said = { prompt: 'a cat', steps: 12, seed: 3, width: 64, height: 96, sampler: 'Euler a' };
const changes = (form: Form, settings: Parameters<typeof changesOf>[0] = said): Change[] =>
  changesOf(settings, form, null, lists);
const change = (form: Form, name: string, settings = said): Change | undefined =>
  changes(form, settings).find(each => each.name === name);
const taken = (form: Form, settings: Parameters<typeof changesOf>[0] = said): Form =>
  withChanges(
    form,
    changes(form, settings).filter(({ same }) => !same)
  );

test('each change says what is now and what will be', () => {
  const form = setText({ ...emptyForm, prompt: 'a dog' }, 'steps', '30');
  expect(change(form, 'prompt')).toMatchObject({ now: 'a dog', then: 'a cat', same: false });
  expect(change(form, 'steps')).toMatchObject({ now: '30', then: '12', unsaid: false });
  expect(change(form, 'size')).toMatchObject({ then: '64x96' });
});

test('what the form says already is no change, however it is written', () => {
  const form = [
    ['steps', '12.0'],
    ['size', '64 × 96'],
    ['sampler', '"Euler a"']
  ].reduce((next, [name, text]) => setText(next, name, text), emptyForm);
  expect(['steps', 'size', 'sampler'].map(name => change(form, name)?.same)).toEqual([true, true, true]);
});

test('a seed that nobody said is another each time, so the picture’s is a change', () => {
  expect(change(emptyForm, 'seed')).toMatchObject({ now: '', then: '3', same: false });
});

test('an axis becomes the picture’s value, a linked one is taken apart', () => {
  expect(taken(makeAxis(emptyForm, 'steps', '12,20')).fields.steps).toEqual({ text: '12', axis: false });
  const linked = { ...setExtra(emptyForm, 'steps&cfg', '(1,2),(3,4)'), layout: { x: 'steps&cfg' } };
  expect(taken(linked)).toMatchObject({ extra: {}, layout: {} });
});

test('what the picture was drawn without goes back to its default; model, batch and start picture stay', () => {
  const form = [
    ['clip_skip', '2'],
    ['model', 'mine'],
    ['batch_size', '4'],
    ['init_image', 'ab']
  ].reduce((next, [name, text]) => setText(next, name, text), { ...emptyForm, negative: 'fog' });
  expect(change(form, 'clip_skip')).toMatchObject({ now: '2', then: '', same: false });
  const after = taken(form);
  expect(Object.keys(after.fields).sort()).toEqual(
    ['batch_size', 'init_image', 'model', 'sampler', 'seed', 'size', 'steps'].sort()
  );
  expect(after.negative).toBe('');
});

test('a picture that tells a prompt alone changes nothing else', () => {
  const form = setText({ ...emptyForm, negative: 'fog' }, 'clip_skip', '2');
  expect(taken(form, { prompt: 'a cat' })).toEqual({ ...form, prompt: 'a cat' });
});

test.each([
  ['sampler', '"Euler a"', 'Euler a'],
  ['sampler', 'DPM++ 2M', 'DPM++ 2M'],
  ['sampler', 'Euler,"DPM++ 2M"', 'Euler,"DPM++ 2M"'],
  ['size', '192x128', '192 × 128'],
  ['size', '128 × 128', '128 × 128'],
  ['size', '64x64,64x96', '64x64,64x96'],
  ['prompt', '"a", b', '"a", b'],
  ['steps', '', '']
])('%s %s is shown as people say it', (name, text, shown) => expect(forPeople(name, text)).toBe(shown));

test.each([
  'a\nSteps: 20',
  'a\nNegative prompt: fog',
  'width: 64, height: 64, seed: 5',
  '--prompt "a cat" --steps 20',
  '"a" \\# b, \\$x\nSteps: 20'
])('a prompt that would be read as more below the first line stands in it: %j', prompt => {
  const form = taken({ ...emptyForm, prompt: 'a dog' }, { prompt, steps: 3 });
  expect([form.prompt, fieldValues(form.extra.prompt)]).toEqual(['', [prompt]]);
  expect(isBlank(form)).toBe(false);
  expect(changes(form, { prompt })).toMatchObject([{ name: 'prompt', now: prompt, same: true }]);
  const other = taken(form, { prompt: 'a cat' });
  expect([other.prompt, other.extra]).toEqual(['a cat', {}]);
});

test('any other prompt stands where prompts do, without the blanks around it', () => {
  const form = taken(emptyForm, { prompt: ' (a cat:1.2), \\# 2: b ', negative_prompt: 'fog' });
  expect(form).toMatchObject({ prompt: '(a cat:1.2), \\# 2: b', negative: 'fog', extra: {} });
});

test('names of files with commas are one value', () => {
  expect(taken(emptyForm, { model: 'a, b' }).fields.model.text).toBe('"a, b"');
});

describe('a default that stands only while what decides it stays', () => {
  const plan = {
    base: { sampler: 'DPM++ 2M', scheduler: 'karras', steps: 20, model: 'ours' },
    origins: { sampler: 'model', scheduler: 'model', steps: 'catalogue', model: 'catalogue' }
  } as unknown as Plan;
  const changing = (settings: Parameters<typeof changesOf>[0], form = emptyForm): string[] =>
    changesOf(settings, form, plan, lists)
      .filter(({ same }) => !same)
      .map(({ name }) => name);

  test('of the schedule with another sampler is a change', () => {
    expect(changing({ sampler: 'Euler a', scheduler: 'karras' })).toEqual(['sampler', 'scheduler']);
    expect(changing({ sampler: 'DPM++ 2M', scheduler: 'karras', steps: 20 })).toEqual([]);
  });

  test('of anything with another model is a change', () => {
    expect(changing({ model: 'theirs', steps: 20 })).toEqual(['model', 'steps']);
  });

  test('is nothing to choose, and said where what decides it is taken', () => {
    const all = changesOf({ sampler: 'Euler a', scheduler: 'karras', steps: 30 }, emptyForm, plan, lists);
    expect(all.filter(({ kept }) => kept).map(({ name }) => name)).toEqual(['scheduler']);
    const names = (...wanted: string[]): string[] =>
      withKept(
        all.filter(({ name }) => wanted.includes(name)),
        all
      ).map(({ name }) => name);
    expect(names('sampler', 'steps')).toEqual(['sampler', 'steps', 'scheduler']);
    expect(names('steps')).toEqual(['steps']);
  });

  test('is not known before there is a plan of the sampler that is said', () => {
    const form = setText(emptyForm, 'sampler', '"Euler a"');
    const models = [{ name: 'm', kind: 'checkpoint', defaults: { scheduler: 'karras' } }];
    const known = { ...lists, models, defaultModel: 'm' } as unknown as typeof lists;
    const said = changesOf({ sampler: 'Euler a', scheduler: 'karras' }, form, null, known);
    expect(said.map(({ name, same }) => [name, same])).toEqual([
      ['sampler', true],
      ['scheduler', false]
    ]);
  });
});
