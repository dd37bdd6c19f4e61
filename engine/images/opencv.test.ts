/** Pictures against OpenCV and Pillow; goldens/fixtures/images/make.py made them. */
import { join } from 'node:path';
import { excess } from '../testing/closeness';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { Tensor } from '../testing/read-tensors';
import type { Affine, Raster } from './index';
import { coverage, eroded, fromYCbCr, resizedLinearly, softened, toYCbCr, warped } from './index';

const tensors = readTensors(join(__dirname, '../../goldens/fixtures/images/opencv.safetensors'));

const rasterOf = ({ shape, data }: Tensor): Raster => ({
  width: shape[1],
  height: shape[0],
  channels: 3,
  data: data as Uint8Array
});
const picture = rasterOf(tensors.get('in.picture')!);
const named = (start: string): string[] => [...tensors.keys()].filter(key => key.startsWith(start));

test.each(named('linear@'))("%s is OpenCV's, to the last bit", key => {
  const [width, height] = key.split('@')[1].split('x').map(Number);
  expect([...resizedLinearly(picture, width, height).data]).toEqual(valuesOf(tensors.get(key)!));
});

test.each([0, 1, 2, 3])(
  'a picture that is turned and scaled as map %i says is OpenCV’s, to the last bit',
  i => {
    const map = valuesOf(tensors.get(`in.map${i}`)!) as unknown as Affine;
    const window = { left: 0, top: 0, width: 27, height: 25 };
    const found = warped(picture, map, window, [132, 133, 135]);
    expect([...found.data]).toEqual(valuesOf(tensors.get(`warped${i}`)!));
    const covered = coverage(31, 23, map, window);
    expect(excess(covered, valuesOf(tensors.get(`covered${i}`)!), { atol: 1e-6 })).toBeLessThanOrEqual(1);
    // A part of it is the part of the whole.
    const part = warped(picture, map, { left: 5, top: 7, width: 3, height: 2 }, [132, 133, 135]);
    const rows = [7, 8].flatMap(y => [...found.data.subarray((y * 27 + 5) * 3, (y * 27 + 8) * 3)]);
    expect([...part.data]).toEqual(rows);
  }
);

const mask = tensors.get('in.mask')!;
const size = { width: mask.shape[1], height: mask.shape[0] };

test.each(named('eroded@'))('a mask %s is OpenCV’s', key => {
  const found = eroded(mask.data as Float32Array, size, Number(key.split('@')[1]));
  expect([...found]).toEqual(valuesOf(tensors.get(key)!));
});

test.each(named('softened@'))('a mask %s is OpenCV’s', key => {
  const found = softened(mask.data as Float32Array, size, Number(key.split('@')[1]));
  expect(excess(found, valuesOf(tensors.get(key)!), { atol: 2e-6 })).toBeLessThanOrEqual(1);
});

test('brightness and colour are told apart and put together as Pillow does', () => {
  const colours = rasterOf(tensors.get('in.colours')!);
  expect([...toYCbCr(colours).data]).toEqual(valuesOf(tensors.get('ycbcr')!));
  expect([...fromYCbCr(colours).data]).toEqual(valuesOf(tensors.get('rgb')!));
});
