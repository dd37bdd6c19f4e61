/** Faces: found, turned upright, restored and put back. */
export { alignedFace, similarity, templateOf } from './align';
export { detailRegion, pastedDetail } from './detail';
export type { DetailOptions, DetailRegion } from './detail';
export { decodedFaces } from './decode';
export type { CenterFaceOutputs } from './decode';
export { chosenFaces } from './face';
export type { Face, FacePoints, Point } from './face';
export { openFaceDetector } from './face-detector';
export type { IFaceDetector } from './face-detector';
export { pastedFace, pasteMap, softMask } from './paste';
export type { SoftMask } from './paste';
export { restoringWith, withRestoredFaces } from './restored-faces';
export type { RestoreFace } from './restored-faces';
export { skinMask, softenedSkin } from './skin';
