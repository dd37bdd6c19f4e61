/** Fixtures of faces: what CenterFace finds, how a face is turned upright, and how it is put back. */
import {
  alignedFace,
  decodedFaces,
  openFaceDetector,
  pastedFace,
  pasteMap,
  similarity,
  softMask
} from '../../../engine/faces';
import type { CenterFaceOutputs, Face, Point } from '../../../engine/faces';
import { resizedLinearly } from '../../../engine/images';
import type { Affine, Raster } from '../../../engine/images';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { publishedWeights } from '../published-weights';
import { pictureOf } from './picture-parts';

export const faceKinds: Kind[] = [
  { name: 'face detection', matches: ({ id }) => id.startsWith('P/centerface/'), check: checkDetection },
  { name: 'face alignment', matches: ({ id }) => id.startsWith('P/face/'), check: checkAlignment }
];

const PLANES = ['heatmap', 'scale', 'offset', 'landmarks'] as const;

/** The fixture's tolerance of a class of numbers, or of all. */
const toleranceOf = ({ tolerance = {} }: Fixture, name: string): Tolerance =>
  (tolerance[name] as Tolerance | undefined) ?? tolerance;

async function checkDetection(fixture: Fixture, { folder }: CheckContext): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const picture = pictureOf(tensors.get('in.image_u8')!);
  const blob = interleaved(tensors.get('in.blob_u8')!);
  const detector = openFaceDetector(publishedWeights(folder, fixture));
  try {
    const outputs = await detector.outputs(blob);
    const seen = resizedLinearly(picture, blob.width, blob.height);
    return [
      compareNumbers('in.blob_u8', seen.data, blob.data, { max_abs: 1, mean_abs: 0.01 }),
      ...PLANES.map(name => {
        const expected = floatsOf(tensors.get(`out.${name}`), name);
        return compareNumbers(`out.${name}`, outputs[name], expected, toleranceOf(fixture, `out.${name}`));
      }),
      ...foundIn(outputs, picture, blob, tensors, toleranceOf(fixture, 'boxes')),
      // The whole way, from the picture itself.
      ...(await wholeWay(detector.find(picture, 0.5), tensors))
    ];
  } finally {
    await detector.dispose();
  }
}

/** `out.boxes@<threshold>` and `out.points@<threshold>`, in the picture's pixels. */
function foundIn(
  outputs: CenterFaceOutputs,
  picture: Raster,
  blob: Raster,
  tensors: ReadonlyMap<string, Tensor>,
  tolerance: Tolerance
): Item[] {
  const [across, down] = [picture.width / blob.width, picture.height / blob.height];
  return [...tensors].flatMap(([name, expected]) => {
    const [, what, threshold] = /^out\.(boxes|points)@([\d.]+)$/.exec(name) ?? [];
    if (what === undefined) {
      return [];
    }
    const faces = decodedFaces(outputs, Number(threshold), blob);
    const found = faces.flatMap(face =>
      what === 'points'
        ? face.points.flatMap(([x, y]) => [x * across, y * down])
        : [face.left * across, face.top * down, face.right * across, face.bottom * down, face.score]
    );
    return [compareNumbers(name, found, floatsOf(expected, name), tolerance)];
  });
}

async function wholeWay(finding: Promise<Face[]>, tensors: ReadonlyMap<string, Tensor>): Promise<Item[]> {
  const faces = await finding;
  const found = faces.flatMap(({ left, top, right, bottom, score }) => [left, top, right, bottom, score]);
  const expected = floatsOf(tensors.get('out.boxes@0.5'), 'out.boxes@0.5');
  return [compareNumbers('boxes from the picture', found, expected, { atol: 0.5 })];
}

/** NCHW as a picture. */
function interleaved({ shape, data }: Tensor): Raster {
  const [, , height, width] = shape;
  const pixels = width * height;
  const levels = Uint8Array.from({ length: 3 * pixels }, (_, k) =>
    Number(data[(k % 3) * pixels + Math.floor(k / 3)])
  );
  return { width, height, channels: 3, data: levels };
}

function checkAlignment(fixture: Fixture, { folder }: CheckContext): Item[] {
  const tensors = folder.tensors(fixture);
  const picture = pictureOf(tensors.get('in.image_u8')!);
  const aligned = tensors.get('out.aligned_u8')!;
  const side = aligned.shape[1];
  const map = similarity(pointsOf(tensors.get('in.points')!), pointsOf(tensors.get('in.template')!))!;
  const tolerance = (name: string): Tolerance => toleranceOf(fixture, name);
  return [
    compareNumbers(
      'out.affine_lsq',
      map,
      valuesOf(tensors.get('out.affine_lsq')!),
      tolerance('affine_lsq, inverse')
    ),
    compareNumbers(
      'out.aligned_u8',
      alignedFace(picture, map, side).data,
      valuesOf(aligned),
      tolerance('aligned_u8')
    ),
    ...pastings(tensors).flatMap(scale => {
      const large = resizedLinearly(picture, picture.width * scale, picture.height * scale);
      const restored = pictureOf(tensors.get('in.restored_u8')!);
      const pasted = tensors.get(`out.pasted_u8@${scale}`)!;
      const back = pasteMap(map, scale);
      const inverse = valuesOf(tensors.get(`out.inverse@${scale}`)!);
      return [
        compareNumbers(`out.inverse@${scale}`, back, inverse, tolerance('affine_lsq, inverse')),
        ...checkMask(
          tensors.get(`out.soft_mask@${scale}`),
          wholeMask(side, back, large, scale),
          fixture,
          scale
        ),
        compareNumbers(
          `out.pasted_u8@${scale}`,
          pastedFace(large, restored, map, scale).data,
          valuesOf(pasted),
          tolerance('pasted_u8')
        )
      ];
    })
  ];
}

function checkMask(
  expected: Tensor | undefined,
  found: Float32Array,
  fixture: Fixture,
  scale: number
): Item[] {
  const name = `out.soft_mask@${scale}`;
  return expected
    ? [compareNumbers(name, found, floatsOf(expected, name), toleranceOf(fixture, 'soft_mask'))]
    : [];
}

/** How many times as large the pictures are that the face is pasted into. */
const pastings = (tensors: ReadonlyMap<string, Tensor>): number[] =>
  [...tensors.keys()].flatMap(name => /^out\.pasted_u8@(\d+)$/.exec(name)?.slice(1).map(Number) ?? []);

function wholeMask(side: number, back: Affine, picture: Raster, scale: number): Float32Array {
  const { window, values } = softMask(side, back, picture, scale);
  const whole = new Float32Array(picture.width * picture.height);
  values.forEach((value, k) => {
    const y = window.top + Math.floor(k / window.width);
    whole[y * picture.width + window.left + (k % window.width)] = value;
  });
  return whole;
}

function pointsOf(tensor: Tensor): Point[] {
  const numbers = valuesOf(tensor);
  return Array.from({ length: numbers.length / 2 }, (_, k) => [numbers[2 * k], numbers[2 * k + 1]] as const);
}
