/** Pictures and texts that a person gives the panel: what is offered, and what becomes of it. */
import { PromiseDelegate } from '@lumino/coreutils';
import { act } from 'react';
import type { PictureSettingsReply, Plan } from '../../schema/wire';
import { DiffusionFailure } from '../client/failure';
import type { IDiffusionClient } from '../tokens';
import { setText } from './form';
import type { GivenPicture } from './given-picture';
import type { PanelModel } from './model';
import { drawPanel, page, plan, press, text } from './testing';

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
    const { model } = await drawPanel({
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
    [...page.querySelectorAll<HTMLElement>('.jd-Offer-change')].map(row => row.dataset.change ?? '');
  const button = (words: string): HTMLElement =>
    [...page.querySelectorAll<HTMLElement>('.jd-Offer button')].find(each => each.textContent === words)!;
  const pressed = (words: string): Promise<void> => act(async () => button(words).click());

  test('offers its settings, row by row, and nothing changes before one says so', async () => {
    const model = await offered(read);
    expect(text('.jd-Offer h3')).toBe('Settings of cat.pngwritten by Forge');
    expect(rows()).toEqual(['prompt', 'steps', 'sampler', 'seed']);
    expect(text('[data-change=steps]')).toBe('Stepsnow30then12');
    expect(text('.jd-Offer .jd-Remarks')).toBe('Batch size is not read.');
    // Seen before what is pressed.
    const [remarks, changes] = ['.jd-Remarks', '.jd-Offer-changes'].map(each => page.querySelector(each)!);
    expect(remarks.compareDocumentPosition(changes)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(document.activeElement?.textContent).toContain('Settings of cat.png');
    expect(model.state.form.prompt).toBe('a dog');
  });

  test('is taken over as a whole, and undone', async () => {
    const model = await offered(read);
    await pressed('Apply 4 changes');
    expect(model.state.form).toMatchObject({ prompt: 'a cat', fields: { steps: { text: '12' } } });
    expect(page.querySelector('.jd-Offer')).toBeNull();
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
    expect(page.querySelector('.jd-Offer')).toBeNull();
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
    await act(async () => void page.querySelector('.jd-Offer h3')!.dispatchEvent(escape));
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
    const { model } = await drawPanel({ pictureSettings: async () => reply, ...client });
    await paste(model, text);
    return model;
  };
  const pressed = (words: string): Promise<void> =>
    act(async () =>
      [...page.querySelectorAll<HTMLElement>('.jd-Panel-body button')]
        .find(each => each.textContent === words)!
        .click()
    );

  test('offers its settings as a picture does', async () => {
    const model = await give(said, read);
    expect(text('.jd-Offer h3')).toBe('Settings of the text');
    expect(text('[data-change=sampler] ins')).toBe('Euler a');
    expect(page.querySelector('.jd-Offer img')).toBeNull();
    await pressed('Apply 5 changes');
    expect(model.state.form).toMatchObject({ prompt: 'a cat', negative: 'fog' });
    expect(model.textOf('sampler')).toBe('"Euler a"');
    expect(text('.jd-Panel-note')).toContain('The text’s settings are in the form.');
  });

  test('stays where it was pasted, and its settings replace it where it stands by then', async () => {
    const { model } = await drawPanel({ pictureSettings: async () => read });
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
    const { model } = await drawPanel({ pictureSettings: () => answer.promise });
    await paste(model, said);
    await act(async () => model.toggle('negative', true));
    const other = page.querySelector<HTMLElement>('[data-field=negative_prompt]')!;
    other.focus();
    await act(async () => model.edit({ ...model.state.form, negative: 'fog', prompt: `${said}, more` }));
    await act(async () => answer.resolve(read));
    expect(text('.jd-Offer h3')).toBe('Settings of the text');
    expect([document.activeElement, model.state.form.prompt]).toEqual([other, `${said}, more`]);
  });

  test('never takes the place of what was given later, however long it takes to be read', async () => {
    Object.assign(URL, { createObjectURL: () => 'blob:picture', revokeObjectURL: () => undefined });
    const { model } = await drawPanel({ pictureSettings: async () => read });
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
    const { model } = await drawPanel({
      pictureSettings: ({ type }) => (type ? Promise.resolve(none) : answer.promise)
    });
    const opened = model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'a.png' }));
    await paste(model, 'a cat with -red hair');
    answer.resolve(read);
    await act(() => opened);
    expect(text('[data-change=sampler] ins')).toBe('Euler a');
  });

  test('that is too large is told, and never read', async () => {
    const { model } = await drawPanel({ pictureSettings: async () => read });
    const picture = Object.assign(new Blob(['x'], { type: 'text/plain' }), {
      text: () => Promise.reject(new Error('read'))
    });
    Object.defineProperty(picture, 'size', { value: 1e9 });
    await act(() => model.intake.takePicture(Promise.resolve({ picture, name: 'huge.log' })));
    expect(text('.jd-Panel-note')).toContain('This file is too large to be read: up to 40 MB are.');
    expect(page.querySelector('.jd-Offer')).toBeNull();
  });

  test.each<[string, IDiffusionClient['pictureSettings']]>([
    ['it holds none', async () => none],
    ['nobody can say', () => Promise.reject(new DiffusionFailure(503, { code: 'engine_down', message: 'm' }))]
  ])('is nobody’s to offer when %s', async (_, pictureSettings) => {
    const model = await give(said, read, { pictureSettings });
    expect([model.state.form.prompt, page.querySelector('.jd-Offer')]).toEqual([said, null]);
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
    expect(page.querySelector('textarea')?.value).toBe('a cat');
  });

  test('that stands in the prompt is told, without a word on its pieces, and its settings are shown', async () => {
    const { model } = await drawPanel({ pictureSettings: async () => read });
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
  const { model } = await drawPanel({ pictureSettings: () => Promise.reject(failure) });
  await act(async () => model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'a.png' })));
  expect(text('.jd-Offer .jd-Note')).toBe(
    'This is no picture that can be read here: PNG, JPEG and WebP are.'
  );
  await act(
    async () => void page.querySelector('.jd-Offer img')!.dispatchEvent(new Event('error', { bubbles: true }))
  );
  expect(page.querySelector('.jd-Offer img')).toBeNull();
  await act(async () => model.intake.refuse({ refused: 'link' }));
  expect(text('.jd-Panel-note')).toContain('An address is not looked up.');
  await act(async () => model.intake.takePicture(Promise.resolve({ picture: new Blob(), name: 'b.png' })));
  expect(text('.jd-Panel-note')).toBe('');
});
