import { parse, relative, sep } from 'node:path';
import { float8Numbers, isFloat8, memoryOrder, ONNX_TYPE, onnxTypeOf, readTensorBytes } from '../weights';
import type { Adapter, Factor, LoraSource, TensorEntry, WeightEntry, WeightSource } from '../weights';
import { encodeModel } from './onnx';
import type { Attribute, Dim, OnnxNode, OnnxTensor, OnnxValue } from './onnx';

/** A tensor that flows through the graph. A dimension is null where only the run knows it. */
export type Value = { readonly name: string; readonly shape: readonly Dim[] };

/** A weight in its file's element type, a number of TensorProto.DataType. */
type Stored = Value & { readonly type: number };

type NodeOptions = {
  attributes?: Readonly<Record<string, Attribute>>;
  domain?: 'com.microsoft';
};

export type GraphOptions = {
  /** Convolutions wrap around at the edges of a picture instead of meeting zeros, so that it tiles. */
  circular?: boolean;
  /** The LoRAs at work in the network, in order. */
  adapters?: readonly AdapterSource[];
};

/** Where a graph's adapters come from: one source for each LoRA, in order. */
export type AdapterSource = Pick<LoraSource, 'find' | 'scales' | 'weightNorms'>;

/** A LoRA's weight in each row of a batch, shaped to multiply pictures, (b, 1, 1, 1), and rows of pixels or tokens, (b·n, 1). */
export type RowWeights = { pictures: Value; rows: Value };

/** One LoRA's adapter of a module, in a graph. */
export type AppliedAdapter = {
  adapter: Adapter;
  rowWeights: RowWeights;
  /** A factor as float32; `rows` takes only the rows [from, to) of its first axis. */
  factor(factor: Factor, rows?: readonly [number, number]): Value;
  /** alpha / rank, or 1. */
  scale: number;
  /** DoRA: see `LoraSource.weightNorms`. */
  weightNorms: Float32Array | undefined;
};

/** What all views of one graph share. */
type Body = {
  weights: WeightSource;
  options: GraphOptions;
  nodes: OnnxNode[];
  initializers: Map<string, OnnxTensor>;
  /** Weights as float32, by the names of what they were made from. */
  made: Map<string, Value>;
  constants: Map<string, Value>;
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  uses: Map<string, number>;
};

/**
 * An ONNX graph under construction. An op returns its value; equal constants are one; `at` gives a view whose names and weights lie
 * under a module of the checkpoint, so that an error of the runtime says where in the network it happened. Weights are never copied:
 * initializers point into the user's files.
 */
export class Graph {
  private constructor(
    private readonly body: Body,
    private readonly prefix: string,
    /** The LoRAs' weights in this view. */
    readonly rowWeights: readonly RowWeights[]
  ) {}

  static of(weights: WeightSource, options: GraphOptions = {}): Graph {
    const body: Body = {
      weights,
      options,
      nodes: [],
      initializers: new Map(),
      made: new Map(),
      constants: new Map(),
      inputs: [],
      outputs: [],
      uses: new Map()
    };
    return new Graph(body, '', []);
  }

  /** The same graph, seen from the module `path` below this one. */
  at(path: string): Graph {
    return new Graph(this.body, this.path(path), this.rowWeights);
  }

  /** The same graph, where LoRAs have these weights, one for each. */
  weighted(rowWeights: readonly RowWeights[]): Graph {
    return new Graph(this.body, this.prefix, rowWeights);
  }

  /** How many LoRAs are at work. */
  get adapterCount(): number {
    return this.body.options.adapters?.length ?? 0;
  }

  /** What the LoRAs add to this module, whose weight is `shape`. */
  adapters(shape: readonly number[]): AppliedAdapter[] {
    const { adapters = [] } = this.body.options;
    return adapters.flatMap((source, i) => {
      const adapter = source.find(this.prefix, shape);
      const factor = (of: Factor, rows?: readonly [number, number]): Value =>
        this.floating(this.initializer(`lora.${i}/${of.entry.name}`, of.entry, of.shape, rows));
      const [scale, weightNorms] = [source.scales.get(this.prefix) ?? 1, source.weightNorms.get(this.prefix)];
      return adapter ? [{ adapter, rowWeights: this.rowWeights[i], factor, scale, weightNorms }] : [];
    });
  }

  get circular(): boolean {
    return this.body.options.circular ?? false;
  }

  input(name: string, type: keyof typeof ONNX_TYPE, shape: readonly Dim[]): Value {
    this.body.inputs.push({ name, type: ONNX_TYPE[type], shape });
    return { name, shape };
  }

  output(name: string, value: Value): void {
    this.body.nodes.push({
      name: `${name}/output`,
      op: 'Identity',
      domain: '',
      inputs: [value.name],
      outputs: [name],
      attributes: {}
    });
    this.body.outputs.push({ name, type: ONNX_TYPE.float, shape: value.shape });
  }

  has(name: string): boolean {
    return this.body.weights.has(this.path(name));
  }

  /** The node `op` of `inputs` (null: an optional input left out), whose only output has `shape`. */
  op(op: string, inputs: readonly (Value | null)[], shape: readonly Dim[], options: NodeOptions = {}): Value {
    const name = this.unique(`${this.prefix}/${op}`);
    this.body.nodes.push({
      name,
      op,
      domain: options.domain ?? '',
      inputs: inputs.map(value => value?.name ?? ''),
      outputs: [name],
      attributes: options.attributes ?? {}
    });
    return { name, shape };
  }

  /**
   * The weight `name` of this module as float32. Other types pass a Cast, and eight-bit floats with a scale a Mul, which the runtime
   * folds when it loads. `rows` takes only the rows [from, to) of the first axis. Throws as `WeightSource.get`.
   */
  weight(name: string, shape: readonly number[], rows?: readonly [number, number]): Value {
    const path = this.path(name);
    const entry = this.body.weights.get(path, shape);
    const value = this.floating(this.initializer(path, entry, shape, rows));
    return entry.scale
      ? this.once(`${value.name}/scaled`, () => this.scaled(value, path, entry, rows))
      : value;
  }

  /**
   * Rows of the table `name` (n, width) by `indices` (b, m), as float32 (b, m, width). Only they are widened: a table of words is most
   * of a model. The runtime looks nothing up in eight-bit floats, but does in their bytes, and then in the 256 numbers these stand for.
   */
  lookUp(name: string, [n, width]: readonly [number, number], indices: Value): Value {
    const path = this.path(name);
    const entry = this.body.weights.get(path, [n, width]);
    const shape = [...indices.shape, width];
    const bytes = isFloat8(entry.dtype) ? float8Numbers(entry.dtype) : undefined;
    const type = bytes ? ONNX_TYPE.uint8 : onnxTypeOf(entry.dtype);
    const table = this.initializer(path, entry, [n, width], undefined, type);
    const found = this.op('Gather', [table, indices], shape);
    const rows = bytes
      ? this.op('Gather', [this.floats(bytes, [256]), this.cast(found, ONNX_TYPE.int64)], shape)
      : type === ONNX_TYPE.float
        ? found
        : this.cast(found, ONNX_TYPE.float);
    if (!entry.scale) {
      return rows;
    }
    const scales = this.floating(this.scaleOf(path, entry, [entry.scale.rows, 1]));
    const scale =
      entry.scale.rows === 1 ? scales : this.op('Gather', [scales, indices], [...indices.shape, 1]);
    return this.op('Mul', [rows, scale], shape);
  }

  private scaled(value: Value, path: string, entry: WeightEntry, rows?: readonly [number, number]): Value {
    const perRow = entry.scale!.rows > 1;
    const shape = [entry.scale!.rows, ...value.shape.slice(1).map(() => 1)];
    const scale = this.floating(this.scaleOf(path, entry, shape, perRow ? rows : undefined));
    return this.op('Mul', [value, scale], value.shape);
  }

  private scaleOf(
    path: string,
    { scale }: WeightEntry,
    shape: readonly number[],
    rows?: readonly [number, number]
  ): Stored {
    return this.initializer(`${path}/scale`, scale!.entry, shape, rows);
  }

  private floating(stored: Stored): Value {
    return stored.type === ONNX_TYPE.float
      ? stored
      : this.once(stored.name, () => this.cast(stored, ONNX_TYPE.float));
  }

  private cast(value: Value, type: number): Value {
    return this.op('Cast', [value], value.shape, { attributes: { to: type } });
  }

  /** What `make` makes of a weight, made once. */
  private once(name: string, make: () => Value): Value {
    const known = this.body.made.get(name) ?? make();
    this.body.made.set(name, known);
    return known;
  }

  private initializer(
    name: string,
    entry: TensorEntry,
    shape: readonly number[],
    rows?: readonly [number, number],
    type = onnxTypeOf(entry.dtype)
  ): Stored {
    if (entry.strides) {
      return this.rearranged(name, entry, shape, rows, type);
    }
    const [from, to] = rows ?? [0, shape[0]];
    const rowBytes = entry.length / shape[0];
    const tensor = {
      name: rows ? `${name}[${from}:${to}]` : name,
      type,
      shape: rows ? [to - from, ...shape.slice(1)] : shape,
      data: {
        location: locationOf(entry.file),
        offset: rows ? entry.offset + from * rowBytes : entry.offset,
        length: rows ? (to - from) * rowBytes : entry.length
      }
    };
    this.body.initializers.set(tensor.name, tensor);
    return tensor;
  }

  /**
   * A weight whose numbers do not follow each other row by row (torch's files keep transposed and channels_last tensors so): transposed from
   * where it lies, which the runtime folds when it loads, or, with gaps and repetitions, written out.
   */
  private rearranged(
    name: string,
    entry: TensorEntry,
    shape: readonly number[],
    rows: readonly [number, number] | undefined,
    type: number
  ): Stored {
    const order = rows ? undefined : memoryOrder(entry.shape, entry.strides!);
    if (!order) {
      const wanted = rows ? [rows[1] - rows[0], ...shape.slice(1)] : shape;
      const tensor = { name: rows ? `${name}[${rows[0]}:${rows[1]}]` : name, type, shape: wanted };
      this.body.initializers.set(tensor.name, { ...tensor, data: readTensorBytes(entry, rows) });
      return tensor;
    }
    const { strides: _, ...lying } = entry;
    const stored = { ...lying, shape: order.map(axis => entry.shape[axis]) };
    const laid = this.initializer(`${name} as it lies`, stored, stored.shape, undefined, type);
    const perm = order.map((_, axis) => order.indexOf(axis));
    const turned = this.op('Transpose', [laid], entry.shape, { attributes: { perm } });
    const fits = shape.length === entry.shape.length && shape.every((size, i) => size === entry.shape[i]);
    return { ...(fits ? turned : this.op('Reshape', [turned, this.ints(shape)], shape)), type };
  }

  floats(data: readonly number[] | Float32Array, shape: readonly number[]): Value {
    return this.constant('float', Float32Array.from(data), shape);
  }

  ints(data: readonly number[]): Value {
    return this.constant('int64', BigInt64Array.from(data, BigInt), [data.length]);
  }

  /** The bytes of the finished model. */
  finish(name: string): Uint8Array {
    const { nodes, initializers, inputs, outputs } = this.body;
    return encodeModel({ name, nodes, initializers: [...initializers.values()], inputs, outputs });
  }

  private constant(
    type: 'float' | 'int64',
    data: Float32Array | BigInt64Array,
    shape: readonly number[]
  ): Value {
    const key = `${type}[${shape}]:${data}`;
    const known = this.body.constants.get(key);
    if (known) {
      return known;
    }
    const name = `constant.${this.body.constants.size}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.body.initializers.set(name, { name, type: ONNX_TYPE[type], shape, data: bytes });
    const value = { name, shape };
    this.body.constants.set(key, value);
    return value;
  }

  private path(name: string): string {
    return this.prefix && name ? `${this.prefix}.${name}` : this.prefix || name;
  }

  private unique(name: string): string {
    const uses = this.body.uses.get(name) ?? 0;
    this.body.uses.set(name, uses + 1);
    return uses === 0 ? name : `${name}.${uses}`;
  }
}

/** A file's path from the root of its drive, which is the session's folder: the runtime takes no absolute paths. */
function locationOf(file: string): string {
  return relative(parse(file).root, file).split(sep).join('/');
}
