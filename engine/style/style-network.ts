/** Magenta's arbitrary style transfer (Ghiasi et al. 2017, arXiv 1705.06830): one network reads a style, the other paints with it. */
import { cropped, mirrored, resized, rint, withChannels } from '../images';
import type { Raster } from '../images';
import { openOnnxModel } from '../onnx-folder';

/** Both networks. */
export interface IStyleNetworks {
  /** The style of a picture's middle square, 100 numbers. */
  vectorOf(picture: Raster): Promise<Float32Array>;
  /** The picture, RGB and of its own size, in the style of `vector`. It is painted with 384 pixels on its longer side. */
  paint(picture: Raster, vector: Float32Array): Promise<Raster>;
  /** What the painting network says of a square of its own size, (side, side, 3) in [0, 1]. */
  run(square: Raster, vector: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export type StyleFiles = { predict: string; transform: string };

const VECTOR = 'mobilenet_conv/Conv/BiasAdd';
const PAINTED = 'transformer/expand/conv3/conv/Sigmoid';
const PREDICT = { inputs: { style_image: 4 }, outputs: [VECTOR] };
const TRANSFORM = { inputs: { content_image: 4, [VECTOR]: 4 }, outputs: [PAINTED] };
/** Pixels of a side of what the networks take; they are fixed. */
const STYLE_SIDE = 256;
const SIDE = 384;

/** The two ONNX files. Throws Fault as `openOnnxModel`; what the runtime has against them comes with the first picture. */
export function openStyleNetworks(
  { predict, transform }: StyleFiles,
  { threads }: { threads?: number } = {}
): IStyleNetworks {
  const reader = openOnnxModel(predict, PREDICT, { kind: "Magenta's style predictor", threads });
  const painter = openOnnxModel(transform, TRANSFORM, { kind: "Magenta's style transformer", threads });
  const run = async (square: Raster, vector: Float32Array): Promise<Float32Array> => {
    const feeds = {
      content_image: { data: shares(square), shape: [1, square.height, square.width, 3] },
      [VECTOR]: { data: vector, shape: [1, 1, 1, vector.length] }
    };
    return (await painter.run(feeds, [PAINTED]))[PAINTED].data;
  };
  return {
    run,
    vectorOf: async picture => {
      const data = shares(middleSquare(withChannels(picture, 3)));
      const feeds = { style_image: { data, shape: [1, STYLE_SIDE, STYLE_SIDE, 3] } };
      return (await reader.run(feeds, [VECTOR]))[VECTOR].data;
    },
    paint: async (picture, vector) => {
      const content = withChannels(picture, 3);
      const small = fitted(content);
      const painted = fromShares(await run(squared(small), vector), small);
      return resized(painted, content.width, content.height, 'lanczos');
    },
    dispose: async () => {
      await Promise.all([reader.release(), painter.release()]);
    }
  };
}

/** The square in the middle, as large as the predictor wants it; a smaller picture is enlarged. */
function middleSquare(picture: Raster): Raster {
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [picture.width, picture.height].map(length => Math.floor((length - side) / 2));
  return resized(
    cropped(picture, { left, top, width: side, height: side }),
    STYLE_SIDE,
    STYLE_SIDE,
    'lanczos'
  );
}

/** With the longer side as long as the painting network's. */
export function fitted(picture: Raster): Raster {
  const scale = SIDE / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width, picture.height].map(side => Math.max(1, rint(side * scale)));
  return resized(picture, width, height, 'lanczos');
}

/** Made square by mirroring what lies at the right and below, as often as it takes. */
export function squared(picture: Raster): Raster {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let k = 0; k < SIDE * SIDE; k++) {
    const [x, y] = [mirrored(k % SIDE, picture.width), mirrored(Math.floor(k / SIDE), picture.height)];
    const from = (y * picture.width + x) * 3;
    data.set(picture.data.subarray(from, from + 3), 3 * k);
  }
  return { width: SIDE, height: SIDE, channels: 3, data };
}

const shares = ({ data }: Raster): Float32Array => Float32Array.from(data, level => level / 255);

/** The part of a painted square that was the picture `like`, in levels. */
export function fromShares(square: Float32Array, like: Raster): Raster {
  const data = like.data.map((_, k) => {
    const [x, y] = [k % (3 * like.width), Math.floor(k / (3 * like.width))];
    return Math.floor(Math.min(1, Math.max(0, square[y * 3 * SIDE + x])) * 255 + 0.5);
  });
  return { ...like, data };
}
