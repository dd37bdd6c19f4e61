/**
 * Pictures for sweeps of up to 10,000 cells, drawn once by the real service in a folder that stays: one step each, of the smallest size,
 * and a CFG axis, whose cells share what the network says.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runSweep, startService } from './service';

const HEAD = '%%sweep limit=20000 steps=1 size=64x64';

/** The text of a sweep for each number of cells; the pictures of a smaller one are among those of the largest. */
export const MANY: Readonly<Record<number, string>> = {
  64: `${HEAD} seed=1..8 cfg=1..2.75:0.25\na red car`,
  400: `${HEAD} seed=1..20 cfg=1..5.75:0.25\na red car`,
  1000: `${HEAD} seed=1..40 cfg=1..7:0.25\na red car`,
  10000: `${HEAD} seed=1..100 cfg=1..25.75:0.25\na red car`
};

/** The data folder of a service that has all of these pictures. */
export async function manyCells(root: string): Promise<string> {
  const folder = join(root, 'bench', 'out', 'many-cells');
  if (!existsSync(folder)) {
    const half = `${folder}-half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    const service = await startService(join(root, 'lib', 'service', 'index.js'), half);
    try {
      console.log('10,000 pictures are drawn, once; this takes some minutes');
      await runSweep(service, MANY[10000], 1000);
    } finally {
      await service.stop();
    }
    renameSync(half, folder);
  }
  return folder;
}
