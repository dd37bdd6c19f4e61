/** Hashes beside names, in tags, values and pasted settings, decide which file is meant, and are told where they fit none. */
import { createHash } from 'node:crypto';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safetensorsBytes } from '../../engine/testing/safetensors-file';
import { recipeOf } from '../images/encode';
import type { Recipe } from '../images/recipe';
import type { Service } from '../service/service';
import { submit, temporaryFolder, testService, untilJob, weightsFolder } from '../testing/test-service';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hash = (file: string): string => sha256(`weights of ${file}`).slice(0, 10);

const FILES = [
  ...[
    'Stable-diffusion/sdA.safetensors',
    'Stable-diffusion/sub/sdA.safetensors',
    'Stable-diffusion/other.safetensors'
  ],
  ...['Lora/ink.safetensors', 'Lora/sub/ink.safetensors', 'Lora/wash.safetensors']
];
const [ROOT_MODEL, SUB_MODEL, OTHER_MODEL, ROOT_INK, SUB_INK] = FILES;

const service = (): Promise<Service> => testService({ modelFolders: [weightsFolder(...FILES)] });

async function recipe(by: Service, text: string): Promise<Recipe> {
  const { cells } = await untilJob(by, await submit(by, text));
  expect(cells[0].error).toBeNull();
  return recipeOf((await by.files.get(cells[0].image!))!)!;
}

const remarks = async (by: Service, text: string): Promise<object[]> => {
  const { warnings } = await by.planner.plan({ text });
  return warnings.filter(({ code }) => code.startsWith('name_'));
};

test.each([
  ['sdA', SUB_MODEL, SUB_MODEL],
  ['sdA', ROOT_MODEL, ROOT_MODEL],
  ['sub/sdA', ROOT_MODEL, ROOT_MODEL],
  ['sdA.safetensors', SUB_MODEL, SUB_MODEL]
])('model="%s [hash of %s]" is drawn with that', async (name, of, file) => {
  const by = await service();
  const text = `%%sweep seed=1 model="${name} [${hash(of)}]"\na`;
  expect((await recipe(by, text)).model!.sha256).toBe(sha256(`weights of ${file}`));
  expect(await remarks(by, text)).toEqual([]);
});

test.each([
  ['ink', SUB_INK],
  ['ink', ROOT_INK],
  ['sub/ink', SUB_INK]
])('<lora:%s [hash of %s]:1> is drawn with that', async (name, of) => {
  const by = await service();
  const text = `%%sweep seed=1 model=other\na <lora:${name} [${hash(of)}]:1>`;
  expect((await recipe(by, text)).files?.loras?.[0].sha256).toBe(sha256(`weights of ${of}`));
  expect(await remarks(by, text)).toEqual([]);
});

test('a hash of no file is told where it stands, for models, refiners and LoRAs', async () => {
  const by = await service();
  const model = '%%sweep seed=1 model="sdA [deadbeef12]"\na';
  expect(await remarks(by, model)).toEqual([
    expect.objectContaining({
      code: 'name_hash_differs',
      facts: expect.objectContaining({ hash: 'deadbeef12', file: 'sdA' }),
      where: expect.objectContaining({ line: 1 })
    })
  ]);
  const lora = '%%sweep seed=1 model=other\na <lora:wash [deadbeef12]:1>';
  expect(await remarks(by, lora)).toEqual([
    expect.objectContaining({ code: 'name_hash_differs', where: { line: 2, column: 3, length: 26 } })
  ]);
  expect(await remarks(by, '%%sweep seed=1 model=other refiner="sdA [deadbeef12]"\na')).toHaveLength(1);
  // A1111's old kind is of a part of the file.
  expect(await remarks(by, '%%sweep seed=1 model="sdA [deadbeef]"\na')).toEqual([]);
});

test.each(['wash', 'gone'])(
  'a hash that a file of another name has is drawn with and told: %s',
  async name => {
    const by = await service();
    const text = `%%sweep seed=1 model=other\na <lora:${name} [${hash(SUB_INK)}]:1>`;
    expect((await recipe(by, text)).files?.loras?.[0].sha256).toBe(sha256(`weights of ${SUB_INK}`));
    expect(await remarks(by, text)).toEqual([
      expect.objectContaining({ code: 'name_by_hash', facts: expect.objectContaining({ file: 'sub/ink' }) })
    ]);
    const model = `%%sweep seed=1 model="${name === 'wash' ? 'sdA' : name} [${hash(OTHER_MODEL)}]"\na`;
    expect((await recipe(by, model)).model!.name).toBe('other');
  }
);

describe('LoRAs of pasted settings by their hashes', () => {
  const tensors = { ink: Buffer.from('tensors of ink'), wash: Buffer.from('tensors of wash') };
  const autov3 = (name: keyof typeof tensors): string => sha256(tensors[name]).slice(0, 12);

  async function withLoras(): Promise<Service> {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'Lora/sub'), { recursive: true });
    for (const [path, name] of [
      ['ink', 'ink'],
      ['wash', 'wash'],
      ['sub/ink', 'wash']
    ] as const) {
      const header = safetensorsBytes({ __metadata__: { of: path } }, 0);
      writeFileSync(join(folder, `Lora/${path}.safetensors`), Buffer.concat([header, tensors[name]]));
    }
    return testService({ modelFolders: [folder] });
  }
  const pasted = (tag: string, hashes: string): string =>
    `a boat ${tag} (calm:1.2\nSteps: 2, Sampler: Euler, Seed: 1, Size: 64x64, RNG: CPU, ${hashes}`;
  const prompts = async (by: Service, text: string): Promise<string> =>
    (await by.planner.expand({ text })).cells[0].params.prompt;

  test('our own hash is a name', async () => {
    const by = await withLoras();
    const { infotext } = await recipe(by, '%%sweep seed=1\na <lora:ink:1>');
    const [, name] = /Lora hashes: "ink: ([0-9a-f]{12})"/.exec(infotext)!;
    expect(name).toBe(autov3('ink'));
    expect((await recipe(by, `%%sweep seed=1\na <lora:${name}:1>`)).files?.loras?.[0].autov3).toBe(
      sha256(tensors.ink)
    );
  });

  test('a tag of another name is that file’s, and its place stays', async () => {
    const by = await withLoras();
    const text = pasted('<lora:inkk:0.5>', `Lora hashes: "inkk: ${autov3('ink')}"`);
    expect(await prompts(by, text)).toBe('a boat <lora:ink:0.5> (calm:1.2');
    const { warnings } = await by.planner.plan({ text });
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'name_by_hash', facts: { name: 'inkk', kind: 'lora', file: 'ink' } })
    );
    expect((await by.planner.settingsOf(text)).settings.prompt).toContain('<lora:ink:0.5>');
  });

  test.each([
    ['Lora hashes: "ink: 000000000000"', ['name_hash_differs']],
    [`Lora hashes: "ink: ${autov3('ink')}"`, []],
    [`Lora hashes: "other: 000000000000, ink: ${autov3('ink')}"`, []],
    ['Lora hashes: "ink: 1"', []]
  ])('%s is compared', async (hashes, codes) => {
    const by = await withLoras();
    const text = pasted('<lora:ink:1>', hashes);
    expect(await prompts(by, text)).toContain('<lora:ink:1>');
    expect((await remarks(by, text)).map(each => (each as { code: string }).code)).toEqual(codes);
  });

  test('the hashes of model sites are read, too', async () => {
    const by = await withLoras();
    const whole = await by.registry.list().then(() => by.registry.hash('wash', 'lora'));
    const text = pasted('<lora:wosh:1>', `Hashes: {"lora:wosh": "${whole.slice(0, 10)}"}`);
    expect(await prompts(by, text)).toContain('<lora:wash:1>');
  });

  test('a hash of none leaves the name missing', async () => {
    const by = await withLoras();
    const text = pasted('<lora:inkk:1>', 'Lora hashes: "inkk: 000000000000"');
    await expect(by.planner.plan({ text })).rejects.toMatchObject({
      code: 'weights_missing',
      facts: { near: 'ink' }
    });
  });
});

describe('hashes of pasted settings beside names', () => {
  const SETS = [
    'Stable-diffusion/foo.safetensors',
    'Stable-diffusion/bar.safetensors',
    'VAE/soft.safetensors',
    'Lora/ink.safetensors'
  ];
  const [FOO, , VAE] = SETS;
  const EMBEDDINGS = ['embeddings/badword.safetensors', 'embeddings/other.safetensors'];
  const fresh = (): Promise<Service> =>
    testService({ modelFolders: [weightsFolder(...SETS, ...EMBEDDINGS)] });
  const pasted = (settings: string, prompt = 'a boat'): string =>
    `${prompt}\nSteps: 2, Sampler: Euler, Seed: 1, Size: 64x64, RNG: CPU, ${settings}`;
  const codes = async (by: Service, text: string): Promise<string[]> => {
    const { warnings } = await by.planner.plan({ text });
    const { remarks: told } = await by.planner.settingsOf(text);
    expect(told.map(({ code }) => code)).toEqual(warnings.map(({ code }) => code));
    return warnings.map(({ code }) => code);
  };
  const no = '0123456789';

  test.each([
    [`Model hash: ${no}, Model: foo`, 'a boat', ['model_hash_differs']],
    [`Model: foo [${no}]`, 'a boat', ['name_hash_differs']],
    [`Model: foo, Hashes: {"model": "${no}"}`, 'a boat', ['model_hash_differs']],
    [`Model hash: ${hash(FOO)}, Model: foo`, 'a boat', []],
    [`Model: foo, VAE: soft, VAE hash: ${no}`, 'a boat', ['name_hash_differs']],
    [`Model: foo, VAE: soft, VAE hash: ${hash(VAE)}`, 'a boat', []],
    [`Model: foo, VAE: sift, Hashes: {"vae": "${hash(VAE)}"}`, 'a boat', ['name_by_hash']],
    [
      `Model: foo, Refiner: bar, Refiner hash: ${no}, Refiner switch at: 0.5`,
      'a boat',
      ['name_hash_differs']
    ],
    [`Model: foo, Lora hashes: "ink: ${no}"`, 'a <lora:ink:1>', ['name_hash_differs']],
    [`Model: foo, TI hashes: "badword: ${no}"`, 'a badword boat', ['name_hash_differs']],
    [`Model: foo, TI hashes: "badword: ${no}"`, 'a boat', []],
    [`Model: foo, TI hashes: "badword: ${hash(EMBEDDINGS[0])}"`, 'a BadWord boat', []],
    [
      `Model: foo, Hashes: {"embed:badword": "${no}"}`,
      'a\nNegative prompt: (badword:1.2)',
      ['name_hash_differs']
    ],
    [`Model: foo, TI hashes: "gone: ${no}"`, 'a gone boat', ['weights_missing']],
    [`Model: foo, TI hashes: "gone: ${hash(EMBEDDINGS[1])}"`, 'a gone boat', ['name_by_hash']]
  ])('%s with %s is told as %j, whatever was read before', async (settings, prompt, expected) => {
    const by = await fresh();
    const text = pasted(settings, prompt);
    expect(await codes(by, text)).toEqual(expected);
    for (const [name, kind] of [
      ['foo', 'checkpoint'],
      ['soft', 'vae'],
      ['ink', 'lora'],
      ['badword', 'embedding']
    ] as const) {
      await by.registry.hash(name, kind);
    }
    expect(await codes(by, text)).toEqual(expected);
  });

  test('an embedding of another name is put where the name stands', async () => {
    const by = await fresh();
    const text = pasted(
      `Model: foo, TI hashes: "gone: ${hash(EMBEDDINGS[1])}"`,
      'a (Gone:1.2), bygone <lora:ink:1>\nNegative prompt: gone, foregone'
    );
    const [{ params }] = (await by.planner.expand({ text })).cells;
    expect([params.prompt, params.negative_prompt]).toEqual([
      'a (other:1.2), bygone <lora:ink:1>',
      'other, foregone'
    ]);
  });

  test.each([['Model', `Model: foo, Model hash: ${hash('Stable-diffusion/a/foo.safetensors.long')}`]])(
    'of files of one name the hash decides, however large they are: %s',
    async (_, settings) => {
      const long = 'Stable-diffusion/a/foo.safetensors';
      const folder = weightsFolder(...SETS, long);
      writeFileSync(join(folder, long), `weights of ${long}.long`);
      const by = await testService({ modelFolders: [folder] });
      const { cells } = await by.planner.expand({ text: pasted(settings) });
      expect(cells[0].params.model).toBe('a/foo');
    }
  );

  test.each([
    ['Lora/ink', 'a <lora:ink:1>', 'a <lora:a/ink:1>', 'Lora hashes'],
    ['embeddings/badword', 'a badword', 'a a/badword', 'TI hashes']
  ])('of two of one name the hash decides: %s', async (path, prompt, drawn, key) => {
    const [kind, name] = path.split('/');
    const second = `${kind}/a/${name}.safetensors`;
    const folder = weightsFolder(...SETS, ...EMBEDDINGS, second);
    writeFileSync(join(folder, second), 'longer than the other of this name');
    const by = await testService({ modelFolders: [folder] });
    const text = pasted(
      `Model: foo, ${key}: "${name}: ${sha256('longer than the other of this name').slice(0, 12)}"`,
      prompt
    );
    const { settings, remarks: told } = await by.planner.settingsOf(text);
    expect([settings.prompt, told]).toEqual([drawn, []]);
  });

  test('what the first line says is not compared with a hash of the settings', async () => {
    const by = await fresh();
    const text = `%%sweep model=bar\n${pasted(`Model hash: ${no}, Model: foo`)}`;
    expect((await by.planner.plan({ text })).warnings).toEqual([]);
  });

  test('settings don’t wait for large files, and say so', async () => {
    const folder = weightsFolder(...SETS);
    const file = join(folder, FOO);
    truncateSync(file, 300e6);
    const by = await testService({ modelFolders: [folder] });
    const { remarks: told } = await by.planner.settingsOf(pasted(`Model hash: ${no}, Model: foo`));
    expect(told).toMatchObject([{ code: 'model_hash_differs', facts: { candidates: ['foo'] } }]);
    expect((await by.planner.settingsOf(pasted(`Model: foo [${no}]`))).remarks).toMatchObject([
      { code: 'name_hash_differs', facts: { candidates: ['foo'] } }
    ]);
    expect(by.registry.find('foo', 'checkpoint')?.entry.sha256).toBeNull();
  });

  test('settings are read though a file can’t be', async () => {
    const by = await fresh();
    jest.spyOn(by.registry, 'hash').mockRejectedValue(new Error('EIO'));
    const { remarks: told } = await by.planner.settingsOf(pasted(`Model hash: ${no}, Model: foo`));
    expect(told.map(({ code }) => code)).toEqual(['model_hash_differs']);
  });
});
