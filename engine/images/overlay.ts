/** Putting what was drawn under a mask back into the picture it was drawn for. */
import { blended, composited, premultiplied, unpremultiplied } from './alpha';
import { fitted } from './fit';
import type { Box, Raster } from './raster';
import { blank, inverted, pasted, withChannels } from './raster';

/** The picture without what the grey `mask` covers: RGBA, see-through there. */
export function overlayOf(picture: Raster, mask: Raster): Raster {
  const empty = blank(picture.width, picture.height, 4);
  return unpremultiplied(blended(empty, premultiplied(withChannels(picture, 4)), inverted(mask)));
}

/** What was drawn, under the overlay; made to fit into `box` of it where only a part was drawn. Three channels. */
export function applyOverlay(drawn: Raster, overlay: Raster, box?: Box): Raster {
  const whole = withChannels(drawn, 4);
  if (!box) {
    return withChannels(composited(whole, overlay), 3);
  }
  const part = withChannels(fitted(withChannels(drawn, 3), box.width, box.height, 'crop'), 4);
  const base = pasted(blank(overlay.width, overlay.height, 4), part, box.left, box.top);
  return withChannels(composited(base, overlay), 3);
}
