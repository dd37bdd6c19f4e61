import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, safetensorsBytes } from '../testing/safetensors-file';
import { readWeightsHeader } from './read-weights-header';
import type { WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';
import { sentence } from '../../schema/messages';

const F32 = (shape: number[], begin: number, end: number): object => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end]
});

function read(bytes: Buffer): Promise<WeightsHeader> {
  return inFolder(folder => {
    writeFileSync(join(folder, 'x.safetensors'), bytes);
    return readWeightsHeader(join(folder, 'x.safetensors'));
  });
}

async function refusal(bytes: Buffer): Promise<Fault> {
  const error = await read(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

test('tensors are found at their place in the file, metadata beside them', async () => {
  const header = {
    __metadata__: { format: 'pt' },
    b: F32([], 8, 12),
    a: F32([2, 1], 0, 8),
    none: F32([0], 12, 12)
  };
  const { tensors, metadata, sizeBytes } = await read(safetensorsBytes(header, 12));
  const start = sizeBytes - 12;
  expect(metadata).toEqual({ format: 'pt' });
  expect(tensors.get('a')).toMatchObject({ dtype: 'F32', shape: [2, 1], offset: start, length: 8 });
  expect(tensors.get('b')).toMatchObject({ shape: [], offset: start + 8, length: 4 });
  expect(tensors.size).toBe(3);
});

test.each([
  ['a hole', { a: F32([1], 0, 4), b: F32([1], 8, 12) }, 12, 'tensors_hole', 'b'],
  ['a hole at the start', { a: F32([1], 4, 8) }, 8, 'tensors_hole', 'a'],
  ['an overlap', { a: F32([2], 0, 8), b: F32([1], 4, 8) }, 8, 'tensors_overlap', 'b'],
  ['more bytes than its tensors', { a: F32([1], 0, 4) }, 5, 'bytes_after_tensors', undefined],
  ['a shape its bytes do not fill', { a: F32([3], 0, 8) }, 8, 'entry_size', 'a'],
  ['a negative size', { a: F32([-1], 0, 4) }, 4, 'entry_malformed', 'a'],
  [
    'a type that is no name',
    { a: { dtype: 7, shape: [1], data_offsets: [0, 4] } },
    4,
    'entry_malformed',
    'a'
  ],
  ['an entry that is no object', { a: 3 }, 0, 'entry_malformed', 'a'],
  ['a header cut in its middle', '{"a": {"dty', 0, 'header_not_json', undefined],
  ['a header that is no object', '{]', 0, 'header_not_json', undefined]
])('%s is refused', async (_, header, bufferBytes, reason, tensor) => {
  const { code, facts } = await refusal(safetensorsBytes(header, bufferBytes));
  expect(code).toBe('model_corrupt');
  expect(facts).toEqual({ file: 'x.safetensors', reason, tensor });
});

test.each([
  ['an empty file', Buffer.alloc(0), '0 of 8 B'],
  ['half a header', safetensorsBytes({ a: F32([1], 0, 4) }, 0).subarray(0, 20), '20 of 62 B'],
  ['half a buffer', safetensorsBytes({ a: F32([500], 0, 2000) }, 1000), '1.1 of 2.1 KB'],
  ['one byte too few', safetensorsBytes({ a: F32([500], 0, 2000) }, 1999), '2.066 of 2.067 KB']
])('%s ends early', async (_, bytes, text) => {
  const { code, message } = await refusal(bytes);
  expect(code).toBe('model_truncated');
  expect(message).toBe(`x.safetensors ends early: ${text}.`);
});

test('a header of 640 bytes, whose length starts as a pickle does, is read', async () => {
  const header = JSON.stringify({ a: F32([1], 0, 4) }).padEnd(0x280);
  expect((await read(safetensorsBytes(header, 4))).tensors.size).toBe(1);
});

test('a file that claims a header of 100 MB is no safetensors file', async () => {
  const huge = safetensorsBytes('{}', 0);
  huge.writeBigUInt64LE(100_000_001n);
  expect((await refusal(huge)).facts).toMatchObject({ reason: 'not_weights' });
});

test.each(['F4_E2M1', 'F7', 'INT4'])('the type %s is not read, which no download changes', async dtype => {
  const { code, facts, message } = await refusal(
    safetensorsBytes({ a: { dtype, shape: [8], data_offsets: [0, 4] } }, 4)
  );
  expect([code, facts]).toEqual([
    'model_unsupported',
    { file: 'x.safetensors', reason: 'dtype_unread', tensor: 'a', value: dtype }
  ]);
  expect(message).toBe(`x.safetensors can't be used: tensor a is of the type ${dtype}, which is not read.`);
});

test.each([
  ['is_picture', 'GIF89a, a picture of a model'],
  ['is_hdf5', '\x89HDF\r\n\x1a\n of Keras']
])('%s: a sound file of another format is not called damaged', async (reason, text) => {
  const { code, facts } = await refusal(Buffer.from(text, 'latin1'));
  expect([code, facts.reason]).toEqual(['model_unsupported', reason]);
  for (const language of ['en', 'zh_CN'] as const) {
    const said = Object.values(sentence('model_unsupported', facts as never, language)).join(' ');
    expect(said).not.toMatch(new RegExp(`${reason}|Download|下载|damaged|损坏`));
  }
});

test.each([
  ['is_web_page', '<!doctype html><title>404</title>'],
  ['is_web_page', '\uFEFF\n<html><body>Sign in to download'],
  ['is_json', '{"error":"Unauthorized"}'],
  ['is_json', '[]\n'],
  ['is_lfs_pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 2132\n'],
  ['not_weights', 'some notes of mine about a model']
])('%s: a file that begins %j', async (reason, text) => {
  const encoding = text.startsWith('\uFEFF') ? 'utf8' : 'latin1';
  const { code, facts, message } = await refusal(Buffer.from(text, encoding));
  expect([code, facts.reason]).toEqual(['model_corrupt', reason]);
  expect(message).not.toContain(reason);
});

test('a file that is not there is named', () => {
  expect(() => readWeightsHeader('/nowhere/gone.safetensors')).toThrow(
    "This model isn't there: gone.safetensors."
  );
});
