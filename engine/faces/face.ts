/** A face in a picture, in its pixels. */
export type Face = {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** How sure the network is, 0 to 1. */
  score: number;
  /** Both eyes, the nose and both corners of the mouth, those on the picture's left first. */
  points: FacePoints;
};

export type Point = readonly [x: number, y: number];
export type FacePoints = readonly [Point, Point, Point, Point, Point];

const area = ({ left, top, right, bottom }: Face): number => (right - left) * (bottom - top);

/** The `most` largest faces whose shorter side has at least `least` pixels, the largest first; of equal ones the topmost, then leftmost. */
export function chosenFaces(
  faces: readonly Face[],
  { most = Infinity, least = 0 }: { most?: number; least?: number } = {}
): Face[] {
  return faces
    .filter(({ left, top, right, bottom }) => Math.min(right - left, bottom - top) >= least)
    .sort((a, b) => area(b) - area(a) || a.top - b.top || a.left - b.left)
    .slice(0, Math.max(0, most));
}
