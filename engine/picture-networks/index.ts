/** Networks that make one picture of another: larger, cleaner, sharper. */
export { enhanced, enhancedPlanes } from './enhanced';
export { ARCHITECTURES } from './network';
export type { Architecture, PictureNetwork } from './network';
export { inspectPictureNetwork, openPictureNetwork } from './picture-network';
export type { IPictureNetwork, PictureNetworkInfo, PictureNetworkOptions } from './picture-network';
export { build as buildPictureNetwork } from './recognise';
