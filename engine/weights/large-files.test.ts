import { closeSync, cpSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inspectModel, openNetworks } from '../models';
import { readAll } from '../testing/rewrite-tensors';
import { hex, rowFor } from '../testing/rows';
import { inFolder, safetensorsBytes } from '../testing/safetensors-file';
import { readWeightsHeader } from './read-weights-header';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const SINGLE = join(SD1, 'single-fp16.safetensors');
const GB = 2 ** 30;

type Shapes = Readonly<Record<string, readonly number[]>>;

/**
 * A copy of a single file behind tensors of float16 zeros that nobody reads, some of its own tensors lengthened by zeros; nothing of
 * that takes room on the disk.
 */
function writeSpread(from: string, to: string, before: Shapes, lengthened: Shapes): void {
  const { header, buffer } = readAll(from);
  const tensors: Record<string, unknown> = {};
  const places: [offset: number, bytes: Buffer][] = [];
  let end = 0;
  const put = (name: string, dtype: string, shape: readonly number[], length: number): void => {
    tensors[name] = { dtype, shape, data_offsets: [end, end + length] };
    end += length;
  };
  const halves = (shape: readonly number[]): number => 2 * shape.reduce((product, size) => product * size, 1);
  for (const [name, shape] of Object.entries(before)) {
    put(name, 'F16', shape, halves(shape));
  }
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const bytes = buffer.subarray(...data_offsets);
    places.push([end, bytes]);
    const longer = lengthened[name];
    put(name, dtype, longer ?? shape, longer ? halves(longer) : bytes.length);
  }
  const head = safetensorsBytes(tensors, 0);
  writeFileSync(to, head);
  const fd = openSync(to, 'r+');
  places.forEach(([offset, bytes]) => writeSync(fd, bytes, 0, bytes.length, head.length + offset));
  ftruncateSync(fd, head.length + end);
  closeSync(fd);
}

test('weights that lie past 4 GB of a file compute what they do at its start', () =>
  inFolder(async folder => {
    const path = join(folder, 'large.safetensors');
    writeSpread(SINGLE, path, { unread: [2.5 * GB] }, {});
    const arch = join(SD1, 'single.arch.json');
    expect(readWeightsHeader(path).sizeBytes).toBeGreaterThan(5 * GB);
    expect(inspectModel(path, { arch }).problems).toEqual([]);
    const found: string[] = [];
    for (const file of [SINGLE, path]) {
      const networks = await openNetworks(file, { arch });
      found.push(hex((await networks.predict([rowFor(networks.info, 1, 8, 8, 77)]))[0]));
      await networks.dispose();
    }
    expect(found[1]).toBe(found[0]);
  }));

test('a tensor of more than 2 GB is used where it lies', () =>
  inFolder(async folder => {
    const path = join(folder, 'wordy.safetensors');
    const vocabulary = 36e6;
    const table = 'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight';
    writeSpread(SINGLE, path, {}, { [table]: [vocabulary, 32] });
    const arch = JSON.parse(readFileSync(join(SD1, 'single.arch.json'), 'utf8')) as { text: object[] };
    const text = [{ ...arch.text[0], vocab_size: vocabulary }];
    writeFileSync(join(folder, 'wordy.arch.json'), JSON.stringify({ ...arch, text, tokenizer: 'tokenizer' }));
    cpSync(join(SD1, 'diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    const encoded = async (file: string, options: { arch?: string }): Promise<string> => {
      const networks = await openNetworks(file, options);
      const ids = Array.from({ length: 77 }, (_, i) => 11 * i);
      const [{ states }] = await networks.encodeText([{ ids }], { clipSkip: 1 });
      await networks.dispose();
      return hex(states[0]);
    };
    expect(await encoded(path, {})).toBe(await encoded(SINGLE, { arch: join(SD1, 'single.arch.json') }));
  }));

test('opening and drawing leaves the file as it was', async () => {
  const path = join(SD1, 'single-bf16.safetensors');
  const before = readFileSync(path);
  const networks = await openNetworks(path, { arch: join(SD1, 'single.arch.json') });
  await networks.decode(new Float32Array(256), 8, 8);
  await networks.dispose();
  expect(readFileSync(path).equals(before)).toBe(true);
});
