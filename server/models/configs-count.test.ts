/** With the real engine: what lies beside the weights and decides their pictures is part of what pictures are found by. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorker } from '../../engine/testing/worker-script';
import { recipeOf } from '../images/encode';
import type { Recipe } from '../images/recipe';
import type { Service } from '../service/service';
import { stopService, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

const GOLDENS = join(__dirname, '../../goldens');

let worker: string;
let models: string;
let data: string;

const service = (): Promise<Service> =>
  testService({ worker, modelFolders: [models], bundledFolders: [], dataFolder: data });

/** The picture of a cell, and whether it was found. */
async function draw(by: Service, model: string, prompt = 'a kite'): Promise<[string, boolean]> {
  const text = `%%sweep model=${model} seed=1 steps=2 size=64x64\n${prompt}`;
  const { cells } = await untilJob(by, await submit(by, text));
  expect(cells[0].error ?? null).toBeNull();
  return [cells[0].image!, cells[0].cached];
}

async function recipe(by: Service, image: string): Promise<Recipe> {
  return recipeOf((await by.files.get(image))!)!;
}

type Config = Record<string, unknown>;

/** Changes a config of the folder `whole`. */
function edit(change: (config: Config) => Config, name = 'scheduler/scheduler_config.json'): void {
  const path = join(models, 'whole', name);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Config)));
}

const predicts =
  (prediction_type: string) =>
  (config: Config): Config => ({ ...config, prediction_type });

beforeAll(() => {
  worker = bundleWorker();
});

beforeEach(() => {
  models = temporaryFolder();
  data = temporaryFolder();
  cpSync(join(GOLDENS, 'A/sd1/diffusers'), join(models, 'whole'), { recursive: true });
});

test('an edited config draws anew, an edit that is taken back finds the first picture', async () => {
  const one = await service();
  const [first] = await draw(one, 'whole');
  edit(predicts('v_prediction'));
  const [second, found] = await draw(one, 'whole');
  expect([second === first, found]).toEqual([false, false]);
  const [before, after] = [await recipe(one, first), await recipe(one, second)];
  expect(after.model!.sha256).toBe(before.model!.sha256);
  expect([before.model!.identity, after.model!.identity]).toEqual([undefined, expect.any(String)]);
  edit(predicts('epsilon'));
  expect(await draw(one, 'whole')).toEqual([first, true]);
});

test('the order of keys and what a program notes in a config change nothing', async () => {
  const one = await service();
  const [first] = await draw(one, 'whole');
  edit(config => ({
    ...Object.fromEntries(Object.entries(config).reverse()),
    _diffusers_version: '1.0'
  }));
  expect(await draw(one, 'whole')).toEqual([first, true]);
});

test('the same weights with other configs are two models, and both are found without the database', async () => {
  cpSync(join(models, 'whole'), join(models, 'other'), { recursive: true });
  edit(predicts('v_prediction'));
  const one = await service();
  const drawn = [await draw(one, 'whole'), await draw(one, 'other')];
  expect(drawn[0][0]).not.toBe(drawn[1][0]);
  await stopService(one);
  ['', '-wal', '-shm'].forEach(end => rmSync(join(data, `diffusion.sqlite${end}`), { force: true }));
  const two = await service();
  // Asked for in the other order: which was first is told by the pictures.
  expect(await draw(two, 'other')).toEqual([drawn[1][0], true]);
  expect(await draw(two, 'whole')).toEqual([drawn[0][0], true]);
});

test.each([
  [
    'one.arch.json',
    readFileSync(join(GOLDENS, 'A/sd1/single.arch.json'), 'utf8').replace(
      '{',
      '{"prediction_type":"v_prediction",'
    )
  ],
  ['one.yaml', 'model:\n  params:\n    parameterization: "v"\n']
])('a single file with %s', async (name, text) => {
  cpSync(join(GOLDENS, 'A/sd1/single-fp16.safetensors'), join(models, 'one.safetensors'));
  cpSync(join(models, 'whole/tokenizer'), join(models, 'tokenizer'), { recursive: true });
  if (name.endsWith('.yaml')) {
    cpSync(join(GOLDENS, 'A/sd1/single.arch.json'), join(models, 'one.arch.json'));
  }
  const one = await service();
  const [first] = await draw(one, 'one');
  writeFileSync(join(models, name), text);
  const [second, found] = await draw(one, 'one');
  expect([second === first, found]).toEqual([false, false]);
});

test('a tokenizer beside a single file that has other words', async () => {
  cpSync(join(GOLDENS, 'A/sd1/single-fp16.safetensors'), join(models, 'one.safetensors'));
  cpSync(join(GOLDENS, 'A/sd1/single.arch.json'), join(models, 'one.arch.json'));
  cpSync(join(models, 'whole/tokenizer'), join(models, 'tokenizer'), { recursive: true });
  const one = await service();
  const [first] = await draw(one, 'one');
  const path = join(models, 'tokenizer/vocab.json');
  const words = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>);
  const ids = words.map(([, id]) => id).reverse();
  writeFileSync(path, JSON.stringify(Object.fromEntries(words.map(([word], i) => [word, ids[i]]))));
  expect((await draw(one, 'one'))[0]).not.toBe(first);
});

test('a LoRA that a tag spells otherwise is found again without the database', async () => {
  mkdirSync(join(models, 'Lora'));
  cpSync(join(GOLDENS, 'L/sd1_kohya.safetensors'), join(models, 'Lora/mine.safetensors'));
  const one = await service();
  const prompts = ['a kite <lora:MINE:1>', 'a kite <lora:mine:0.5> <lora:Mine:0.5>', 'a kite <lora:mine:1>'];
  const drawn: [string, boolean][] = [];
  for (const prompt of prompts) {
    drawn.push(await draw(one, 'whole', prompt));
  }
  await stopService(one);
  ['', '-wal', '-shm'].forEach(end => rmSync(join(data, `diffusion.sqlite${end}`), { force: true }));
  const two = await service();
  for (const [i, prompt] of prompts.entries()) {
    expect(await draw(two, 'whole', prompt)).toEqual([drawn[i][0], true]);
  }
});
