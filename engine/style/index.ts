/** Pictures painted in the style of another. */
export { fitted, fromShares, openStyleNetworks, squared } from './style-network';
export type { IStyleNetworks, StyleFiles } from './style-network';
export { blendedStyles, inColoursOf, stylised } from './stylised';
export type { StyleOptions, StyleShare } from './stylised';
