import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from './process-start';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';

/** How clients find the service: an address and the token, readable by the owner alone. */
export type Connection = {
  url?: string;
  socket?: string;
  token: string;
  pid: number;
  started: string;
  version: string;
};

const NAME = /^diffusion-(\d+)\.json$/;

/** Writes the file anew (0600, never through a link) and returns how to take it away. Throws `data_unwritable` when it can't. */
export function writeConnectionFile(path: string, connection: Connection): () => void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true });
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, JSON.stringify(connection, null, 2));
    closeSync(file);
  } catch (error) {
    throw new Fault('data_unwritable', { path, reason: systemCode(error) });
  }
  return () => rmSync(path, { force: true });
}

/** Takes away the files of services that are gone. */
export function removeStaleConnectionFiles(folder: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const pid = Number(NAME.exec(name)?.[1] ?? NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

/** The connections of services that are alive, newest first. */
export function liveConnections(folder: string): Connection[] {
  try {
    return readdirSync(folder)
      .filter(name => NAME.test(name) && lstatSync(join(folder, name)).isFile())
      .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Connection)
      .filter(({ pid }) => isAlive(pid))
      .sort((a, b) => (a.started < b.started ? 1 : -1));
  } catch {
    return [];
  }
}
