/** Enlarging a picture by a filter or an upscaler network. */
import { type FilterUpscaler, isFilterUpscaler } from '../../schema/upscalers';
import type { FilterName } from '../images';
import type { Size } from './cell';
import { upscalePicture } from './needs';
import type { Answer, Need, Picture } from './needs';
import type { ITools } from './tools';

/** What enlarges pictures: a filter, or the network at a path. `none` stretches by Lanczos. */
export type PictureUpscaler =
  { kind: 'filter'; filter: FilterName | 'nearest' | 'none' } | { kind: 'network'; path: string };

/** The filter by which each enlarges a picture before it is fitted. */
const FILTERS: Readonly<Record<FilterUpscaler, FilterName | 'nearest' | 'none'>> = {
  None: 'none',
  Nearest: 'nearest',
  Lanczos: 'lanczos'
};

/** The upscaler of a name; undefined where it is a network and `path` says no file. */
export function pictureUpscaler(name: string, path: string | undefined): PictureUpscaler | undefined {
  return isFilterUpscaler(name)
    ? { kind: 'filter', filter: FILTERS[name] }
    : path === undefined
      ? undefined
      : { kind: 'network', path };
}

/** A1111's passes of an upscaler at most. */
const PASSES = 3;

/**
 * The picture at a size, as A1111 enlarges one: an upscaler is applied until the size is reached, at most three times, and the result is
 * made exactly that large by Lanczos. `through` is a size that it is made before.
 */
export function* enlarged(
  tools: ITools,
  picture: Picture,
  size: Size,
  upscaler: PictureUpscaler,
  through: Size = size
): Generator<Need, Picture, Answer> {
  const scale = Math.max(size.width / picture.width, size.height / picture.height);
  if (scale <= 1 || (upscaler.kind === 'filter' && upscaler.filter === 'none')) {
    return tools.resize(picture, size, 'lanczos');
  }
  let now = picture;
  for (let pass = 0; pass < PASSES && (now.width < through.width || now.height < through.height); pass++) {
    if (upscaler.kind === 'network') {
      const answer = yield* upscalePicture({
        path: upscaler.path,
        planes: tools.toUnitPlanes(now),
        height: now.height,
        width: now.width
      });
      now = tools.fromUnitPlanes(answer.planes, answer);
    } else {
      const larger = { width: Math.trunc(now.width * scale), height: Math.trunc(now.height * scale) };
      now = tools.resize(now, larger, upscaler.filter as FilterName | 'nearest');
    }
  }
  return tools.resize(tools.resize(now, through, 'lanczos'), size, 'lanczos');
}
