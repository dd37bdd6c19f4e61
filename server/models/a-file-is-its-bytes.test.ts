/** With the real engine: whatever is done to the files of weights, pictures and hashes are those of a fresh data folder. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { writeTensors } from '../../engine/testing/write-tensors';
import { bundleWorker } from '../../engine/testing/worker-script';
import { recipeOf } from '../images/encode';
import type { Recipe } from '../images/recipe';
import { sharp } from '../images/sharp';
import type { Service } from '../service/service';
import { stopService, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

const GOLDENS = join(__dirname, '../../goldens');

/** Each kind of file: where it lies, the golden it is, and the cell that draws with it. */
const KINDS = {
  folder: ['whole/unet/diffusion_pytorch_model.safetensors', null, 'model=whole', 'a kite'],
  single: ['single.safetensors', 'A/sd1/single-fp16.safetensors', 'model=single', 'a kite'],
  vae: ['VAE/warm.safetensors', 'A/sd1/vae-standalone-ldm.safetensors', 'model=base vae=warm', 'a kite'],
  lora: ['Lora/mine.safetensors', 'L/sd1_kohya.safetensors', 'model=base', 'a kite <lora:mine:1>'],
  embedding: [
    'embeddings/badword.safetensors',
    'L/ti_sd1_emb_params.safetensors',
    'model=base',
    'a badword kite'
  ],
  upscaler: [
    'ESRGAN/2x.safetensors',
    'fixtures/picture-networks/rrdb-x2.safetensors',
    'model=base hires=on hr_upscaler=2x hr_steps=1',
    'a kite'
  ],
  refiner: [
    'ref.safetensors',
    'A/sd1/single-bf16.safetensors',
    'model=base refiner=ref refiner_switch_at=0.5',
    'a kite'
  ]
} as const satisfies Record<string, readonly [string, string | null, string, string]>;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

type Version = 'old' | 'new';
/** Where one step is too few: the first is never a refiner’s. */
const STEPS: Partial<Record<Kind, number>> = { refiner: 2 };
const SEEDS = 2;

let worker: string;
let models: string;
/** Bytes of both versions of each kind: of one size. */
const bytes = {} as Record<Kind, Record<Version, Buffer>>;
/** Pictures of a fresh data folder, by kind and version, for each seed from 0. */
const fresh = {} as Record<Kind, Record<Version, string[]>>;

const folderHashes = {} as Record<Version, string>;

const pathOf = (kind: Kind): string => join(models, KINDS[kind][0]);
const textOf = (kind: Kind, seed: number | string): string =>
  `%%sweep ${KINDS[kind][2]} seed=${seed} steps=${STEPS[kind] ?? 1} size=64x64\n${KINDS[kind][3]}`;
const put = (kind: Kind, version: Version): void => writeFileSync(pathOf(kind), bytes[kind][version]);
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** The same header, and tensors some of whose signs are others. */
function flipped(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  for (let at = 8 + Number(file.readBigUInt64LE(0)) + 3; at < copy.length; at += 12) {
    copy[at] ^= 0x80;
  }
  return copy;
}

const service = (): Promise<Service> =>
  testService({ worker, modelFolders: [models], bundledFolders: [], defaultModel: 'base' });

/** Draws and returns the pictures' hashes; fails with the first cell that did. */
async function draw(by: Service, text: string): Promise<string[]> {
  const { cells } = await untilJob(by, await submit(by, text));
  const error = cells.find(each => each.error)?.error;
  if (error) {
    throw new Error(`${error.code}: ${error.message}`);
  }
  return cells.map(({ image }) => image!);
}

async function pixels(by: Service, image: string): Promise<string> {
  return sha256(
    await sharp((await by.files.get(image))!)
      .raw()
      .toBuffer()
  );
}

async function recipe(by: Service, image: string): Promise<Recipe> {
  return recipeOf((await by.files.get(image))!)!;
}

beforeAll(async () => {
  worker = bundleWorker();
  models = temporaryFolder();
  for (const name of ['base', 'whole']) {
    cpSync(join(GOLDENS, 'A/sd1/diffusers'), join(models, name), { recursive: true });
  }
  cpSync(join(models, 'base/tokenizer'), join(models, 'tokenizer'), { recursive: true });
  for (const kind of kinds) {
    const [path, golden] = KINDS[kind];
    const old = readFileSync(golden === null ? join(models, path) : join(GOLDENS, golden));
    bytes[kind] = { old, new: flipped(old) };
    mkdirSync(join(models, path, '..'), { recursive: true });
    fresh[kind] = { old: [], new: [] };
  }
  for (const version of ['old', 'new'] as const) {
    kinds.forEach(kind => put(kind, version));
    const one = await service();
    const drawn = await Promise.all(kinds.map(kind => draw(one, textOf(kind, `0..${SEEDS - 1}`))));
    for (const [k, kind] of kinds.entries()) {
      const images = drawn[k];
      fresh[kind][version] = await Promise.all(images.map(image => pixels(one, image)));
      if (kind === 'folder') {
        folderHashes[version] = (await recipe(one, images[0])).model!.sha256;
      }
    }
    await stopService(one);
  }
}, 60_000);

/** Whose bytes a recipe says were at work in the kind's place. */
function versionIn({ model, files }: Recipe, kind: Kind): Version | undefined {
  const named = {
    folder: model,
    single: model,
    vae: files?.vae,
    refiner: files?.refiner,
    upscaler: files?.upscaler
  };
  const found = { ...named, lora: files?.loras?.[0], embedding: files?.embeddings?.[0] }[kind];
  return (['old', 'new'] as const).find(version => hashOf(kind, version) === found?.sha256);
}

/** As model sites print it; a folder's is known from its fresh pictures. */
function hashOf(kind: Kind, version: Version): string {
  return kind === 'folder' ? folderHashes[version] : sha256(bytes[kind][version]);
}

const refusal = (by: Service, text: string): Promise<string> =>
  submit(by, text).then(
    () => 'accepted',
    error => (error as { code: string }).code
  );

type Drawn = Record<Kind, string>;

/** A picture of each kind's cell. */
async function drawEach(by: Service, seed: number, which: readonly Kind[] = kinds): Promise<Partial<Drawn>> {
  const drawn: Partial<Drawn> = {};
  const images = await Promise.all(which.map(kind => draw(by, textOf(kind, seed))));
  for (const [k, kind] of which.entries()) {
    const [image] = images[k];
    drawn[kind] = await pixels(by, image);
    expect([kind, versionIn(await recipe(by, image), kind)]).toEqual([kind, expect.any(String)]);
  }
  return drawn;
}

const freshOf = (version: Version, seed: number, which: readonly Kind[] = kinds): Partial<Drawn> =>
  Object.fromEntries(which.map(kind => [kind, fresh[kind][version][seed]]));

test('overwritten, replaced, removed and put back, files draw as in a fresh data folder', async () => {
  kinds.forEach(each => put(each, 'old'));
  const one = await service();
  expect(await drawEach(one, 0)).toEqual(freshOf('old', 0));

  // In place, of one size, and with the time of modification put back.
  for (const kind of kinds) {
    const { atime, mtime } = statSync(pathOf(kind));
    put(kind, 'new');
    utimesSync(pathOf(kind), atime, mtime);
  }
  expect(await drawEach(one, 0)).toEqual(freshOf('new', 0));

  // Removed, and another of an old time renamed to its place.
  kinds.forEach(kind => rmSync(pathOf(kind)));
  for (const kind of kinds) {
    const text = textOf(kind, 1);
    if (kind === 'embedding') {
      expect((await recipe(one, (await draw(one, text))[0])).files).toBeUndefined();
    } else {
      expect([kind, await refusal(one, text)]).toEqual([
        kind,
        expect.stringMatching(/_missing|incomplete|unusable/)
      ]);
    }
  }
  for (const kind of kinds) {
    const part = `${pathOf(kind)}.part`;
    writeFileSync(part, bytes[kind].old);
    utimesSync(part, 1e9, 1e9);
    renameSync(part, pathOf(kind));
  }
  await one.registry.scan();
  expect(await drawEach(one, 1)).toEqual(freshOf('old', 1));
}, 60_000);

test('an embedding is read anew for every prompt once it is of another width or count, or its checkpoint is', async () => {
  kinds.forEach(each => put(each, 'old'));
  const one = await service();
  const path = pathOf('embedding');
  /** The embeddings that took part, or why the plan refuses. */
  const names = async (model: string): Promise<string[] | string> => {
    const text = `%%sweep model=${model} seed=0 steps=1 size=64x64\na badword kite`;
    const told = await refusal(one, text);
    return told === 'accepted'
      ? ((await recipe(one, (await draw(one, text))[0])).files?.embeddings ?? []).map(({ name }) => name)
      : told;
  };
  const vectors = (count: number, width: number): void =>
    writeTensors(path, {
      emb_params: { shape: [count, width], data: new Float32Array(count * width).fill(0.1) }
    });
  expect(await names('base')).toEqual(['badword']);
  const [image] = await draw(one, textOf('embedding', 0));
  const [{ params }] = (await one.planner.expand({ text: textOf('embedding', 0) })).cells;
  vectors(1, 999);
  // Before anybody looked at the folders again.
  const { key } = await one.planner.findKey(params);
  expect(key).toBe(one.planner.key(params));
  expect(await names('base')).toEqual([]);
  expect((await draw(one, textOf('embedding', 0)))[0]).not.toBe(image);
  vectors(90, 32);
  expect(await names('base')).toBe('embedding_too_long');
  put('embedding', 'old');
  expect(await names('base')).toEqual(['badword']);
  expect((await draw(one, textOf('embedding', 0)))[0]).toBe(image);

  for (const [family, expected] of [
    ['sd1', ['badword']],
    ['sdxl', []],
    ['sd1', ['badword']]
  ] as const) {
    rmSync(join(models, 'turning'), { recursive: true, force: true });
    cpSync(join(GOLDENS, 'A', family, 'diffusers'), join(models, 'turning'), { recursive: true });
    expect([family, await names('turning')]).toEqual([family, expected]);
  }
  rmSync(join(models, 'turning'), { recursive: true });
}, 60_000);

test('swapped in the middle of a job, every picture is of the bytes its recipe names', async () => {
  kinds.forEach(each => put(each, 'old'));
  const one = await service();
  for (const kind of ['folder', 'lora'] as const) {
    const id = await submit(one, textOf(kind, `0..${SEEDS - 1}`).replace(' steps=1', ' steps=1,9,10'));
    await untilJob(one, id, ({ progress }) => progress.cells_done > 0);
    put(kind, 'new');
    const { cells, state } = await untilJob(one, id);
    expect([kind, state, cells.find(({ error }) => error)?.error ?? null]).toEqual([kind, 'done', null]);
    const versions = [];
    for (const { image, params } of cells) {
      const version = versionIn(await recipe(one, image!), kind)!;
      versions.push(version);
      if (params.steps === 1) {
        expect(await pixels(one, image!)).toBe(fresh[kind][version][params.seed]);
      }
    }
    // At least the last was drawn after the swap.
    expect([kind, versions]).toEqual([kind, expect.arrayContaining(['old', 'new'])]);
  }
}, 60_000);

test('a file that is cut short under the engine and then whole again loses no cell', async () => {
  kinds.forEach(each => put(each, 'old'));
  const one = await service();
  const id = await submit(one, textOf('single', `0..${SEEDS - 1}`).replace(' steps=1', ' steps=1,20'));
  await untilJob(one, id, ({ progress }) => progress.cells_done > 0);
  truncateSync(pathOf('single'), 5000);
  const waiting = await untilJob(one, id, ({ diagnosis }) => diagnosis !== null);
  expect(waiting.diagnosis).toMatchObject({
    code: 'file_incomplete',
    title: 'single.safetensors is still being copied'
  });
  await expect(submit(one, textOf('single', 9))).rejects.toThrow('single.safetensors is still being copied');
  put('single', 'new');
  const { cells, state } = await untilJob(one, id);
  expect([state, cells.find(({ error }) => error)?.error ?? null]).toEqual(['done', null]);
  for (const { image, params } of cells.filter(each => each.params.steps === 1)) {
    const version = versionIn(await recipe(one, image!), 'single')!;
    expect(await pixels(one, image!)).toBe(fresh.single[version][params.seed]);
  }
});
