/** Colours of pictures: light, contrast, saturation, tables. Pure functions, nothing is changed in place. */
export { lookedUp } from './apply-lut';
export { clahe } from './clahe';
export { coloured } from './coloured';
export type { ColourSettings } from './coloured';
export { readCubeLut } from './cube-lut';
export type { CubeLut, LutTable } from './cube-lut';
export { levelRange, lumaCounts } from './levels';
export { fromLinear, labOf, LIGHT_OF_LEVEL, toLinear } from './srgb';
export { DAYLIGHT, KELVIN_RANGE, lightOf } from './white-balance';
export type { Light } from './white-balance';
