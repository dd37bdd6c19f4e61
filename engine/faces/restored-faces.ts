import type { IFaceRestorer } from '../face-restorers';
import { fromPlanes, toPlanes, withChannels } from '../images';
import type { Raster } from '../images';
import { alignedFace, similarity, templateOf } from './align';
import type { Face } from './face';
import { pastedFace } from './paste';

/** An upright face of the template's, made better; of the same size. */
export type RestoreFace = (aligned: Raster) => Promise<Raster>;

/** What `restorer` makes of upright faces; `fidelity` is CodeFormer's w. */
export function restoringWith(restorer: IFaceRestorer, fidelity?: number): RestoreFace {
  return async aligned => {
    const { width, height } = aligned;
    const { planes } = await restorer.run(toPlanes(aligned), height, width, fidelity);
    return fromPlanes(
      planes.map(value => (value + 1) / 2),
      width,
      height
    );
  };
}

/**
 * The picture with each of `faces` turned upright, restored and put back, the first lowermost; `strength` blends between nothing, 0, and
 * all that was restored, 1. An alpha channel stays; grey becomes RGB. Every face is taken from the picture as it was given, so that
 * their order doesn't matter but where they touch.
 */
export async function withRestoredFaces(
  picture: Raster,
  faces: readonly Face[],
  restore: RestoreFace,
  { side, strength = 1 }: { side: number; strength?: number }
): Promise<Raster> {
  if (faces.length === 0 || strength <= 0) {
    return picture;
  }
  const given = withChannels(picture, 3);
  let out = picture.channels === 4 ? picture : given;
  for (const { points } of faces) {
    const map = similarity(points, templateOf(side));
    if (map) {
      out = pastedFace(out, await restore(alignedFace(given, map, side)), map);
    }
  }
  return strength >= 1 ? out : mixed(picture.channels === 4 ? picture : given, out, strength);
}

function mixed(from: Raster, to: Raster, share: number): Raster {
  return { ...from, data: from.data.map((value, k) => Math.round(value + (to.data[k] - value) * share)) };
}
