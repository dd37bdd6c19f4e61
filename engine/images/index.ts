/** Pictures as 8-bit rasters: sizes, masks, transparency; and latents in other sizes. Pure functions, nothing is changed in place. */
export { composited, flattened } from './alpha';
export { blurredByBoxes, blurredMask } from './blur';
export { pictureMetrics, structuralSimilarity } from './picture-metrics';
export type { PictureMetrics, SsimWindow } from './picture-metrics';
export { filled } from './fill';
export { fitted } from './fit';
export type { FitMode } from './fit';
export type { FilterName } from './filters';
export { interpolated } from './interpolate';
export type { Interpolation } from './interpolate';
export { expandCropRegion, maskOf, cropRegion } from './mask';
export { mirrored } from './mirrored';
export { mixed } from './mixed';
export { overlayOf, applyOverlay } from './overlay';
export { blank, changed, channelOf, cropped, greyOf, inverted, pasted, withChannels } from './raster';
export type { Box, Raster } from './raster';
export { resized } from './resize';
