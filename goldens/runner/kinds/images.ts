/** Fixtures of pictures and latents in other sizes, of 8-bit rounding, and of how alike pictures are. */
import { interpolated, pictureMetrics, resized, structuralSimilarity } from '../../../engine/images';
import type { FilterName, Interpolation, Raster, SsimWindow } from '../../../engine/images';
import { toRgb } from '../../../engine/pipeline';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { valuesOf } from '../../../engine/testing/read-tensors';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import { floatsOf } from '../manifest';
import type { Kind } from '../kind';

type Check = (tensors: Map<string, Tensor>, fixture: Fixture) => Item[];

const kind = (id: string, check: Check): Kind => ({
  name: id,
  matches: fixture => fixture.id === id,
  check: (fixture, { folder }) => check(folder.tensors(fixture), fixture)
});

/** `<mode>/<filter>/<width>x<height>`. */
const checkResize: Check = (tensors, { tolerance = {} }) =>
  grouped(tensors, /^(\w+\/\w+)\/(\d+)x(\d+)$/, ([, group, width, height], expected) => {
    const [mode, filter] = group.split('/');
    const picture = rasterOf(tensors.get(`src_${mode}`)!);
    const named = (filter === 'box_area' ? 'box' : filter) as FilterName | 'nearest';
    return compareNumbers(
      `${width}x${height}`,
      resized(picture, Number(width), Number(height), named).data,
      valuesOf(expected),
      tolerance
    );
  });

function rasterOf({ shape, data }: Tensor): Raster {
  const [height, width, channels = 1] = shape;
  return { width, height, channels: channels as Raster['channels'], data: data as Uint8Array };
}

/** `<mode>[-antialias]/<height>x<width>`. */
const checkInterpolate: Check = (tensors, { tolerance = {} }) =>
  grouped(tensors, /^([\w-]+)\/(\d+)x(\d+)$/, ([, group, height, width], expected) => {
    const source = tensors.get('in')!;
    const [, , from, to] = source.shape;
    const antialias = group.endsWith('-antialias');
    const mode = group.replace(/-antialias$/, '') as Interpolation['mode'];
    const found = interpolated(
      floatsOf(source, 'in'),
      { width: to, height: from },
      { width: Number(width), height: Number(height) },
      { mode, antialias }
    );
    return compareNumbers(`${height}x${width}`, found, floatsOf(expected, group), tolerance);
  });

const checkToUint8: Check = tensors => {
  const decoded = floatsOf(tensors.get('in.decoded'), 'in.decoded');
  const flavours = { 'out.a1111_truncate': 'a1111', 'out.diffusers_round': 'diffusers' } as const;
  return Object.entries(flavours).map(([key, flavour]) => {
    const planes = Float32Array.from([...decoded, ...decoded, ...decoded]);
    const levels = toRgb(planes, flavour).filter((_, k) => k % 3 === 0);
    return compareNumbers(key, levels, valuesOf(tensors.get(key)!), {});
  });
};

/** `ssim_<rgb or luma>_<window>` and the plain measures of each pair; of equal pictures there is no ratio of signal to noise. */
const checkCompare: Check = (tensors, { config, tolerance = {} }) => {
  const a = rasterOf(tensors.get('a')!);
  const pairs = config?.pairs as ({ pair: string } & Record<string, number | null>)[];
  return pairs.map(({ pair, ...expected }) => {
    const b = rasterOf(tensors.get(`b/${pair}`)!);
    const { mse, mae, max, psnr } = pictureMetrics(a, b);
    const plain: Record<string, number> = { mse, mae, max_abs: max, psnr };
    const items = Object.entries(expected).map(([measure, value]) => {
      const [, of, window] = /^ssim_(rgb|luma)_(\w+)$/.exec(measure) ?? [];
      const found = of ? structuralSimilarity(a, b, window as SsimWindow, of === 'luma') : plain[measure];
      return compareNumbers(measure, [found], [value ?? Infinity], tolerance);
    });
    return worstOf(pair, items);
  });
};

/** An item for each first group of the keys that match: the worst of its sizes. */
function grouped(
  tensors: Map<string, Tensor>,
  pattern: RegExp,
  check: (parts: RegExpExecArray, expected: Tensor) => Item
): Item[] {
  const groups = new Map<string, Item[]>();
  for (const [key, tensor] of tensors) {
    const parts = pattern.exec(key);
    if (parts) {
      groups.set(parts[1], [...(groups.get(parts[1]) ?? []), check(parts, tensor)]);
    }
  }
  return [...groups].map(([name, items]) => worstOf(name, items));
}

export const imageKinds: Kind[] = [
  kind('F/resize_pil', checkResize),
  kind('F/latent_interpolate', checkInterpolate),
  kind('F/to_uint8', checkToUint8),
  kind('F/compare', checkCompare)
];
