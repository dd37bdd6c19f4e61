import { act } from 'react';
import type { JobSummary, ModelEntry, Plan } from '../../schema/wire';
import { DiffusionFailure } from '../client/failure';
import type { IDiffusionClient } from '../tokens';
import { setText } from './form';
import { jobUnderWay } from './submit';
import { drawPanel, page, plan, planned, press, text } from './testing';

test('a newcomer sees what to write, examples, and why nothing can be run yet', async () => {
  await drawPanel();
  expect(page.querySelector('textarea')?.placeholder).toBe('What should the picture show?');
  expect(page.querySelectorAll('.jd-Example')).toHaveLength(4);
  expect(text('.jd-Dock')).toContain('Write a prompt or pick an example.');
  expect(text('.jd-Service')).toBe('Ready.');
});

test('an example fills the form, its axes show, and the button says what it will do', async () => {
  await drawPanel();
  await press('.jd-Examples-row:nth-child(2) .jd-Example');
  await planned();
  expect(page.querySelector('textarea')?.value).toBe('a house');
  expect(page.querySelector('.jd-Axis[data-param=cfg_scale]')?.getAttribute('aria-label')).toBe(
    'Axis: CFG scale, 4 values'
  );
  expect(text('.jd-Run')).toBe('Draw 8 cells');
  expect(text('.jd-Dock')).toContain('312 of 1,280');
});

test('when it starts is told, or that it waits until everything goes on', async () => {
  const waiting = { ...plan, wait: { jobs: 1, seconds: 14 } };
  const { model, jobs } = await drawPanel({ plan: async () => waiting });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await planned();
  expect(text('.jd-Dock')).toContain('Starts in about 14 s, 1 job before it');
  await act(async () => jobs.notePaused(true));
  expect(text('.jd-Dock')).toContain('Everything is paused: it starts once that goes on');
  expect(text('.jd-Dock')).not.toContain('Starts in');
});

test('a parameter becomes an axis in place and goes back', async () => {
  const { model } = await drawPanel();
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await press('.jd-Section-params .jd-Section-toggle');
  await press('[data-param=steps] > .jd-Button');
  expect(page.querySelector<HTMLInputElement>('.jd-Axis[data-param=steps] input')?.value).toBe('10,20,30');
  await press('[data-param=steps] [aria-label="Back to one value"]');
  expect(page.querySelector<HTMLInputElement>('.jd-Param[data-param=steps] input')?.value).toBe('');
});

test('a prompt of the first line stands in place of the prompt’s field, which comes back when it goes', async () => {
  const { model } = await drawPanel();
  await act(async () =>
    model.edit({ ...model.state.form, extra: { prompt: '"a\\nSteps: 20"', where: 'seed>3' } })
  );
  await planned();
  expect(page.querySelector('.jd-Section-prompt textarea')).toBeNull();
  expect(page.querySelector<HTMLInputElement>('.jd-Section-prompt [data-param=prompt] input')?.value).toBe(
    '"a\\nSteps: 20"'
  );
  expect(text('.jd-Run')).toBe('Draw 8 cells');
  await press('.jd-Section-params .jd-Section-toggle');
  const words = [...page.querySelectorAll<HTMLElement>('.jd-Section-params .jd-Param')].map(
    each => each.dataset.param
  );
  expect([words.includes('where'), words.includes('prompt')]).toEqual([true, false]);
  await press('[data-param=prompt] .jd-Button');
  expect(page.querySelector('.jd-Section-prompt textarea')).not.toBeNull();
});

test('a refusal in a prompt is one sentence with what to do, at the marked words, its remarks below', async () => {
  const { model } = await drawPanel({
    plan: () =>
      Promise.reject(
        new DiffusionFailure(400, {
          code: 'wildcard_missing',
          message: 'There is no nope. Foo is not read. Bar is odd.',
          alone: 'There is no nope.',
          hint: 'Put nope.txt there.',
          also: ['Foo is not read.', 'Bar is odd.'].map(message => ({ code: 'unknown_keys', message })),
          where: { line: 2, column: 3, length: 8 }
        })
      )
  });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a __nope__ cat' }));
  await planned();
  expect(text('.jd-Prompt .jd-Note')).toBe('There is no nope. Put nope.txt there.');
  expect([...page.querySelectorAll('.jd-Prompt .jd-Remarks li')].map(each => each.textContent)).toEqual([
    'Foo is not read.',
    'Bar is odd.'
  ]);
  expect(text('.jd-Prompt-shown .jd-mod-bad')).toBe('__nope__');
  const wrong = page.querySelector('.jd-Prompt-text')?.getAttribute('aria-describedby');
  expect(text(`#${wrong}`)).toContain('There is no nope.');
});

test('wrong values are marked, told, and what to do stands in the dock', async () => {
  const { model } = await drawPanel();
  const form = {
    ...model.state.form,
    prompt: 'a',
    fields: { cfg_scale: { text: '3,seven,40', axis: true } }
  };
  await act(async () => model.replace(form, ''));
  const chips = [...page.querySelectorAll('.jd-Axis .jd-Chip')].map(chip => [
    chip.textContent,
    chip.classList.contains('jd-mod-wrong')
  ]);
  expect(chips).toEqual([
    ['3', false],
    ['seven', true],
    ['40', true]
  ]);
  expect(text('.jd-Dock')).toContain('2 values in CFG scale need fixing first.');
  expect(page.querySelector('.jd-Axis input')?.getAttribute('aria-invalid')).toBe('true');
});

test('what is wrong with a field comes with what would be right', async () => {
  const { model } = await drawPanel();
  await act(async () =>
    model.replace({ ...model.state.form, prompt: 'a', fields: { size: { text: '500x', axis: false } } }, '')
  );
  expect(text('.jd-Param[data-param=size]')).toContain('"500x" is not a size.');
  expect(text('.jd-Param[data-param=size]')).toContain('Write width x height: size=512x768.');
});

test('a refusal is told in the service’s words at its field', async () => {
  const refusal = new DiffusionFailure(400, {
    code: 'x',
    message: 'There is no model "gone".',
    where: { line: 1, column: 15, length: 4 }
  });
  const { model } = await drawPanel({ plan: () => Promise.reject(refusal) });
  const form = { ...model.state.form, prompt: 'a', fields: { model: { text: 'gone', axis: false } } };
  await act(async () => model.replace(form, ''));
  await planned();
  expect(text('[data-param=model] .jd-Note')).toBe('There is no model "gone".');
  expect(text('.jd-Dock')).toContain('Model needs fixing first.');
});

test('a remark stands at the field it is about where that is seen, else in the dock', async () => {
  const at = (code: string, column: number): Plan['warnings'][number] => ({
    code,
    message: code,
    where: { line: 1, column, length: 3 }
  });

  const warnings = [
    at('of steps', 11),
    at('of denoising', 42),
    at('of where', 52),
    { code: 'c', message: 'of all' }
  ];
  const { model } = await drawPanel({ plan: async () => ({ ...plan, warnings }) });
  const field = (text: string): { text: string; axis: boolean } => ({ text, axis: false });
  const form = {
    ...model.state.form,
    prompt: 'a',
    fields: { steps: field('1'), cfg_scale: field('7'), denoising_strength: field('0.3') },
    extra: { where: '"steps>1"' }
  };
  await act(async () => model.edit(form));
  await planned();
  expect(model.composed.text).toBe('%%sweep steps=1 cfg=7 denoising_strength=0.3 where="steps>1"\na');
  const docked = (): string[] =>
    [...page.querySelectorAll('.jd-Dock .jd-Remarks > li')].map(li => li.textContent ?? '');
  const told = (name: string): string => text(`[data-param=${name}] .jd-Remarks`);
  expect(docked()).toEqual(['of steps', 'of denoising', 'and 2 more']);
  await act(async () => model.toggle('parameters', true));
  expect([told('steps'), told('where'), told('cfg_scale'), docked()]).toEqual([
    'of steps',
    'of where',
    '',
    ['of denoising', 'of all']
  ]);
  expect(page.querySelector('#jd-field-steps')?.getAttribute('aria-describedby')).toBe('jd-odd-steps');
  await act(async () => model.toggle('image', true));
  expect([told('denoising_strength'), docked()]).toEqual(['of denoising', ['of all']]);
  await act(async () => model.edit(setText(model.state.form, 'cfg_scale', '7.5')));
  expect([told('steps'), told('denoising_strength'), docked()]).toEqual([
    'of steps',
    'of denoising',
    ['of all']
  ]);
  await act(async () => model.search('cfg'));
  expect([told('steps'), docked()]).toEqual(['', ['of steps', 'of where', 'and 1 more']]);
  await act(async () => model.edit(setText(model.state.form, 'cfg_scale', 'x')));
  expect(page.querySelector('.jd-Remarks')).toBeNull();
});

test('a remark stands at an axis', async () => {
  const warnings = [{ code: 'c', message: 'of steps', where: { line: 1, column: 9, length: 8 } }];
  const { model } = await drawPanel({ plan: async () => ({ ...plan, warnings }) });
  await act(async () =>
    model.replace({ ...model.state.form, prompt: 'a', fields: { steps: { text: '1,2', axis: true } } }, '')
  );
  await planned();
  expect([text('.jd-Axis[data-param=steps] .jd-Remarks'), text('.jd-Dock .jd-Remarks')]).toEqual([
    'of steps',
    ''
  ]);
});

test('a sweep over the limit offers a sample and the whole', async () => {
  const failure = new DiffusionFailure(400, {
    code: 'too_many_cells',
    facts: { cells: 1200, limit: 400 },
    message: 'm'
  });
  const { model } = await drawPanel({ plan: () => Promise.reject(failure) });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a' }));
  await planned();
  expect(text('.jd-Plan-top')).toBe('1,200 cells');
  expect(text('.jd-Run')).toBe('Draw a sample of 40');
  expect(text('.jd-Plan-all')).toBe('Draw all 1,200 this time');
});

test('an axis of choices ticks what is in, and a pick puts one in', async () => {
  const { model, menus } = await drawPanel();
  await act(async () =>
    model.replace(
      { ...model.state.form, prompt: 'a', fields: { sampler: { text: 'Euler', axis: true } } },
      ''
    )
  );
  await press('.jd-mod-add');
  const items = menus[0].filter(item => item !== 'line');
  expect(items.map(({ label, checked }) => [label, checked])).toEqual([
    ['Euler', true],
    ['DPM++ 2M', false]
  ]);
  await act(async () => items[1].run());
  expect(model.textOf('sampler')).toBe('Euler,"DPM++ 2M"');
});

const rows = (section: string): string[] =>
  [...page.querySelectorAll<HTMLElement>(`.jd-Section-${section} [data-param]`)].map(
    row => row.dataset.param ?? ''
  );
const toggle = (section: string): Promise<void> =>
  act(async () => page.querySelector<HTMLElement>(`.jd-Section-${section} .jd-Section-toggle`)!.click());

test('the hires fix shows one switch until it is on, and then what it can be told', async () => {
  const { model } = await drawPanel();
  expect(text('.jd-Section-hires .jd-Section-title')).toBe('Hires fixoff');
  await toggle('hires');
  expect(rows('hires')).toEqual(['enable_hr']);
  await act(async () => page.querySelector<HTMLElement>('#jd-field-enable_hr')!.click());
  expect(rows('hires')).toEqual([
    'enable_hr',
    'hr_scale',
    'hr_upscaler',
    'hr_steps',
    'hr_denoising_strength'
  ]);
  expect(model.composed.text).toBe('%%sweep enable_hr=true\n');
  await toggle('hires');
  expect(text('.jd-Section-hires .jd-Section-title')).toBe('Hires fix2× · Latent');
});

test('a picture that is pasted is uploaded and begun with, and its mask can be given next', async () => {
  const hash = 'ab'.padEnd(64, '0');
  const given: Blob[] = [];
  const upload: IDiffusionClient['upload'] = async picture => {
    given.push(picture);
    return { image: hash, width: 8, height: 8 };
  };
  const { model } = await drawPanel({ upload });
  await toggle('image');
  expect(rows('image')).toEqual(['init_image']);
  const picture = new File(['x'], 'a.png', { type: 'image/png' });
  const paste = new Event('paste', { bubbles: true });
  Object.assign(paste, { clipboardData: { files: [picture] } });
  await act(async () => void page.querySelector('#jd-field-init_image')!.dispatchEvent(paste));
  expect(given).toEqual([picture]);
  expect(model.textOf('init_image')).toBe(hash);
  expect(rows('image')).toContain('mask');
  expect(rows('image')).not.toContain('mask_blur');
  expect(page.querySelector('.jd-Picture img')?.getAttribute('src')).toBe(`/pictures/${hash}`);
  await act(async () => page.querySelector<HTMLElement>('.jd-Picture > button:last-of-type')!.click());
  expect(rows('image')).toEqual(['init_image']);
});

test('the samplers on offer are those of the flavour', async () => {
  const { model } = await drawPanel();
  await act(async () => model.toggle('parameters', true));
  const offered = (): string[] =>
    [...page.querySelectorAll('#jd-field-sampler option')].slice(1).map(each => each.textContent ?? '');
  expect(offered()).toEqual(['Euler', 'DPM++ 2M']);
  await act(async () => model.fill({ flavour: 'diffusers' }));
  expect(offered()).toEqual(['Euler', 'DDPM']);
});

test('tokens are counted, what is odd is underlined and told, and each word’s weight is shown on demand', async () => {
  const run = { weight: 1, at: 0, length: 2 };
  const analysed = {
    parts: [{ text: '', weight: 1, at: 0, length: 12, stages: [{ until: 20, text: 0 }] }],
    texts: [
      {
        text: '',
        runs: [
          { ...run, text: 'a ' },
          { ...run, text: 'red', weight: 1.3 }
        ],
        tokens: 3,
        chunks: [3]
      }
    ],
    loras: [],
    tokens: 3,
    limit: 75,
    warnings: [{ code: 'odd', message: 'This bracket is never closed.', at: 2, length: 1 }],
    errors: []
  };
  const { model } = await drawPanel({
    analyse: async () => ({ prompt: analysed, negative_prompt: analysed })
  });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a (red:1.3' }));
  await planned();
  expect(text('.jd-Prompt-count')).toBe('3/75');
  expect(text('.jd-Prompt-shown .jd-mod-odd')).toBe('(');
  expect(text('.jd-Prompt-remarks')).toBe('This bracket is never closed.');
  await press('.jd-Prompt-count');
  expect(text('.jd-Reading')).toBe('ared1.3');
  await act(async () => model.edit({ ...model.state.form, prompt: 'a cat' }));
  expect(text('.jd-Prompt-remarks')).toBe('');
});

test('a sweep that is being drawn is shown rather than drawn twice, unless its seed is left to chance', async () => {
  const { model, jobs } = await drawPanel();
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await planned();
  const job = {
    id: 'j',
    state: 'running',
    text: model.composed.text,
    thumbnails: [],
    spec: { base: {} },
    created: ''
  };
  const progress = {
    cells_total: 32,
    cells_done: 5,
    fraction: 0.2,
    phase: 'sampling',
    message: '',
    eta_s: null
  };
  const drawn = (origin: string): JobSummary =>
    ({
      ...job,
      progress,
      plan: { ...plan, base: { seed: 4 }, origins: { seed: origin } }
    }) as unknown as JobSummary;
  expect(jobUnderWay(model.composed.text, [drawn('catalogue')])).toBeUndefined();
  await act(async () => jobs.put(drawn('user')));
  expect(text('.jd-Run')).toBe('Show: 5 of 32 drawn');
});

test('memory is told beside what is free, with a warning when it is short', async () => {
  const { model } = await drawPanel({ plan: async () => ({ ...plan, memory_free_mb: 500 }) });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await planned();
  expect(text('.jd-Dock')).toContain('600 MB of 500 MB free');
  expect(text('.jd-Dock .jd-Note')).toContain('This needs about 600 MB');
});

test('a list typed into a plain field becomes an axis when the field is left', async () => {
  const { model } = await drawPanel();
  await act(async () => model.edit(setText({ ...model.state.form, prompt: 'a' }, 'steps', '10,20')));
  await act(async () => model.toggle('parameters', true));
  const leave = (): Promise<void> =>
    act(async () => {
      page.querySelector<HTMLElement>('#jd-field-steps')!.focus();
      page.querySelector<HTMLElement>('textarea')!.focus();
      await new Promise<void>(resolve => setTimeout(resolve, 5));
      document.dispatchEvent(new Event('pointerup'));
      await new Promise<void>(resolve => setTimeout(resolve, 5));
    });
  await leave();
  expect(model.state.form.fields.steps).toEqual({ text: '10,20', axis: true });
  expect(model.state.form.layout).toEqual({ x: 'steps' });
});

test('how closely an edit keeps to the picture shows for models that edit pictures alone', async () => {
  const models = ['plain', 'edit'].map(task => ({
    name: task,
    kind: 'checkpoint',
    usable: true,
    task,
    defaults: {}
  }));
  const { model } = await drawPanel({
    models: async () => models as unknown as ModelEntry[],
    defaultModel: 'plain'
  });
  await toggle('image');
  await act(async () => model.fill({ init_image: 'ab' }));
  expect(rows('image')).not.toContain('image_cfg_scale');
  await act(async () => model.fill({ model: 'edit' }));
  expect(rows('image')).toContain('image_cfg_scale');
});
