import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, safetensorsBytes } from '../testing/safetensors-file';
import { firstNotFinite } from './first-not-finite';
import { readWeightsHeader } from './read-weights-header';

/** The name of the first damaged tensor of two, of which the second holds these bytes. */
function damaged(dtype: string, bytes: Buffer): Promise<string | undefined> {
  return inFolder(folder => {
    const path = join(folder, 'x.safetensors');
    const size = { F64: 8, F32: 4, F16: 2, BF16: 2, F8_E5M2: 1, F8_E4M3: 1 }[dtype]!;
    const header = {
      sound: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      second: { dtype, shape: [bytes.length / size], data_offsets: [8, 8 + bytes.length] }
    };
    writeFileSync(path, Buffer.concat([safetensorsBytes(header, 8), bytes]));
    return firstNotFinite(readWeightsHeader(path).tensors.values())?.name;
  });
}

const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
const doubles = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
const halves = (...bits: number[]): Buffer => Buffer.from(Uint16Array.from(bits).buffer);

test.each<[string, string, Buffer, Buffer]>([
  ['F32', 'the largest and NaN', floats(-3.4e38, 1e-45), floats(1, NaN)],
  ['F32', 'an infinity', floats(0), floats(Infinity)],
  ['F64', 'an infinity', doubles(1e300), doubles(1, -Infinity)],
  ['F16', '65504 and infinity', halves(0x7bff, 0xfbff), halves(0, 0x7c00)],
  ['F16', 'a NaN', halves(1), halves(0xfe00)],
  ['BF16', 'a NaN', halves(0x7f7f, 0x7c00), halves(0x7fc0)],
  ['F8_E5M2', 'an infinity', Buffer.of(0x7b), Buffer.of(0, 0xfc)],
  ['F8_E4M3', '448 and NaN', Buffer.of(0x7e), Buffer.of(0xff)]
])('%s: %s', async (dtype, _, sound, bad) => {
  expect(await damaged(dtype, sound)).toBeUndefined();
  expect(await damaged(dtype, bad)).toBe('second');
});
