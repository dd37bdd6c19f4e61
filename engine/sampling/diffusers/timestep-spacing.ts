/** Falling timesteps in three spacings (Lin et al. 2023, table 2), by numpy's arithmetic. */
const { floor, ceil } = Math;

/** Which timesteps: of `count` that the network knows, `steps` of them. */
export type Spacing = { spacing: string; steps: number; count: number; offset: number };

/** For the classes that move along timesteps or sigmas: fractional where linspace makes them so. */
export function spaced({ spacing, steps, count, offset }: Spacing): number[] {
  switch (spacing) {
    case 'leading': {
      const stride = floor(count / steps);
      return falling(steps, k => k * stride + offset);
    }
    case 'trailing':
      return trailing(count, count / steps);
    default:
      return linspace(0, count - 1, steps).reverse();
  }
}

/** For the multistep solvers, whole: one more in linspace and leading, of which the last is dropped; `last` are left after clipping. */
export function spacedWhole({ spacing, steps, count, offset }: Spacing, last = count): number[] {
  switch (spacing) {
    case 'leading': {
      const stride = floor(last / (steps + 1));
      return falling(steps + 1, k => k * stride + offset).slice(0, -1);
    }
    case 'trailing':
      return trailing(last, count / steps);
    default:
      return linspace(0, last - 1, steps + 1)
        .map(roundHalfEven)
        .reverse()
        .slice(0, -1);
  }
}

/** `np.arange(from, 0, -stride).round() - 1`, whose length now and then is one more than expected. */
function trailing(from: number, stride: number): number[] {
  const step = from - stride - from;
  return Array.from({ length: ceil(from / stride) }, (_, k) => roundHalfEven(from + k * step) - 1);
}

const falling = (length: number, each: (k: number) => number): number[] =>
  Array.from({ length }, (_, k) => each(length - 1 - k));

/** `np.linspace(from, to, length)`. */
export function linspace(from: number, to: number, length: number): number[] {
  const step = (to - from) / (length - 1);
  return Array.from({ length }, (_, k) => (k > 0 && k === length - 1 ? to : k > 0 ? from + k * step : from));
}

/** numpy's rounding. */
export function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}
