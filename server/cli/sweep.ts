import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../../schema/fault';
import { readable } from '../../schema/readable';
import { isOver } from '../../schema/states';
import { systemCode } from '../../schema/system-code';
import type { Job } from '../../schema/wire';
import { exportFormats } from '../exports';
import { type IServiceClient, withClient } from './client';
import { checkDevice, readPriority, readText, serviceOptions, terminalLanguage } from './options';
import { print, printError, printRemarks } from './terminal';

/** Characters of a cell's labels in its file's name. */
const NAME_MAX = 80;

/** Draws a sweep from the command line: pictures and every export into a folder. */
export async function sweep(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { ...serviceOptions, out: { type: 'string' }, priority: { type: 'string' } }
  });
  checkDevice(values.device);
  const priority = readPriority(values.priority);
  const text = await readText(positionals);
  const out = resolve(values.out ?? besideFile(positionals[0]));
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const language = terminalLanguage();
  await written(mkdir(out, { recursive: true }), out);
  return withClient(options, language, async client => {
    const { id, plan } = await client.submit(text, priority);
    printRemarks(plan.warnings, language);
    const job = await finish(client, id);
    printRemarks(job.plan.warnings.slice(plan.warnings.length), language);
    await writePictures(client, job, out);
    for (const each of exportFormats) {
      await written(writeFile(join(out, each.fileName), await client.exported(job, each)), out);
    }
    print(`${job.progress.message} ${out}`);
    const reasons = new Set(job.cells.map(({ error }) => error?.message).filter(Boolean));
    reasons.forEach(reason => printError(String(reason)));
    return job.state === 'done' ? 0 : 1;
  });
}

/** Throws `file_unwritable`, which names the folder. */
async function written(writing: Promise<unknown>, out: string): Promise<void> {
  try {
    await writing;
  } catch (error) {
    throw new Fault('file_unwritable', { path: out, reason: systemCode(error) });
  }
}

/** The job when it is over, its progress shown on the way. Ctrl-C cancels it and keeps what is drawn. */
async function finish(client: IServiceClient, id: string): Promise<Job> {
  const cancel = (): void => void client.cancel(id);
  process.on('SIGINT', cancel).on('SIGTERM', cancel);
  try {
    for (;;) {
      const job = await client.job(id);
      if (isOver(job.state)) {
        showProgress('');
        return job;
      }
      showProgress(job.diagnosis?.message ?? job.progress.message);
      await client.next(id);
    }
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel);
  }
}

function showProgress(line: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${readable(line)}`);
  }
}

/** Each picture under its place and labels: `003 seed=4 cfg_scale=7.png`. */
async function writePictures(client: IServiceClient, job: Job, out: string): Promise<void> {
  const digits = String(job.cells.length).length;
  for (const [position, { image, index }] of job.cells.entries()) {
    const png = image && (await client.picture(image));
    if (png) {
      const labels = job.plan.axes
        .map(({ id, labels: values }, axis) => `${id}=${values[index[axis]]}`)
        .join(' ');
      const name = `${String(position + 1).padStart(digits, '0')} ${labels}`.replace(
        /[^\p{L}\p{N} =.,+&_-]/gu,
        '_'
      );
      await written(writeFile(join(out, `${name.slice(0, NAME_MAX).trim()}.png`), png), out);
    }
  }
}

function besideFile(path: string): string {
  return path === '-' ? 'sweep' : join(dirname(path), basename(path, extname(path)));
}
