/**
 * Brownian motion over noise levels, as torchsde's BrownianTree gives it to k-diffusion's SDE samplers: whatever is asked, in
 * whatever order, one path is answered, decided by the seed alone.
 *
 * The tree halves the interval [sigmaMin, sigmaMax] until the asked ends are node ends. A node's increment W is split by a Brownian
 * bridge whose normal numbers come from a generator seeded by the node's place (numpy's SeedSequence). Every end is rounded to six
 * decimals, which bounds the depth at about 24 and is why the last bit of a sigma can matter.
 */
import type { IBrownianNoise, INoiseSource } from '../types';
import { seedSequence } from './seed-sequence';

const f32 = Math.fround;
const POOL_SIZE = 24;
/** Nodes kept between queries; about ten paths from root to leaf. */
const NODES_KEPT = 256;

type Node = {
  from: number;
  to: number;
  /** Level below the root, and place within it. */
  depth: number;
  place: number;
  w: Float32Array;
  halves: readonly [Node, Node] | null;
};

export class BrownianTree implements IBrownianNoise {
  private readonly root: Node;
  private nodes = 1;

  /**
   * @param seed - A non-negative safe integer.
   * @param count - Elements of the latent.
   * @param sigmaMin - The smallest positive sigma of the whole schedule, `sigmaMax` its largest.
   * @param open - The generator of a seed: torch's or Philox.
   */
  constructor(
    private readonly seed: number,
    private readonly count: number,
    sigmaMin: number,
    sigmaMax: number,
    private readonly open: (seed: number) => INoiseSource
  ) {
    const [first] = seedSequence(seed, [], POOL_SIZE, 3);
    const deviation = f32(Math.sqrt(sigmaMax - sigmaMin));
    this.root = {
      from: roundSix(sigmaMin),
      to: roundSix(sigmaMax),
      depth: 0,
      place: 0,
      w: open(first)
        .randn(count)
        .map(z => z * deviation),
      halves: null
    };
  }

  /** Unit-variance noise for the step from `sigma` to `next`; negated when going down, as k-diffusion has it. */
  between(sigma: number, next: number): Float32Array {
    const clamp = (value: number): number => Math.min(Math.max(value, this.root.from), this.root.to);
    const from = clamp(roundSix(Math.min(sigma, next)));
    const to = clamp(roundSix(Math.max(sigma, next)));
    const w = new Float32Array(this.count);
    this.addIncrement(this.root, from, to, w);
    if (this.nodes > NODES_KEPT) {
      this.root.halves = null;
      this.nodes = 1;
    }
    const deviation = f32(Math.sqrt(f32(Math.abs(f32(next) - f32(sigma)))));
    const sign = sigma < next ? 1 : -1;
    return w.map(value => (sign * value) / deviation);
  }

  /** Adds W(to) - W(from) to `sum`, node by node from the left, as float32 additions. */
  private addIncrement(node: Node, from: number, to: number, sum: Float32Array): void {
    if (from <= node.from && node.to <= to) {
      for (let k = 0; k < sum.length; k++) {
        sum[k] += node.w[k];
      }
      return;
    }
    const [left, right] = (node.halves ??= this.split(node));
    if (from < left.to) {
      this.addIncrement(left, from, to, sum);
    }
    if (to > right.from) {
      this.addIncrement(right, from, to, sum);
    }
  }

  private split({ from, to, depth, place, w }: Node): readonly [Node, Node] {
    const middle = roundSix((from + to) / 2);
    const [first] = seedSequence(this.seed, [place, depth], POOL_SIZE, 4);
    const z = this.open(first).randn(this.count);
    const share = f32(middle - from);
    const inverse = f32(1 / (to - from));
    const deviation = f32(Math.sqrt(((middle - from) * (to - middle)) / (to - from)));
    const left = new Float32Array(w.length);
    const right = new Float32Array(w.length);
    for (let k = 0; k < w.length; k++) {
      left[k] = f32(f32(share * w[k]) * inverse) + f32(deviation * z[k]);
      right[k] = w[k] - left[k];
    }
    this.nodes += 2;
    return [
      { from, to: middle, depth: depth + 1, place: 2 * place, w: left, halves: null },
      { from: middle, to, depth: depth + 1, place: 2 * place + 1, w: right, halves: null }
    ];
  }
}

/** Python's `round(value, 6)`: to the nearest, and to even where the value lies exactly between (odd multiples of 1/128). */
function roundSix(value: number): number {
  if (Number.isInteger(value * 128) && (value * 128) % 2 !== 0) {
    const below = Math.floor(value * 1e6);
    return (below % 2 === 0 ? below : below + 1) / 1e6;
  }
  return Number(value.toFixed(6));
}
