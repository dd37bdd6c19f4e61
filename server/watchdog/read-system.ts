import { readFile } from 'node:fs/promises';
import { type ProcessReading, readMachine, readProcess, type SystemReading } from './readings';

export type SystemTold = {
  system: SystemReading | null;
  processes: Map<number, ProcessReading>;
};

/** What Linux says below /proc of the machine and of these processes; other systems say nothing there. */
export async function readSystem(pids: readonly number[]): Promise<SystemTold> {
  const read = (path: string): Promise<string | null> => readFile(`/proc/${path}`, 'utf8').catch(() => null);
  const machine = Promise.all(['stat', 'vmstat', 'pressure/cpu', 'pressure/io'].map(read));
  const processes = new Map<number, ProcessReading>();
  await Promise.all(
    pids.map(async pid => {
      const told = await Promise.all(['stat', 'io', 'status'].map(name => read(`${pid}/${name}`)));
      const found = readProcess(told[0], told[1], told[2]);
      if (found) {
        processes.set(pid, found);
      }
    })
  );
  const [stat, vmstat, processor, disk] = await machine;
  return { system: readMachine(stat, vmstat, processor, disk), processes };
}
