/** Whatever bytes stand in a torch file: a header that is true to the file, or a fault; at once, and nothing is run. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { cpuSeconds } from '../../testing/cpu-seconds';
import { global, Opcodes, torchLegacy, TorchTensor, torchZip } from '../../testing/torch-file';
import type { Pickled } from '../../testing/torch-file';
import { readWeightsHeader } from '../read-weights-header';
import { readTensorBytes } from '../tensor-bytes';
import { say } from '../../../schema/messages';
import { Fault } from '../../../schema/fault';
import { OPCODES } from './opcodes';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'torch-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a file was read: a test that refuses all of them shows nothing. */
function check(bytes: Buffer): boolean {
  const path = join(folder, 'x.pt');
  writeFileSync(path, bytes);
  let read = false;
  const seconds = cpuSeconds(() => {
    try {
      for (const entry of readWeightsHeader(path).tensors.values()) {
        expect(entry.offset + (entry.strides ? 0 : entry.length)).toBeLessThanOrEqual(bytes.length);
        expect(readTensorBytes(entry).length).toBe(entry.length);
      }
      read = true;
    } catch (error) {
      if (!(error instanceof Fault)) {
        throw error;
      }
      for (const language of ['en', 'zh_CN'] as const) {
        const said = say(error.code, error.facts as never, language);
        expect(said).not.toMatch(/undefined|\[object|NaN/);
        expect(said).not.toContain(String(error.facts.reason ?? 'NaN'));
      }
    }
  });
  expect(seconds).toBeLessThan(1);
  expect(readdirSync(folder)).toEqual(['x.pt']);
  return read;
}

const tensor = new TorchTensor('F32', [2, 3], Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer));
const small: Pickled = {
  epoch: 7,
  state_dict: { a: tensor, b: new TorchTensor('F16', [3, 1], Buffer.alloc(6), [1, 3]), c: [1.5, null, true] }
};
const goods = [torchZip(small), torchLegacy(small), torchZip({ string_to_param: { '*': tensor } })];

const byte = fc.nat({ max: 255 });
const names = fc.constantFrom(
  ...['collections\nOrderedDict', 'torch._utils\n_rebuild_tensor_v2', 'torch._utils\n_rebuild_tensor_v3'],
  ...[
    'torch\nFloatStorage',
    'torch\nfloat16',
    'torch\nSize',
    'torch.storage\nUntypedStorage',
    '_codecs\nencode'
  ],
  ...[
    'torch._tensor\n_rebuild_from_type_v2',
    'copy_reg\n_reconstructor',
    'builtins\nset',
    'omegaconf\nX',
    'os\nsystem'
  ]
);
/** Opcodes with arguments that fit them, so that programs get far. */
const opcode: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...')]}(RQbtesuN0a2\x85\x86\x87\x88\x89\x8f\x90\x94\x81').map(latin1)
  },
  { weight: 2, arbitrary: byte.map(value => Buffer.from([0x4b, value])) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...'qh'), fc.nat({ max: 5 }))
      .map(([op, at]) => Buffer.concat([latin1(op), Buffer.from([at])]))
  },
  { weight: 2, arbitrary: names.map(name => global(...(name.split('\n') as [string, string]))) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('storage', '0', 'cpu', 'state_dict', '__proto__', 'param_groups')
      .map(text => Buffer.concat([Buffer.from([0x8c, text.length]), latin1(text)]))
  },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(OPCODES)).map(code => Buffer.from([Number(code)])) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map(bytes => Buffer.from(bytes)) }
);

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

test('random programs of opcodes', () => {
  fc.assert(
    fc.property(fc.array(opcode, { maxLength: 40 }), fc.boolean(), (parts, isZip) => {
      const root = { a: tensor, b: new Opcodes(Buffer.concat(parts)) };
      check(isZip ? torchZip(root) : torchLegacy(root));
    }),
    { numRuns: 1500 }
  );
});

test('random arguments of a tensor', () => {
  const count = fc.oneof(fc.integer({ min: -3, max: 7 }), fc.constantFrom(2 ** 31, 2 ** 53 - 1, -(2 ** 40)));
  const counts = fc.array(count, { maxLength: 4 });
  let read = 0;
  fc.assert(
    fc.property(counts, counts, count, (shape, strides, offset) => {
      const given = new TorchTensor('F32', shape, tensor.bytes, strides, offset);
      read += Number(check(torchZip({ a: given })));
      check(torchLegacy({ a: given }));
    }),
    { numRuns: 500 }
  );
  expect(read).toBeGreaterThan(0);
});

test('good files with a few bytes changed, put in, taken out, or cut', () => {
  const change = fc.record({
    at: fc.nat(),
    value: byte,
    kind: fc.constantFrom('set', 'insert', 'remove', 'cut')
  });
  let read = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...goods),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      (good, changes) => {
        let bytes = good;
        for (const { at, value, kind } of changes) {
          const place = at % bytes.length;
          const rest = bytes.subarray(kind === 'insert' ? place : place + 1);
          const put = kind === 'remove' ? [] : [value];
          bytes = Buffer.concat([
            bytes.subarray(0, place),
            Buffer.from(put),
            kind === 'cut' ? Buffer.alloc(0) : rest
          ]);
        }
        read += Number(check(bytes));
      }
    ),
    { numRuns: 1500 }
  );
  expect(read).toBeGreaterThan(0);
});

test('any bytes behind a beginning that is a torch file’s', () => {
  const begin = fc.constantFrom('PK\x03\x04', 'PK\x05\x06', '\x80\x02', '\x80\x04\x95');
  fc.assert(
    fc.property(begin, fc.uint8Array({ maxLength: 400 }), (first, bytes) => {
      check(Buffer.concat([latin1(first), bytes]));
    }),
    { numRuns: 500 }
  );
});
