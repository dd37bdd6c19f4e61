/** With the real engine, through queue and lots: the evaluations that a plan promises are those that are executed. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorker } from '../../engine/testing/worker-script';
import { sharp } from '../images/sharp';
import type { Service } from '../service/service';
import { submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

let worker: string;
let models: string;

beforeAll(() => {
  worker = bundleWorker();
  models = temporaryFolder();
  cpSync(join(__dirname, '../../goldens/A/sd1/diffusers'), join(models, 'tiny'), { recursive: true });
});

const service = (): Promise<Service> =>
  testService({ worker, modelFolders: [models], bundledFolders: [], defaultModel: 'tiny' });

async function photo(by: Service): Promise<string> {
  const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#5080a0' } })
    .png()
    .toBuffer();
  const sha256 = await by.files.put(png);
  by.pictures.putUpload({ sha256, width: 64, height: 64, sizeBytes: png.length }, new Date().toISOString());
  return sha256;
}

const HEAD = '%%sweep size=64x64 sampler="Euler"';

test.each<[string, string]>([
  ['seeds and CFG', `${HEAD} steps=4 seed=1..6 cfg=2,4,7,9\na kite`],
  ['steps', `${HEAD} seed=1..2 steps=2..7\na kite`],
  [
    'samplers',
    `%%sweep size=64x64 steps=4 seed=1..2 sampler="Euler","Euler a","DPM++ 2M","Heun","LMS"\na kite`
  ],
  [
    'hires variants',
    `${HEAD} seed=1..2 steps=4 hires=on hr_scale=1.5 hr_steps=2 hr_upscaler="Latent","Lanczos" denoising_strength=0.4,0.7\na kite`
  ],
  [
    'a prompt that switches at several steps',
    `${HEAD} seed=1..2 steps=6\na {[kite:boat:2]|[kite:boat:4]|kite}`
  ],
  [
    'strengths of a picture',
    `${HEAD} seed=1..2 steps=5 init_image=PHOTO denoising_strength=0.3,0.5,0.8\na kite`
  ]
])('%s', async (_, text) => {
  const one = await service();
  const id = await submit(one, text.replace('PHOTO', await photo(one)));
  const { plan, progress, state } = await untilJob(one, id);
  expect(state).toBe('done');
  expect(progress.unet_evals_executed).toBe(plan.unet_evals.planned);
  expect(plan.unet_evals.planned).toBeLessThanOrEqual(plan.unet_evals.naive);
});

test('one value added', async () => {
  const one = await service();
  await untilJob(one, await submit(one, `${HEAD} steps=4 seed=1..3 cfg=2,4\na kite`));
  const { plan, progress } = await untilJob(
    one,
    await submit(one, `${HEAD} steps=4 seed=1..3 cfg=2,4,6\na kite`)
  );
  expect([plan.cells, plan.cached]).toEqual([9, 6]);
  expect(progress.unet_evals_executed).toBe(plan.unet_evals.planned);
});

test('interleaved with somebody else’s job of the same model', async () => {
  const one = await service();
  one.steering.pauseAll();
  const ids = [
    await submit(one, `${HEAD} steps=4 seed=1..8 cfg=2,4,7\na kite`, { client: 'ann' }),
    await submit(one, `${HEAD} steps=4 seed=11..18 cfg=2,4,7\na boat`, { client: 'bob' })
  ];
  one.steering.resumeAll();
  const jobs = await Promise.all(ids.map(id => untilJob(one, id)));
  const executed = jobs.reduce((sum, { progress }) => sum + progress.unet_evals_executed, 0);
  expect(executed).toBe(jobs.reduce((sum, { plan }) => sum + plan.unet_evals.planned, 0));
});
