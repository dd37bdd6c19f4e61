import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeOf } from '../images/encode';
import type { Service } from '../service/service';
import { submit, testService, untilJob, weightsFolder } from '../testing/test-service';
import { folderKind } from './folder-kind';
import type { Fault } from '../../schema/fault';

const FILES = [
  'Lora/soft.safetensors',
  'Lora/wide-xl.safetensors',
  'VAE/warm.safetensors',
  'ESRGAN/4x-sharp.safetensors',
  'embeddings/badhands.safetensors'
];

async function serviceWith(...paths: string[]): Promise<{ service: Service; folder: string }> {
  const folder = weightsFolder(...paths);
  const service = await testService({ modelFolders: [folder] });
  await service.registry.list();
  return { service, folder };
}

const refusal = (service: Service, text: string): Promise<Fault> =>
  submit(service, text).then(
    () => {
      throw new Error('nothing was refused');
    },
    error => error as Fault
  );

test('files are listed by their kinds, and only checkpoints draw', async () => {
  const { service } = await serviceWith(...FILES);
  const kinds = (await service.registry.list()).map(({ entry }) => [entry.kind, entry.name]);
  expect(kinds).toEqual([
    ['upscaler', '4x-sharp'],
    ['lora', 'soft'],
    ['lora', 'wide-xl'],
    ['vae', 'warm'],
    ['embedding', 'badhands'],
    ['checkpoint', 'toy']
  ]);
  expect(service.registry.defaultModel()).toBe('toy');
});

test.each([
  ['models/Stable-diffusion/a.safetensors', 'checkpoint'],
  ['models/Lora/people/a.pt', 'lora'],
  ['vae/a.safetensors', 'vae'],
  ['upscale_models/a.pth', 'upscaler'],
  ['embeddings/a.pt', 'embedding'],
  ['a/lora.safetensors', 'checkpoint']
])('%s is a %s by its folder', (path, kind) => expect(folderKind(path)).toBe(kind));

test('a recipe names every file of its picture, with its hash', async () => {
  const { service } = await serviceWith(...FILES);
  const text = '%%sweep seed=1 vae=warm hires=on hr_upscaler=4x-sharp\na boat <lora:Soft:0.5>, badhands';
  const { cells, state } = await untilJob(service, await submit(service, text));
  expect(state).toBe('done');
  expect(cells[0]).toMatchObject({ width: 128, height: 128 });
  const recipe = recipeOf((await service.files.get(cells[0].image!))!)!;
  const named = (name: string): unknown => ({ name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(recipe.files).toEqual({
    vae: named('warm'),
    upscaler: named('4x-sharp'),
    loras: [{ ...(named('soft') as object), as: ['Soft'] }],
    embeddings: [named('badhands')]
  });
  expect(recipe.infotext).toMatch(/Lora hashes: "?Soft: [0-9a-f]{12}/);
});

test('a LoRA that the plan knows by another spelling is drawn with', async () => {
  const { service } = await serviceWith(...FILES);
  const text = '%%sweep seed=1\na boat <lora:SOFT.safetensors:0.5>';
  const { state, cells } = await untilJob(service, await submit(service, text));
  expect([state, cells[0].error]).toEqual(['done', null]);
});

test('another file under the same name is another picture', async () => {
  const { service, folder } = await serviceWith(...FILES);
  const text = '%%sweep seed=1\na boat <lora:soft:0.5>';
  await untilJob(service, await submit(service, text));
  const cached = async (): Promise<number> => (await service.planner.plan({ text })).cached;
  expect(await cached()).toBe(1);
  writeFileSync(join(folder, 'Lora/soft.safetensors'), 'other weights');
  await service.registry.scan();
  expect(await cached()).toBe(0);
});

test.each([
  ['%%sweep vae=wram\na', 'weights_missing', { near: 'warm' }, { line: 1, column: 13, length: 4 }],
  [
    '%%sweep hires=on hr_upscaler=4x-shrap\na',
    'weights_missing',
    { near: '4x-sharp' },
    { line: 1, column: 30, length: 8 }
  ],
  ['%%sweep refiner=nobody\na', 'model_missing', {}, { line: 1, column: 17, length: 6 }],
  [
    '%%sweep seed=1,2\na <lora:sofd:0.5> cat',
    'weights_missing',
    { near: 'soft' },
    { line: 2, column: 3, length: 15 }
  ],
  ['%%sweep\na {red|blue} <lora:sofd> cat', 'weights_missing', {}, { line: 2, column: 14, length: 11 }],
  ['%%sweep\na <lora:soft:much> cat', 'bad_tag', { text: 'much' }, { line: 2, column: 3, length: 16 }],
  [
    '%%sweep\na <lora:wide-xl> cat',
    'lora_family',
    { family: 'sdxl', model_family: 'sd1' },
    { line: 2, column: 3, length: 14 }
  ]
])('%s is refused where it stands', async (text, code, facts, where) => {
  const { service } = await serviceWith(...FILES);
  const error = await refusal(service, text);
  expect(error).toMatchObject({ code, facts, where });
});

test('a cell whose LoRA is gone before it is drawn fails, and the others are drawn', async () => {
  const { service, folder } = await serviceWith(...FILES);
  const first = await submit(service, '%%sweep seed=1 steps=20\na slow boat');
  const id = await submit(service, '%%sweep seed=1 prompt="a","b <lora:soft>"');
  rmSync(join(folder, 'Lora/soft.safetensors'));
  await service.registry.scan();
  await untilJob(service, first);
  const job = await untilJob(service, id);
  expect(job.cells.map(({ state, error }) => error?.code ?? state)).toEqual(['done', 'weights_missing']);
});

test('a file that won’t stay as it is is named, whatever it is', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  const params = (await service.planner.expand({ text: '%%sweep seed=1\na <lora:soft:1>' })).cells[0].params;
  const { current } = service.registry;
  let times = 0;
  jest.spyOn(service.registry, 'current').mockImplementation(async function (this: unknown, name, kind) {
    const model = await current.call(service.registry, name, kind);
    if (kind === 'lora') {
      writeFileSync(join(folder, 'Lora/soft.safetensors'), `changed ${times++}`);
    }
    return model;
  });
  await expect(service.planner.findKey(params)).rejects.toMatchObject({
    code: 'file_changing',
    facts: { file: 'soft' }
  });
});
