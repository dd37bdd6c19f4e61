import { readFile } from 'node:fs/promises';
import { GROUP_FILES, groupFolders, type GroupTold, readLimit } from './container-limit';
import { pageBytes, type ProcessReading, readMachine, readProcess, type SystemReading } from './readings';

export type SystemTold = {
  system: SystemReading | null;
  processes: Map<number, ProcessReading>;
};

const read = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

/** What Linux says below /proc and /sys of the machine and of these processes; other systems say nothing there. */
export async function readSystem(pids: readonly number[]): Promise<SystemTold> {
  const machine = readWhole();
  const processes = new Map<number, ProcessReading>();
  await Promise.all(
    pids.map(async pid => {
      const told = await Promise.all(['stat', 'io', 'status'].map(name => read(`/proc/${pid}/${name}`)));
      const found = readProcess(told[0], told[1], told[2]);
      if (found) {
        processes.set(pid, found);
      }
    })
  );
  return { system: await machine, processes };
}

async function readWhole(): Promise<SystemReading | null> {
  const names = ['stat', 'vmstat', 'pressure/cpu', 'pressure/io', 'self/status', 'self/cgroup'];
  const [stat, vmstat, processor, disk, status, cgroup] = await Promise.all(
    names.map(name => read(`/proc/${name}`))
  );
  const auxv = await readFile('/proc/self/auxv').catch(() => null);
  const groups = await Promise.all(groupFolders(cgroup).map(readGroup));
  return readMachine({ stat, vmstat, processor, disk, status }, pageBytes(auxv), readLimit(groups));
}

async function readGroup(folder: string): Promise<GroupTold> {
  const told = Object.entries(GROUP_FILES).map(async ([name, file]) => [
    name,
    await read(`${folder}/${file}`)
  ]);
  return Object.fromEntries(await Promise.all(told)) as GroupTold;
}
