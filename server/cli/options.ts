import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { ParseArgsConfig } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { decodeText, lineOfNul } from '../decode-text';
import { LOG_LEVELS, type LogLevel } from '../log';
import { languageOf } from '../../schema/messages';
import { PRIORITIES, type Priority } from '../../schema/states';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';

/** More than any machine's processors keep busy. */
const ENGINES_MAX = 16;

/** Options that every command has which opens a data folder. */
export const serviceOptions = {
  data: { type: 'string' },
  models: { type: 'string', multiple: true },
  'default-model': { type: 'string' },
  device: { type: 'string' }
} as const satisfies ParseArgsConfig['options'];

/** The language of the terminal. */
export function terminalLanguage(): Language {
  return languageOf(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG);
}

/** How many engines draw side by side: 1 unless told. Throws `option_unknown`. */
export function readEngines(told: string | undefined): number {
  const engines = Number(told ?? 1);
  if (!/^[1-9]\d?$/.test(told ?? '1') || engines > ENGINES_MAX) {
    throw new Fault('option_unknown', { reason: `--engines ${told}: 1 to ${ENGINES_MAX}` });
  }
  return engines;
}

/** Longer than anybody would wait for. */
const MINUTES_MAX = 1e6;

/** Minutes, with decimals where they are told so; undefined unless told. Throws `option_unknown`. */
export function readMinutes(option: string, told: string | undefined): number | undefined {
  if (told !== undefined && (!/^\d+(\.\d+)?$/.test(told) || Number(told) > MINUTES_MAX)) {
    throw new Fault('option_unknown', { reason: `--${option} ${told}: 0 to ${MINUTES_MAX}` });
  }
  return told === undefined ? undefined : Number(told);
}

/** Whether a sweep goes before others: normal unless told. Throws `option_unknown`. */
export function readPriority(told: string | undefined): Priority {
  const priority = PRIORITIES.find(each => each === (told ?? 'normal'));
  if (!priority) {
    throw new Fault('option_unknown', {
      reason: `--priority ${told}: ${[...PRIORITIES].reverse().join(', ')}`
    });
  }
  return priority;
}

/** How much is logged: as told, else as JUPYTERLAB_DIFFUSION_LOG_LEVEL says, else `usual`. Throws `option_unknown`. */
export function readLogLevel(told: string | undefined, usual: LogLevel): LogLevel {
  const wanted = (told ?? (process.env.JUPYTERLAB_DIFFUSION_LOG_LEVEL || usual)).toLowerCase();
  const level = LOG_LEVELS.find(each => each === wanted);
  if (!level) {
    throw new Fault('option_unknown', { reason: `--log-level ${wanted}: ${LOG_LEVELS.join(', ')}` });
  }
  return level;
}

/** Refuses devices this version can't draw with. */
export function checkDevice(device: string | undefined): void {
  if (device !== undefined && device !== 'auto' && device !== 'cpu') {
    throw new Fault('option_unknown', { reason: `--device ${device}: auto or cpu` });
  }
}

/** Bytes of the largest file that is read as a cell: a million characters and room for their encoding. */
const CELL_BYTES_MAX = 6e6;

/** The text of the one file named, or of standard input for `-`. Throws `option_unknown`, `file_unreadable`, `cell_nul` or `cell_encoding`. */
export async function readText(positionals: readonly string[]): Promise<string> {
  if (positionals.length !== 1) {
    throw new Fault('option_unknown', {
      reason: `one FILE is needed, ${positionals.length} given`
    });
  }
  const [path] = positionals;
  const bytes = await readBytes(path);
  if (bytes.length > CELL_BYTES_MAX && !bytes.includes(0)) {
    throw new Fault('file_unreadable', { path, reason: 'EFBIG' });
  }
  const decoded = decodeText(bytes);
  if ('line' in decoded) {
    const line = lineOfNul(bytes);
    if (line !== null) {
      throw new Fault('cell_nul', { path, line });
    }
    throw new Fault('cell_encoding', { path, line: decoded.line });
  }
  return decoded.text;
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    if (path === '-') {
      return await buffer(process.stdin);
    }
    return await readFirst(path, CELL_BYTES_MAX);
  } catch (error) {
    throw new Fault('file_unreadable', { path, reason: systemCode(error) });
  }
}

/** A file's bytes, up to `most`: what has more is no cell, and its first bytes tell what else it is. Links to devices end there too. */
async function readFirst(path: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: most })) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
