/** Embeddings that are being copied, can't be used, or go away while a sweep is drawn. */
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeOf } from '../images/encode';
import type { Service } from '../service/service';
import { submit, testService, untilJob, weightsFolder } from '../testing/test-service';

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
const EMBEDDING = 'embeddings/badword.safetensors';
const TEXT = '%%sweep model=one seed=1 steps=2\na badword boat';

async function serviceWith(...paths: string[]): Promise<{ service: Service; folder: string }> {
  const folder = weightsFolder('one.safetensors', ...paths);
  return { service: await testService({ modelFolders: [folder] }), folder };
}

const codes = async (service: Service, text = TEXT): Promise<string[]> =>
  (await service.planner.plan({ text })).warnings.map(({ code }) => code);

test('a plan with an embedding that is being copied says so where its name stands', async () => {
  const { service, folder } = await serviceWith(EMBEDDING);
  writeFileSync(join(folder, EMBEDDING), 'half');
  await expect(service.planner.plan({ text: TEXT })).rejects.toMatchObject({
    code: 'file_incomplete',
    where: { line: 2, column: 3, length: 7 }
  });
  expect(await codes(service, '%%sweep model=one seed=1\na boat')).toEqual([]);
  writeFileSync(join(folder, EMBEDDING), 'whole');
  expect(await codes(service)).toEqual([]);
});

test('a cell waits for its embedding that is being copied', async () => {
  const { service, folder } = await serviceWith(EMBEDDING);
  const first = await submit(service, '%%sweep model=one seed=1 steps=20\na slow boat');
  const id = await submit(service, TEXT);
  writeFileSync(join(folder, EMBEDDING), 'half');
  await untilJob(service, first);
  await untilJob(service, id, ({ diagnosis }) => diagnosis?.code === 'file_incomplete');
  writeFileSync(join(folder, EMBEDDING), 'whole');
  const { cells } = await untilJob(service, id);
  expect(cells[0].error).toBeNull();
  const recipe = recipeOf((await service.files.get(cells[0].image!))!)!;
  expect(recipe.files?.embeddings).toEqual([{ name: 'badword', sha256: sha256('whole') }]);
});

test('every cell that was planned with an embedding that went away fails with its name, and a new plan reads words', async () => {
  const { service, folder } = await serviceWith(EMBEDDING);
  const first = await submit(service, '%%sweep model=one seed=1 steps=20\na slow boat');
  const id = await submit(
    service,
    '%%sweep model=one seed=1..3 steps=2 prompt="a badword boat","a quiet boat"'
  );
  rmSync(join(folder, EMBEDDING));
  await untilJob(service, first);
  const { cells } = await untilJob(service, id);
  const outcome = cells.map(({ params, error, state }) => [params.prompt, error?.code ?? state]);
  expect(new Set(outcome.map(each => each.join(': ')))).toEqual(
    new Set(['a badword boat: weights_missing', 'a quiet boat: done'])
  );
  expect(cells.find(({ error }) => error)?.error?.facts).toMatchObject({
    name: 'badword',
    kind: 'embedding'
  });
  expect(await codes(service)).toEqual([]);
  const again = await untilJob(service, await submit(service, TEXT));
  expect(again.cells[0].error).toBeNull();
});

test('an embedding that went away before its hash was read is missed as well', async () => {
  const { service, folder } = await serviceWith(EMBEDDING, 'two.safetensors');
  const id = await submit(service, '%%sweep model=one seed=1 steps=20\na slow boat');
  const later = await submit(service, TEXT.replace('one', 'two'));
  rmSync(join(folder, EMBEDDING));
  await untilJob(service, id);
  expect((await untilJob(service, later)).cells[0].error?.code).toBe('weights_missing');
});

test('a file that can’t be used as the embedding of its name is told with the reason', async () => {
  const { service } = await serviceWith('embeddings/broken.pt');
  const { warnings } = await service.planner.plan({ text: '%%sweep model=one seed=1\na broken boat' });
  expect(warnings).toEqual([
    {
      code: 'embedding_unusable',
      facts: {
        name: 'broken',
        fault: { code: 'model_corrupt', facts: { file: 'broken', reason: 'it is a test' } }
      },
      where: { line: 2, column: 3, length: 6 }
    }
  ]);
});

test('a LoRA among the embeddings is told', async () => {
  const { service } = await serviceWith(
    'embeddings/Lora/soft.safetensors',
    'Lora/embeddings/mild.safetensors'
  );
  const { warnings } = await service.planner.plan({ text: '%%sweep model=one seed=1\na mild soft boat' });
  expect(warnings).toEqual([
    {
      code: 'embedding_other_kind',
      facts: { name: 'mild', kind: 'lora' },
      where: { line: 2, column: 3, length: 4 }
    }
  ]);
});

test.each([
  ['<lora:badword:1>', 'lora', 'embedding'],
  ['<lora:warm:1>', 'lora', 'vae']
])('a name that a file of another kind has is told as such: %s', async (tag, kind, is) => {
  const { service } = await serviceWith(EMBEDDING, 'VAE/warm.safetensors');
  await expect(service.planner.plan({ text: `%%sweep model=one\na ${tag}` })).rejects.toMatchObject({
    code: 'weights_missing',
    facts: { kind, is }
  });
  await expect(service.planner.plan({ text: '%%sweep model=badword\na' })).rejects.toMatchObject({
    code: 'model_missing',
    message: expect.stringContaining('badword is an embedding, no model.')
  });
});

test('an embedding that took no part in cells of other networks fails none of them when it goes away', async () => {
  const { service, folder } = await serviceWith(EMBEDDING, 'two.safetensors');
  writeFileSync(join(folder, EMBEDDING), '768 wide');
  writeFileSync(join(folder, 'one.safetensors'), '768 wide');
  writeFileSync(join(folder, 'two.safetensors'), '1024 wide');
  const first = await submit(service, '%%sweep model=one seed=1 steps=20\na slow boat');
  const models = await submit(service, '%%sweep model=one,two seed=1..3 steps=2\na badword boat');
  const refiners = await submit(
    service,
    '%%sweep model=two refiner=None,one refiner_switch_at=0.5 seed=1 steps=4\na badword boat'
  );
  rmSync(join(folder, EMBEDDING));
  await untilJob(service, first);
  const outcome = async (id: string): Promise<Set<string>> =>
    new Set(
      (await untilJob(service, id)).cells.map(
        ({ params, error, state }) => `${params.model} ${params.refiner ?? ''}: ${error?.code ?? state}`
      )
    );
  expect(await outcome(models)).toEqual(new Set(['one : weights_missing', 'two : done']));
  expect(await outcome(refiners)).toEqual(new Set(['two : done', 'two one: weights_missing']));
});
