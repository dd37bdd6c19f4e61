/** ONNX's messages (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) as plain records, and their bytes. */
import { Message } from './protobuf';

const IR_VERSION = 9;
const OPSET = 20;
const MICROSOFT_OPSET = 1;

export type Dim = number | null;

/** A number is an INT, an array of them INTS; a `{ float }` is a FLOAT. */
export type Attribute = number | readonly number[] | string | { float: number };

export type OnnxNode = {
  name: string;
  op: string;
  domain: '' | 'com.microsoft';
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
};

/** A tensor of the graph: its bytes inside the model, or a place in a file, `location` relative to the session's folder. */
export type OnnxTensor = {
  name: string;
  type: number;
  shape: readonly number[];
  data: Uint8Array | { location: string; offset: number; length: number };
};

export type OnnxValue = { name: string; type: number; shape: readonly Dim[] };

export type OnnxGraph = {
  name: string;
  nodes: readonly OnnxNode[];
  initializers: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
};

/** The bytes of a model file holding `graph`. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const body = new Message();
  graph.nodes.forEach(node => body.message(1, encodeNode(node)));
  body.string(2, graph.name);
  graph.initializers.forEach(tensor => body.message(5, encodeTensor(tensor)));
  graph.inputs.forEach(value => body.message(11, encodeValue(value)));
  graph.outputs.forEach(value => body.message(12, encodeValue(value)));
  return new Message()
    .int(1, IR_VERSION)
    .message(7, body)
    .message(8, new Message().string(1, '').int(2, OPSET))
    .message(8, new Message().string(1, 'com.microsoft').int(2, MICROSOFT_OPSET))
    .finish();
}

function encodeNode(node: OnnxNode): Message {
  const message = new Message();
  node.inputs.forEach(name => message.string(1, name));
  node.outputs.forEach(name => message.string(2, name));
  message.string(3, node.name).string(4, node.op);
  Object.entries(node.attributes).forEach(([name, value]) =>
    message.message(5, encodeAttribute(name, value))
  );
  return message.string(7, node.domain);
}

function encodeAttribute(name: string, value: Attribute): Message {
  const message = new Message().string(1, name);
  if (typeof value === 'number') {
    return message.int(3, value).int(20, 2);
  }
  if (typeof value === 'string') {
    return message.string(4, value).int(20, 3);
  }
  if ('float' in value) {
    return message.float(2, value.float).int(20, 1);
  }
  value.forEach(item => message.int(8, item));
  return message.int(20, 7);
}

function encodeTensor(tensor: OnnxTensor): Message {
  const message = new Message();
  tensor.shape.forEach(size => message.int(1, size));
  message.int(2, tensor.type).string(8, tensor.name);
  if (tensor.data instanceof Uint8Array) {
    return message.raw(9, tensor.data);
  }
  const { location, offset, length } = tensor.data;
  const entries = { location, offset: String(offset), length: String(length) };
  Object.entries(entries).forEach(([key, value]) =>
    message.message(13, new Message().string(1, key).string(2, value))
  );
  return message.int(14, 1);
}

function encodeValue(value: OnnxValue): Message {
  const shape = new Message();
  value.shape.forEach((size, axis) =>
    shape.message(
      1,
      size === null ? new Message().string(2, `${value.name}.${axis}`) : new Message().int(1, size)
    )
  );
  const tensor = new Message().int(1, value.type).message(2, shape);
  return new Message().string(1, value.name).message(2, new Message().message(1, tensor));
}
