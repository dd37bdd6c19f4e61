import { resized, resizedLinearly, toPlanes, withChannels } from '../images';
import type { Raster } from '../images';
import { openOnnxModel } from '../onnx-folder';
import { decodedFaces } from './decode';
import type { CenterFaceOutputs } from './decode';
import type { Face, FacePoints } from './face';

/** A network that finds faces. */
export interface IFaceDetector {
  /** The faces that are surer than `threshold` (0.5), in the picture's pixels. */
  find(picture: Raster, threshold?: number): Promise<Face[]>;
  /** What the network says of an RGB picture whose sides divide by 32. */
  outputs(picture: Raster): Promise<CenterFaceOutputs>;
  dispose(): Promise<void>;
}

const PORTS = { inputs: { 'input.1': 4 }, outputs: ['537', '538', '539', '540'] };
const MULTIPLE = 32;
const THRESHOLD = 0.5;
/**
 * Larger pictures are looked at in this size: time and memory grow with their pixels (1.3 s and 0.3 GB for a square of it), and a face of
 * twenty pixels, the least that is found, is then an eightieth of the picture.
 */
const LONGEST_SIDE = 1600;

/** CenterFace in the ONNX file at `path`. Throws Fault as `openOnnxModel`; what the runtime has against it comes with the first face. */
export function openFaceDetector(path: string, { threads }: { threads?: number } = {}): IFaceDetector {
  const part = openOnnxModel(path, PORTS, { kind: 'CenterFace', threads });
  const outputs = async (picture: Raster): Promise<CenterFaceOutputs> => {
    const { width, height } = picture;
    const data = toPlanes(picture).map(value => value * 255);
    const found = await part.run({ 'input.1': { data, shape: [1, 3, height, width] } }, PORTS.outputs);
    const [heatmap, scale, offset, landmarks] = PORTS.outputs.map(name => found[name].data);
    return { width: width / 4, height: height / 4, heatmap, scale, offset, landmarks };
  };
  return {
    outputs,
    find: async (picture, threshold = THRESHOLD) => {
      const seen = toMultiple(noLarger(withChannels(picture, 3)));
      const across = picture.width / seen.width;
      const down = picture.height / seen.height;
      const faces = decodedFaces(await outputs(seen), threshold, seen);
      return faces.map(face => stretched(face, across, down));
    },
    dispose: () => part.release()
  };
}

function noLarger(picture: Raster): Raster {
  const scale = LONGEST_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) {
    return picture;
  }
  const [width, height] = [picture.width, picture.height].map(side => Math.max(1, Math.round(side * scale)));
  return resized(picture, width, height, 'bilinear');
}

/** Stretched a little, as the network's own program does. */
function toMultiple(picture: Raster): Raster {
  const [width, height] = [picture.width, picture.height].map(side => Math.ceil(side / MULTIPLE) * MULTIPLE);
  return width === picture.width && height === picture.height
    ? picture
    : resizedLinearly(picture, width, height);
}

function stretched({ left, top, right, bottom, score, points }: Face, across: number, down: number): Face {
  return {
    left: left * across,
    top: top * down,
    right: right * across,
    bottom: bottom * down,
    score,
    points: points.map(([x, y]) => [x * across, y * down]) as unknown as FacePoints
  };
}
