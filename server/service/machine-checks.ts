/** What the service needs of a machine, each looked at by itself. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../schema/catalogue';
import { Fault } from '../../schema/fault';
import { sentence } from '../../schema/messages';
import { systemCode } from '../../schema/system-code';
import { sharp } from '../images/sharp';
import { canDraw } from '../images/sheet/text';
import { files, writeWhole } from '../store/files';
import { networkOf } from '../store/network-folder';

export type Check = { name: string; run(): Promise<string> };
export type Checked = { name: string; sound: boolean; words: string };

/** Free bytes under which a sweep soon stops. */
const DISK_LOW = 200e6;
const NODE_MIN = [20, 19];

/** The checks of the machine and of a data folder. */
export function machineChecks(folder: string, language: Language): Check[] {
  return [
    { name: 'Node', run: checkNode },
    { name: 'sharp', run: checkSharp },
    { name: 'SQLite', run: checkSqlite },
    { name: 'data folder', run: () => checkFolder(folder, language) },
    { name: 'memory', run: checkMemory },
    { name: 'fonts', run: checkFonts },
    { name: 'sockets', run: checkSocket }
  ];
}

/** What a check says: what is there, or why something can't be used; that it didn't answer once `maxMs` have passed. */
export async function ran({ name, run }: Check, language: Language, maxMs = Infinity): Promise<Checked> {
  try {
    return { name, sound: true, words: await within(run(), maxMs) };
  } catch (error) {
    const words =
      error instanceof Fault
        ? Object.values(sentence(error.code, error.facts, language))
            .filter(Boolean)
            .join(' ')
        : (error as Error).message;
    return { name, sound: false, words };
  }
}

async function within<Result>(work: Promise<Result>, maxMs: number): Promise<Result> {
  if (maxMs === Infinity) {
    return work;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Fault('check_silent', { seconds: maxMs / 1e3 })), maxMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** `ok  Node: v22` or `!!  Node: v12 is too old`. */
export function checkLine({ name, sound, words }: Checked): string {
  return `${sound ? 'ok' : '!!'}  ${name}: ${words}`;
}

async function checkNode(): Promise<string> {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    throw new Error(`${process.version} is too old; install ${NODE_MIN.join('.')} or newer.`);
  }
  return `${process.version}, ${process.platform} ${process.arch}`;
}

async function checkSharp(): Promise<string> {
  await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  return `libvips ${sharp.versions.vips}`;
}

async function checkSqlite(): Promise<string> {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  const database = new DatabaseSync(':memory:');
  const { version: found } = database.prepare('SELECT sqlite_version() AS version').get() as {
    version: string;
  };
  database.close();
  return found;
}

/** Folders that are being written to. A disk that hangs keeps a thread for each call, and there are few: it is asked once. */
const probed = new Map<string, Promise<void>>();

async function probe(folder: string): Promise<void> {
  const path = join(folder, '.doctor');
  await writeWhole(path, Buffer.from('probe'));
  await files.remove(path);
}

async function checkFolder(folder: string, language: Language): Promise<string> {
  try {
    const asked = probed.get(folder) ?? probe(folder).finally(() => probed.delete(folder));
    probed.set(folder, asked);
    await asked;
  } catch (error) {
    throw new Fault('data_unwritable', { path: folder, reason: systemCode(error) });
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < DISK_LOW) {
    throw new Error(
      `${folder} has only ${Math.round((bavail * bsize) / 1e6)} MB free; drawing stops when it is full.`
    );
  }
  const room = `${folder}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
  const kind = networkOf(folder);
  const remark = kind === null ? null : sentence('data_on_network', { kind }, language);
  return [room, remark?.message, remark?.hint].filter(Boolean).join('\n    ');
}

async function checkMemory(): Promise<string> {
  return `${(process.availableMemory() / 1e9).toFixed(1)} GB can be used`;
}

async function checkFonts(): Promise<string> {
  return (await canDraw('你'))
    ? 'contact sheets can show Chinese'
    : 'contact sheets have Latin, Greek and Cyrillic only; install a Chinese font (on Debian: fonts-noto-cjk) to show Chinese';
}

async function checkSocket(): Promise<string> {
  if (process.platform === 'win32') {
    return 'ports of this machine are used';
  }
  const folder = await mkdtemp(join(tmpdir(), 'diffusion-'));
  const server = createServer();
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(join(folder, 's'), done);
    });
    return 'Unix sockets work';
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
