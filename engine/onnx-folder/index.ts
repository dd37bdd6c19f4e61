export { isOnnxFolder, openOnnxFolder } from './onnx-folder';
export type { OnnxFolder } from './onnx-folder';
export { onnxProblems, openOnnxNetworks } from './onnx-networks';
