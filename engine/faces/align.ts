/** Faces turned upright and to one size, where the networks that restore them expect them (facexlib's FaceRestoreHelper). */
import { warped } from '../images';
import type { Affine, Raster } from '../images';
import type { FacePoints, Point } from './face';

/** Where the five points of a face are in FFHQ's pictures of 512 pixels (Karras et al. 2019). */
const TEMPLATE: FacePoints = [
  [192.98138, 239.94708],
  [318.90277, 240.1936],
  [256.63416, 314.01935],
  [201.26117, 371.41043],
  [313.08905, 371.15118]
];
const TEMPLATE_SIDE = 512;

/** The grey around a face at the picture's edge. */
const BORDER = [132, 133, 135];

/** The template in a picture of `side` pixels. */
export function templateOf(side: number): FacePoints {
  return TEMPLATE.map(([x, y]) => [
    (x * side) / TEMPLATE_SIDE,
    (y * side) / TEMPLATE_SIDE
  ]) as unknown as FacePoints;
}

/**
 * The turn, scale and shift that bring `from` nearest to `to` by the sum of squares (Umeyama 1991, without mirroring); null where the
 * points are all one, which has no such map. The reference programs take a median over chosen pairs instead, which differs by pixels.
 */
export function similarity(from: readonly Point[], to: readonly Point[]): Affine | null {
  const mean = (points: readonly Point[], axis: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [fx, fy, tx, ty] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let [along, across, spread] = [0, 0, 0];
  from.forEach(([x, y], i) => {
    const [dx, dy, ex, ey] = [x - fx, y - fy, to[i][0] - tx, to[i][1] - ty];
    along += dx * ex + dy * ey;
    across += dx * ey - dy * ex;
    spread += dx * dx + dy * dy;
  });
  if (!(spread > 0)) {
    return null;
  }
  const [c, s] = [along / spread, across / spread];
  return [c, -s, tx - c * fx + s * fy, s, c, ty - s * fx - c * fy];
}

/** The face with these points, upright in a picture of `side` pixels, and the map that took it there. */
export function alignedFace(picture: Raster, map: Affine, side: number): Raster {
  return warped(picture, map, { left: 0, top: 0, width: side, height: side }, BORDER);
}
