import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { JobSummary, ModelEntry, PictureSettingsReply, Plan } from '../../schema/wire';
import { JobList } from '../client/job-list';
import { DiffusionFailure } from '../client/failure';
import { textIn } from '../i18n/text';
import type { IDiffusionClient } from '../tokens';
import { setText } from './form';
import type { GivenPicture } from './given-picture';
import { PanelModel } from './model';
import { Panel } from './panel';
import { jobUnderWay } from './submit';
import type { MenuItem } from '../ui';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const plan = {
  cells: 32,
  cached: 24,
  unet_evals: { naive: 1280, planned: 312 },
  eta_s: 5,
  eta_range_s: null,
  memory_mb: 600,
  warnings: [],
  axes: [],
  base: { steps: 20 },
  origins: { steps: 'model' },
  layout: {},
  fields: {},
  spec: { base: {}, axes: [] }
} as unknown as Plan;

let root: Root;
let place: HTMLElement;
let jobs: JobList;

async function draw(
  client: Partial<IDiffusionClient> = {}
): Promise<{ model: PanelModel; menus: MenuItem[][] }> {
  const fake = {
    changed: new Signal({}),
    health: { state: 'ready', message: 'Ready.' },
    failure: null,
    reachable: true,
    plan: async () => plan,
    models: async () => [],
    samplers: async () => [
      { name: 'Euler', aliases: [], flavours: ['a1111', 'diffusers'] },
      { name: 'DPM++ 2M', aliases: [], flavours: ['a1111'] },
      { name: 'DDPM', aliases: [], flavours: ['diffusers'] }
    ],
    imageUrl: (hash: string) => `/pictures/${hash}`,
    schedulers: async () => [],
    refresh: async () => undefined,
    ...client
  } as unknown as IDiffusionClient;
  jobs = new JobList({
    follow: () => new Promise(() => undefined),
    jobs: async () => ({ jobs: [], cursor: null, paused: false })
  });
  const words = textIn('en');
  const bridge = {
    insertCell: async () => undefined,
    activeCellText: () => null,
    openJob: async () => undefined
  };
  const model = new PanelModel({ client: fake, jobs, bridge, words });
  const menus: MenuItem[][] = [];
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  const show = (): void => undefined;
  const saveReport = async (): Promise<void> => undefined;
  const showMenu = (items: MenuItem[]): void => void menus.push(items);
  await act(async () => {
    root.render(
      <Panel view={{ model, client: fake, words, showMenu, show, openSettings: show, saveReport }} />
    );
    await model.start();
  });
  return { model, menus };
}

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

const text = (selector: string): string => place.querySelector(selector)?.textContent ?? '';
const press = async (selector: string): Promise<void> =>
  act(async () => place.querySelector<HTMLElement>(selector)!.click());

/** Lets the plan be asked and answered. */
const planned = (): Promise<void> => act(() => new Promise<void>(resolve => setTimeout(resolve, 300)));

test('a newcomer sees what to write, examples, and why nothing can be run yet', async () => {
  await draw();
  expect(place.querySelector('textarea')?.placeholder).toBe('What should the picture show?');
  expect(place.querySelectorAll('.jd-Example')).toHaveLength(4);
  expect(text('.jd-Dock')).toContain('Write a prompt or pick an example.');
  expect(text('.jd-Service')).toBe('Ready.');
});

test('an example fills the form, its axes show, and the button says what it will do', async () => {
  await draw();
  await press('.jd-Examples-row:nth-child(2) .jd-Example');
  await planned();
  expect(place.querySelector('textarea')?.value).toBe('a house');
  expect(place.querySelector('.jd-Axis[data-param=cfg_scale]')?.getAttribute('aria-label')).toBe(
    'Axis: CFG scale, 4 values'
  );
  expect(text('.jd-Run')).toBe('Draw 8 cells');
  expect(text('.jd-Dock')).toContain('312 of 1,280');
});

test('a parameter becomes an axis in place and goes back', async () => {
  const { model } = await draw();
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await press('.jd-Section-params .jd-Section-toggle');
  await press('[data-param=steps] > .jd-Button');
  expect(place.querySelector<HTMLInputElement>('.jd-Axis[data-param=steps] input')?.value).toBe('10,20,30');
  await press('[data-param=steps] [aria-label="Back to one value"]');
  expect(place.querySelector<HTMLInputElement>('.jd-Param[data-param=steps] input')?.value).toBe('10');
});

test('a prompt of the first line stands in place of the prompt’s field, which comes back when it goes', async () => {
  const { model } = await draw();
  await act(async () =>
    model.edit({ ...model.state.form, extra: { prompt: '"a\\nSteps: 20"', where: 'seed>3' } })
  );
  await planned();
  expect(place.querySelector('.jd-Section-prompt textarea')).toBeNull();
  expect(place.querySelector<HTMLInputElement>('.jd-Section-prompt [data-param=prompt] input')?.value).toBe(
    '"a\\nSteps: 20"'
  );
  expect(text('.jd-Run')).toBe('Draw 8 cells');
  await press('.jd-Section-params .jd-Section-toggle');
  const words = [...place.querySelectorAll<HTMLElement>('.jd-Section-params .jd-Param')].map(
    each => each.dataset.param
  );
  expect([words.includes('where'), words.includes('prompt')]).toEqual([true, false]);
  await press('[data-param=prompt] .jd-Button');
  expect(place.querySelector('.jd-Section-prompt textarea')).not.toBeNull();
});

test('a refusal in a prompt is one sentence with what to do, at the marked words, its remarks below', async () => {
  const { model } = await draw({
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
  expect([...place.querySelectorAll('.jd-Prompt .jd-Remarks li')].map(each => each.textContent)).toEqual([
    'Foo is not read.',
    'Bar is odd.'
  ]);
  expect(text('.jd-Prompt-shown .jd-mod-bad')).toBe('__nope__');
  const wrong = place.querySelector('.jd-Prompt-text')?.getAttribute('aria-describedby');
  expect(text(`#${wrong}`)).toContain('There is no nope.');
});

test('wrong values are marked, told, and what to do stands in the dock', async () => {
  const { model } = await draw();
  const form = {
    ...model.state.form,
    prompt: 'a',
    fields: { cfg_scale: { text: '3,seven,40', axis: true } }
  };
  await act(async () => model.replace(form, ''));
  const chips = [...place.querySelectorAll('.jd-Axis .jd-Chip')].map(chip => [
    chip.textContent,
    chip.classList.contains('jd-mod-wrong')
  ]);
  expect(chips).toEqual([
    ['3', false],
    ['seven', true],
    ['40', true]
  ]);
  expect(text('.jd-Dock')).toContain('2 values in CFG scale need fixing first.');
  expect(place.querySelector('.jd-Axis input')?.getAttribute('aria-invalid')).toBe('true');
});

test('what is wrong with a field comes with what would be right', async () => {
  const { model } = await draw();
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
  const { model } = await draw({ plan: () => Promise.reject(refusal) });
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
  const { model } = await draw({ plan: async () => ({ ...plan, warnings }) });
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
    [...place.querySelectorAll('.jd-Dock .jd-Remarks > li')].map(li => li.textContent ?? '');
  const told = (name: string): string => text(`[data-param=${name}] .jd-Remarks`);
  expect(docked()).toEqual(['of steps', 'of denoising', 'and 2 more']);
  await act(async () => model.toggle('parameters', true));
  expect([told('steps'), told('where'), told('cfg_scale'), docked()]).toEqual([
    'of steps',
    'of where',
    '',
    ['of denoising', 'of all']
  ]);
  expect(place.querySelector('#jd-field-steps')?.getAttribute('aria-describedby')).toBe('jd-odd-steps');
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
  expect(place.querySelector('.jd-Remarks')).toBeNull();
});

test('a remark stands at an axis', async () => {
  const warnings = [{ code: 'c', message: 'of steps', where: { line: 1, column: 9, length: 8 } }];
  const { model } = await draw({ plan: async () => ({ ...plan, warnings }) });
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
  const { model } = await draw({ plan: () => Promise.reject(failure) });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a' }));
  await planned();
  expect(text('.jd-Plan-top')).toBe('1,200 cells');
  expect(text('.jd-Run')).toBe('Draw a sample of 40');
  expect(text('.jd-Plan-all')).toBe('Draw all 1,200 this time');
});

test('an axis of choices ticks what is in, and a pick puts one in', async () => {
  const { model, menus } = await draw();
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
  [...place.querySelectorAll<HTMLElement>(`.jd-Section-${section} [data-param]`)].map(
    row => row.dataset.param ?? ''
  );
const toggle = (section: string): Promise<void> =>
  act(async () => place.querySelector<HTMLElement>(`.jd-Section-${section} .jd-Section-toggle`)!.click());

test('the hires fix shows one switch until it is on, and then what it can be told', async () => {
  const { model } = await draw();
  expect(text('.jd-Section-hires .jd-Section-title')).toBe('Hires fixoff');
  await toggle('hires');
  expect(rows('hires')).toEqual(['enable_hr']);
  await act(async () => place.querySelector<HTMLElement>('#jd-field-enable_hr')!.click());
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
  const { model } = await draw({ upload });
  await toggle('image');
  expect(rows('image')).toEqual(['init_image']);
  const picture = new File(['x'], 'a.png', { type: 'image/png' });
  const paste = new Event('paste', { bubbles: true });
  Object.assign(paste, { clipboardData: { files: [picture] } });
  await act(async () => void place.querySelector('#jd-field-init_image')!.dispatchEvent(paste));
  expect(given).toEqual([picture]);
  expect(model.textOf('init_image')).toBe(hash);
  expect(rows('image')).toContain('mask');
  expect(rows('image')).not.toContain('mask_blur');
  expect(place.querySelector('.jd-Picture img')?.getAttribute('src')).toBe(`/pictures/${hash}`);
  await act(async () => place.querySelector<HTMLElement>('.jd-Picture > button:last-of-type')!.click());
  expect(rows('image')).toEqual(['init_image']);
});

test('the samplers on offer are those of the flavour', async () => {
  const { model } = await draw();
  await act(async () => model.toggle('parameters', true));
  const offered = (): string[] =>
    [...place.querySelectorAll('#jd-field-sampler option')].slice(1).map(each => each.textContent ?? '');
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
  const { model } = await draw({ analyse: async () => ({ prompt: analysed, negative_prompt: analysed }) });
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
  const { model } = await draw();
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
  const { model } = await draw({ plan: async () => ({ ...plan, memory_free_mb: 500 }) });
  await act(async () => model.edit({ ...model.state.form, prompt: 'a house' }));
  await planned();
  expect(text('.jd-Dock')).toContain('600 MB of 500 MB free');
  expect(text('.jd-Dock .jd-Note')).toContain('This needs about 600 MB');
});

test('a list typed into a plain field becomes an axis when the field is left', async () => {
  const { model } = await draw();
  await act(async () => model.edit(setText({ ...model.state.form, prompt: 'a' }, 'steps', '10,20')));
  await act(async () => model.toggle('parameters', true));
  const leave = (): Promise<void> =>
    act(async () => {
      place.querySelector<HTMLElement>('#jd-field-steps')!.focus();
      place.querySelector<HTMLElement>('textarea')!.focus();
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
  const { model } = await draw({
    models: async () => models as unknown as ModelEntry[],
    defaultModel: 'plain'
  });
  await toggle('image');
  await act(async () => model.fill({ init_image: 'ab' }));
  expect(rows('image')).not.toContain('image_cfg_scale');
  await act(async () => model.fill({ model: 'edit' }));
  expect(rows('image')).toContain('image_cfg_scale');
});

describe('a picture that is given', () => {
  const read = {
    infotext: 'a cat\nSteps: 12, Sampler: Euler, Seed: 3',
    writer: 'Forge',
    settings: { prompt: 'a cat', steps: 12, sampler: 'Euler', seed: 3 },
    remarks: [{ code: 'unknown_keys', message: 'Batch size is not read.' }],
    unread: []
  } as unknown as PictureSettingsReply;
  const offered = async (reply: PictureSettingsReply): Promise<PanelModel> => {
    Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => undefined });
    const { model } = await draw({
      pictureSettings: async () => reply,
      upload: async () => ({ image: 'ab'.padEnd(64, '0'), width: 8, height: 8 })
    });
    await act(async () => model.edit(setText({ ...model.state.form, prompt: 'a dog' }, 'steps', '30')));
    await act(async () =>
      model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'cat.png' }))
    );
    return model;
  };
  const rows = (): string[] =>
    [...place.querySelectorAll<HTMLElement>('.jd-Offer-change')].map(row => row.dataset.change ?? '');
  const button = (words: string): HTMLElement =>
    [...place.querySelectorAll<HTMLElement>('.jd-Offer button')].find(each => each.textContent === words)!;
  const pressed = (words: string): Promise<void> => act(async () => button(words).click());

  test('offers its settings, row by row, and nothing changes before one says so', async () => {
    const model = await offered(read);
    expect(text('.jd-Offer h3')).toBe('Settings of cat.pngwritten by Forge');
    expect(rows()).toEqual(['prompt', 'steps', 'sampler', 'seed']);
    expect(text('[data-change=steps]')).toBe('Stepsnow30then12');
    expect(text('.jd-Offer .jd-Remarks')).toBe('Batch size is not read.');
    // Seen before what is pressed.
    const [remarks, changes] = ['.jd-Remarks', '.jd-Offer-changes'].map(each => place.querySelector(each)!);
    expect(remarks.compareDocumentPosition(changes)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(document.activeElement?.textContent).toContain('Settings of cat.png');
    expect(model.state.form.prompt).toBe('a dog');
  });

  test('is taken over as a whole, and undone', async () => {
    const model = await offered(read);
    await pressed('Apply 4 changes');
    expect(model.state.form).toMatchObject({ prompt: 'a cat', fields: { steps: { text: '12' } } });
    expect(place.querySelector('.jd-Offer')).toBeNull();
    expect(text('.jd-Panel-note')).toContain('The settings of cat.png are in the form.');
    await act(async () => model.undo());
    expect(model.state.form).toMatchObject({ prompt: 'a dog', fields: { steps: { text: '30' } } });
  });

  test('is taken over in part', async () => {
    const model = await offered(read);
    await pressed('Only the prompt');
    expect(button('Only the prompt').getAttribute('aria-pressed')).toBe('true');
    await pressed('Apply 1 change');
    expect(model.state.form).toMatchObject({ prompt: 'a cat', fields: { steps: { text: '30' } } });
  });

  test('without one of its rows', async () => {
    const model = await offered(read);
    await pressed('Only the settings');
    await press('[data-change=seed] input');
    await pressed('Apply 2 changes');
    expect(model.state.form.prompt).toBe('a dog');
    expect(Object.keys(model.state.form.fields)).toEqual(['steps', 'sampler']);
  });

  test('without settings says so, with the texts it has; it can be begun with', async () => {
    const none = { infotext: null, writer: null, settings: {}, remarks: [], unread: ['workflow'] };
    const model = await offered(none);
    expect(text('.jd-Offer [role=status]')).toBe(
      'This picture holds text (workflow), but no settings that can be read in it.'
    );
    await pressed('Use as start picture');
    expect(model.state.form.fields.init_image.text).toBe('ab'.padEnd(64, '0'));
    expect(place.querySelector('.jd-Offer')).toBeNull();
  });

  test('whose text can’t be read says why, and not that there is none', async () => {
    const remarks = [{ code: 'too_large', message: 'Its text (parameters) is too large.' }];
    await offered({ infotext: null, writer: null, settings: {}, remarks, unread: ['parameters'] });
    expect(text('.jd-Offer')).toContain('Its text (parameters) is too large.');
    expect(text('.jd-Offer')).not.toContain('settings that can be read');
  });

  test('goes away with Escape', async () => {
    const model = await offered(read);
    const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
    await act(async () => void place.querySelector('.jd-Offer h3')!.dispatchEvent(escape));
    expect(model.state.offer).toBeNull();
  });
});

describe('a text that is given', () => {
  const said = 'a cat\nNegative prompt: fog\nSteps: 12, Sampler: Euler a, Seed: 3';
  const read = {
    infotext: said,
    writer: null,
    settings: { prompt: 'a cat', negative_prompt: 'fog', steps: 12, sampler: 'Euler a', seed: 3 },
    remarks: [],
    unread: []
  } as unknown as PictureSettingsReply;
  const none = { infotext: null, writer: null, settings: {}, remarks: [], unread: [] };
  const textGiven = (text: string): GivenPicture => ({
    picture: Object.assign(new Blob([text], { type: 'text/plain' }), { text: async () => text }),
    name: null
  });
  /** Pastes a text into the prompt in place of some of its characters, as the drop zone tells of it. */
  const paste = async (model: PanelModel, text: string, at = 0, end = at): Promise<void> => {
    const { prompt } = model.state.form;
    const stands = { field: 'prompt', at, text, replaced: prompt.slice(at, end) };
    await act(async () => {
      model.edit({ ...model.state.form, prompt: prompt.slice(0, at) + text + prompt.slice(end) });
      void model.intake.takePicture(Promise.resolve({ ...textGiven(text), paste: stands }));
      await new Promise<void>(resolve => setTimeout(resolve));
    });
  };
  const give = async (
    text: string,
    reply: PictureSettingsReply,
    client: Partial<IDiffusionClient> = {}
  ): Promise<PanelModel> => {
    const { model } = await draw({ pictureSettings: async () => reply, ...client });
    await paste(model, text);
    return model;
  };
  const pressed = (words: string): Promise<void> =>
    act(async () =>
      [...place.querySelectorAll<HTMLElement>('.jd-Panel-body button')]
        .find(each => each.textContent === words)!
        .click()
    );

  test('offers its settings as a picture does', async () => {
    const model = await give(said, read);
    expect(text('.jd-Offer h3')).toBe('Settings of the text');
    expect(text('[data-change=sampler] ins')).toBe('Euler a');
    expect(place.querySelector('.jd-Offer img')).toBeNull();
    await pressed('Apply 5 changes');
    expect(model.state.form).toMatchObject({ prompt: 'a cat', negative: 'fog' });
    expect(model.textOf('sampler')).toBe('"Euler a"');
    expect(text('.jd-Panel-note')).toContain('The text’s settings are in the form.');
  });

  test('stays where it was pasted, and its settings replace it where it stands by then', async () => {
    const { model } = await draw({ pictureSettings: async () => read });
    await act(async () => model.edit({ ...model.state.form, prompt: 'a red dog' }));
    await paste(model, said, 2, 5);
    expect(model.state.form.prompt).toBe(`a ${said} dog`);
    await act(async () => model.edit({ ...model.state.form, prompt: `so ${model.state.form.prompt} runs` }));
    expect(text('[data-change=prompt] del')).toBe('so a red dog runs');
    await pressed('Only the settings');
    await pressed('Apply 3 changes');
    expect(model.state.form).toMatchObject({
      prompt: 'so a red dog runs',
      fields: { steps: { text: '12' } }
    });
    await act(async () => model.undo());
    expect(model.state.form.prompt).toBe(`so a ${said} dog runs`);
  });

  test('is offered without taking the focus from who goes on writing', async () => {
    const answer = new PromiseDelegate<PictureSettingsReply>();
    const { model } = await draw({ pictureSettings: () => answer.promise });
    await paste(model, said);
    await act(async () => model.toggle('negative', true));
    const other = place.querySelector<HTMLElement>('[data-field=negative_prompt]')!;
    other.focus();
    await act(async () => model.edit({ ...model.state.form, negative: 'fog', prompt: `${said}, more` }));
    await act(async () => answer.resolve(read));
    expect(text('.jd-Offer h3')).toBe('Settings of the text');
    expect([document.activeElement, model.state.form.prompt]).toEqual([other, `${said}, more`]);
  });

  test('never takes the place of what was given later, however long it takes to be read', async () => {
    Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => undefined });
    const { model } = await draw({ pictureSettings: async () => read });
    const [slow, slower] = [new PromiseDelegate<string>(), new PromiseDelegate<GivenPicture>()];
    const first = { ...textGiven(said), name: 'first.txt' };
    Object.assign(first.picture, { text: () => slow.promise });
    const open = [model.intake.takePicture(slower.promise), model.intake.takePicture(Promise.resolve(first))];
    await act(() => model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'second.png' })));
    slow.resolve(said);
    slower.resolve(textGiven(said));
    await act(async () => void (await Promise.all(open)));
    expect(text('.jd-Offer h3')).toContain('Settings of second.png');
  });

  test('is no reason to let a picture go that is still being read, where it is words alone', async () => {
    Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => undefined });
    const answer = new PromiseDelegate<PictureSettingsReply>();
    const { model } = await draw({
      pictureSettings: ({ type }) => (type ? Promise.resolve(none) : answer.promise)
    });
    const opened = model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'a.png' }));
    await paste(model, 'a cat with -red hair');
    answer.resolve(read);
    await act(() => opened);
    expect(text('[data-change=sampler] ins')).toBe('Euler a');
  });

  test('that is too large is told, and never read', async () => {
    const { model } = await draw({ pictureSettings: async () => read });
    const picture = Object.assign(new Blob(['x'], { type: 'text/plain' }), {
      text: () => Promise.reject(new Error('read'))
    });
    Object.defineProperty(picture, 'size', { value: 1e9 });
    await act(() => model.intake.takePicture(Promise.resolve({ picture, name: 'huge.log' })));
    expect(text('.jd-Panel-note')).toContain('This file is too large to be read: up to 40 MB are.');
    expect(place.querySelector('.jd-Offer')).toBeNull();
  });

  test.each<[string, IDiffusionClient['pictureSettings']]>([
    ['it holds none', async () => none],
    ['nobody can say', () => Promise.reject(new DiffusionFailure(503, { code: 'engine_down', message: 'm' }))]
  ])('is nobody’s to offer when %s', async (_, pictureSettings) => {
    const model = await give(said, read, { pictureSettings });
    expect([model.state.form.prompt, place.querySelector('.jd-Offer')]).toEqual([said, null]);
  });

  test('is loaded when it is a cell', async () => {
    const asked: string[] = [];
    const cell = '%%sweep steps=3,4\na cat';
    await give(cell, none, {
      plan: async request => {
        asked.push('text' in request ? request.text : '');
        return { ...plan, spec: { base: { prompt: 'a cat' }, axes: [] }, fields: {} } as unknown as Plan;
      }
    });
    expect(text('.jd-Offer [role=status]')).toBe('This text is a cell: its first line is %%sweep …');
    await pressed('Load it into the form');
    expect(asked).toContain(cell);
    expect(place.querySelector('textarea')?.value).toBe('a cat');
  });

  test('that stands in the prompt is told, without a word on its pieces, and its settings are shown', async () => {
    const { model } = await draw({ pictureSettings: async () => read });
    await act(async () => model.edit({ ...model.state.form, prompt: said }));
    expect(text('.jd-Prompt-remarks')).toContain('Settings stand in this prompt.');
    await act(async () => model.edit({ ...model.state.form, prompt: '%%sweep steps=3\na cat' }));
    expect(text('.jd-Prompt-remarks')).toContain('This is a cell, not a prompt.');
    await act(async () => model.edit({ ...model.state.form, prompt: 'a cat: it sat' }));
    expect(text('.jd-Prompt-remarks')).toBe('');
  });
});

test('a file that is no picture is told to a person, without a broken picture', async () => {
  Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => undefined });
  const failure = new DiffusionFailure(415, {
    code: 'picture_format',
    message: 'This is not a picture.',
    hint: 'Send the bytes.'
  });
  const { model } = await draw({ pictureSettings: () => Promise.reject(failure) });
  await act(async () => model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'a.png' })));
  expect(text('.jd-Offer .jd-Note')).toBe(
    'This is no picture that can be read here: PNG, JPEG and WebP are.'
  );
  await act(
    async () =>
      void place.querySelector('.jd-Offer img')!.dispatchEvent(new Event('error', { bubbles: true }))
  );
  expect(place.querySelector('.jd-Offer img')).toBeNull();
  await act(async () => model.intake.refuse({ refused: 'link' }));
  expect(text('.jd-Panel-note')).toContain('An address is not looked up.');
  await act(async () => model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'b.png' })));
  expect(text('.jd-Panel-note')).toBe('');
});
