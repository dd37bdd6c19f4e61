/** Care after drawing, with the real engine: what is drawn once, what a change of care costs, and what is kept. */
import { cpSync, existsSync, mkdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorker } from '../../engine/testing/worker-script';
import type { Job } from '../../schema/wire';
import { sharp } from '../images/sharp';
import { readPictureText } from '../images/picture-text';
import type { Service } from '../service/service';
import {
  loseDatabase,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';

let worker: string;
let models: string;

beforeAll(() => {
  worker = bundleWorker();
  models = temporaryFolder();
  cpSync(join(__dirname, '../../goldens/A/sd1/diffusers'), join(models, 'tiny'), { recursive: true });
  mkdirSync(join(models, 'ESRGAN'));
  cpSync(
    join(__dirname, '../../goldens/fixtures/picture-networks/rrdb-x2.safetensors'),
    join(models, 'ESRGAN/twice.safetensors')
  );
});

const service = (dataFolder?: string): Promise<Service> =>
  testService({
    ...{ worker, modelFolders: [models], bundledFolders: [], defaultModel: 'tiny' },
    ...(dataFolder && { dataFolder })
  });

const HEAD = '%%sweep size=64x64 sampler="Euler" steps=3';
const drawn = async (by: Service, text: string): Promise<Job> => {
  const job = await untilJob(by, await submit(by, text));
  expect(job.state).toBe('done');
  return job;
};
const pngOf = async (by: Service, { cells }: Job, at = 0): Promise<Buffer> =>
  Buffer.from((await by.files.get(cells[at].image!))!);
const pixels = async (png: Buffer): Promise<Buffer> => sharp(png).removeAlpha().raw().toBuffer();

test('upscalers of one picture draw it once, and one more draws nothing', async () => {
  const one = await service();
  const first = await drawn(one, `${HEAD} seed=1,2 upscale=2 upscaler=Lanczos,Nearest\na kite`);
  expect(first.plan.unet_evals.planned).toBe(12);
  expect(first.progress.unet_evals_executed).toBe(12);
  expect(first.cells.map(({ width, height }) => [width, height])).toEqual(Array(4).fill([128, 128]));
  const more = await drawn(one, `${HEAD} seed=1,2 upscale=2 upscaler=Lanczos,Nearest,twice\na kite`);
  expect(more.plan).toMatchObject({ cells: 6, cached: 4, cared: 2, unet_evals: { planned: 0 } });
  expect(more.progress.unet_evals_executed).toBe(0);
  expect(new Set(more.cells.map(({ image }) => image)).size).toBe(6);
});

test('a picture that was drawn without care is what care begins with, and is there when care was first', async () => {
  const one = await service();
  const plain = await drawn(one, `${HEAD} seed=1\na kite`);
  const cared = await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Nearest\na kite`);
  expect(cared.progress.unet_evals_executed).toBe(0);
  const small = await sharp(await pngOf(one, cared))
    .resize(64, 64, { kernel: 'nearest' })
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(small.equals(await pixels(await pngOf(one, plain)))).toBe(true);

  await drawn(one, `${HEAD} seed=2 upscale=2\na kite`);
  const after = await drawn(one, `${HEAD} seed=2\na kite`);
  expect(after.plan).toMatchObject({ cells: 1, cached: 1 });
});

test('what comes of a picture that is there is what comes of one that is drawn for it', async () => {
  const text = `${HEAD} seed=3 upscale=1.5 upscaler=twice upscaler_2=Lanczos upscaler_2_visibility=0.25\na kite`;
  const [one, other] = [await service(), await service()];
  await drawn(one, `${HEAD} seed=3\na kite`);
  const [care, whole] = [await drawn(one, text), await drawn(other, text)];
  const [first, second] = [await pixels(await pngOf(one, care)), await pixels(await pngOf(other, whole))];
  expect(first.length).toBe(96 * 96 * 3);
  expect(first.equals(second)).toBe(true);
});

test('a picture tells its care in A1111’s keys, and the picture before care tells none', async () => {
  const one = await service();
  const { cells } = await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=twice\na kite`);
  const text = (await readPictureText(await pngOf(one, { cells } as Job)))!;
  expect(text).toContain('Postprocess upscale by: 2');
  expect(text).toContain('Postprocess upscaler: twice');
  const [before] = one.pictures.all().filter(({ sha256 }) => sha256 !== cells[0].image);
  const plain = await readPictureText(Buffer.from((await one.files.get(before.sha256))!));
  expect(plain).toContain('a kite');
  expect(plain).not.toContain('Postprocess');
});

test('a picture before care whose file is gone is drawn again', async () => {
  const one = await service();
  await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Nearest\na kite`);
  for (const { sha256 } of one.pictures.all()) {
    unlinkSync(one.files.path(sha256));
  }
  const again = await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Lanczos\na kite`);
  expect(again.progress.unet_evals_executed).toBe(6);
});

test('it goes with the last job that cares for it, and no sooner', async () => {
  const one = await service();
  const [first, second] = [
    await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Nearest\na kite`),
    await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Lanczos\na kite`)
  ];
  const shown = [first, second].map(({ cells }) => cells[0].image);
  const before = one.pictures.all().find(({ sha256 }) => !shown.includes(sha256))!;
  await one.jobService.forget(first.id);
  expect(existsSync(one.files.path(before.sha256))).toBe(true);
  await one.jobService.forget(second.id);
  expect(one.pictures.all()).toEqual([]);
  expect(existsSync(one.files.path(before.sha256))).toBe(false);
});

test('it is known again after the database was lost', async () => {
  const dataFolder = temporaryFolder();
  const one = await service(dataFolder);
  await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=Nearest\na kite`);
  await stopService(one);
  loseDatabase(dataFolder);
  const other = await service(dataFolder);
  const again = await drawn(other, `${HEAD} seed=1 upscale=2 upscaler=Lanczos,twice\na kite`);
  expect(again.progress.unet_evals_executed).toBe(0);
});

test('drawing a doubted picture again does all of it again', async () => {
  const one = await service();
  const job = await drawn(one, `${HEAD} seed=1 upscale=2 upscaler=twice\na kite`);
  one.steering.again(job.id, 0);
  const told = await untilJob(
    one,
    job.id,
    ({ cells: [{ again }] }) => again !== undefined && again.state !== 'waiting'
  );
  expect(told.cells[0].again!.state).toBe('same');
});

describe('a picture that was given', () => {
  /** 40 × 24, half red, half blue. */
  async function photo(by: Service): Promise<string> {
    const blue = await sharp({ create: { width: 20, height: 24, channels: 3, background: '#0000ff' } })
      .png()
      .toBuffer();
    const png = await sharp({ create: { width: 40, height: 24, channels: 3, background: '#ff0000' } })
      .composite([{ input: blue, left: 20, top: 0 }])
      .png()
      .toBuffer();
    const sha256 = await by.files.put(png);
    by.pictures.putUpload({ sha256, width: 40, height: 24, sizeBytes: png.length }, new Date().toISOString());
    return sha256;
  }

  test('is enlarged without any model', async () => {
    const one = await testService({ worker, modelFolders: [], bundledFolders: [], defaultModel: null });
    const sha256 = await photo(one);
    const job = await drawn(one, `%%enhance ${sha256} upscale=2,3 upscaler=Nearest`);
    expect(job.plan).toMatchObject({ cells: 2, cared: 2, unet_evals: { naive: 0, planned: 0 } });
    expect(job.cells.map(({ width, height }) => [width, height])).toEqual([
      [80, 48],
      [120, 72]
    ]);
    const png = await pngOf(one, job);
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([80, 48]);
    expect([...data.subarray(0, 3), ...data.subarray(-3)]).toEqual([255, 0, 0, 0, 0, 255]);
    const text = (await readPictureText(png))!;
    expect(text).toContain('Postprocess upscale by: 2');
    expect(text).not.toMatch(/Model|Steps|Sampler|Seed/);
  });

  test('is known again, and cared for by the networks of the folders', async () => {
    const one = await service();
    const sha256 = await photo(one);
    const first = await drawn(one, `%%enhance ${sha256} upscale=2 upscaler=Lanczos,twice`);
    expect(new Set(first.cells.map(({ image }) => image)).size).toBe(2);
    const again = await drawn(one, `%%enhance ${sha256} upscale=2 upscaler=twice`);
    expect(again.plan).toMatchObject({ cells: 1, cached: 1 });
  });

  test.each([
    ['steps of drawing', '%%enhance PHOTO steps=20', 'care_draws_nothing'],
    ['an axis of drawing', '%%enhance PHOTO seed=1,2 upscale=2', 'care_draws_nothing'],
    ['a prompt', '%%enhance PHOTO upscale=2\na cat', 'care_draws_nothing'],
    ['no picture', '%%enhance upscale=2', 'care_wants_picture'],
    ['none beside models', '%%sweep model=none,tiny seed=1\na cat', 'care_beside_models'],
    ['a picture that is not there', `%%enhance ${'0'.repeat(64)} upscale=2`, 'picture_missing']
  ])('with %s is refused by name', async (_, text, code) => {
    const one = await service();
    const written = text.replace('PHOTO', await photo(one));
    await expect(one.jobService.submit({ text: written }, null, {})).rejects.toMatchObject({ code });
  });
});

test('of the networks that come along those are listed that somebody chooses', async () => {
  const bundled = join(__dirname, '../../models');
  const one = await testService({ worker, modelFolders: [], bundledFolders: [bundled], defaultModel: null });
  const list = await one.registry.list();
  const care = list.filter(({ entry }) => entry.path.startsWith('care/'));
  const names = care.map(({ entry }) => entry.name);
  expect(names).toEqual(expect.arrayContaining(['realesr-animevideov3', 'RealESRGAN_x4plus_anime_6B']));
  expect(names).not.toContain('efficientnet-lite0');
  expect(care.filter(({ entry }) => entry.kind !== 'upscaler' || !entry.usable)).toEqual([]);
  const job = await drawn(one, '%%sweep seed=1 steps=2 upscale=2 upscaler=realesr-animevideov3\na cat');
  expect(job.cells[0]).toMatchObject({ width: 256, height: 256 });
});
