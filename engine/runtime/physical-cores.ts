import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Cores this process may use, hyper-threads not counted: two threads on one core share the units that multiply matrices. */
export function physicalCores(): number {
  return Math.min(availableParallelism(), coresOf(readCpuInfo()) ?? Infinity);
}

/** Different cores in the text of Linux's /proc/cpuinfo; undefined where it doesn't tell (ARM, other systems). */
export function coresOf(cpuinfo: string): number | undefined {
  const cores = cpuinfo.split('\n\n').map(processor => {
    const [socket, core] = ['physical id', 'core id'].map(
      key => new RegExp(`^${key}\\s*: (\\d+)$`, 'm').exec(processor)?.[1]
    );
    return core === undefined ? undefined : `${socket}/${core}`;
  });
  const known = new Set(cores.filter(core => core !== undefined));
  return known.size > 0 ? known.size : undefined;
}

function readCpuInfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

/** Threads of a network: what the service gave this process as its share, else every core. */
export function engineThreads(): number {
  return Number(process.env.JUPYTERLAB_DIFFUSION_THREADS) || physicalCores();
}
