import { readFileSync } from 'node:fs';

/** Whether a process of this id is there. One that has ended and whose parent hasn't asked for its end yet does nothing any more, and isn't. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statOf(pid)?.[0] !== 'Z';
}

/**
 * When a process started, in the system's own ticks, so that a later process of the same id is not taken for it; null where the
 * system doesn't say (only Linux does, in /proc).
 */
export function processStart(pid: number): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** What the system says of a process, from its state on; null where it doesn't. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets before may hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
