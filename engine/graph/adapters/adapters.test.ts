import type { InferenceSession } from 'onnxruntime-node';
import { join } from 'node:path';
import { floats, openSession } from '../../runtime';
import { excess } from '../../testing/closeness';
import { inFolder } from '../../testing/safetensors-file';
import { randomNumbers, writeTensors } from '../../testing/write-tensors';
import type { Numbers } from '../../testing/write-tensors';
import { LoraSource, readLora, readWeightsHeader, WeightSource } from '../../weights';
import { Graph } from '../graph';
import { conv, layerNorm, linear } from '../layers';
import { weightNormsGraph } from './weight-norms';
import { withAdapterInputs } from './row-weights';

/** Any tensor as a function of its indices; einsum by loops is slow, plain and surely right. */
type At = (...index: number[]) => number;
const at =
  ({ shape, data }: Numbers): At =>
  (...index) =>
    data[index.reduce((place, i, axis) => place * shape[axis] + i, 0)];
const sum = (count: number, term: (i: number) => number): number =>
  Array.from({ length: count }, (_, i) => term(i)).reduce((a, b) => a + b, 0);

/** The factors of an adapter of a weight (out, in, ...kernel), and what ΔW they make at weight 1: `scale · ΔW`. */
type Case = { parts: Record<string, Numbers>; delta(w: At): At };

const [OUT, IN, RANK] = [6, 4, 2];
const alpha = { shape: [], data: [0.5] };
const SCALE = 0.5 / RANK;
const random = (seed: number, ...shape: number[]): Numbers => randomNumbers(shape, seed);

const matrix: Record<string, () => Case> = {
  'low rank': () => {
    const [down, up] = [random(1, RANK, IN), random(2, OUT, RANK)];
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up, alpha },
      delta: () => (o, i) => SCALE * sum(RANK, r => at(up)(o, r) * at(down)(r, i))
    };
  },
  'low rank without alpha': () => {
    const [down, up] = [random(1, RANK, IN), random(2, OUT, RANK)];
    return {
      parts: { 'lora_A.weight': down, 'lora_B.weight': up },
      delta: () => (o, i) => sum(RANK, r => at(up)(o, r) * at(down)(r, i))
    };
  },
  LoHa: () => {
    const [a, b, c, d] = [
      random(1, OUT, RANK),
      random(2, RANK, IN),
      random(3, OUT, RANK),
      random(4, RANK, IN)
    ];
    return {
      parts: { hada_w1_a: a, hada_w1_b: b, hada_w2_a: c, hada_w2_b: d, alpha },
      delta: () => (o, i) =>
        SCALE * sum(RANK, r => at(a)(o, r) * at(b)(r, i)) * sum(RANK, r => at(c)(o, r) * at(d)(r, i))
    };
  },
  'LoHa of rank 1': () => {
    const [a, b, c, d] = [random(1, OUT, 1), random(2, 1, IN), random(3, OUT, 1), random(4, 1, IN)];
    return {
      parts: { hada_w1_a: a, hada_w1_b: b, hada_w2_a: c, hada_w2_b: d },
      delta: () => (o, i) => at(a)(o, 0) * at(b)(0, i) * at(c)(o, 0) * at(d)(0, i)
    };
  },
  LoKr: () => {
    const [w1, w2] = [random(1, 3, 2), random(2, 2, 2)];
    return {
      parts: { lokr_w1: w1, lokr_w2: w2, alpha },
      delta: () => (o, i) => at(w1)(Math.floor(o / 2), Math.floor(i / 2)) * at(w2)(o % 2, i % 2)
    };
  },
  'LoKr of split factors': () => {
    const [a, b] = [random(1, 3, RANK), random(2, RANK, 2)];
    const [c, d] = [random(3, 2, RANK), random(4, RANK, 2)];
    const w1: At = (o, i) => sum(RANK, r => at(a)(o, r) * at(b)(r, i));
    const w2: At = (o, i) => sum(RANK, r => at(c)(o, r) * at(d)(r, i));
    return {
      parts: { lokr_w1_a: a, lokr_w1_b: b, lokr_w2_a: c, lokr_w2_b: d, alpha },
      delta: () => (o, i) => SCALE * w1(Math.floor(o / 2), Math.floor(i / 2)) * w2(o % 2, i % 2)
    };
  },
  GLoRA: () => {
    const [a1, a2, b1, b2] = [
      random(1, RANK, IN),
      random(2, IN, RANK),
      random(3, RANK, IN),
      random(4, OUT, RANK)
    ];
    return {
      parts: { 'a1.weight': a1, 'a2.weight': a2, 'b1.weight': b1, 'b2.weight': b2 },
      delta: w => (o, i) =>
        sum(RANK, r => at(b2)(o, r) * at(b1)(r, i)) +
        sum(RANK, r => sum(IN, k => w(o, k) * at(a2)(k, r)) * at(a1)(r, i))
    };
  },
  full: () => {
    const diff = random(1, OUT, IN);
    return {
      parts: { diff, diff_b: { shape: [OUT], data: new Array<number>(OUT).fill(0) } },
      delta: () => at(diff)
    };
  },
  'DoRA per output': () => {
    const [down, up, length] = [random(1, RANK, IN), random(2, OUT, RANK), random(3, OUT, 1)];
    const merged =
      (w: At): At =>
      (o, i) =>
        w(o, i) + SCALE * sum(RANK, r => at(up)(o, r) * at(down)(r, i));
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up, alpha, dora_scale: length },
      delta: w => (o, i) => {
        const norm = Math.sqrt(sum(IN, k => merged(w)(o, k) ** 2));
        return (merged(w)(o, i) * at(length)(o, 0)) / norm - w(o, i);
      }
    };
  },
  'DoRA per input': () => {
    const [down, up, length] = [random(1, RANK, IN), random(2, OUT, RANK), random(3, 1, IN)];
    const merged =
      (w: At): At =>
      (o, i) =>
        w(o, i) + SCALE * sum(RANK, r => at(up)(o, r) * at(down)(r, i));
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up, alpha, dora_scale: length },
      delta: w => (o, i) => {
        const norm = Math.sqrt(sum(OUT, k => merged(w)(k, i) ** 2));
        return (merged(w)(o, i) * at(length)(0, i)) / norm - w(o, i);
      }
    };
  }
};

const K = 3;
const kernel: Record<string, () => Case> = {
  LoCon: () => {
    const [down, up] = [random(1, RANK, IN, K, K), random(2, OUT, RANK, 1, 1)];
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up, alpha },
      delta: () => (o, i, y, x) => SCALE * sum(RANK, r => at(up)(o, r, 0, 0) * at(down)(r, i, y, x))
    };
  },
  'LoCon of the first input channels': () => {
    const [down, up] = [random(1, RANK, 4, K, K), random(2, OUT, RANK, 1, 1)];
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up },
      delta: () => (o, i, y, x) => (i < 4 ? sum(RANK, r => at(up)(o, r, 0, 0) * at(down)(r, i, y, x)) : 0)
    };
  },
  'LoCon with a core': () => {
    const [down, mid, up] = [
      random(1, RANK, IN, 1, 1),
      random(2, RANK, RANK, K, K),
      random(3, OUT, RANK, 1, 1)
    ];
    return {
      parts: { 'lora_down.weight': down, 'lora_mid.weight': mid, 'lora_up.weight': up, alpha },
      delta: () => (o, i, y, x) =>
        SCALE *
        sum(RANK, n => sum(RANK, m => at(mid)(n, m, y, x) * at(up)(o, n, 0, 0) * at(down)(m, i, 0, 0)))
    };
  },
  'LoHa with flat kernels': () => {
    const [a, b] = [random(1, OUT, RANK), random(2, RANK, IN * K * K)];
    const [c, d] = [random(3, OUT, RANK), random(4, RANK, IN * K * K)];
    const flat =
      (m: Numbers): At =>
      (r, i, y, x) =>
        at(m)(r, (i * K + y) * K + x);
    return {
      parts: { hada_w1_a: a, hada_w1_b: b, hada_w2_a: c, hada_w2_b: d, alpha },
      delta: () => (o, i, y, x) =>
        SCALE *
        sum(RANK, r => at(a)(o, r) * flat(b)(r, i, y, x)) *
        sum(RANK, r => at(c)(o, r) * flat(d)(r, i, y, x))
    };
  },
  'LoHa with cores': () => {
    const half = (seed: number): [Numbers, Numbers, Numbers, At] => {
      const [t, a, b] = [
        random(seed, RANK, RANK, K, K),
        random(seed + 1, RANK, OUT),
        random(seed + 2, RANK, IN)
      ];
      const w: At = (o, i, y, x) =>
        sum(RANK, p => sum(RANK, q => at(t)(p, q, y, x) * at(b)(q, i) * at(a)(p, o)));
      return [t, a, b, w];
    };
    const [[t1, a, b, first], [t2, c, d, second]] = [half(1), half(5)];
    return {
      parts: { hada_t1: t1, hada_w1_a: a, hada_w1_b: b, hada_t2: t2, hada_w2_a: c, hada_w2_b: d, alpha },
      delta: () => (o, i, y, x) => SCALE * first(o, i, y, x) * second(o, i, y, x)
    };
  },
  LoKr: () => {
    const [w1, w2] = [random(1, 3, 2), random(2, 2, 2, K, K)];
    return {
      parts: { lokr_w1: w1, lokr_w2: w2, alpha },
      delta: () => (o, i, y, x) => at(w1)(Math.floor(o / 2), Math.floor(i / 2)) * at(w2)(o % 2, i % 2, y, x)
    };
  },
  'LoKr with a core': () => {
    const [w1, t, a, b] = [
      random(1, 3, 2),
      random(2, RANK, RANK, K, K),
      random(3, RANK, 2),
      random(4, RANK, 2)
    ];
    const w2: At = (o, i, y, x) =>
      sum(RANK, p => sum(RANK, q => at(t)(p, q, y, x) * at(b)(q, i) * at(a)(p, o)));
    return {
      parts: { lokr_w1: w1, lokr_t2: t, lokr_w2_a: a, lokr_w2_b: b, alpha },
      delta: () => (o, i, y, x) =>
        SCALE * at(w1)(Math.floor(o / 2), Math.floor(i / 2)) * w2(o % 2, i % 2, y, x)
    };
  },
  'DoRA per output': () => {
    const [down, up, length] = [
      random(1, RANK, IN, K, K),
      random(2, OUT, RANK, 1, 1),
      random(3, OUT, 1, 1, 1)
    ];
    const merged =
      (w: At): At =>
      (o, i, y, x) =>
        w(o, i, y, x) + SCALE * sum(RANK, r => at(up)(o, r, 0, 0) * at(down)(r, i, y, x));
    return {
      parts: { 'lora_down.weight': down, 'lora_up.weight': up, alpha, dora_scale: length },
      delta: w => (o, i, y, x) => {
        const norm = Math.sqrt(sum(IN, k => sum(K, v => sum(K, u => merged(w)(o, k, v, u) ** 2))));
        return (merged(w)(o, i, y, x) * at(length)(o, 0, 0, 0)) / norm - w(o, i, y, x);
      }
    };
  }
};

/** The weights that the rows of a batch have. */
const WEIGHTS = [0, 0.5, 1, -1];

/** A graph of the layer `m` with the adapter `parts`, run on `x`: what it makes at each weight. */
async function adapted(
  { weight, bias, parts, x }: { weight: Numbers; bias?: Numbers; parts: Record<string, Numbers>; x: Numbers },
  layer: (g: Graph, input: ReturnType<Graph['input']>) => ReturnType<Graph['input']>
): Promise<Float32Array> {
  return inFolder(async folder => {
    const [model, lora] = [join(folder, 'model.safetensors'), join(folder, 'lora.safetensors')];
    writeTensors(model, { 'm.weight': weight, ...(bias && { 'm.bias': bias }) });
    const named = Object.entries(parts).map(([part, numbers]) => [`lora_unet_m.${part}`, numbers]);
    writeTensors(lora, Object.fromEntries(named) as Record<string, Numbers>);
    const weights = new WeightSource(readWeightsHeader(model));
    const source = new LoraSource(readLora(lora), path => [`lora_unet_${path}`]);
    const run = async (
      bytes: Uint8Array,
      feeds: InferenceSession.FeedsType
    ): Promise<Record<string, Float32Array>> => {
      const session = await openSession(bytes, { weightsPath: model, threads: 1 });
      const outputs = await session.run(feeds);
      await session.release();
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array])
      );
    };
    source.find('m', weight.shape);
    expect(source.mismatches).toEqual([]);
    source.readScales();
    const weightNorms = weightNormsGraph(weights, source);
    if (weightNorms) {
      Object.entries(await run(weightNorms, {})).forEach(([name, data]) =>
        source.weightNorms.set(name, data)
      );
    }
    const root = Graph.of(weights, { adapters: [source] });
    const g = withAdapterInputs(root, 'lora');
    const shape = x.shape.map((size, axis) => (axis === 1 ? size : null));
    g.output('y', layer(g, g.input('x', 'float', shape)));
    const rows = x.shape[0];
    const perRow = Float32Array.from(
      { length: rows },
      (_, i) => WEIGHTS[Math.floor((i * WEIGHTS.length) / rows)]
    );
    const feeds = { x: floats(Float32Array.from(x.data), x.shape), 'lora.0': floats(perRow, [rows]) };
    return (await run(g.finish('layer'), feeds)).y;
  });
}

describe('a linear layer computes with W + s·ΔW, s by row, of', () => {
  test.each(Object.keys(matrix))('%s', async name => {
    const { parts, delta } = matrix[name]();
    const [weight, bias, x] = [random(10, OUT, IN), random(11, OUT), random(12, 8, IN)];
    const change = delta(at(weight));
    const expected = Array.from({ length: 8 * OUT }, (_, k) => {
      const [row, o] = [Math.floor(k / OUT), k % OUT];
      const s = WEIGHTS[Math.floor(row / 2)];
      return at(bias)(o) + sum(IN, i => (at(weight)(o, i) + s * change(o, i)) * at(x)(row, i));
    });
    const found = await adapted({ weight, bias, parts, x }, (g, input) => linear(g, 'm', input, OUT));
    expect(excess(found, expected, { atol: 2e-6, rtol: 2e-6 })).toBeLessThanOrEqual(1);
    const lowRankProducts = await Promise.all(
      [[0, 2] as const, [2, OUT] as const].map(slice =>
        adapted({ weight, bias, parts, x }, (g, input) => linear(g, 'm', input, OUT, { slice }))
      )
    );
    const rejoined = expected.map((_, k) => {
      const [row, o] = [Math.floor(k / OUT), k % OUT];
      return o < 2 ? lowRankProducts[0][row * 2 + o] : lowRankProducts[1][row * (OUT - 2) + o - 2];
    });
    expect(excess(rejoined, expected, { atol: 2e-6, rtol: 2e-6 })).toBeLessThanOrEqual(1);
  });
});

describe('a convolution computes with W + s·ΔW, s by row, of', () => {
  test.each(Object.keys(kernel))('%s', async name => {
    const { parts, delta } = kernel[name]();
    const inputs = name.includes('first') ? 9 : IN;
    const [h, w] = [3, 4];
    const [weight, bias] = [random(10, OUT, inputs, K, K), random(11, OUT)];
    const x = random(12, 4, inputs, h, w);
    const change = delta(at(weight));
    const pixel: At = (b, i, y, u) => (y < 0 || y >= h || u < 0 || u >= w ? 0 : at(x)(b, i, y, u));
    const expected = Array.from({ length: 4 * OUT * h * w }, (_, k) => {
      const [b, o, y, u] = [
        Math.floor(k / (OUT * h * w)),
        Math.floor(k / (h * w)) % OUT,
        Math.floor(k / w) % h,
        k % w
      ];
      const cell = (i: number, v: number, z: number): number =>
        (at(weight)(o, i, v, z) + WEIGHTS[b] * change(o, i, v, z)) * pixel(b, i, y + v - 1, u + z - 1);
      return at(bias)(o) + sum(inputs, i => sum(K, v => sum(K, z => cell(i, v, z))));
    });
    const found = await adapted({ weight, bias, parts, x }, (g, input) => conv(g, 'm', input, OUT, K));
    expect(excess(found, expected, { atol: 5e-6, rtol: 5e-6 })).toBeLessThanOrEqual(1);
  });
});

test('a norm takes what is added to its scale and shift', async () => {
  const parts = { w_norm: random(1, IN), b_norm: random(2, IN) };
  const [weight, bias, x] = [random(10, IN), random(11, IN), random(12, 4, IN)];
  const expected = Array.from({ length: 4 * IN }, (_, k) => {
    const [row, i] = [Math.floor(k / IN), k % IN];
    const mean = sum(IN, c => at(x)(row, c)) / IN;
    const variance = sum(IN, c => (at(x)(row, c) - mean) ** 2) / IN;
    const normal = (at(x)(row, i) - mean) / Math.sqrt(variance + 1e-5);
    const s = WEIGHTS[row];
    return normal * (at(weight)(i) + s * at(parts.w_norm)(i)) + at(bias)(i) + s * at(parts.b_norm)(i);
  });
  const found = await adapted({ weight, bias, parts, x }, (g, input) => layerNorm(g, 'm', input, 1e-5));
  expect(excess(found, expected, { atol: 3e-6, rtol: 3e-6 })).toBeLessThanOrEqual(1);
});
