import { greyOf } from '../images';
import type { Raster } from '../images';

/** The darkest and the brightest level of a picture's luma, leaving out `share` of its pixels at each end. */
export function levelRange(picture: Raster, share: number): [low: number, high: number] {
  const counts = lumaCounts(picture);
  const most = share * counts.reduce((sum, count) => sum + count, 0);
  const from = (levels: readonly number[]): number => {
    let sum = 0;
    return levels.find(level => (sum += counts[level]) > most) ?? levels[0];
  };
  const levels = Array.from(counts, (_, level) => level);
  return [from(levels), from([...levels].reverse())];
}

/** How many pixels have each level of luma (ITU-R 601). */
export function lumaCounts(picture: Raster): Uint32Array {
  const counts = new Uint32Array(256);
  greyOf(picture).data.forEach(level => counts[level]++);
  return counts;
}
