import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ParseArgsConfig } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { LOG_LEVELS, type LogLevel } from '../log';
import { languageOf } from '../../schema/messages';
import { Fault } from '../../schema/fault';

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

/** The text of the one file named, or of standard input for `-`. */
export async function readText(positionals: readonly string[]): Promise<string> {
  if (positionals.length !== 1) {
    throw new Fault('option_unknown', {
      reason: `one FILE is needed, ${positionals.length} given`
    });
  }
  const [path] = positionals;
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw new Fault('file_unreadable', { path, reason: (error as Error).message });
  }
}
