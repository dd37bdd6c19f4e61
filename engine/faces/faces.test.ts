import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { blank, cropped, pasted, withChannels } from '../images';
import type { Affine, Raster } from '../images';
import { careModel } from '../testing/care-models';
import { readTensors, valuesOf } from '../testing/read-tensors';
import { inFolder } from '../testing/safetensors-file';
import {
  alignedFace,
  chosenFaces,
  openFaceDetector,
  pastedFace,
  similarity,
  skinMask,
  softenedSkin,
  softMask,
  pasteMap,
  templateOf,
  withRestoredFaces
} from './index';
import type { Face, IFaceDetector, Point } from './index';

const GOLDENS = join(__dirname, '../../goldens/P');
const tensors = readTensors(join(GOLDENS, 'face/one_96x96.safetensors'));
const [height, width] = tensors.get('in.image_u8')!.shape.slice(1);
/** A picture of 96 x 96 with one face. */
const portrait: Raster = { width, height, channels: 3, data: tensors.get('in.image_u8')!.data as Uint8Array };

const model = careModel('centerface.onnx');

/** The network's own tests, where it is there. */
(model ? describe : describe.skip)('CenterFace', () => {
  let detector: IFaceDetector;
  beforeAll(() => (detector = openFaceDetector(model!)));
  afterAll(() => detector.dispose());

  test('a face is found, with its eyes above its nose and its nose above its mouth', async () => {
    const [face, ...others] = await detector.find(portrait);
    expect(others).toEqual([]);
    const [leftEye, rightEye, nose, leftMouth, rightMouth] = face.points;
    expect(leftEye[0]).toBeLessThan(rightEye[0]);
    expect(leftMouth[0]).toBeLessThan(rightMouth[0]);
    expect(Math.max(leftEye[1], rightEye[1])).toBeLessThan(nose[1]);
    expect(nose[1]).toBeLessThan(Math.min(leftMouth[1], rightMouth[1]));
  });

  test('forty faces are forty, each where it is', async () => {
    let crowd = blank(8 * width, 5 * height, 3);
    for (let i = 0; i < 40; i++) {
      crowd = pasted(crowd, portrait, (i % 8) * width, Math.floor(i / 8) * height);
    }
    const faces = await detector.find(crowd);
    const places = faces.map(({ left, top, right, bottom }) => {
      return Math.floor((left + right) / 2 / width) + 8 * Math.floor((top + bottom) / 2 / height);
    });
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(chosenFaces(faces, { most: 3 })).toHaveLength(3);
  });

  test('a face that the edge cuts is found, its box ends there, and restoring it works', async () => {
    const [whole] = await detector.find(portrait);
    const cut = cropped(portrait, { left: Math.round(whole.left + 8), top: 0, width: 64, height });
    const [face] = await detector.find(cut);
    expect(face.left).toBeLessThan(3);
    const restored = await withRestoredFaces(cut, [face], aligned => Promise.resolve(aligned), { side: 128 });
    expect([restored.width, restored.height]).toEqual([64, height]);
    const [x, y] = face.points[2].map(Math.round);
    const nose = (y * 64 + x) * 3;
    expect(Math.abs(restored.data[nose] - cut.data[nose])).toBeLessThan(25);
  });

  test('where there is no face there is none: a flat picture, a single pixel, one grey', async () => {
    for (const [w, h, channels] of [
      [90, 60, 3],
      [1, 1, 4],
      [33, 65, 1]
    ] as const) {
      const flat = blank(w, h, channels);
      flat.data.fill(128);
      expect(await detector.find(flat)).toEqual([]);
      expect(await withRestoredFaces(flat, [], never, { side: 512 })).toBe(flat);
    }
  });

  test('a large picture is looked at smaller, and its faces are told in its own pixels', async () => {
    const large = pasted(blank(1800, 300, 4), withChannels(portrait, 4), 1000, 100);
    const [face] = await detector.find(large);
    const [small] = await detector.find(portrait);
    expect(Math.abs(face.points[2][0] - 1000 - small.points[2][0])).toBeLessThan(4);
    expect(Math.abs(face.points[2][1] - 100 - small.points[2][1])).toBeLessThan(4);
  });
});

const never = (): Promise<Raster> => Promise.reject(new Error('there is nothing to restore'));

test('another ONNX model, and what is none, are refused by name', () =>
  inFolder(folder => {
    const path = join(folder, 'centerface.onnx');
    expect(() => openFaceDetector(path)).toThrow(expect.objectContaining({ code: 'model_missing' }));
    writeFileSync(path, 'no network');
    expect(() => openFaceDetector(path)).toThrow(expect.objectContaining({ code: 'model_corrupt' }));
    const other = careModel('arbitrary_predict.onnx');
    if (other) {
      expect(() => openFaceDetector(other)).toThrow(
        expect.objectContaining({
          code: 'model_unsupported',
          facts: { file: 'arbitrary_predict.onnx', reason: 'onnx_other', value: 'CenterFace' }
        })
      );
    }
  }));

const faceAt = (left: number, top: number, side: number): Face => ({
  left,
  top,
  right: left + side,
  bottom: top + side,
  score: 0.9,
  points: templateOf(side).map(([x, y]) => [x + left, y + top]) as unknown as Face['points']
});

test('the largest faces are chosen, none smaller than wished', () => {
  const faces = [faceAt(0, 0, 10), faceAt(40, 0, 30), faceAt(0, 50, 20), faceAt(80, 80, 30)];
  const sides = (chosen: Face[]): number[] => chosen.map(({ right, left }) => right - left);
  expect(sides(chosenFaces(faces))).toEqual([30, 30, 20, 10]);
  expect(chosenFaces(faces, { most: 1 })).toEqual([faces[1]]);
  expect(sides(chosenFaces(faces, { least: 15 }))).toEqual([30, 30, 20]);
  expect(chosenFaces(faces, { most: 0 })).toEqual([]);
});

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });

test('whatever turn, scale and shift took the template away is found, and undone', () =>
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 20, noNaN: true }),
      coordinate,
      coordinate,
      coordinate,
      (scale, angle, x, y) => {
        const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)];
        const template = templateOf(512);
        const moved = template.map(([u, v]): Point => [c * u - s * v + x, s * u + c * v + y]);
        const [a, b, tx, d, e, ty] = similarity(moved, template)!;
        moved.forEach(([u, v], i) => {
          expect(a * u + b * v + tx).toBeCloseTo(template[i][0], 6);
          expect(d * u + e * v + ty).toBeCloseTo(template[i][1], 6);
        });
      }
    )
  ));

test('points that are all one have no map, and leave the picture as it is', async () => {
  const point = [20, 20] as const;
  const face: Face = { ...faceAt(0, 0, 40), points: [point, point, point, point, point] };
  expect(similarity(face.points, templateOf(512))).toBeNull();
  const found = await withRestoredFaces(portrait, [face], never, { side: 128 });
  expect(found.data).toEqual(portrait.data);
});

const smooth = (w: number, h: number, channels: 3 | 4): Raster => {
  const picture = blank(w, h, channels);
  picture.data.forEach((_, k) => {
    const pixel = Math.floor(k / channels);
    const [x, y] = [pixel % w, Math.floor(pixel / w)];
    picture.data[k] =
      k % channels === 3 ? (x * 7) % 256 : 128 + 90 * Math.sin(x / 40) * Math.cos(y / 30 + (k % channels));
  });
  return picture;
};

test('a face put back as it was taken changes a smooth picture by no more than reading it twice', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -20, max: 50 }),
      fc.integer({ min: -20, max: 50 }),
      fc.integer({ min: 66, max: 84 }),
      async (left, top, side) => {
        const picture = smooth(96, 90, 4);
        const restored = await withRestoredFaces(
          picture,
          [faceAt(left, top, side)],
          each => Promise.resolve(each),
          {
            side: 128
          }
        );
        // Of small faces, whose feathering is narrow, and at the picture's edge the grey and the black around a face are mixed into its last pixels, as in the reference programs.
        const inside = left > 4 && top > 4 && left + side < 92 && top + side < 86;
        const far = restored.data.map((value, k) => Math.abs(value - picture.data[k]));
        expect(far.reduce((most, each) => Math.max(most, each))).toBeLessThanOrEqual(inside ? 10 : 255);
        expect(restored.data.filter((_, k) => k % 4 === 3)).toEqual(
          picture.data.filter((_, k) => k % 4 === 3)
        );
      }
    ),
    { numRuns: 10 }
  ));

test('strength blends between the given and the restored picture, and far from faces nothing changes', async () => {
  const black = (aligned: Raster): Promise<Raster> =>
    Promise.resolve(blank(aligned.width, aligned.height, 3));
  const picture = smooth(200, 160, 3);
  const faces = [faceAt(60, 40, 64)];
  const at = (strength: number): Promise<Raster> =>
    withRestoredFaces(picture, faces, black, { side: 128, strength });
  const centre = (72 * 200 + 92) * 3;
  const whole = await at(1);
  expect(whole.data[centre]).toBe(0);
  expect((await at(0.25)).data[centre]).toBe(Math.round(picture.data[centre] * 0.75));
  expect(await at(0)).toBe(picture);
  const corner = (10 * 200 + 10) * 3;
  expect(whole.data[corner]).toBe(picture.data[corner]);
});

test('what a mask covers is OpenCV’s and the reference programs’, and a turned face is to the bit', () => {
  const map = valuesOf(tensors.get('out.affine_lsq')!) as unknown as Affine;
  const found = alignedFace(portrait, map, 128);
  expect([...found.data]).toEqual(valuesOf(tensors.get('out.aligned_u8')!));
  const restored: Raster = {
    width: 128,
    height: 128,
    channels: 3,
    data: found.data.map(value => 255 - value)
  };
  const expected = valuesOf(tensors.get('out.pasted_u8@1')!);
  const far = [...pastedFace(portrait, restored, map).data].map((value, k) => Math.abs(value - expected[k]));
  // Two equal colours blended in float32 may lose their last level there.
  expect(Math.max(...far)).toBeLessThanOrEqual(1);
  const { window, values } = softMask(128, pasteMap(map), portrait);
  const mask = tensors.get('out.soft_mask@1')!.data as Float32Array;
  const wrong = values.map((value, k) => {
    const y = window.top + Math.floor(k / window.width);
    return Math.abs(value - mask[y * width + window.left + (k % window.width)]);
  });
  expect(Math.max(...wrong)).toBeLessThan(1e-5);
});

describe('softening of skin', () => {
  const face = faceAt(20, 20, 200);
  const wrinkled = (): Raster => {
    const picture = blank(240, 240, 3);
    // Fine lines of a few levels, and one edge between light and dark.
    picture.data.forEach((_, k) => {
      const [x, y] = [Math.floor(k / 3) % 240, Math.floor(k / 3 / 240)];
      picture.data[k] = (x < 120 ? 190 : 90) + (y % 6 === 0 ? -8 : 0);
    });
    return picture;
  };
  const level = ({ data }: Raster, x: number, y: number): number => data[(y * 240 + x) * 3];

  test('lines on a cheek fade, an edge stays, and outside of the skin nothing changes', () => {
    const picture = wrinkled();
    const soft = softenedSkin(picture, [face], 1);
    const [x, y] = [85, 144];
    expect(Math.abs(level(soft, x, y) - level(soft, x, y + 3))).toBeLessThan(4);
    expect(level(soft, 118, 100) - level(soft, 122, 100)).toBeGreaterThan(85);
    const mask = skinMask(face, { left: 0, top: 0, width: 240, height: 240 })!;
    const outside = (_: number, k: number): boolean => mask[Math.floor(k / 3)] === 0;
    expect(soft.data.filter(outside)).toEqual(picture.data.filter(outside));
    expect(mask[Math.round(face.points[0][1]) * 240 + Math.round(face.points[0][0])]).toBeLessThan(0.05);
  });

  test('half of it changes half as much, none is the picture itself', () => {
    const picture = wrinkled();
    const [half, whole] = [softenedSkin(picture, [face], 0.5), softenedSkin(picture, [face], 1)];
    const changed = (soft: Raster): number => level(soft, 85, 144) - level(picture, 85, 144);
    expect(Math.abs(2 * changed(half) - changed(whole))).toBeLessThanOrEqual(2);
    expect(changed(whole)).not.toBe(0);
    expect(softenedSkin(picture, [face], 0)).toBe(picture);
  });
});
