/** The part of a report that needs no database and no engine: it can be had when nothing else can. */
import AdmZip from 'adm-zip';
import { setImmediate as breathe } from 'node:timers/promises';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { ENGINE_VERSION } from '../../engine/worker';
import type { Language } from '../../schema/catalogue';
import { sharp } from '../images/sharp';
import type { Log } from '../log';
import { checkLine, machineChecks, ran } from './machine-checks';
import { privateWords, type PrivateWords } from './private-words';
import { version } from './version';

export type MachineOptions = {
  dataFolder: string;
  /** What the service was begun with, or would be. */
  settings: object;
  log: Log;
};

/** A check of the machine that takes longer is told as one that didn't answer: the report is wanted then most of all. */
const CHECK_MAX_MS = 3000;
/** Lines of the log that are read before others have a turn. */
const LINES_AT_ONCE = 20;
/** Of a refused request, its code: its facts are what somebody wrote. */
const REFUSED = /^(.*request failed\b.*?: \w+) \{.*\}$/;
/** Of a line of the log, its time and its message, up to the first fact or error. */
const BEGINNING = /^(?:\[\w [\d:.]+\] .*?(?: {2}|: |$))?/;

/** What each file is, as a report's README.txt tells it. */
const FILES: Readonly<Record<string, string>> = {
  'versions.json': 'what runs here, and on what machine',
  'settings.json': 'what the service was begun with',
  'problem.txt': 'why nothing is told of its jobs',
  'doctor.txt': 'what "jupyterlab-diffusion doctor" says of the machine',
  'log.txt': 'the last lines of the log',
  'engines.json': 'the drawing processes: states, times of their last signs, how the last one ended',
  'models.json':
    "the models that were found, and why some can't be used; a service that was never begun looks for none",
  'jobs.json': 'the newest jobs: states, counts, times, why cells failed',
  'metrics.txt': 'what the service measured of itself'
};

/** The files of a report that tell of the machine, the settings and the log. */
export async function machineFiles(
  { dataFolder, settings, log }: MachineOptions,
  { prompts, language }: { prompts: boolean; language: Language },
  words: PrivateWords
): Promise<Record<string, string>> {
  return {
    'versions.json': json(versions()),
    'settings.json': json(words.unwrittenIn({ ...settings, environment: environment() })),
    'doctor.txt': await doctorText(dataFolder, language),
    'log.txt': await logText(log, words, prompts)
  };
}

/** The bytes of a report of a service that can't be opened or asked, with why that is. */
export async function machineReport(
  options: MachineOptions & { problem: string },
  language: Language
): Promise<Buffer> {
  const words = privateWords({ secrets: [], written: [] });
  const files = await machineFiles(options, { prompts: false, language }, words);
  return zipped({ ...files, 'problem.txt': `${options.problem}\n` }, words, false);
}

/** A zip of these files, with a README of them and nothing private. */
export async function zipped(
  files: Readonly<Record<string, string>>,
  { clean }: PrivateWords,
  prompts: boolean
): Promise<Buffer> {
  const zip = new AdmZip();
  for (const [name, text] of Object.entries({ 'README.txt': readme(files, prompts), ...files })) {
    // Others wait for the service too.
    await breathe();
    zip.addFile(name, Buffer.from(clean(text)));
  }
  return zip.toBuffer();
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function versions(): object {
  const { node, v8, uv, napi } = process.versions;
  const [processor] = cpus();
  return {
    version,
    engine: ENGINE_VERSION,
    ...{ node, v8, uv, napi, libvips: sharp.versions.vips },
    system: {
      ...{ platform: platform(), release: release(), arch: arch() },
      ...{ processor: processor?.model, cores: cpus().length, load: loadavg() },
      ...{ memory_bytes: totalmem(), memory_available_bytes: process.availableMemory() }
    },
    service: { up_s: Math.round(process.uptime()), rss_bytes: process.memoryUsage.rss() }
  };
}

/** Settings alone: what else the environment holds may be a key to something. */
const SETTINGS = ['DATA', 'DEFAULT_MODEL', 'LOG_LEVEL', 'MODELS', 'NODE', 'SERVICE', 'THREADS'].map(
  name => `JUPYTERLAB_DIFFUSION_${name}`
);

function environment(): object {
  return Object.fromEntries(
    SETTINGS.flatMap(name => (name in process.env ? [[name, process.env[name]]] : []))
  );
}

async function doctorText(folder: string, language: Language): Promise<string> {
  const checks = machineChecks(folder, language).map(each => ran(each, language, CHECK_MAX_MS));
  const lines = (await Promise.all(checks)).map(checkLine);
  return `${[`jupyterlab-diffusion ${version}`, ...lines].join('\n')}\n`;
}

/** The last lines of the log. How a line begins is ours; what follows may repeat what somebody wrote. */
async function logText(log: Log, { unwritten }: PrivateWords, prompts: boolean): Promise<string> {
  const told: string[] = [];
  for (const line of log.recent()) {
    if (told.length % LINES_AT_ONCE === 0) {
      await breathe();
    }
    const kept = prompts ? line : line.replace(REFUSED, '$1');
    const { length } = BEGINNING.exec(kept)![0];
    told.push(kept.slice(0, length) + unwritten(kept.slice(length)));
  }
  return `${told.join('\n')}\n`;
}

function readme(files: object, prompts: boolean): string {
  const told = Object.entries(FILES)
    .filter(([name]) => name in files)
    .map(([name, what]) => `${name.padEnd(15)} ${what}`);
  const words =
    '; prompts, all other texts you wrote (of single words those with four letters or more), and the names of notebooks';
  return `A report of jupyterlab-diffusion, made for whoever looks for a fault.

${told.join('\n')}

Left out: tokens and passwords, and the path of your folder ("~")${prompts ? '' : words}. Pictures are never part of it.
`;
}
