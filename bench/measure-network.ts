/**
 * One measurement of a full-size network in a process of its own, so that its peak memory is its own: reads a JSON job from argv,
 * prints a JSON line.
 */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { openNetworks } from '../engine/models';
import { encodeModel } from '../engine/graph';
import { physicalCores } from '../engine/runtime';
import type { INetworks } from '../engine/types';
import { ONNX_TYPE } from '../engine/weights';

export type NetworkJob = {
  model: string;
  network: 'unet' | 'decoder' | 'text';
  /** Pixels of the picture's side. */
  side: number;
  rows: number;
  runs: number;
};

export type NetworkMeasure = {
  /** From opening the folder to the first answer, less the time that an answer takes. */
  load_s: number;
  /** The best of the runs after it. */
  best_s: number;
  peak_mb: number;
  /** Floating-point operations a second of a large matrix product, measured between the runs. */
  gemm_flops: number;
};

/** Side of the squares, large enough that their product runs at the machine's full rate. */
const GEMM_SIDE = 2048;

async function main(job: NetworkJob): Promise<NetworkMeasure> {
  const begun = performance.now();
  const networks = await openNetworks(job.model);
  const once = runOf(networks, job);
  await once();
  const first = (performance.now() - begun) / 1000;
  let [best, gemm] = [Infinity, Infinity];
  const peak_mb = peakMb();
  const product = await openProduct();
  for (let run = 0; run < job.runs; run++) {
    best = Math.min(best, await timed(once));
    gemm = Math.min(gemm, await timed(product), await timed(product));
  }
  return {
    load_s: first - best,
    best_s: best,
    peak_mb,
    gemm_flops: (2 * GEMM_SIDE ** 3) / gemm
  };
}

function runOf(networks: INetworks, { network, side, rows }: NetworkJob): () => Promise<unknown> {
  const { latentChannels, latentScale, contextDim, contextLength } = networks.info;
  const size = side / latentScale;
  const noise = (length: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898) * 1.5);
  const latent = noise(latentChannels * size * size);
  switch (network) {
    case 'decoder':
      return () => networks.decode(latent, size, size);
    case 'text': {
      const chunk = { ids: Array.from({ length: contextLength }, (_, i) => i + 1) };
      return () => networks.encodeText([chunk], { clipSkip: 1 });
    }
    case 'unet': {
      const context = noise(contextLength * contextDim);
      const batch = Array.from({ length: rows }, (_, i) => {
        return { x: latent, timestep: 999 - i, context, height: size, width: size };
      });
      return () => networks.predict(batch);
    }
  }
}

/** The matrix product of two squares, one of them constant, as linear layers have it. */
async function openProduct(): Promise<() => Promise<unknown>> {
  const values = Float32Array.from({ length: GEMM_SIDE ** 2 }, (_, i) => (i % 7) - 3);
  const model = encodeModel({
    name: 'product',
    nodes: [{ name: 'y', op: 'Gemm', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
    initializers: [
      {
        name: 'w',
        type: ONNX_TYPE.float,
        shape: [GEMM_SIDE, GEMM_SIDE],
        data: new Uint8Array(values.buffer)
      }
    ],
    inputs: [{ name: 'x', type: ONNX_TYPE.float, shape: [GEMM_SIDE, GEMM_SIDE] }],
    outputs: [{ name: 'y', type: ONNX_TYPE.float, shape: [GEMM_SIDE, GEMM_SIDE] }]
  });
  const session = await InferenceSession.create(model, { intraOpNumThreads: physicalCores() });
  const feeds = { x: new Tensor('float32', values, [GEMM_SIDE, GEMM_SIDE]) };
  await session.run(feeds);
  return () => session.run(feeds);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** The most memory this process ever had in use; -1 where the system doesn't tell. */
function peakMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? -1) / 1000;
  } catch {
    return -1;
  }
}

void main(JSON.parse(process.argv[2]) as NetworkJob).then(measure => console.log(JSON.stringify(measure)));
