/**
 * What a LoRA adds to one module, as places in its file. With W the module's weight (out, in, ...kernel), s the LoRA's weight and
 * scale = alpha / rank (1 where there is no alpha), the module computes with W + s·scale·ΔW.
 */
import { WEIGHT_DTYPES } from '../dtypes';
import type { Dtype } from '../dtypes';
import type { TensorEntry } from '../weights-header';
import type { ModuleParts } from './lora-file';
import type { Part } from './part-names';

/** A tensor and the shape to read it with. */
export type Factor = { entry: TensorEntry; shape: readonly number[] };

/**
 * A matrix kept whole, or as left (out, r) · right (r, in, ...kernel); with a Tucker core (i, j, ...kernel) between them, which has the
 * kernel, left is (i, out) and right (j, in).
 */
export type Product = { whole: Factor } | { left: Factor; right: Factor; core?: Factor };

export type Delta =
  /** ΔW = up · down (Hu et al. 2021, arXiv 2106.09685); with `mid` (r, r, ...kernel) between them, `down` has no kernel. */
  | { kind: 'low_rank'; down: Factor; up: Factor; mid?: Factor }
  /** LoHa: ΔW = (w1a · w1b) ∘ (w2a · w2b) (Hyeon-Woo et al. 2021, arXiv 2108.06098). */
  | { kind: 'hadamard'; first: Product; second: Product; rank: number }
  /** LoKr: ΔW = w1 ⊗ w2 (Yeh et al. 2023, arXiv 2309.14859); w2 has the kernel. */
  | { kind: 'kronecker'; first: Product; second: Product; outer: readonly [number, number] }
  /** GLoRA: ΔW = b2 · b1 + W · a2 · a1 (Chavan et al. 2023, arXiv 2306.07967); linear layers only. */
  | { kind: 'generalized'; a1: Factor; a2: Factor; b1: Factor; b2: Factor }
  | { kind: 'full'; weight: Factor };

export type Adapter = {
  delta?: Delta;
  /** Added to the module's bias, not scaled by alpha. */
  bias?: Factor;
  alpha?: Factor;
  /** What alpha is divided by; null where alpha is ignored. */
  rank: number | null;
  /** Input channels it adapts: the module's, or the first of them. */
  inputs: number;
  /** DoRA (Liu et al. 2024, arXiv 2402.09353): the length each output's or each input's weights are brought to. */
  magnitude?: Factor & { axis: 'out' | 'in' };
};

/** Why the tensors of a module can't be its adapter. */
export type AdapterMismatch =
  | { reason: 'tensor_shape'; tensor: string; found: string; expected: string }
  | { reason: 'tensor_dtype'; tensor: string; value: string }
  | { reason: 'tensor_missing'; tensor: string };

/** Thrown inside this file only. */
class AdapterMismatchError {
  constructor(readonly mismatch: AdapterMismatch) {}
}

const NUMBER_DTYPES: readonly Dtype[] = [...WEIGHT_DTYPES, 'I64', 'I32'];

/** Channels of a latent, which are the first that every UNet takes. */
const LATENT_CHANNELS = 4;

/**
 * The adapter that `parts` make for a module whose weight is `shape` (out, in, ...kernel; or (width) for a norm), or why they make
 * none. A plain model's LoRA adapts the first four input channels of an inpainting or editing model, as A1111 has it.
 */
export function adapterOf(
  base: string,
  parts: ModuleParts,
  shape: readonly number[]
): { adapter: Adapter } | { mismatch: AdapterMismatch } {
  const whole = read(base, parts, shape);
  // DoRA's lengths are those of whole weights: there is no first part of one.
  if ('adapter' in whole || shape.length !== 4 || shape[1] <= LATENT_CHANNELS || parts.has('magnitude')) {
    return whole;
  }
  const first = read(base, parts, [shape[0], LATENT_CHANNELS, ...shape.slice(2)]);
  return 'adapter' in first ? first : whole;
}

function read(
  base: string,
  parts: ModuleParts,
  shape: readonly number[]
): { adapter: Adapter } | { mismatch: AdapterMismatch } {
  try {
    return { adapter: new Reader(base, parts).adapter(shape) };
  } catch (error) {
    if (error instanceof AdapterMismatchError) {
      return { mismatch: error.mismatch };
    }
    throw error;
  }
}

class Reader {
  constructor(
    private readonly base: string,
    private readonly parts: ModuleParts
  ) {}

  adapter(shape: readonly number[]): Adapter {
    const delta = this.delta(shape);
    const bias = this.optional('diff_b', [shape[0]]);
    if (!delta && !bias) {
      throw new AdapterMismatchError({ reason: 'tensor_missing', tensor: `${this.base}.lora_down.weight` });
    }
    const alpha = this.parts.has('alpha') ? this.number('alpha') : undefined;
    const magnitude = delta && this.magnitude(shape);
    const rank = delta ? rankOf(delta) : null;
    return { delta, bias, alpha, rank, inputs: shape[1] ?? shape[0], magnitude };
  }

  private delta(shape: readonly number[]): Delta | undefined {
    const { parts } = this;
    if (parts.has('down') || parts.has('up')) {
      return this.lowRank(shape);
    }
    if (parts.has('hada_w1_a')) {
      return this.hadamard(shape);
    }
    if (parts.has('lokr_w1') || parts.has('lokr_w1_a')) {
      return this.kronecker(shape);
    }
    if (parts.has('b1')) {
      return this.generalized(shape);
    }
    const weight = this.optional('diff', shape);
    return weight && { kind: 'full', weight };
  }

  private lowRank(shape: readonly number[]): Delta {
    const down = this.get('down');
    const rank = down.shape[0];
    const [out, inner, ...kernel] = shape;
    const ones = kernel.map(() => 1);
    const up = this.factor('up', [out, rank, ...ones]);
    return this.parts.has('mid')
      ? {
          kind: 'low_rank',
          down: this.factor('down', [rank, inner, ...ones]),
          mid: this.factor('mid', [rank, rank, ...kernel]),
          up
        }
      : { kind: 'low_rank', down: this.factor('down', [rank, inner, ...kernel]), up };
  }

  private hadamard([out, inner, ...kernel]: readonly number[]): Delta {
    const rank = this.get('hada_w1_b').shape[0];
    const product = (a: Part, b: Part, t: Part): Product => ({
      left: this.parts.has(t) ? this.factor(a, [this.get(a).shape[0], out]) : this.factor(a, [out, rank]),
      ...this.rightOf(b, t, this.get(b).shape[0], inner, kernel)
    });
    const first = product('hada_w1_a', 'hada_w1_b', 'hada_t1');
    return { kind: 'hadamard', first, second: product('hada_w2_a', 'hada_w2_b', 'hada_t2'), rank };
  }

  private kronecker([out, inner, ...kernel]: readonly number[]): Delta {
    const p = (this.parts.get('lokr_w1') ?? this.get('lokr_w1_a')).shape[0];
    const q = (this.parts.get('lokr_w1') ?? this.get('lokr_w1_b')).shape[1];
    const [m, n] = [out / p, inner / q];
    const rank = (this.parts.get('lokr_w1_b') ?? this.parts.get('lokr_w2_b'))?.shape[0] ?? 0;
    const first: Product = this.parts.has('lokr_w1')
      ? { whole: this.factor('lokr_w1', [p, q]) }
      : { left: this.factor('lokr_w1_a', [p, rank]), right: this.factor('lokr_w1_b', [rank, q]) };
    if (this.parts.has('lokr_w2')) {
      const second = { whole: this.factor('lokr_w2', [m, n, ...kernel]) };
      return { kind: 'kronecker', first, second, outer: [p, q] };
    }
    const [a, b] = [this.get('lokr_w2_a'), this.get('lokr_w2_b')];
    const left = this.parts.has('lokr_t2')
      ? this.factor('lokr_w2_a', [a.shape[0], m])
      : this.factor('lokr_w2_a', [m, b.shape[0]]);
    const second = { left, ...this.rightOf('lokr_w2_b', 'lokr_t2', b.shape[0], n, kernel) };
    return { kind: 'kronecker', first, second, outer: [p, q] };
  }

  /** The second factor: over the whole kernel, or over the inputs alone where a Tucker core has the kernel. */
  private rightOf(
    part: Part,
    core: Part,
    rank: number,
    inner: number,
    kernel: readonly number[]
  ): { right: Factor; core?: Factor } {
    const entry = this.parts.get(core);
    return entry
      ? {
          right: this.factor(part, [rank, inner]),
          core: this.factor(core, [entry.shape[0], rank, ...kernel])
        }
      : { right: this.factor(part, [rank, inner, ...kernel]) };
  }

  private generalized([out, inner]: readonly number[]): Delta {
    const [b, a] = [this.get('b1').shape[0], this.get('a1').shape[0]];
    return {
      kind: 'generalized',
      b1: this.factor('b1', [b, inner]),
      b2: this.factor('b2', [out, b]),
      a1: this.factor('a1', [a, inner]),
      a2: this.factor('a2', [inner, a])
    };
  }

  /** By its shape: (1, in) and (out, 1), with ones for a kernel, or PEFT's plain (out). */
  private magnitude([out, inner]: readonly number[]): Adapter['magnitude'] {
    const entry = this.parts.get('magnitude');
    if (!entry) {
      return undefined;
    }
    const perInput = entry.shape.length > 1 && entry.shape[0] === 1 && entry.shape[1] === inner;
    return perInput
      ? { ...this.factor('magnitude', [1, inner]), axis: 'in' }
      : { ...this.factor('magnitude', [out]), axis: 'out' };
  }

  private get(part: Part): TensorEntry {
    const entry = this.parts.get(part);
    if (!entry) {
      throw new AdapterMismatchError({ reason: 'tensor_missing', tensor: `${this.base}.${part}` });
    }
    return entry;
  }

  private optional(part: Part, shape: readonly number[]): Factor | undefined {
    return this.parts.has(part) ? this.factor(part, shape) : undefined;
  }

  /** One number of any type that numbers have: some trainers keep whole ones. */
  private number(part: Part): Factor {
    const entry = this.get(part);
    return NUMBER_DTYPES.includes(entry.dtype) && countOf(entry.shape) === 1
      ? { entry, shape: [] }
      : this.factor(part, []);
  }

  /** The tensor of a part, if its numbers are as many as `shape` has and lie alike: kernels may be flattened, ones left out. */
  private factor(part: Part, shape: readonly number[]): Factor {
    const entry = this.get(part);
    if (!WEIGHT_DTYPES.includes(entry.dtype)) {
      throw new AdapterMismatchError({ reason: 'tensor_dtype', tensor: entry.name, value: entry.dtype });
    }
    const [first = 1] = shape;
    if (countOf(entry.shape) !== countOf(shape) || !(shape.length < 2 || entry.shape[0] === first)) {
      const facts = { tensor: entry.name, found: `[${entry.shape}]`, expected: `[${shape}]` };
      throw new AdapterMismatchError({ reason: 'tensor_shape', ...facts });
    }
    return { entry, shape };
  }
}

/** What alpha is divided by: the rank of the factors; nothing where no factor was split, as LyCORIS and A1111 have it. */
function rankOf(delta: Delta): number | null {
  switch (delta.kind) {
    case 'low_rank':
      return delta.down.shape[0];
    case 'hadamard':
      return delta.rank;
    case 'kronecker': {
      const split = [delta.first, delta.second].find(product => 'right' in product);
      return split && 'right' in split ? split.right.shape[0] : null;
    }
    default:
      return null;
  }
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
