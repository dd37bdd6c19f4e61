/** Planning, submitting and giving out see the models folders as they are, without a scan. */
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inspection } from '../../engine/worker';
import { safetensorsBytes } from '../../engine/testing/safetensors-file';
import { recipeOf } from '../images/encode';
import type { Recipe } from '../images/recipe';
import type { Service } from '../service/service';
import { Database } from '../store/database';
import { ModelCache } from '../store/model-cache';
import { ModelIdentities } from '../store/model-identities';
import { submit, temporaryFolder, testService, untilJob, weightsFolder } from '../testing/test-service';
import type { Inspect } from './read-model';
import { ModelRegistry } from './registry';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

async function serviceWith(...paths: string[]): Promise<{ service: Service; folder: string }> {
  const folder = weightsFolder(...paths);
  return { service: await testService({ modelFolders: [folder] }), folder };
}

async function recipes(service: Service, text: string): Promise<Recipe[]> {
  const { cells } = await untilJob(service, await submit(service, text));
  expect(cells.map(({ error }) => error?.message ?? null)).toEqual(cells.map(() => null));
  return Promise.all(cells.map(async ({ image }) => recipeOf((await service.files.get(image!))!)!));
}

const codeOf = (service: Service, text: string): Promise<string> =>
  service.planner.plan({ text }).then(
    () => 'planned',
    error => (error as { code: string }).code
  );

test('a file is listed whatever ending weights have', async () => {
  const endings = ['safetensors', 'sft', 'SFT', 'ckpt', 'pt', 'pth', 'bin'];
  const { service } = await serviceWith(
    ...endings.map((ending, i) => `Lora/${i}.${ending}`),
    'Lora/notes.txt'
  );
  await service.registry.list();
  expect(service.registry.ofKind('lora').map(({ entry }) => entry.name)).toEqual(
    endings.map((_, i) => `${i}`)
  );
  expect(await codeOf(service, '%%sweep seed=1\na <lora:1.safetensors:1>')).toBe('planned');
});

test('a file that was added, renamed or removed is there, or not, for the next plan', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  const plan = (name: string): Promise<string> => codeOf(service, `%%sweep seed=1\na <lora:${name}:1>`);
  expect([await plan('soft'), await plan('hard')]).toEqual(['planned', 'weights_missing']);
  writeFileSync(join(folder, 'Lora/hard.safetensors'), 'new');
  expect(await plan('hard')).toBe('planned');
  renameSync(join(folder, 'Lora/hard.safetensors'), join(folder, 'Lora/harder.safetensors'));
  expect([await plan('hard'), await plan('harder')]).toEqual(['weights_missing', 'planned']);
  rmSync(join(folder, 'Lora/harder.safetensors'));
  expect(await plan('harder')).toBe('weights_missing');
});

test('a plan counts a picture of overwritten weights as one to draw, and of the same bytes again as there', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  const path = join(folder, 'Lora/soft.safetensors');
  const text = '%%sweep seed=1\na <lora:soft:1>';
  const cached = async (): Promise<number> => (await service.planner.plan({ text })).cached;
  await recipes(service, text);
  expect(await cached()).toBe(1);
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'WEIGHTS of Lora/soft.safetensors');
  utimesSync(path, atime, mtime);
  expect(await cached()).toBe(0);
  const [recipe] = await recipes(service, text);
  expect(recipe.files?.loras?.[0].sha256).toBe(sha256('WEIGHTS of Lora/soft.safetensors'));
  writeFileSync(path, 'weights of Lora/soft.safetensors');
  // Its hash is read when the cell is given out.
  await recipes(service, text);
  expect(await cached()).toBe(1);
});

test('cells that wait when their file is overwritten are drawn, keyed and told of by the new bytes', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  const first = await submit(service, '%%sweep seed=1 steps=20\na slow boat');
  const id = await submit(service, '%%sweep seed=1,2\na <lora:soft:1>');
  writeFileSync(join(folder, 'Lora/soft.safetensors'), 'other');
  await untilJob(service, first);
  const { cells } = await untilJob(service, id);
  for (const { image, id: cell } of cells) {
    const recipe = recipeOf((await service.files.get(image!))!)!;
    expect(recipe.files?.loras?.[0].sha256).toBe(sha256('other'));
    expect(service.pictures.byKey(service.cells.byId(cell)!.key!)?.sha256).toBe(image);
  }
});

test('a cell over which its file changes is drawn anew, and its place in the grid is the same', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  const id = await submit(service, '%%sweep seed=1,2 steps=20\na slow <lora:soft:1>');
  await untilJob(service, id, ({ cells }) => cells[0].state === 'running');
  writeFileSync(join(folder, 'Lora/soft.safetensors'), 'other');
  const { cells, state } = await untilJob(service, id);
  expect([state, cells.map(({ params }) => params.seed)]).toEqual(['done', [1, 2]]);
  const [recipe] = await recipes(service, '%%sweep seed=1,2 steps=20\na slow <lora:soft:1>');
  expect(recipe.files?.loras?.[0].sha256).toBe(sha256('other'));
});

test('a cell whose file never stays as it is fails in the end with the file’s name', async () => {
  const { service, folder } = await serviceWith('Lora/soft.safetensors');
  // The pauses between the attempts, made short.
  jest.spyOn(service.drawing.waits, 'heldOf').mockReturnValue([]);
  const path = join(folder, 'Lora/soft.safetensors');
  let turn = 0;
  const leave = service.hub.subscribe(null, event => {
    if (event.type === 'steps') {
      writeFileSync(path, String(turn++));
    }
  });
  const { cells } = await untilJob(
    service,
    await submit(service, '%%sweep seed=1 steps=30\na <lora:soft:1>')
  );
  leave();
  expect(cells[0].error).toMatchObject({ code: 'file_changed', facts: { file: 'soft.safetensors' } });
  expect(cells[0].error?.message).toBe('soft.safetensors changed while this was drawn with it.');
}, 20_000);

test('an embedding added while its cell waits takes part, and the key is that of what was drawn', async () => {
  const { service, folder } = await serviceWith('embeddings/other.safetensors', 'next.safetensors');
  const first = await submit(service, '%%sweep model=toy seed=1 steps=40\na slow boat');
  const id = await submit(service, '%%sweep model=next seed=1 steps=2\na badword boat');
  writeFileSync(join(folder, 'embeddings/badword.safetensors'), 'vectors');
  await untilJob(service, first);
  const { cells } = await untilJob(service, id);
  const recipe = recipeOf((await service.files.get(cells[0].image!))!)!;
  expect(recipe.files?.embeddings).toEqual([{ name: 'badword', sha256: sha256('vectors') }]);
  expect(
    await service.planner.plan({ text: '%%sweep model=next seed=1 steps=2\na badword boat' })
  ).toMatchObject({ cached: 1 });
});

test('LoRAs and embeddings are told of by the hash that A1111 and Civitai know them by, checkpoints by their own', async () => {
  const folder = temporaryFolder();
  const tensors = Buffer.from('tensors of a LoRA');
  const header = (metadata: object): Buffer => safetensorsBytes({ __metadata__: metadata }, 0);
  const put = (name: string, bytes: Buffer): string => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return sha256(bytes);
  };
  const whole = put('Lora/soft.safetensors', Buffer.concat([header({ a: 'b' }), tensors]));
  put('embeddings/badword.safetensors', Buffer.concat([header({}), tensors]));
  const service = await testService({ modelFolders: [folder] });
  const [recipe] = await recipes(service, '%%sweep seed=1\na badword <lora:soft:1>');
  const autov3 = sha256(tensors);
  expect(recipe.files?.loras).toEqual([{ name: 'soft', sha256: whole, autov3 }]);
  expect(recipe.infotext).toContain(`Lora hashes: "soft: ${autov3.slice(0, 12)}"`);
  expect(recipe.infotext).toContain(`TI hashes: "badword: ${autov3.slice(0, 12)}"`);
  const { warnings } = await service.planner.plan({
    text: `%%sweep seed=1\na <lora:${whole.slice(0, 10)}:1> <lora:${autov3.slice(0, 12)}:0.5>`
  });
  expect(warnings).toEqual([]);
  expect(recipe.infotext).toContain(`Model hash: ${recipe.model!.sha256.slice(0, 10)}`);
});

describe('a model that settings name by a hash that was never read', () => {
  const settings = (pairs: string): string =>
    `a boat\nSteps: 2, Sampler: Euler a, Seed: 1, Size: 64x64, ${pairs}`;
  const hash = (file: string): string => sha256(`weights of ${file}`).slice(0, 10);
  const files = ['Stable-diffusion/one.safetensors', 'Stable-diffusion/two.safetensors'];

  test.each(['', 'Model: gone, '])('is found: %j', async named => {
    const { service } = await serviceWith(...files);
    const text = settings(`${named}Model hash: ${hash(files[1])}`);
    const { cells, warnings } = await service.planner.expand({ text });
    expect(cells[0].params.model).toBe('two');
    expect(warnings.filter(({ code }) => code === 'model_hash_unknown')).toEqual([]);
    expect((await service.planner.settingsOf(text)).settings.model).toBe('two');
  });

  test('is found among those of one stem', async () => {
    const twins = ['a/twin.safetensors', 'b/twin.safetensors'];
    const { service } = await serviceWith(...twins);
    const text = settings(`Model: twin, Model hash: ${hash(twins[1])}`);
    expect((await service.planner.expand({ text })).cells[0].params.model).toBe('b/twin');
  });

  test('is not looked for where reading would take long, and how many were not read is said', async () => {
    const { service, folder } = await serviceWith(...files);
    truncateSync(join(folder, files[0]), 210e6);
    const text = settings('Model hash: 1234567890');
    const { warnings } = await service.planner.plan({ text });
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'model_hash_unknown',
        facts: { hash: '1234567890', unread: 3, old: 0 }
      })
    );
    expect(await codeOf(service, settings('Model hash: 1234567890, Model: gone'))).toBe('model_missing');
    const error = await service.planner
      .plan({ text: settings('Model hash: 1234567890, Model: gone') })
      .catch(e => e);
    expect(error.facts).toMatchObject({ unread: 3 });
  });
});

describe('the registry', () => {
  const databases: Database[] = [];
  afterEach(() => databases.splice(0).forEach(database => database.close()));

  const inspection = (path: string, more: Partial<Inspection> = {}): Inspection => ({
    path,
    kind: 'lora',
    family: 'sd1',
    task: null,
    layout: null,
    prediction_type: null,
    native: null,
    memory_bytes: 5,
    weight_files: [''],
    size_bytes: 5,
    text_layers: 2,
    guidance_dim: 0,
    problem: null,
    ...more
  });

  function registryOf(folder: string, inspect: Inspect): ModelRegistry {
    const database = new Database(join(temporaryFolder(), 'db'));
    databases.push(database);
    return new ModelRegistry({
      folders: [folder],
      bundledFolders: [],
      defaultModel: null,
      cache: new ModelCache(database),
      identities: new ModelIdentities(database),
      inspect
    });
  }

  test('a hash that the trainer wrote into a LoRA is the one it is known by', async () => {
    const folder = weightsFolder('Lora/soft.safetensors');
    const registry = registryOf(folder, async path => inspection(path, { model_hash: 'c0ffee'.repeat(8) }));
    await registry.list();
    await registry.hash('soft', 'lora');
    expect(registry.find('soft', 'lora')?.autov3).toBe('c0ffee'.repeat(8));
  });

  test('a file that ends early is being copied as long as it is written to, and damaged after that', async () => {
    const folder = weightsFolder('Lora/soft.safetensors');
    const path = join(folder, 'Lora/soft.safetensors');
    const problem = {
      code: 'model_truncated',
      facts: { file: 'soft.safetensors', found: '1', expected: '2 B' }
    } as const;
    const registry = registryOf(folder, async each => inspection(each, { problem }));
    const [model] = await registry.list();
    expect(model.problem).toEqual({ ...problem, code: 'file_incomplete' });
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    expect((await registry.list())[0].problem).toEqual(problem);
    jest.restoreAllMocks();
    truncateSync(path, 3);
    expect((await registry.list())[0].problem?.code).toBe('file_incomplete');
  });

  test.each([
    ['long ago, though it was moved here just now', -8e11, 'model_truncated'],
    ['by a clock that goes ahead', 1e8, 'model_truncated'],
    ['just now', 0, 'file_incomplete']
  ])('a file that ends early and was written %s', async (_, later, code) => {
    const folder = weightsFolder('Lora/soft.safetensors');
    const time = new Date(Date.now() + later);
    utimesSync(join(folder, 'Lora/soft.safetensors'), time, time);
    const problem = {
      code: 'model_truncated',
      facts: { file: 'soft.safetensors', found: '1', expected: '2 B' }
    } as const;
    const registry = registryOf(folder, async each => inspection(each, { problem }));
    expect((await registry.list())[0].problem?.code).toBe(code);
  });

  test('a look that is asked for during another comes after it, and all who ask then share one', async () => {
    const folder = weightsFolder('Lora/soft.safetensors');
    let inspecting: (() => void) | null = null;
    const registry = registryOf(folder, path =>
      path.includes('late')
        ? Promise.resolve(inspection(path))
        : new Promise(done => (inspecting = () => done(inspection(path))))
    );
    const first = registry.list();
    while (!inspecting) {
      await new Promise(done => setTimeout(done, 5));
    }
    rmSync(join(folder, 'Lora/soft.safetensors'));
    writeFileSync(join(folder, 'Lora/late.safetensors'), '');
    const later = [registry.list(), registry.list(), registry.scan()];
    (inspecting as () => void)();
    expect(await first).toEqual([]);
    const names = (await Promise.all(later)).map(models => models.map(({ entry }) => entry.name));
    expect(names).toEqual([['late'], ['late'], ['late']]);
  });

  test('a model without its tokenizer is looked at again once one lies beside it', async () => {
    const folder = weightsFolder('one.safetensors');
    let inspected = 0;
    const registry = registryOf(folder, async path => {
      inspected++;
      return inspection(path, { kind: 'checkpoint' });
    });
    await registry.list();
    await registry.list();
    expect(inspected).toBe(1);
    mkdirSync(join(folder, 'tokenizer'));
    writeFileSync(join(folder, 'tokenizer/vocab.json'), '{}');
    await registry.list();
    expect(inspected).toBe(2);
  });

  test('a LoRA is looked at again beside a checkpoint that got another architecture', async () => {
    const folder = weightsFolder('one.safetensors', 'Lora/soft.safetensors');
    let pairs = 0;
    const registry = registryOf(folder, async (path, beside) => {
      pairs += beside ? 1 : 0;
      return inspection(path, { kind: path.includes('Lora') ? 'lora' : 'checkpoint' });
    });
    const look = async (): Promise<number> => {
      await registry.list();
      await registry.beside(registry.usable('soft', 'lora'), registry.usable('one'));
      return pairs;
    };
    expect([await look(), await look()]).toEqual([1, 1]);
    writeFileSync(join(folder, 'one.arch.json'), '{}');
    expect(await look()).toBe(2);
  });

  test('the list is another once a file, a name or a hash is, and only then', async () => {
    const folder = weightsFolder('Lora/soft.safetensors');
    const registry = registryOf(folder, path => Promise.resolve(inspection(path)));
    const version = async (): Promise<number> => {
      await registry.list();
      return registry.version;
    };
    const first = await version();
    expect(await version()).toBe(first);
    await registry.hash('soft', 'lora');
    const hashed = await version();
    expect([hashed > first, await version()]).toEqual([true, hashed]);
    mkdirSync(join(folder, 'Lora/deep'));
    writeFileSync(join(folder, 'Lora/deep/soft.safetensors'), '');
    const added = await version();
    expect([added > hashed, await version()]).toEqual([true, added]);
    rmSync(join(folder, 'Lora/deep'), { recursive: true });
    expect(await version()).toBeGreaterThan(added);
  });
});
