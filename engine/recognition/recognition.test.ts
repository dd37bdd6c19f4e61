import { join } from 'node:path';
import fc from 'fast-check';
import { labelNames } from '../../schema/labels';
import { blank } from '../images';
import { careModel } from '../testing/care-models';
import { readTensors } from '../testing/read-tensors';
import { inFolder, writeShapes } from '../testing/safetensors-file';
import { likeliest, middleOf, openRecogniser } from './index';
import type { IRecogniser } from './index';

const model = careModel('efficientnet-lite0.safetensors');

(model ? describe : describe.skip)('EfficientNet-Lite0', () => {
  let recogniser: IRecogniser;
  beforeAll(async () => (recogniser = await openRecogniser(model!)));
  afterAll(() => recogniser.dispose());

  test('a photograph of a tabby cat is one', async () => {
    const file = join(__dirname, '../../goldens/P/efficientnet-lite0/chelsea.safetensors');
    const crop = readTensors(file).get('in.crop_u8')!;
    const logits = await recogniser.logits({
      width: 224,
      height: 224,
      channels: 3,
      data: crop.data as Uint8Array
    });
    const top = likeliest(logits, 3);
    expect(top.map(({ label }) => labelNames.en[label])).toEqual(['tiger cat', 'Egyptian cat', 'tabby']);
    expect(top.map(({ label }) => labelNames.zh_CN[label])).toEqual(['虎猫', '埃及猫', '虎斑猫']);
    expect(top[0].share).toBeCloseTo(0.40746, 4);
  });

  test.each([
    [1, 1, 3],
    [3, 900, 1],
    [640, 427, 4]
  ] as const)(
    'a picture of %i x %i with %i channels gets its shares, the largest first',
    async (w, h, channels) => {
      const shares = (await recogniser.recognise(blank(w, h, channels), 7)).map(({ share }) => share);
      expect(shares).toHaveLength(7);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
      expect(shares.every(share => share > 0 && share < 1)).toBe(true);
    }
  );
});

test('the middle of 0.875 of the shorter side is what is looked at, a pixel to the right where it is odd', () => {
  // Columns and rows by their numbers: 262 of 300 pixels begin at column 95 and row 19.
  const picture = blank(451, 300, 3);
  picture.data.forEach((_, k) => {
    const [x, y] = [Math.floor(k / 3) % 451, Math.floor(k / 3 / 451)];
    picture.data[k] = k % 3 === 0 ? (x === 95 ? 255 : 0) : k % 3 === 1 && y === 19 ? 255 : 0;
  });
  const middle = middleOf(picture);
  const bright = [0, 1].map(c => middle.data.slice(0, 3)[c]);
  expect(bright.every(level => level > 150)).toBe(true);
});

test('shares of any numbers add up to one, and the order is theirs', () =>
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -80, max: 80, noNaN: true }), { minLength: 1000, maxLength: 1000 }),
      numbers => {
        const all = likeliest(Float32Array.from(numbers), 1000);
        expect(all.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(numbers[all[0].label]).toBe(Math.max(...numbers));
      }
    ),
    { numRuns: 20 }
  ));

test('another network and a damaged one are refused by name', () =>
  inFolder(async folder => {
    const path = join(folder, 'net.safetensors');
    await expect(openRecogniser(path)).rejects.toMatchObject({ code: 'model_missing' });
    writeShapes(path, { 'conv_first.weight': [4, 3, 3, 3] });
    const facts = { file: 'net.safetensors', reason: 'not_a_recogniser' };
    await expect(openRecogniser(path)).rejects.toMatchObject({ code: 'model_unsupported', facts });
    writeShapes(path, { '_conv_stem.weight': [32, 3, 3, 3] });
    await expect(openRecogniser(path)).rejects.toMatchObject({
      code: 'model_incomplete',
      facts: { reason: 'tensor_missing', tensor: '_bn0.weight' }
    });
  }));
