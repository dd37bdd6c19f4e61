import type { Contribution } from './filters';
import { contributions, filters } from './filters';

/** A latent upscaler: the function between neighbours, and whether it is widened when shrinking. */
export type Interpolation = {
  mode: 'nearest' | 'nearest-exact' | 'area' | 'bilinear' | 'bicubic';
  antialias?: boolean;
};

type Size = { width: number; height: number };

/** Planes (channels, height, width) in another size, as torch's `interpolate` without aligned corners. */
export function interpolated(
  planes: Float32Array,
  from: Size,
  to: Size,
  interpolation: Interpolation
): Float32Array {
  const across = tapsOf(from.width, to.width, interpolation);
  const down = tapsOf(from.height, to.height, interpolation);
  const channels = planes.length / (from.width * from.height);
  const wide = resampled(planes, channels * from.height, from.width, 1, across);
  return resampled(wide, channels, from.height, to.width, down);
}

/** What each output takes: clamped inputs and their weights. */
type Taps = { inputs: number[]; weights: number[] };

function tapsOf(inputs: number, outputs: number, { mode, antialias }: Interpolation): Taps[] {
  if (antialias && (mode === 'bilinear' || mode === 'bicubic')) {
    return contributions(filters[mode], inputs, outputs).map(({ from, weights }: Contribution) => ({
      inputs: weights.map((_, k) => from + k),
      weights
    }));
  }
  const scale = inputs / outputs;
  const clamp = (place: number): number => Math.min(Math.max(place, 0), inputs - 1);
  return Array.from({ length: outputs }, (_, k) => {
    switch (mode) {
      case 'nearest':
        return { inputs: [clamp(Math.floor(k * scale))], weights: [1] };
      case 'nearest-exact':
        return { inputs: [clamp(Math.floor((k + 0.5) * scale))], weights: [1] };
      case 'area': {
        const from = Math.floor(k * scale);
        const count = Math.ceil((k + 1) * scale) - from;
        return {
          inputs: Array.from({ length: count }, (_each, i) => from + i),
          weights: Array<number>(count).fill(1 / count)
        };
      }
      case 'bilinear': {
        const place = Math.max((k + 0.5) * scale - 0.5, 0);
        const low = Math.floor(place);
        return { inputs: [low, low + 1].map(clamp), weights: [1 - (place - low), place - low] };
      }
      case 'bicubic': {
        const place = (k + 0.5) * scale - 0.5;
        const low = Math.floor(place);
        const near = [-1, 0, 1, 2].map(step => low + step);
        return { inputs: near.map(clamp), weights: near.map(each => keys(each - place)) };
      }
    }
  });
}

/** Keys' cubic with torch's parameter, -0.75, where it does not antialias. */
function keys(distance: number): number {
  const a = -0.75;
  const x = Math.abs(distance);
  return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * a;
}

/** Along one dimension: `blocks` of `places`' inputs, each `stride` numbers. */
function resampled(
  values: Float32Array,
  blocks: number,
  length: number,
  stride: number,
  places: readonly Taps[]
): Float32Array {
  const out = new Float32Array(blocks * places.length * stride);
  for (let block = 0; block < blocks; block++) {
    places.forEach(({ inputs, weights }, place) => {
      for (let s = 0; s < stride; s++) {
        let sum = 0;
        for (let k = 0; k < inputs.length; k++) {
          sum += values[(block * length + inputs[k]) * stride + s] * weights[k];
        }
        out[(block * places.length + place) * stride + s] = sum;
      }
    });
  }
  return out;
}
