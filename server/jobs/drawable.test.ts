/** What the engine refuses because of what files are, the plan refuses at its place; what the plan accepts is drawn. */
import fc from 'fast-check';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeOnnxFolder } from '../../engine/testing/write-onnx-folder';
import { writeTensors } from '../../engine/testing/write-tensors';
import { bundleWorker } from '../../engine/testing/worker-script';
import { samplerEntries, schedulerEntries } from '../../engine/shadow';
import type { Fault } from '../../schema/fault';
import type { Service } from '../service/service';
import { recipeOf } from '../images/encode';
import { sharp } from '../images/sharp';
import { makeService, submit, temporaryFolder, untilJob } from '../testing/test-service';

const GOLDENS = join(__dirname, '../../goldens');

const vectors = (count: number, width: number): Float32Array => new Float32Array(count * width).fill(0.1);
const embedding = (path: string, count: number, width: number): void =>
  writeTensors(path, { emb_params: { shape: [count, width], data: vectors(count, width) } } as never);

/** Tiny models of three families, one of them as ONNX, and what goes with some of them and not with others. */
function modelsOf(folder: string): void {
  for (const kind of ['Stable-diffusion', 'Lora/style', 'Lora/old', 'VAE', 'embeddings/a', 'embeddings/b']) {
    mkdirSync(join(folder, kind), { recursive: true });
  }
  for (const model of ['sd1', 'sd2v', 'sdxl', 'sd1-inpaint']) {
    symlinkSync(join(GOLDENS, 'A', model, 'diffusers'), join(folder, 'Stable-diffusion', model));
  }
  symlinkSync(join(GOLDENS, 'A/sd1/vae_old_names'), join(folder, 'VAE/own'));
  writeOnnxFolder(join(folder, 'Stable-diffusion/graph'), join(GOLDENS, 'A/sd1/diffusers'));
  const lora = (from: string, to: string): void =>
    cpSync(join(GOLDENS, `L/${from}.safetensors`), join(folder, 'Lora', `${to}.safetensors`));
  lora('sd1_kohya', 'style/add_detail');
  lora('sd1_locon', 'twin');
  lora('sd1_kohya', 'old/twin');
  lora('sd1_loha', 'old/both');
  lora('sd1_lokr', 'style/both');
  lora('sd1_peft', 'same');
  lora('sd1_peft', 'old/same');
  embedding(join(folder, 'embeddings/cat.safetensors'), 2, 32);
  embedding(join(folder, 'embeddings/wide.safetensors'), 2, 999);
  embedding(join(folder, 'embeddings/a/mark.safetensors'), 1, 32);
  embedding(join(folder, 'embeddings/b/mark.safetensors'), 2, 32);
  embedding(join(folder, 'embeddings/a/same_mark.safetensors'), 1, 32);
  embedding(join(folder, 'embeddings/b/same_mark.safetensors'), 1, 32);
  embedding(join(folder, 'embeddings/long.safetensors'), 90, 32);
}

let service: Service;
beforeAll(async () => {
  const folder = temporaryFolder();
  modelsOf(folder);
  service = makeService({
    modelFolders: [folder],
    bundledFolders: [],
    defaultModel: 'sd1',
    worker: bundleWorker()
  });
  await service.start();
  await service.registry.list();
}, 60_000);
afterAll(() => service.stop(500));

const HEAD = '%%sweep seed=1 size=64x64';

async function refusal(text: string): Promise<Fault> {
  const told = await service.planner.plan({ text }).catch((error: Fault) => error);
  expect(told).toHaveProperty('code');
  return told as Fault;
}

/** The text with the place that stands between ⟦ and ⟧, and without these. */
function marked(written: string): { text: string; where: object } {
  const before = written.slice(0, written.indexOf('⟦')).split('\n');
  const length = written.indexOf('⟧') - written.indexOf('⟦') - 1;
  const where = { line: before.length, column: before.at(-1)!.length + 1, length };
  return { text: written.replace(/[⟦⟧]/g, ''), where };
}

test.each<[string, string, object]>([
  [`${HEAD} ⟦clip_skip=12⟧\na cat`, 'out_of_range', { param: 'clip_skip', max: 4 }],
  [
    `${HEAD} model=graph\na ⟦<lora:add_detail:1>⟧`,
    'model_unsupported',
    { reason: 'onnx_fixed', value: 'LoRA' }
  ],
  [`${HEAD} model=graph\na ⟦cat⟧ toy`, 'model_unsupported', { reason: 'onnx_fixed', value: 'embedding' }],
  [`${HEAD} model=graph ⟦tiling=on⟧\na dog`, 'model_unsupported', { reason: 'onnx_fixed', value: 'tiling' }],
  [`${HEAD} model=graph ⟦vae=own⟧\na dog`, 'model_unsupported', { reason: 'onnx_fixed', value: 'VAE' }],
  [`${HEAD} model=sdxl\na ⟦<lora:add_detail:1>⟧`, 'lora_family', { family: 'sd1', model_family: 'sdxl' }],
  [`${HEAD} model=sdxl\na ⟦<lora:same:1>⟧`, 'lora_unfit', { lora: 'same.safetensors' }],
  ['%%sweep size=64x64 seed=1,2 prompt="a ⟦<lora:same:1>⟧","b" model=sdxl', 'lora_unfit', {}],
  [`${HEAD}\na ⟦long⟧ dog`, 'embedding_too_long', { found: 90, limit: 75 }],
  [`${HEAD} cfg=5 negative="a [cat|⟦long⟧]"\na dog`, 'embedding_too_long', { name: 'long' }],
  [`${HEAD}\na ⟦<lora::1>⟧`, 'tag_nameless', { text: '<lora::1>' }],
  [`${HEAD}\na ⟦<lora:add:1>⟧`, 'weights_missing', { near: 'add_detail' }],
  [`${HEAD}\na ⟦<lora:both:1>⟧`, 'name_ambiguous', { candidates: ['old/both', 'style/both'] }],
  [`${HEAD}\na ⟦<lora:both-2:1>⟧`, 'name_ambiguous', { candidates: ['old/both', 'style/both'] }],
  [`${HEAD}\na ⟦mark⟧ of`, 'name_ambiguous', { candidates: ['a/mark', 'b/mark'] }],
  [`${HEAD} model=⟦81761151⟧\na`, 'hash_unknown', { old: 1 }],
  [`${HEAD} model=⟦deadbeef01⟧\na`, 'hash_unknown', { old: 0 }],
  [`${HEAD} flavour=diffusers sampler=LCM ⟦steps=90⟧\na`, 'out_of_range', { param: 'steps', max: 50 }]
])('%s is refused by the plan', async (written, code, facts) => {
  const { text, where } = marked(written);
  expect(await refusal(text)).toMatchObject({ code, facts, where });
});

test.each([
  ['style/add_detail', 'add_detail'],
  ['style\\add_detail.safetensors', 'add_detail'],
  ['ADD DETAIL', 'add_detail'],
  [' add-detail ', 'add_detail'],
  ['/sd/Lora/style/add_detail.pt', 'add_detail'],
  ['OLD\\twin.pt', 'old/twin']
])('<lora:%s:1> is drawn with %s', async (written, name) => {
  const draw = async (as: string): Promise<string> => {
    const text = `${HEAD} steps=1\na house <lora:${as}:1>`;
    const { state, cells } = await untilJob(service, await submit(service, text));
    expect([state, cells[0].error]).toEqual(['done', null]);
    return cells[0].image!;
  };
  const [drawn, wanted] = [await draw(written), await draw(name)];
  const pixels = async (image: string): Promise<Buffer> =>
    sharp((await service.files.get(image))!)
      .raw()
      .toBuffer();
  expect((await pixels(drawn)).equals(await pixels(wanted))).toBe(true);
});

test.each<[string, string, object]>([
  ['a word that only contains its name', 'concatenate', {}],
  ['its name', 'a cat', { embeddings: [expect.objectContaining({ name: 'cat' })] }],
  ['a stage that makes it', 'a [c:cat:0.5]', { embeddings: [expect.objectContaining({ name: 'cat' })] }],
  [
    'one of two files of the same bytes',
    'a same_mark',
    { embeddings: [expect.objectContaining({ name: 'same_mark' })] }
  ],
  ['a width that does not fit', 'a wide house', {}],
  ['a LoRA of no weight', 'a house <lora:add_detail:0>', {}],
  ['a LoRA whose weights cancel', 'a <lora:twin:0.5> house <lora:twin:-0.5>', {}]
])('a recipe names what was at work: %s', async (_, prompt, files) => {
  const { cells } = await untilJob(service, await submit(service, `${HEAD} steps=4\n${prompt}`));
  expect(cells[0].error).toBeNull();
  expect(recipeOf((await service.files.get(cells[0].image!))!)!.files ?? {}).toEqual(files);
});

test('more chunks than the engine encodes are refused', async () => {
  const text = `${HEAD} ${'⟦'}negative="${'a BREAK '.repeat(120)}b"${'⟧'}\na dog`;
  expect(await refusal(marked(text).text)).toMatchObject({
    code: 'too_many_chunks',
    where: marked(text).where
  });
});

test('an embedding of another width is told to be words', async () => {
  const { warnings } = await service.planner.plan({ text: `${HEAD}\na wide dog` });
  expect(warnings).toContainEqual({
    code: 'embedding_misfit',
    facts: { name: 'wide', found: '999', expected: 32 },
    where: { line: 2, column: 3, length: 4 }
  });
});

const values = {
  model: ['sd1', 'sd1', 'sd1', 'sd2v', 'sdxl', 'sd1-inpaint', 'graph'],
  sampler: samplerEntries.map(({ name }) => `"${name}"`),
  scheduler: schedulerEntries.map(({ name }) => name),
  flavour: ['a1111', 'a1111', 'diffusers'],
  clip_skip: ['1', '2', '4', '5'],
  cfg: ['1', '5'],
  tiling: ['on', 'off'],
  hires: ['on', 'off'],
  prediction: ['auto', 'epsilon', 'v_prediction'],
  vae: ['none', 'own'],
  noise_schedule: ['auto', 'default', 'zero_terminal_snr']
};
const header = fc
  .tuple(
    ...Object.values(values).map(all =>
      fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.constantFrom(...all))
    )
  )
  .map(said => Object.keys(values).flatMap((name, k) => (said[k] === null ? [] : [`${name}=${said[k]}`])));
const prompt = fc.constantFrom(
  ...['a cat', 'a wide [cat:long:1]', 'a AND b <lora:add_detail:0.5>', '<lora:same>', '<lora:twin:0>'],
  ...['a BREAK (b:1.2)', '[a|b|cat]', '<lora:old/twin:1:0.5> c']
);

test('what the plan accepts is drawn', async () => {
  const sweeps = fc.sample(fc.tuple(header, prompt), { numRuns: 24, seed: 11 });
  const jobs: { text: string; id: string }[] = [];
  for (const [said, words] of sweeps) {
    const text = `${HEAD} steps=2 ${said.join(' ')}\n${words}`;
    const id = await submit(service, text).catch(error => {
      expect(error).toHaveProperty('code');
      return null;
    });
    jobs.push(...(id === null ? [] : [{ text, id }]));
  }
  expect(jobs.length).toBeGreaterThan(8);
  const failed: unknown[] = [];
  for (const { text, id } of jobs) {
    const { cells } = await untilJob(service, id);
    failed.push(...cells.flatMap(({ error }) => (error ? [{ text, ...error }] : [])));
  }
  expect(failed).toEqual([]);
}, 120_000);
