/** What an ONNX file says of itself (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), read without its weights. */
import { ProtobufFile } from './protobuf-file';
import type { Field } from './protobuf-file';

export type OnnxValueInfo = {
  name: string;
  /** TensorProto.DataType. */
  type: number;
  /** Null where only the run knows it. */
  shape: readonly (number | null)[];
};

/** Where a tensor's bytes lie: in the file itself, or in the one that `location` names, as written. */
export type DataLocation = { location?: string; offset: number; length: number };

export type OnnxWeight = {
  name: string;
  type: number;
  shape: readonly number[];
  /** Undefined where the numbers are written one by one. */
  place: DataLocation | undefined;
};

export type OnnxFile = {
  path: string;
  sizeBytes: number;
  /** Operators by `domain` and name, once each. */
  operators: readonly { domain: string; op: string }[];
  /** Operators that the file defines itself. */
  functions: readonly { domain: string; op: string }[];
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
  weights: readonly OnnxWeight[];
};

/** Graphs within attributes of nodes of graphs. */
const DEPTH_LIMIT = 12;

/** Bits of an element by TensorProto.DataType; strings and types to come are not checked. */
const BITS: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4
};

/** Reads the file at `path`. Throws Fault model_missing and model_corrupt. */
export function readOnnx(path: string): OnnxFile {
  const file = new ProtobufFile(path);
  try {
    return new OnnxReader(file).read();
  } finally {
    file.close();
  }
}

class OnnxReader {
  private readonly operators = new Map<string, { domain: string; op: string }>();
  private readonly functions: { domain: string; op: string }[] = [];
  private readonly weights: OnnxWeight[] = [];
  private inputs: OnnxValueInfo[] = [];
  private outputs: OnnxValueInfo[] = [];

  constructor(private readonly file: ProtobufFile) {}

  read(): OnnxFile {
    let graphs = 0;
    for (const field of this.file.fields()) {
      if (field.number === 7) {
        graphs++;
        this.graph(field, 0);
      } else if (field.number === 25) {
        this.function(field);
      }
    }
    if (graphs !== 1 || this.outputs.length === 0) {
      throw this.file.corrupt('not_onnx');
    }
    // Files of IR version 3 and older list their weights as inputs too.
    const names = new Set(this.weights.map(({ name }) => name));
    return {
      path: this.file.path,
      sizeBytes: this.file.size,
      operators: [...this.operators.values()],
      functions: this.functions,
      inputs: this.inputs.filter(({ name }) => !names.has(name)),
      outputs: this.outputs,
      weights: this.weights
    };
  }

  private graph(graph: Field, depth: number): void {
    if (depth > DEPTH_LIMIT) {
      throw this.file.corrupt('not_onnx');
    }
    for (const field of this.inside(graph)) {
      if (field.number === 1) {
        this.node(field, depth);
      } else if (field.number === 5) {
        this.weight(field);
      } else if (field.number === 15) {
        this.sparse(field);
      } else if (depth === 0 && field.number === 11) {
        this.inputs.push(this.port(field));
      } else if (depth === 0 && field.number === 12) {
        this.outputs.push(this.port(field));
      }
    }
  }

  private node(node: Field, depth: number): void {
    let [domain, op] = ['', ''];
    for (const field of this.inside(node)) {
      if (field.number === 4) {
        op = this.file.string(field);
      } else if (field.number === 5) {
        this.attribute(field, depth);
      } else if (field.number === 7) {
        domain = this.file.string(field);
      }
    }
    this.operators.set(`${domain}:${op}`, { domain, op });
  }

  private attribute(attribute: Field, depth: number): void {
    for (const field of this.inside(attribute)) {
      if (field.number === 5 || field.number === 10) {
        this.weight(field);
      } else if (field.number === 6 || field.number === 11) {
        this.graph(field, depth + 1);
      } else if (field.number === 22 || field.number === 23) {
        this.sparse(field);
      }
    }
  }

  private function(definition: Field): void {
    let [domain, op] = ['', ''];
    for (const field of this.inside(definition)) {
      if (field.number === 1) {
        op = this.file.string(field);
      } else if (field.number === 7) {
        this.node(field, 1);
      } else if (field.number === 10) {
        domain = this.file.string(field);
      }
    }
    this.functions.push({ domain, op });
  }

  private sparse(tensor: Field): void {
    for (const field of this.inside(tensor)) {
      if (field.number === 1 || field.number === 2) {
        this.weight(field);
      }
    }
  }

  private weight(tensor: Field): void {
    let [name, type, isExternal] = ['', 0, false];
    const shape: number[] = [];
    const external = new Map<string, string>();
    let raw: Field | undefined;
    // Numbers written one by one take at least a byte each.
    let listedBytes = 0;
    for (const field of this.inside(tensor)) {
      switch (field.number) {
        case 1:
          shape.push(...this.file.numbers(field));
          break;
        case 2:
          type = field.value;
          break;
        case 4:
        case 5:
        case 6:
        case 7:
        case 10:
        case 11:
          listedBytes += field.to - field.from;
          break;
        case 8:
          name = this.file.string(field);
          break;
        case 9:
          raw = field;
          break;
        case 13:
          external.set(...this.entry(field));
          break;
        case 14:
          isExternal = field.value === 1;
          break;
      }
    }
    const count = shape.reduce((product, size) => product * size, 1);
    if (shape.some(size => !(size >= 0)) || !Number.isSafeInteger(8 * count)) {
      throw this.file.corrupt('entry_malformed', name);
    }
    const bytes = BITS[type] === undefined ? undefined : Math.ceil((count * BITS[type]) / 8);
    const here = raw && { offset: raw.from, length: raw.to - raw.from };
    const place = isExternal ? this.place(external, bytes ?? 0, name) : here;
    const fits = place ? bytes === undefined || place.length === bytes : count <= listedBytes;
    if (!fits) {
      throw this.file.corrupt('entry_size', name);
    }
    this.weights.push({ name, type, shape, place });
  }

  private place(external: ReadonlyMap<string, string>, bytes: number, name: string): DataLocation {
    const offset = Number(external.get('offset') ?? 0);
    const length = Number(external.get('length') ?? bytes);
    const location = external.get('location') ?? '';
    if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length)) {
      throw this.file.corrupt('entry_malformed', name);
    }
    return { location, offset, length };
  }

  private entry(entry: Field): [key: string, value: string] {
    let [key, value] = ['', ''];
    for (const field of this.inside(entry)) {
      if (field.number === 1) {
        key = this.file.string(field);
      } else if (field.number === 2) {
        value = this.file.string(field);
      }
    }
    return [key, value];
  }

  private port(value: Field): OnnxValueInfo {
    let name = '';
    let type = { type: 0, shape: [] as (number | null)[] };
    for (const field of this.inside(value)) {
      if (field.number === 1) {
        name = this.file.string(field);
      } else if (field.number === 2) {
        type = this.tensorType(field);
      }
    }
    return { name, ...type };
  }

  private tensorType(type: Field): { type: number; shape: (number | null)[] } {
    const found = { type: 0, shape: [] as (number | null)[] };
    for (const tensor of this.inside(type)) {
      if (tensor.number !== 1) {
        continue;
      }
      for (const field of this.inside(tensor)) {
        if (field.number === 1) {
          found.type = field.value;
        } else if (field.number === 2) {
          found.shape = [...this.inside(field)].map(dim => this.dim(dim));
        }
      }
    }
    return found;
  }

  private dim(dim: Field): number | null {
    for (const { number, value } of this.inside(dim)) {
      // Some exporters write -1 for what they don't know.
      if (number === 1 && value >= 0) {
        return value;
      }
    }
    return null;
  }

  private inside({ value, from, to }: Field): Generator<Field> {
    if (!Number.isNaN(value)) {
      throw this.file.corrupt('not_onnx');
    }
    return this.file.fields(from, to);
  }
}
