import { statusOf } from '../routes/status';
import fc from 'fast-check';
import { buildInfotext } from '../../language/infotext/write';
import { parseInfotext } from '../../language/infotext/read';
import { readPictureText } from './picture-text';
import { withPngText } from './png-text';
import { sharp } from './sharp';
import { isUpload, readUpload } from './upload';
import { Fault } from '../../schema/fault';

const RED = { r: 200, g: 10, b: 30 };
const picture = (width = 4, height = 2): ReturnType<typeof sharp> =>
  sharp({ create: { width, height, channels: 3, background: RED } });

test('equal pixels are one upload, whatever file they came in', async () => {
  const [png, webp] = [await picture().png().toBuffer(), await picture().webp({ lossless: true }).toBuffer()];
  const [one, other] = [await readUpload(png), await readUpload(webp)];
  expect(one).toMatchObject({ width: 4, height: 2, infotext: null });
  expect(other.png).toEqual(one.png);
  expect(isUpload(one.png)).toBe(true);
  expect(isUpload(png)).toBe(false);
});

test('a picture lying on its side is set upright', async () => {
  const { width, height } = await readUpload(
    await picture().jpeg().withMetadata({ orientation: 6 }).toBuffer()
  );
  expect([width, height]).toEqual([2, 4]);
});

test('transparency stays, and grey becomes colour', async () => {
  const clear = { create: { width: 2, height: 2, channels: 4, background: { ...RED, alpha: 0.5 } } } as const;
  const channels = async (bytes: Buffer): Promise<number | undefined> =>
    (await sharp((await readUpload(bytes)).png).metadata()).channels;
  expect(await channels(await sharp(clear).png().toBuffer())).toBe(4);
  expect(await channels(await picture().greyscale().png().toBuffer())).toBe(3);
});

test('the infotext of a picture comes with it and stays in it', async () => {
  const text = buildInfotext('a 猫', '', [['Steps', 3]]);
  const bytes = withPngText(await picture().png().toBuffer(), [{ keyword: 'parameters', text }]);
  const upload = await readUpload(bytes);
  expect(upload.infotext).toBe(text);
  expect(await readPictureText(upload.png)).toBe(text);
});

test('texts made to break their readers spoil no upload', async () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const text = `{"positive_prompt": "a", "scheduler": "euler", "steps": ${deep}, "seed": 3}`;
  const bytes = withPngText(await picture().png().toBuffer(), [{ keyword: 'invokeai_metadata', text }]);
  expect((await readUpload(bytes)).infotext).toContain('Seed: 3');
});

test.each<[string, () => Promise<Buffer> | Buffer, number, string]>([
  ['a text', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'picture_format'],
  ['a GIF', () => Buffer.from('GIF89a'), 415, 'picture_format'],
  ['half a PNG', async () => (await picture().png().toBuffer()).subarray(0, 40), 400, 'picture_damaged'],
  ['a huge PNG', () => picture(5000, 4000).png().toBuffer(), 413, 'picture_large']
])('%s is refused', async (_, make, status, code) => {
  const error = await readUpload(await make()).catch(each => each as Fault);
  expect(error).toMatchObject({ code });
  expect(statusOf((error as Fault).code)).toBe(status);
});

test('whatever an infotext says, it is read as it was built', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z -]{1,8}[a-z]$/);
  const value = fc.string({ minLength: 1 }).filter(each => !/^["\s]|\s$|\r|^\d+x\d+$/.test(each));
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 3, maxLength: 5 }),
      fc.array(value, { minLength: 5 }),
      (keys, values) => {
        const pairs = keys.map((key, k) => [key, values[k]] as const).filter(([key, each]) => key !== each);
        fc.pre(pairs.length > 2);
        expect(parseInfotext(buildInfotext('a cat', 'bad', pairs))).toEqual({
          prompt: 'a cat',
          negative: 'bad',
          params: Object.fromEntries(pairs)
        });
      }
    )
  );
});
