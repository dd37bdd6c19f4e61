/** One network for pictures in a process of its own, so that its peak memory is its own: reads a JSON job from argv, prints a JSON line. */
import { readFileSync } from 'node:fs';
import { openPictureNetwork } from '../engine/picture-networks';

export type CareJob = { path: string; side: number; runs: number };

export type CareMeasure = {
  /** The best of the runs. */
  best_s: number;
  peak_mb: number;
};

async function main(): Promise<void> {
  const { path, side, runs } = JSON.parse(process.argv[2]) as CareJob;
  const network = await openPictureNetwork(path);
  const data = Float32Array.from({ length: network.colours * side ** 2 }, (_, k) => ((k * 7919) % 255) / 255);
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await network.run({ data, channels: network.colours, height: side, width: side });
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  console.log(JSON.stringify({ best_s: best, peak_mb: Number(peak) / 1000 } satisfies CareMeasure));
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
