/** Fixtures of style transfer: what a style picture says, and what is painted with it. */
import { dirname, join } from 'node:path';
import { resized } from '../../../engine/images';
import type { Raster } from '../../../engine/images';
import { fitted, fromShares, inColoursOf, openStyleNetworks, squared } from '../../../engine/style';
import type { IStyleNetworks } from '../../../engine/style';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { publishedWeights } from '../published-weights';
import { cropOf, pictureOf } from './picture-parts';

export const styleKinds: Kind[] = [
  {
    name: 'style',
    matches: ({ id }) => id.startsWith('P/style/'),
    check: async (fixture, { folder }: CheckContext) => {
      const models = dirname(publishedWeights(folder, fixture));
      const [predict, transform] = ['predict', 'transform'].map(name =>
        join(models, `arbitrary_${name}.onnx`)
      );
      const networks = openStyleNetworks({ predict, transform });
      const tensors = folder.tensors(fixture);
      try {
        return tensors.has('in.style_u8')
          ? [await checkVector(networks, tensors, fixture)]
          : await checkPainting(networks, tensors, fixture);
      } finally {
        await networks.dispose();
      }
    }
  }
];

type Tensors = ReadonlyMap<string, Tensor>;

async function checkVector(networks: IStyleNetworks, tensors: Tensors, fixture: Fixture): Promise<Item> {
  const found = await networks.vectorOf(pictureOf(tensors.get('in.style_u8')!));
  return compareNumbers(
    'out.vec',
    found,
    floatsOf(tensors.get('out.vec'), 'out.vec'),
    fixture.tolerance ?? {}
  );
}

async function checkPainting(networks: IStyleNetworks, tensors: Tensors, fixture: Fixture): Promise<Item[]> {
  const content = pictureOf(tensors.get('in.content_u8')!);
  const small = fitted(content);
  const square = squared(small);
  const painted = await networks.run(square, floatsOf(tensors.get('in.vec'), 'in.vec'));
  const planes = { data: planesOf(painted, square), channels: 3, height: square.height, width: square.width };
  const whole = fromShares(painted, small);
  const image = resized(whole, content.width, content.height, 'lanczos');
  const tolerance = fixture.tolerance ?? {};
  const levels = (tolerance.image_u8 as Tolerance | undefined) ?? tolerance;
  const crop = tolerance['out.y_crop64_f32'] as Tolerance | undefined;
  const found: Record<string, [ArrayLike<number>, Tolerance]> = {
    'in.content384_u8': [square.data, { exact: true }],
    // Only the mean is told: a quantised network moves single pixels.
    'out.y_crop64_f32': [interleaved(cropOf(planes), 64 * 64), { max_abs: 1, ...crop }],
    'out.stylized384_u8': [whole.data, levels],
    'out.image_u8': [image.data, levels],
    'out.keep_color_u8': [inColoursOf(content, image).data, levels]
  };
  return Object.entries(found)
    .filter(([name]) => tensors.has(name))
    .map(([name, [values, within]]) => compareNumbers(name, values, valuesOf(tensors.get(name)!), within));
}

/** Colours one behind the other. */
function planesOf(values: Float32Array, { width, height }: Raster): Float32Array {
  const pixels = width * height;
  return Float32Array.from(values, (_, k) => values[(k % pixels) * 3 + Math.floor(k / pixels)]);
}

function interleaved(planes: Float32Array, pixels: number): Float32Array {
  return Float32Array.from(planes, (_, k) => planes[(k % 3) * pixels + Math.floor(k / 3)]);
}
