/** Files as torch.save writes them: a pickle of protocol 2 with the numbers beside it. */
import { crc32 } from 'node:zlib';
import { readAll } from './rewrite-tensors';

const STORAGES = {
  F64: ['DoubleStorage', 8],
  F32: ['FloatStorage', 4],
  F16: ['HalfStorage', 2],
  BF16: ['BFloat16Storage', 2],
  I64: ['LongStorage', 8],
  I32: ['IntStorage', 4],
  U8: ['ByteStorage', 1]
} as const;

/** A tensor in a storage of its own bytes; strides and offset count elements. */
export class TorchTensor {
  constructor(
    readonly dtype: keyof typeof STORAGES,
    readonly shape: readonly number[],
    readonly bytes: Buffer,
    readonly strides: readonly number[] = rowMajorOf(shape),
    readonly offset = 0
  ) {}
}

/** Opcodes as they are, for what no object is. */
export class Opcodes {
  constructor(readonly bytes: Buffer) {}
}

export type Pickled =
  | null
  | boolean
  | number
  | string
  | readonly Pickled[]
  | { readonly [key: string]: Pickled }
  | TorchTensor
  | Opcodes;

/** The bytes of a zip as torch writes it since 1.6; `shift` moves its members away from even addresses. */
export function torchZip(root: Pickled, { top = 'archive', shift = 0 } = {}): Buffer {
  const { pickle, storages } = pickled(root, 'zip');
  return zipOf([
    [`${top}/data.pkl`, Buffer.concat([pickle, Buffer.alloc(shift, '.')])],
    [`${top}/byteorder`, Buffer.from('little')],
    ...storages.map(({ bytes }, i): [string, Buffer] => [`${top}/data/${i}`, bytes]),
    [`${top}/version`, Buffer.from('3\n')]
  ]);
}

/** The bytes of the format before that. */
export function torchLegacy(root: Pickled): Buffer {
  const { pickle, storages } = pickled(root, 'legacy');
  const magic = Buffer.from('8002 8a0a 6cfc9c46f9206aa85019 2e'.replace(/ /g, ''), 'hex');
  const keys = pickled(
    storages.map((_, i) => String(i)),
    'legacy'
  ).pickle;
  const numbers = storages.flatMap(({ bytes, dtype }) => {
    const count = Buffer.alloc(8);
    count.writeBigUInt64LE(BigInt(bytes.length / STORAGES[dtype][1]));
    return [count, bytes];
  });
  const head = [magic, pickled(1001, 'legacy').pickle, pickled({ little_endian: true }, 'legacy').pickle];
  return Buffer.concat([...head, pickle, keys, ...numbers]);
}

/** The tensors of a .safetensors file, for one of torch's with the same numbers. */
export function torchTensors(
  path: string,
  lay: (tensor: TorchTensor) => TorchTensor = tensor => tensor
): Record<string, TorchTensor> {
  const { header, buffer } = readAll(path);
  return Object.fromEntries(
    Object.entries(header).map(([name, { dtype, shape, data_offsets }]) => {
      const bytes = buffer.subarray(...data_offsets);
      return [name, lay(new TorchTensor(dtype as keyof typeof STORAGES, shape, bytes))];
    })
  );
}

/** The same tensor with its channels last in memory, and matrices transposed. */
export function channelsLast({ dtype, shape, bytes }: TorchTensor): TorchTensor {
  if (shape.length < 2) {
    return new TorchTensor(dtype, shape, bytes);
  }
  const [rows, columns, ...rest] = shape;
  const inner = rest.reduce((product, size) => product * size, 1);
  const size = STORAGES[dtype][1];
  const turned = Buffer.alloc(bytes.length);
  for (let i = 0; i < bytes.length / size; i++) {
    const [row, column, at] = [Math.floor(i / inner / columns), Math.floor(i / inner) % columns, i % inner];
    const to = rest.length > 0 ? (row * inner + at) * columns + column : column * rows + row;
    bytes.copy(turned, to * size, i * size, (i + 1) * size);
  }
  const strides =
    rest.length > 0 ? [columns * inner, 1, ...rowMajorOf(rest).map(step => step * columns)] : [1, rows];
  return new TorchTensor(dtype, shape, turned, strides);
}

/** The bytes of a zip of these members, stored. */
export function zipOf(members: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of members) {
    const field = Buffer.alloc(26);
    field.writeUInt16LE(0x800, 2);
    field.writeUInt32LE(crc32(bytes), 10);
    field.writeUInt32LE(bytes.length, 14);
    field.writeUInt32LE(bytes.length, 18);
    field.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), field, Buffer.from(name), bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), field, place, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(Math.min(members.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(members.length, 0xffff), 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

type Written = { dtype: keyof typeof STORAGES; bytes: Buffer };

function pickled(root: Pickled, format: 'zip' | 'legacy'): { pickle: Buffer; storages: Written[] } {
  const storages: Written[] = [];
  const write = (value: Pickled): Buffer => {
    if (value instanceof Opcodes) {
      return value.bytes;
    }
    if (value instanceof TorchTensor) {
      const { dtype, bytes, offset, shape, strides } = value;
      storages.push(value);
      const [type, size] = STORAGES[dtype];
      const id = ['storage', new Opcodes(global('torch', type)), String(storages.length - 1), 'cpu'];
      const view = format === 'legacy' ? [null] : [];
      const stored = new Opcodes(
        Buffer.concat([tuple([...id, bytes.length / size, ...view]), Buffer.from('Q')])
      );
      const args = tuple([stored, offset, new Opcodes(tuple(shape)), new Opcodes(tuple(strides)), false, {}]);
      return Buffer.concat([global('torch._utils', '_rebuild_tensor_v2'), args, Buffer.from('R')]);
    }
    switch (typeof value) {
      case 'string':
        return Buffer.concat([Buffer.from('X'), u32(Buffer.byteLength(value)), Buffer.from(value)]);
      case 'number':
        return number(value);
      case 'boolean':
        return Buffer.from([value ? 0x88 : 0x89]);
    }
    if (value === null) {
      return Buffer.from('N');
    }
    const [open, items, close] = Array.isArray(value)
      ? ['](', value as readonly Pickled[], 'e']
      : ['}(', Object.entries(value as Record<string, Pickled>).flat(1), 'u'];
    return Buffer.concat([Buffer.from(open), ...items.map(write), Buffer.from(close)]);
  };
  const tuple = (items: readonly Pickled[]): Buffer =>
    Buffer.concat([Buffer.from('('), ...items.map(write), Buffer.from('t')]);
  const pickle = Buffer.concat([Buffer.from([0x80, 2]), write(root), Buffer.from('.')]);
  return { pickle, storages };
}

/** The opcode that names a class or function. */
export function global(module: string, name: string): Buffer {
  return Buffer.from(`c${module}\n${name}\n`);
}

function number(value: number): Buffer {
  if (!Number.isInteger(value)) {
    const bytes = Buffer.alloc(9, 'G');
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const bytes = Buffer.from([0x8a, 8, ...new Array<number>(8).fill(0)]);
  bytes.writeBigInt64LE(BigInt(value), 2);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function rowMajorOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}
