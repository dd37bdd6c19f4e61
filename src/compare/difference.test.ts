import { measure, paint, shareOver, spread, type Pixels } from './difference';

const WIDTH = 64;
const HEIGHT = 48;

function drawn(channel: (x: number, y: number, c: number) => number, width = WIDTH, height = HEIGHT): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let k = 0; k < width * height; k++) {
    const [x, y] = [k % width, Math.floor(k / width)];
    data.set([channel(x, y, 0), channel(x, y, 1), channel(x, y, 2), 255], k * 4);
  }
  return { data, width, height };
}

const base = (x: number, y: number, c: number): number => (x * 3 + y * 2 + c * 31 + ((x * y) % 17) * 5) % 256;
const first = drawn(base);

/**
 * What scikit-image 0.26 says of the same pictures, in Wang's form: structural_similarity(gray_a, gray_b, data_range=255,
 * gaussian_weights=True, sigma=1.5, use_sample_covariance=False), with gray = 0.298936 R + 0.587043 G + 0.114021 B; and numpy of the rest.
 */
test.each([
  [
    'noise',
    (x: number, y: number, c: number) => base(x, y, c) + ((x * 31 + y * 17) % 23),
    0.97254619,
    10.60590278,
    0.60904948,
    22
  ],
  [
    'another brightness',
    (x: number, y: number, c: number) => base(x, y, c) + 20,
    0.98964958,
    19.03786892,
    1,
    20
  ],
  [
    'another corner',
    (x: number, y: number, c: number) => (x > 40 && y > 30 ? 255 - base(x, y, c) : base(x, y, c)),
    0.81511283,
    19.16764323,
    0.12727865,
    255
  ]
])('%s is measured as scikit-image measures it', (_, channel, ssim, mean, share, largest) => {
  const { figures } = measure(first, drawn(channel));
  expect(figures.ssim).toBeCloseTo(ssim, 4);
  expect(figures.mean).toBeCloseTo(mean, 6);
  expect(shareOver(figures, 8)).toBeCloseTo(share, 6);
  expect(figures.largest).toBe(largest);
});

test('equal pictures are equal by every measure', () => {
  const { figures } = measure(first, drawn(base));
  expect(figures).toMatchObject({ ssim: 1, seen: 0, mean: 0, largest: 0 });
  expect(shareOver(figures, 0)).toBe(0);
});

test('one pixel is found where it is', () => {
  const { figures } = measure(
    first,
    drawn((x, y, c) => (x === 40 && y === 7 && c === 1 ? 255 - base(x, y, c) : base(x, y, c)))
  );
  expect(figures.at).toEqual({ x: 40, y: 7 });
  expect(shareOver(figures, 0)).toBeCloseTo(1 / (WIDTH * HEIGHT), 9);
});

test('a change that nobody sees is no change that is seen', () => {
  expect(
    measure(
      first,
      drawn((x, y, c) => base(x, y, c) + 1)
    ).figures.seen
  ).toBe(0);
  expect(
    measure(
      drawn(() => 0),
      drawn(() => 255)
    ).figures.seen
  ).toBe(1);
});

test('what is transparent is white', () => {
  const clear = { ...first, data: new Uint8ClampedArray(first.data.length) };
  expect(
    measure(
      clear,
      drawn(() => 255)
    ).figures.largest
  ).toBe(0);
});

test('pictures below the window of SSIM have none', () => {
  const tiny = drawn(base, 8, 20);
  expect(measure(tiny, tiny).figures.ssim).toBeNull();
});

test('a map has the colours where something changed and grey where it counts as equal', () => {
  const { figures, differences } = measure(
    drawn(() => 100),
    drawn(x => 100 + (x < 4 ? 5 : x < 8 ? 60 : 0))
  );
  const colours = spread(figures, 8);
  expect(colours[0]).toBe(8);
  const map = paint(differences, colours);
  const at = (x: number): number[] => [...map.slice(x * 4, x * 4 + 4)];
  expect(at(0)).toEqual([81, 81, 81, 255]);
  expect(at(6)).toEqual([252, 230, 150, 255]);
  expect(at(20)).toEqual(at(0));
});

test('the scale leaves a few outliers out, so that the rest is not dark', () => {
  const counts = new Array<number>(256).fill(0);
  Object.assign(counts, { 10: 500, 20: 500, 250: 1 });
  expect(spread({ counts }, 8)).toEqual([8, 20]);
  expect(spread({ counts: new Array<number>(256).fill(0) }, 8)).toEqual([8, 9]);
});
