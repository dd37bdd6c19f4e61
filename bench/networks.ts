/**
 * Full-size networks with random weights, one process a measurement, beside the same networks in torch: seconds of an evaluation,
 * share of the machine's rate in a large matrix product, memory.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fullSizeModel } from './full-size';
import type { NetworkJob, NetworkMeasure } from './measure-network';

export type Add = (what: string, value: number | null, unit: string, goal?: string, note?: string) => void;

type PeerMeasure = { best_s: number; peak_mb: number };

/** Multiplications of one evaluation, in units of a thousand million: counted by layer, attention included (SD 1.5). */
const GMAC = { unet256: 90.1, unet512: 401.6, decoder512: 1257, text: 6.65 } as const;
/** Bytes of the UNet's weights as float32. */
const UNET_MB = 3438;

const CASES = [
  { name: 'UNet 256 px, 2 rows', network: 'unet', side: 256, rows: 2, runs: 5, gmac: 2 * GMAC.unet256 },
  { name: 'UNet 512 px, 2 rows', network: 'unet', side: 512, rows: 2, runs: 2, gmac: 2 * GMAC.unet512 },
  { name: 'VAE decode 512 px', network: 'decoder', side: 512, rows: 1, runs: 2, gmac: GMAC.decoder512 },
  { name: 'CLIP-L, 77 tokens', network: 'text', side: 512, rows: 1, runs: 20, gmac: GMAC.text }
] as const;
const LADDER = [1, 2, 4, 8];
const STEPS = 20;

/** Measures the networks of a random SD 1.5 and adds the rows. */
export function measureNetworks(root: string, add: Add): void {
  const model = fullSizeModel(root, join(root, 'bench', 'out'));
  for (const { name, gmac, ...job } of CASES) {
    const measure = run({ model, ...job });
    const perRow = measure.best_s / job.rows;
    add(`${name}: one evaluation`, perRow, 's');
    const share = ((2e9 * gmac) / measure.best_s / measure.gemm_flops) * 100;
    const peak = `GEMM ${(measure.gemm_flops / 1e9).toFixed(0)} GFLOP/s in the same process`;
    add(`${name}: share of the GEMM peak`, share, '%', job.network === 'unet' ? '>= 85 %' : undefined, peak);
    add(`${name}: peak memory`, measure.peak_mb, 'MB', memoryGoal(job.network));
    if (name === CASES[0].name) {
      add('full-size half-precision file to its first step', measure.load_s, 's', '< 8 s');
    }
    for (const dtype of ['float32', 'bfloat16']) {
      const peer = runPeerNetwork(root, { model, ...job, dtype });
      if (typeof peer === 'string') {
        add(`${name}: torch ${dtype}`, null, 's', undefined, peer);
      } else {
        const times = `${(peer.best_s / measure.best_s).toFixed(2)} × ours, ${peer.peak_mb.toFixed(0)} MB`;
        add(`${name}: torch ${dtype}, one evaluation`, peer.best_s / job.rows, 's', undefined, times);
      }
    }
  }
  for (const rows of LADDER) {
    const { best_s } = run({ model, network: 'unet', side: 256, rows, runs: 2 });
    add(`UNet 256 px at ${rows} rows: cells of ${STEPS} steps with CFG`, rows / best_s / (2 * STEPS), '1/s');
  }
}

function memoryGoal(network: NetworkJob['network']): string | undefined {
  return network === 'unet' ? `<= ${UNET_MB + 1000} MB` : network === 'decoder' ? '< 1000 MB' : undefined;
}

function run(job: NetworkJob): NetworkMeasure {
  return lastLine(
    spawnSync(process.execPath, [join('lib', 'bench', 'measure-network.js'), JSON.stringify(job)])
  );
}

function runPeerNetwork(root: string, job: NetworkJob & { dtype: string }): PeerMeasure | string {
  const python = join(root, '.bench-venv', 'bin', 'python');
  if (!existsSync(python)) {
    return 'no .bench-venv';
  }
  const env = { ...process.env, HF_HUB_OFFLINE: '1' };
  try {
    return lastLine(
      spawnSync(python, [join(root, 'bench', 'peer_network.py'), JSON.stringify(job)], { env })
    );
  } catch (error) {
    return (error as Error).message;
  }
}

function lastLine<T>({ status, stdout, stderr }: ReturnType<typeof spawnSync>): T {
  if (status !== 0) {
    throw new Error(`the measurement failed: ${String(stderr).trim().split('\n').pop()}`);
  }
  return JSON.parse(String(stdout).trim().split('\n').pop() ?? '') as T;
}
