/** Sizes against Pillow and torch, to the last bit and to float32. */
import { join } from 'path';
import { excess } from '../testing/closeness';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { FilterName, Interpolation, Raster } from './index';
import { interpolated, resized } from './index';

const golden = (name: string): ReturnType<typeof readTensors> =>
  readTensors(join(__dirname, `../../goldens/F/${name}.safetensors`));
const pictures = golden('resize_pil');
const latents = golden('latent_interpolate');

test.each([...pictures.keys()].filter(key => key.includes('/')))('Pillow resizes %s', key => {
  const [mode, filter, size] = key.split('/');
  const [width, height] = size.split('x').map(Number);
  const { shape, data } = pictures.get(`src_${mode}`)!;
  const source = {
    width: shape[1],
    height: shape[0],
    channels: (shape[2] ?? 1) as Raster['channels'],
    data: data as Uint8Array
  };
  const named = filter === 'box_area' ? 'box' : (filter as FilterName | 'nearest');
  expect([...resized(source, width, height, named).data]).toEqual(valuesOf(pictures.get(key)!));
});

test.each([...latents.keys()].filter(key => key !== 'in'))('torch interpolates %s', key => {
  const [name, size] = key.split('/');
  const [height, width] = size.split('x').map(Number);
  const source = latents.get('in')!;
  const found = interpolated(
    source.data as Float32Array,
    { width: source.shape[3], height: source.shape[2] },
    { width, height },
    {
      mode: name.replace('-antialias', '') as Interpolation['mode'],
      antialias: name.endsWith('-antialias')
    }
  );
  expect(excess(found, valuesOf(latents.get(key)!), { atol: 1e-5 })).toBeLessThanOrEqual(1);
});
