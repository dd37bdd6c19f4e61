/** Networks that restore a face: GFPGAN, RestoreFormer, CodeFormer. */
export { readRestorer } from './architecture';
export type { RestorerArch } from './architecture';
export { graphOf, inspectFaceRestorer, inSpelling, openFaceRestorer } from './face-restorer';
export type { FaceRestorerInfo, IFaceRestorer, RestoredPlanes } from './face-restorer';
