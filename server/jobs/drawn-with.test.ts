/** A sweep whose files are others in its middle says so on its job, once for each, whatever way they came to be others. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, JobEvent } from '../../schema/wire';
import { serveService, submit, testService, untilJob, weightsFolder } from '../testing/test-service';
import { drawnWith } from './drawn-with';

// Sweeps of more cells than the engine has at a time.
jest.setTimeout(60_000);

const remarksOf = ({ plan }: Pick<Job, 'plan'>): (object | undefined)[] =>
  plan.warnings.filter(({ code }) => code === 'drawn_with_another').map(({ facts }) => facts);
const remark = (role: string, file: string, change = 'other'): object => ({
  ...{ role, file, change },
  cell: expect.any(Number)
});
const firstDone = ({ cells }: Job): boolean => cells.some(({ state }) => state === 'done');

test('from which cell on another LoRA was drawn with', async () => {
  const folder = weightsFolder('Lora/soft.safetensors', 'VAE/soft.safetensors');
  const service = await testService({ modelFolders: [folder], env: { FAKE_STEP_MS: '1' } });
  const text = '%%sweep vae=soft seed=1..4 steps=20\na slow <lora:SOFT:1>';
  await untilJob(service, await submit(service, text.replace('1..4', '1')));
  const id = await submit(service, text);
  writeFileSync(join(folder, 'Lora/soft.safetensors'), 'other');
  const job = await untilJob(service, id);
  expect(job.cells.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  expect(remarksOf(job)).toEqual([remark('lora', 'SOFT')]);
  expect(job.plan.warnings.at(-1)?.message).toMatch(
    /^From cell [2-4] on, drawn with another LoRA SOFT than before/
  );
  expect(remarksOf(await untilJob(service, await submit(service, text)))).toEqual([]);
});

test('another model under the name of the first is told where no hash was known before', async () => {
  const folder = weightsFolder('one.safetensors');
  const service = await testService({ modelFolders: [folder], env: { FAKE_STEP_MS: '1' } });
  const id = await submit(service, '%%sweep model=one seed=1..8 steps=4\na slow boat');
  await untilJob(service, id, firstDone);
  writeFileSync(join(folder, 'one.safetensors'), 'other');
  const job = await untilJob(service, id);
  expect(job.cells.every(({ state }) => state === 'done')).toBe(true);
  expect(remarksOf(job)).toEqual([remark('model', 'one')]);
});

/** What is done to the files while a sweep of this prompt is drawn, and what is told of it. */
const CHANGES: Record<string, [prompt: string, files: string[], (path: string) => void, told: object[]]> = {
  'an embedding appears': [
    'a slow badword boat',
    [],
    path => writeFileSync(join(path, 'embeddings/badword.pt'), 'new'),
    [remark('embedding', 'badword', 'added')]
  ],
  'an embedding is one for other networks': [
    'a slow badword boat',
    ['embeddings/badword.pt'],
    path => writeFileSync(join(path, 'embeddings/badword.pt'), '1024 wide'),
    [remark('embedding', 'badword', 'left')]
  ],
  'an embedding is another': [
    'a slow badword boat',
    ['embeddings/badword.pt'],
    path => writeFileSync(join(path, 'embeddings/badword.pt'), '768 wide, other'),
    [remark('embedding', 'badword')]
  ],
  'a name means another file': [
    'a slow <lora:SOFT:1>',
    ['Lora/soft.pt'],
    path => {
      rmSync(join(path, 'Lora/soft.pt'));
      mkdirSync(join(path, 'Lora/x'));
      writeFileSync(join(path, 'Lora/x/Soft.pt'), 'other');
    },
    [remark('lora', 'SOFT')]
  ],
  'a name means the same bytes elsewhere': [
    'a slow <lora:SOFT:1>',
    ['Lora/soft.pt'],
    path => renameSync(join(path, 'Lora/soft.pt'), join(path, 'Lora/Soft.pt')),
    []
  ],
  'files of one name and two roles change at once': [
    'a slow <lora:soft:1>',
    ['Lora/soft.pt', 'VAE/soft.pt'],
    path => ['Lora', 'VAE'].forEach(each => writeFileSync(join(path, each, 'soft.pt'), 'other')),
    [remark('vae', 'soft'), remark('lora', 'soft')]
  ]
};

test.each(Object.keys(CHANGES))(
  '%s in the middle of a sweep',
  async name => {
    const [prompt, files, change, told] = CHANGES[name];
    const folder = weightsFolder('one.safetensors', 'embeddings/none.pt', ...files);
    writeFileSync(join(folder, 'one.safetensors'), '768 wide');
    const service = await testService({ modelFolders: [folder], env: { FAKE_STEP_MS: '1' } });
    // What is new is seen at the next look at the folders, what changed at once.
    const cells = files.length === 0 ? 150 : 70;
    const vae = files.some(file => file.startsWith('VAE')) ? ' vae=soft' : '';
    const id = await submit(service, `%%sweep model=one${vae} seed=1..${cells} steps=1\n${prompt}`);
    await untilJob(service, id, firstDone);
    change(folder);
    const job = await untilJob(service, id);
    expect(new Set(job.cells.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(remarksOf(job)).toEqual(told);
  },
  20_000
);

test('files of one name and two roles that change one after the other are both told', () => {
  const plan = { files: { 'vae soft': 'a', 'lora soft': 'b' }, warnings: [] } as never as Parameters<
    typeof drawnWith
  >[0];
  const cell = (position: number): never => ({ position, params: { model: 'm' } }) as never;
  const first = drawnWith(plan, cell(2), { 'vae soft': 'c', 'lora soft': 'b' }).remarks;
  const told = { ...plan, warnings: first };
  const then = drawnWith(told, cell(4), { 'vae soft': 'c', 'lora soft': 'd' }).remarks;
  expect([...first, ...then].map(({ facts }) => facts)).toEqual([
    { ...remark('vae', 'soft'), cell: 3 },
    { ...remark('lora', 'soft'), cell: 5 }
  ]);
});

test('cells whose pictures of another file are in the store already tell of it', async () => {
  const folder = weightsFolder('Lora/soft.pt');
  const service = await testService({ modelFolders: [folder], env: { FAKE_STEP_MS: '1' } });
  const file = join(folder, 'Lora/soft.pt');
  const text = '%%sweep seed=1..70 steps=1\na slow <lora:soft:1>';
  writeFileSync(file, 'other');
  await untilJob(service, await submit(service, text));
  writeFileSync(file, 'first');
  const id = await submit(service, text);
  await untilJob(service, id, firstDone);
  writeFileSync(file, 'other');
  expect(remarksOf(await untilJob(service, id))).toEqual([remark('lora', 'soft')]);
  expect(remarksOf(await untilJob(service, await submit(service, text)))).toEqual([]);
});

test('who follows a job hears of it while it is drawn', async () => {
  const folder = weightsFolder('Lora/soft.pt');
  const service = await testService({ modelFolders: [folder], env: { FAKE_STEP_MS: '1' } });
  const client = await serveService(service);
  const id = await submit(service, '%%sweep seed=1..70 steps=1\na slow <lora:soft:1>');
  await untilJob(service, id, firstDone);
  writeFileSync(join(folder, 'Lora/soft.pt'), 'other');
  let heard = '';
  for await (const chunk of await client.open(`/v1/jobs/${id}/events`)) {
    heard += String(chunk);
  }
  const events = heard
    .split('\n')
    .filter(line => line.startsWith('data: '))
    .map(line => JSON.parse(line.slice('data: '.length)) as JobEvent);
  const at = events.findIndex(event => event.type === 'diagnosis' && event.remarks.length > 0);
  expect(events[at]).toMatchObject({
    remarks: [{ code: 'drawn_with_another', message: expect.stringContaining('LoRA soft') }]
  });
  expect(events.slice(at).filter(({ type }) => type === 'step').length).toBeGreaterThan(0);
});
