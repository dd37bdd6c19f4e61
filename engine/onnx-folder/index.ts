/** Pipelines exported as a folder of ONNX files, and single ONNX files: checked before the runtime sees them, then run as any networks. */
export { isOnnxFolder, openOnnxFolder } from './onnx-folder';
export type { OnnxFolder } from './onnx-folder';
export { openOnnxModel } from './onnx-model';
export { onnxLimits, onnxProblems, openOnnxNetworks } from './onnx-networks';
export type { OnnxPart } from './onnx-part';
