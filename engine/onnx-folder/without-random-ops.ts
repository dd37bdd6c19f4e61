import { Message } from '../graph';
import { ProtobufFile } from './protobuf-file';
import type { Field } from './protobuf-file';
import type { OnnxFile } from './read-onnx';

/** Operators that draw normal numbers, anew at every run. */
const RANDOM_OPS = ['RandomNormal', 'RandomNormalLike'];

/** A spread that moves no number. The runtime ends the whole process at 0. */
const SPREAD = 1e-30;

export function hasRandomOps({ operators }: OnnxFile): boolean {
  return operators.some(({ domain, op }) => domain === '' && RANDOM_OPS.includes(op));
}

/**
 * The model in the file at `path`, with normal numbers of next to no spread in place of those it draws. Older exports of the VAE's encoder draw
 * the latent themselves, from a generator that can't be seeded: what is left is the mean.
 */
export function withoutRandomOps(path: string): Uint8Array {
  const file = new ProtobufFile(path);
  try {
    return rewritten(file, [...file.fields()], (number, graph) =>
      number === 7
        ? rewritten(file, inside(file, graph), (at, node) => (at === 1 ? withoutSpread(file, node) : null))
        : null
    ).finish();
  } finally {
    file.close();
  }
}

/** A message whose fields are the given ones, but for those that `change` has something else for. */
function rewritten(
  file: ProtobufFile,
  fields: readonly Field[],
  change: (number: number, field: Field) => Message | null
): Message {
  const message = new Message();
  for (const field of fields) {
    const { number, value, from, to } = field;
    if (!Number.isNaN(value)) {
      message.int(number, value);
      continue;
    }
    const changed = change(number, field);
    if (changed) {
      message.message(number, changed);
    } else {
      message.raw(number, file.bytes(from, to));
    }
  }
  return message;
}

/** A node that draws, drawing nothing to speak of; null for any other. */
function withoutSpread(file: ProtobufFile, node: Field): Message | null {
  const fields = inside(file, node);
  const op = fields.find(({ number }) => number === 4);
  if (!op || !RANDOM_OPS.includes(file.string(op))) {
    return null;
  }
  const isSpread = (attribute: Field): boolean =>
    inside(file, attribute).some(field => field.number === 1 && file.string(field) === 'scale');
  const others = fields.filter(field => field.number !== 5 || !isSpread(field));
  const spread = new Message().string(1, 'scale').float(2, SPREAD).int(20, 1);
  return rewritten(file, others, () => null).message(5, spread);
}

function inside(file: ProtobufFile, { from, to }: Field): Field[] {
  return [...file.fields(from, to)];
}
