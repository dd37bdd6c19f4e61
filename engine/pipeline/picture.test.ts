import { toRgb } from './picture';

/** One pixel per level; all three channels alike. */
const levels = (values: number[], flavour: 'a1111' | 'diffusers'): number[] => {
  const rgb = toRgb(Float32Array.from([...values, ...values, ...values]), flavour);
  return values.map((_, i) => rgb[3 * i]);
};
/** The plane's value for a level that may have a fraction. */
const of = (level: number): number => (level / 255) * 2 - 1;

test.each<[string, number[], number[], number[]]>([
  ['whole levels stay', [0, 128, 255].map(of), [0, 128, 255], [0, 128, 255]],
  ['fractions are cut, or rounded', [10.4, 10.6].map(of), [10, 10], [10, 11]],
  ['what is out of range is clamped', [-3, 3], [0, 255], [0, 255]],
  ['halves are cut, or go to the even', [0], [127], [128]]
])('%s', (_, values, webui, diffusers) => {
  expect(levels(values, 'a1111')).toEqual(webui);
  expect(levels(values, 'diffusers')).toEqual(diffusers);
});

test('channels lie together, rows from the top', () => {
  const planes = Float32Array.from([1, -1, -1, 1, -1, -1]); // red (1, 0), green (0, 1), blue (0, 0)
  expect([...toRgb(planes, 'a1111')]).toEqual([255, 0, 0, 0, 255, 0]);
});
