import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OptimizationLevel } from '../runtime';
import { openStoredSession } from '../runtime';
import { fileName } from './check-onnx';
import { fromHalf, toHalf } from '../weights';
import type { OnnxFile, OnnxValueInfo } from './read-onnx';
import { hasRandomOps, withoutRandomOps } from './without-random-ops';
import { Fault } from '../../schema/fault';

/** Numbers for an input whatever its element type, and their shape. */
export type FloatTensor = { data: Float32Array; shape: readonly number[] };

/** TensorProto.DataType of what an input may hold, as the runtime calls it, and how numbers become it. */
const TYPES: Readonly<
  Record<number, readonly [name: string, convert: (data: Float32Array) => Tensor.DataType]>
> = {
  1: ['float32', data => data],
  6: ['int32', data => Int32Array.from(data, Math.round)],
  7: ['int64', data => BigInt64Array.from(data, value => BigInt(Math.round(value)))],
  10: ['float16', toHalf],
  11: ['float64', data => Float64Array.from(data)]
};

/** What `failure.ts` tells as such. */
const OUT_OF_MEMORY = /bad_alloc|failed to allocate/i;

export type PartOptions = { threads?: number; optimization: OptimizationLevel; arena: boolean };

/** One network of an ONNX folder: a session that is opened when first asked, and takes and gives float32 whatever the file holds. */
export class OnnxPart {
  private session: Promise<InferenceSession> | null = null;

  constructor(
    readonly file: OnnxFile,
    private readonly options: PartOptions
  ) {}

  /** Outputs by name. `feeds` name every input; each batch of a fixed size is filled by repeating the first item. */
  async run(
    feeds: Readonly<Record<string, FloatTensor>>,
    fetches: readonly string[]
  ): Promise<Record<string, FloatTensor>> {
    const session = await this.open();
    const tensors = this.file.inputs.map(
      port => [port.name, tensorOf(port, feeds[port.name], this.file)] as const
    );
    const outputs = await session.run(Object.fromEntries(tensors), [...fetches]).catch(error => {
      throw this.explained(error);
    });
    return Object.fromEntries(fetches.map(name => [name, floatTensorOf(outputs[name])]));
  }

  async release(): Promise<void> {
    const { session } = this;
    this.session = null;
    await (await session?.catch(() => null))?.release();
  }

  /** What the runtime has against a graph that looked sound, or a size it can't do, in its own words but for our path. */
  private explained(error: unknown): unknown {
    const { path } = this.file;
    const message = error instanceof Error ? error.message.replaceAll(path, fileName(path)) : String(error);
    return OUT_OF_MEMORY.test(message)
      ? error
      : new Fault('model_unsupported', { file: fileName(path), reason: message.replace(/\.?\s*$/, '') });
  }

  private open(): Promise<InferenceSession> {
    if (!this.session) {
      const { file } = this;
      const model = hasRandomOps(file) ? withoutRandomOps(file.path) : undefined;
      this.session = openStoredSession(file.path, this.options, model).catch(error => {
        throw this.explained(error);
      });
      // One that failed to open may open when there is more memory.
      this.session.catch(() => (this.session = null));
    }
    return this.session;
  }
}

/** Throws Fault model_unsupported where an input holds what no number becomes. */
export function checkInputs(file: OnnxFile, known: readonly string[]): void {
  for (const { name, type } of file.inputs) {
    if (!known.includes(name) || !TYPES[type]) {
      const facts = { reason: 'onnx_input', value: name.slice(0, 80) };
      throw new Fault('model_unsupported', { file: fileName(file.path), ...facts });
    }
  }
}

/** `given` as the port wants it: a batch of the size it insists on, or no batch at all. */
function tensorOf({ name, type, shape }: OnnxValueInfo, given: FloatTensor, file: OnnxFile): Tensor {
  const [typeName, convert] = TYPES[type];
  if (shape.length === 0) {
    return new Tensor(typeName as Tensor.Type, convert(given.data.subarray(0, 1)) as never, []);
  }
  const batch = shape[0] ?? 1;
  const wanted = [batch, ...given.shape.slice(1)];
  const wrong = wanted.findIndex((size, axis) => shape[axis] != null && shape[axis] !== size);
  if (wrong > 0 || shape.length !== wanted.length) {
    const facts = { value: name, found: `[${given.shape}]`, expected: `[${shape.map(size => size ?? '?')}]` };
    throw new Fault('model_unsupported', {
      file: fileName(file.path),
      reason: 'onnx_fixed_size',
      ...facts
    });
  }
  const data = new Float32Array(batch * given.data.length);
  for (let i = 0; i < batch; i++) {
    data.set(given.data, i * given.data.length);
  }
  return new Tensor(typeName as Tensor.Type, convert(data) as never, wanted);
}

/** The first item of a batch. */
function floatTensorOf({ data, dims, type }: Tensor): FloatTensor {
  const numbers =
    type === 'float16' ? fromHalf(bitsOf(data as Uint16Array)) : Float32Array.from(data as Float32Array);
  const item = numbers.length / (dims[0] || 1);
  return { data: numbers.subarray(0, item), shape: [1, ...dims.slice(1)] };
}

/** Where the engine knows halves, the runtime gives them as such. */
function bitsOf({ buffer, byteOffset, length }: Uint16Array): Uint16Array {
  return new Uint16Array(buffer, byteOffset, length);
}
