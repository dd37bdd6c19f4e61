import { InferenceSession, Tensor } from 'onnxruntime-node';
import { dirname, parse } from 'node:path';
import { engineThreads } from './physical-cores';

/**
 * How far the runtime rewrites a graph. `all` lays convolutions out in blocks of channels (NCHWc), which is much faster on small
 * pictures and keeps a second copy of their weights while it loads; `extended` stops before that; `none` runs it as it is written.
 */
export type OptimizationLevel = 'all' | 'extended' | 'none';

export type SessionOptions = {
  /** Threads inside an operator. */
  threads?: number;
  optimization?: OptimizationLevel;
  /** Keep freed activations for the next run: faster, but the high-water mark stays in memory. */
  arena?: boolean;
  /** Lay out all activations of a size of inputs in one block, beside what the arena has: for small ones that run often. */
  pattern?: boolean;
};

/** A session of `model`, whose initializers lie in files on the drive of `weightsPath`. Blocks the thread while it loads. */
export async function openSession(
  model: Uint8Array,
  { weightsPath, ...options }: SessionOptions & { weightsPath: string }
): Promise<InferenceSession> {
  // Locations of weights are relative to the root of their drive.
  const folder = { model_external_initializers_file_folder_path: parse(weightsPath).root };
  return InferenceSession.create(model, settings(options, folder));
}

/**
 * A session of the ONNX file at `path`, or of `model` in its stead, whose initializers lie in it or beside it. Blocks the thread while it
 * loads.
 */
export async function openStoredSession(
  path: string,
  options: SessionOptions,
  model?: Uint8Array
): Promise<InferenceSession> {
  return model
    ? InferenceSession.create(
        model,
        settings(options, { model_external_initializers_file_folder_path: dirname(path) })
      )
    : InferenceSession.create(path, settings(options));
}

function settings(
  { threads = engineThreads(), optimization = 'all', arena = true, pattern = arena }: SessionOptions,
  more: Readonly<Record<string, string>> = {}
): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    graphOptimizationLevel: optimization === 'none' ? 'disabled' : optimization,
    enableCpuMemArena: arena,
    enableMemPattern: pattern,
    logSeverityLevel: 3,
    extra: {
      session: {
        ...more,
        set_denormal_as_zero: '1',
        // Between two operators threads wait 0.2 ms before they sleep: a sixth faster at batch 2, and no core burns between runs.
        intra_op: { allow_spinning: '1', spin_duration_us: '200' }
      }
    }
  };
}

export function floats(data: Float32Array, dims: readonly number[]): Tensor {
  return new Tensor('float32', data, dims);
}
