import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inspectModel, openNetworks } from '../sessions';
import { readAll } from '../testing/rewrite-tensors';
import { hex, rowFor } from '../testing/rows';
import { inFolder, safetensorsBytes } from '../testing/safetensors-file';
import { readSafetensorsHeader } from './safetensors';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const GB = 2 ** 30;

/** A copy of a single file whose tensors lie behind `holeBytes` of one that nobody reads; it takes no more room on the disk. */
function writeBehindHole(from: string, to: string, holeBytes: number): void {
  const { header, buffer } = readAll(from);
  const moved = Object.entries(header).map(([name, entry]) => {
    const [begin, end] = entry.data_offsets;
    return [name, { ...entry, data_offsets: [begin + holeBytes, end + holeBytes] }] as const;
  });
  const hole = { dtype: 'F32', shape: [holeBytes / 4], data_offsets: [0, holeBytes] };
  const head = safetensorsBytes({ unread: hole, ...Object.fromEntries(moved) }, 0);
  writeFileSync(to, head);
  const fd = openSync(to, 'r+');
  writeSync(fd, buffer, 0, buffer.length, head.length + holeBytes);
  closeSync(fd);
}

test('weights that lie past 4 GB of a file compute what they do at its start', () =>
  inFolder(async folder => {
    const path = join(folder, 'large.safetensors');
    writeBehindHole(join(SD1, 'single-fp16.safetensors'), path, 5 * GB);
    const arch = join(SD1, 'single.arch.json');
    expect(readSafetensorsHeader(path).sizeBytes).toBeGreaterThan(5 * GB);
    expect(inspectModel(path, { arch }).problems).toEqual([]);
    const found: string[] = [];
    for (const file of [join(SD1, 'single-fp16.safetensors'), path]) {
      const networks = await openNetworks(file, { arch });
      found.push(hex((await networks.predict([rowFor(networks.info, 1, 8, 8, 77)]))[0]));
      await networks.dispose();
    }
    expect(found[1]).toBe(found[0]);
  }));

test('opening and drawing leaves the file as it was', async () => {
  const path = join(SD1, 'single-bf16.safetensors');
  const before = readFileSync(path);
  const networks = await openNetworks(path, { arch: join(SD1, 'single.arch.json') });
  await networks.decode(new Float32Array(256), 8, 8);
  await networks.dispose();
  expect(readFileSync(path).equals(before)).toBe(true);
});
