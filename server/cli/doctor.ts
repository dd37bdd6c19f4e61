import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { sentence } from '../../schema/messages';
import { sharp } from '../images/sharp';
import { canDraw } from '../images/sheet/text';
import { files, writeWhole } from '../store/files';
import type { OpenOptions } from '../service/open-service';
import { defaultDataFolder, unreadFolders } from '../service/paths';
import { version } from '../service/version';
import { withClient } from './client';
import { serviceOptions, terminalLanguage } from './options';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';
import { print } from './terminal';

type Check = { name: string; run(): Promise<string> };

/** Free bytes under which a sweep soon stops. */
const DISK_LOW = 200e6;
const NODE_MIN = [20, 19];

/** Checks what the service needs, one line each: `ok` or `!!` with the reason. Exit code 1 when something it can't do without is missing. */
export async function doctor(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: serviceOptions });
  const folder = resolve(values.data ?? defaultDataFolder());
  const language = terminalLanguage();
  let failed = 0;
  print(`jupyterlab-diffusion ${version}`);
  const checks: Check[] = [
    { name: 'Node', run: checkNode },
    { name: 'onnxruntime', run: checkOnnx },
    { name: 'sharp', run: checkSharp },
    { name: 'SQLite', run: checkSqlite },
    { name: 'data folder', run: () => checkFolder(folder) },
    { name: 'memory', run: checkMemory },
    { name: 'fonts', run: checkFonts },
    { name: 'sockets', run: checkSocket },
    {
      name: 'models',
      run: () => checkModels({ ...values, defaultModel: values['default-model'] }, language)
    }
  ];
  for (const { name, run } of checks) {
    try {
      print(`ok  ${name}: ${await run()}`);
    } catch (error) {
      failed++;
      const words_ =
        error instanceof Fault
          ? Object.values(sentence(error.code, error.facts, language))
              .filter(Boolean)
              .join(' ')
          : (error as Error).message;
      print(`!!  ${name}: ${words_}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

async function checkNode(): Promise<string> {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    throw new Error(`${process.version} is too old; install ${NODE_MIN.join('.')} or newer.`);
  }
  return `${process.version}, ${process.platform} ${process.arch}`;
}

/** Loads the native part in this process: nothing is parsed, so nothing can take it down. */
async function checkOnnx(): Promise<string> {
  const onnx = await import('onnxruntime-node');
  const backends = onnx.listSupportedBackends().map(({ name }) => name);
  const others = backends.filter(name => name !== 'cpu');
  return `draws on cpu${others.length > 0 ? `; its ${others.join(', ')} are not used yet` : ''}`;
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

async function checkFolder(folder: string): Promise<string> {
  const probe = join(folder, '.doctor');
  try {
    await files.mkdir(folder);
    await writeWhole(probe, Buffer.from('probe'));
    await files.remove(probe);
  } catch (error) {
    throw new Fault('data_unwritable', { path: folder, reason: systemCode(error) });
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < DISK_LOW) {
    throw new Error(
      `${folder} has only ${Math.round((bavail * bsize) / 1e6)} MB free; drawing stops when it is full.`
    );
  }
  return `${folder}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
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

async function checkModels(options: OpenOptions, language: Language): Promise<string> {
  const { models, default_model } = await withClient(options, language, client => client.models());
  const told = unreadFolders(options.models).map(
    ({ code, facts }) => sentence(code, facts, language).message
  );
  const usable = models.filter(entry => entry.usable).map(({ name }) => name);
  const problems = [
    ...told,
    ...models.flatMap(({ usable: sound, problem, remarks = [] }) => [
      ...(sound ? [] : [problem]),
      ...remarks.map(({ message }) => message)
    ])
  ];
  if (usable.length === 0) {
    throw new Error(['no usable model was found.', ...problems].join(' '));
  }
  return [`${usable.join(', ')} (default ${default_model})`, ...problems].join('\n    ');
}
