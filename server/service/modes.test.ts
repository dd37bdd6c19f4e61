/** The modes of drawing through the whole service: real engine, bundled model. */
import { join } from 'node:path';
import type { Job } from '../../schema/wire';
import { readUpload } from '../images/upload';
import { sharp } from '../images/sharp';
import { bundle, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

const root = join(__dirname, '../..');
const worker = join(temporaryFolder(), 'engine.js');
beforeAll(() => bundle('engine/child/main.ts', worker));

/** The job of a text, `$picture` and `$mask` in it a red picture of 96 × 64 and a mask of its left half. */
async function drawn(text: string): Promise<Job> {
  const service = await testService({
    worker,
    // The bundle lies elsewhere; its native parts are ours.
    env: { NODE_PATH: join(root, 'node_modules') },
    bundledFolders: [join(root, 'models')]
  });
  const given = async (bytes: Buffer): Promise<string> => {
    const { png, width, height } = await readUpload(bytes);
    const sha256 = await service.files.put(png);
    service.pictures.putUpload({ sha256, width, height, sizeBytes: png.length }, new Date().toISOString());
    return sha256;
  };
  const red = sharp({ create: { width: 96, height: 64, channels: 3, background: '#d03020' } });
  const half = sharp({ create: { width: 48, height: 64, channels: 3, background: 'white' } }).extend({
    right: 48,
    background: 'black'
  });
  const picture = await given(await red.png().toBuffer());
  const mask = await given(await half.png().toBuffer());
  const written = text.replace('$picture', picture).replace('$mask', mask);
  return untilJob(service, await submit(service, `%%sweep seed=1 steps=4 ${written}`));
}

test.each([
  ['size=64x64\na cat', 64, 64],
  ['size=96x64 init_image=$picture denoising=0.5\na cat', 96, 64],
  ['size=96x64 init_image=$picture mask=$mask\na cat', 96, 64],
  ['size=64x64 hires=on hr_scale=1.5 hr_upscaler=Latent\na cat', 96, 96],
  ['size=64x64 hires=on hr_scale=1.5 hr_upscaler=Lanczos\na cat', 96, 96]
])(
  '%s is drawn, %i × %i',
  async (text, width, height) => {
    const { cells } = await drawn(text);
    expect(cells.map(({ state, error }) => error?.message ?? state)).toEqual(['done']);
    expect(cells[0]).toMatchObject({ width, height });
  },
  120_000
);
