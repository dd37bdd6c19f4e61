/** Measures of scikit-image's, on the goldens' pairs. */
import { join } from 'path';
import { readTensors } from '../testing/read-tensors';
import type { Raster } from './index';
import { pictureMetrics, structuralSimilarity } from './index';

const tensors = readTensors(join(__dirname, '../../goldens/F/compare.safetensors'));
function picture(key: string): Raster {
  const { shape, data } = tensors.get(key)!;
  return { width: shape[1], height: shape[0], channels: 3, data: data as Uint8Array };
}

test('equal pictures are alike in every measure', () => {
  const [a, b] = [picture('a'), picture('b/identical')];
  expect(pictureMetrics(a, b)).toEqual({ mse: 0, mae: 0, max: 0, psnr: Infinity });
  expect(structuralSimilarity(a, b, 'uniform7')).toBeCloseTo(1, 12);
});

test('noise is measured as scikit-image does', () => {
  const [a, b] = [picture('a'), picture('b/noise40')];
  const { mse, mae, max, psnr } = pictureMetrics(a, b);
  expect([mse, mae, max]).toEqual([1413.5678819444445, 29.91059027777778, 156]);
  expect(psnr).toBeCloseTo(16.627636919786834, 9);
  expect(structuralSimilarity(a, b, 'uniform7')).toBeCloseTo(0.30558585793298737, 9);
  expect(structuralSimilarity(a, b, 'gauss11')).toBeCloseTo(0.27207673286325973, 9);
  expect(structuralSimilarity(a, b, 'gauss11', true)).toBeCloseTo(0.3232867829900939, 9);
});
