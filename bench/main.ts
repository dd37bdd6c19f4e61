/**
 * `npm run bench`: what the product costs on this machine, in one run beside what it is compared with. Prints a table and writes
 * bench/out/bench.json; `npm run bench -- planner service` measures these parts alone,
 * `-- grid --beside COMMIT` an earlier commit as well, `--cells 1000` sweeps of this size alone. Every number is of the real service, the real engine and the bundled model.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCare } from './care';
import { measureGrid } from './grid';
import { measureLoad } from './load';
import { measurePlanner } from './planner';
import { measureNetworks } from './networks';
import { comparePictures, runPeer, type Equality } from './peer';
import { peakMemoryMb, runSweep, startService, type Service } from './service';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const CFG_SCALES = [1.5, 2, 2.5, 3, 3.5, 4, 5, 7];
const STEPS = 20;
/** Seconds of the load on the service. */
const LOAD_S = 60;
const PROMPT = 'a red car';
const NEGATIVE = 'blurry';

/** Notes a figure beside its goal, and prints it. */
export type Add = (what: string, value: number | null, unit: string, goal?: string, note?: string) => void;

type Row = { what: string; value: number | null; unit: string; goal?: string; note?: string };

const root = process.cwd();
const script = join(root, 'lib', 'service', 'index.js');
const rows: Row[] = [];

function sweepText(flavour: 'a1111' | 'diffusers'): string {
  return [
    `%%sweep seed=${SEEDS.join(',')} cfg=${CFG_SCALES.join(',')} steps=${STEPS} sampler="DPM++ 2M" scheduler=karras flavour=${flavour}`,
    PROMPT,
    `Negative prompt: ${NEGATIVE}`
  ].join('\n');
}

function add(what: string, value: number | null, unit: string, goal?: string, note?: string): void {
  rows.push({ what, value, unit, goal, note });
  const shown = value === null ? 'skipped' : `${Number(value.toPrecision(4))} ${unit}`;
  console.log(`${what.padEnd(58)} ${shown.padStart(16)}  ${goal ?? ''}${note ? `  ${note}` : ''}`);
}

async function measureSweep(): Promise<number> {
  const service = await startService(script);
  try {
    add('service ready after start', service.readyMs, 'ms');
    const first = await runSweep(service, `%%txt2img seed=7 steps=${STEPS}\na cat face`);
    add('first picture of the bundled model after a cold submit', first.ms / 1000, 's', '< 6 s');
    const sweep = await runSweep(service, sweepText('a1111'));
    const { plan, progress } = sweep.job;
    add('64 cells, seeds × CFG, 20 steps', sweep.ms / 1000, 's');
    add('cells per second', 64_000 / sweep.ms, '1/s');
    add('share of wall time outside the network', (1 - progress.network_ms / sweep.ms) * 100, '%', '< 25 %');
    add('UNet evaluations, naive', plan.unet_evals.naive, '');
    add('UNet evaluations, planned', plan.unet_evals.planned, '');
    add('UNet evaluations, executed', progress.unet_evals_executed, '');
    const again = await runSweep(service, sweepText('a1111'));
    add('the same 64 cells again, submit to whole grid', again.ms, 'ms', '< 300 ms');
    const memory = peakMemoryMb(service.pid);
    add('peak memory of the service', memory.parent, 'MB');
    add('peak memory of the engine', memory.children, 'MB');
    return sweep.ms / 1000;
  } finally {
    await service.stop();
  }
}

async function measurePeer(ourSeconds: number): Promise<void> {
  const peer = runPeer(root, {
    model: join(root, 'models', 'emoji-diffusion'),
    prompt: PROMPT,
    negative_prompt: NEGATIVE,
    seeds: SEEDS,
    cfg_scales: CFG_SCALES,
    steps: STEPS
  });
  if (typeof peer === 'string') {
    add('the same 64 cells by diffusers', null, 's', undefined, peer);
    return;
  }
  try {
    const versions = `torch ${peer.torch}, diffusers ${peer.diffusers}, ${peer.threads} threads`;
    add('the same 64 cells by diffusers, one call a cell', peer.loop_s, 's', undefined, versions);
    add('the same 64 cells by diffusers, eight seeds a call', peer.batched_s, 's');
    add('times faster than diffusers, one call a cell', peer.loop_s / ourSeconds, '×', '>= 2 ×');
    add('times faster than diffusers, eight seeds a call', peer.batched_s / ourSeconds, '×');
    const service = await startService(script);
    try {
      const equality = await measureEquality(service, peer.picture);
      add('pixels within 2/255 of diffusers', (equality.withinTwo / equality.pixels) * 100, '%', '>= 99.9 %');
      add('largest difference of a channel', equality.worst, 'levels');
    } finally {
      await service.stop();
    }
  } finally {
    peer.dispose();
  }
}

async function measureEquality(
  service: Service,
  picture: (seed: number, cfgScale: number) => Buffer
): Promise<Equality> {
  const { job } = await runSweep(service, sweepText('diffusers'));
  const equality: Equality = { pixels: 0, withinTwo: 0, worst: 0 };
  for (const cell of job.cells) {
    const png = await service.call('GET', `/v1/images/${cell.image}`);
    await comparePictures(png, picture(cell.params.seed, cell.params.cfg_scale), equality);
  }
  return equality;
}

async function main(): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  console.log(`${machine}\n`);
  const { values, positionals: wanted } = parseArgs({
    allowPositionals: true,
    options: { beside: { type: 'string' }, cells: { type: 'string' } }
  });
  const { beside } = values;
  const cells = values.cells?.split(',').map(Number);
  const parts: Record<string, () => Promise<void>> = {
    sweep: async () => measurePeer(await measureSweep()),
    networks: async () => measureNetworks(root, add),
    care: async () => measureCare(root, add),
    planner: () => measurePlanner(script, add),
    service: () => measureLoad(script, add, Number(process.env.BENCH_SECONDS ?? LOAD_S)),
    grid: () => measureGrid(root, add, { beside, cells })
  };
  const unknown = wanted.find(each => !(each in parts));
  if (unknown !== undefined) {
    throw new Error(`there is no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  }
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      await measure();
    }
  }
  const folder = join(root, 'bench', 'out');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  console.log(JSON.stringify({ machine, rows }));
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
