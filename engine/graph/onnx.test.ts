import fc from 'fast-check';
import { fromBinary } from '@bufbuild/protobuf';
// An ES module without a CommonJS build: its types need the import marked, and require loads it.
import type * as OnnxBuf from 'onnx-buf' with { 'resolution-mode': 'import' };
import { encodeModel } from './onnx';
import { Message } from './protobuf';

const { ModelProtoSchema } = require('onnx-buf') as typeof OnnxBuf;

/** A published reading of the format checks our writing of it. */
const decode = (bytes: Uint8Array): ReturnType<typeof fromBinary<typeof ModelProtoSchema>> =>
  fromBinary(ModelProtoSchema, bytes);

test('a model reads back as it was written', () => {
  const bytes = encodeModel({
    name: 'tiny',
    nodes: [
      {
        name: 'block/Gemm',
        op: 'Gemm',
        domain: 'com.microsoft',
        inputs: ['x', 'w', ''],
        outputs: ['y'],
        attributes: { transB: 1, axis: -1, alpha: { float: 0.5 }, mode: 'nearest', pads: [0, 1, -1] }
      }
    ],
    initializers: [
      { name: 'inside', type: 1, shape: [1], data: new Uint8Array([0, 0, 128, 63]) },
      { name: 'w', type: 10, shape: [3, 2], data: { location: 'a/b.safetensors', offset: 5e9, length: 12 } }
    ],
    inputs: [{ name: 'x', type: 1, shape: [null, 2] }],
    outputs: [{ name: 'y', type: 1, shape: [null, 3] }]
  });
  const { graph, opsetImport } = decode(bytes);
  expect(opsetImport.map(({ domain }) => domain)).toEqual(['', 'com.microsoft']);
  expect(graph!.node[0]).toMatchObject({
    name: 'block/Gemm',
    opType: 'Gemm',
    domain: 'com.microsoft',
    input: ['x', 'w', ''],
    output: ['y']
  });
  const attributes = Object.fromEntries(
    graph!.node[0].attribute.map(attribute => [attribute.name, attribute])
  );
  expect(attributes.transB).toMatchObject({ i: 1n, type: 2 });
  expect(attributes.axis).toMatchObject({ i: -1n, type: 2 });
  expect(attributes.alpha).toMatchObject({ f: 0.5, type: 1 });
  expect(new TextDecoder().decode(attributes.mode.s)).toBe('nearest');
  expect(attributes.pads).toMatchObject({ ints: [0n, 1n, -1n], type: 7 });
  const [inside, outside] = graph!.initializer;
  expect([...inside.rawData]).toEqual([0, 0, 128, 63]);
  expect(outside).toMatchObject({ dims: [3n, 2n], dataType: 10, dataLocation: 1 });
  expect(outside.externalData.map(({ key, value }) => [key, value])).toEqual([
    ['location', 'a/b.safetensors'],
    ['offset', '5000000000'],
    ['length', '12']
  ]);
  const dims = graph!.input[0].type!.value;
  expect(dims.case === 'tensorType' && dims.value.shape!.dim.map(dim => dim.value)).toEqual([
    { case: 'dimParam', value: 'x.0' },
    { case: 'dimValue', value: 2n }
  ]);
});

test('whole numbers of every size keep their value', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), value => {
      const model = new Message().int(5, value).finish();
      expect(decode(model).modelVersion).toBe(BigInt(value));
    })
  );
});
