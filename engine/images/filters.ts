/** Resampling filters: a weight by distance from the centre, 0 beyond `support`. */
export type Filter = { support: number; weight(distance: number): number };

const { abs, sin, cos, PI } = Math;

const sinc = (x: number): number => (x === 0 ? 1 : sin(x * PI) / (x * PI));

/** Keys 1981, with its free parameter. */
const cubic = (a: number): Filter => ({
  support: 2,
  weight(distance) {
    const x = abs(distance);
    return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  }
});

export type FilterName = 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';

/** Pillow's. */
export const filters: Readonly<Record<FilterName, Filter>> = {
  box: { support: 0.5, weight: x => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: x => (abs(x) < 1 ? 1 - abs(x) : 0) },
  hamming: { support: 1, weight: x => (abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * cos(x * PI)) : 0) },
  bicubic: cubic(-0.5),
  lanczos: { support: 3, weight: x => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) }
};

/** What one output number is made of: inputs from `from` on, with weights that add up to 1. */
export type Contribution = { from: number; weights: number[] };

/**
 * The contributions to each of `outputs` numbers of the inputs between `start` and `end` of `inputs`. The filter is widened by the
 * factor of shrinking, so that nothing is skipped (antialiasing), as Pillow and torch do.
 */
export function contributions(
  { support, weight }: Filter,
  inputs: number,
  outputs: number,
  start = 0,
  end = inputs
): Contribution[] {
  const scale = (end - start) / outputs;
  const widened = Math.max(scale, 1);
  const reach = support * widened;
  return Array.from({ length: outputs }, (_, k) => {
    const center = start + (k + 0.5) * scale;
    const from = Math.max(Math.trunc(center - reach + 0.5), 0);
    const to = Math.min(Math.trunc(center + reach + 0.5), inputs);
    const weights = Array.from({ length: to - from }, (_each, i) =>
      weight((i + from - center + 0.5) * (1 / widened))
    );
    const sum = weights.reduce((total, each) => total + each, 0);
    return { from, weights: sum === 0 ? weights : weights.map(each => each / sum) };
  });
}
