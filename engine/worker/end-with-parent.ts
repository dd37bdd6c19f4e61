import { Worker } from 'node:worker_threads';

const LOOK_MS = 500;

/**
 * Ends this process when its parent is gone, however that ended. A thread of its own looks, for the events of this one wait until a native run
 * is over. On Windows, where the id of a dead parent stays, the broken channel (`disconnect`) has to do.
 */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true, workerData: { parent: process.ppid, lookMs: LOOK_MS } }).unref();
}

const WATCH = `
const { workerData: { parent, lookMs } } = require('node:worker_threads');
setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGKILL'), lookMs);
`;
