import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { languageOf } from '../../schema/messages';
import type { Job } from '../../schema/wire';
import { makeSheet } from '../images/sheet';
import { isOver } from '../jobs/ledger';
import { openService } from '../service/open-service';
import type { Service } from '../service/service';
import { checkDevice, readText, serviceOptions } from './options';

/** Characters of a cell's labels in its file's name. */
const NAME_MAX = 80;

/** Draws a sweep without a server: pictures, contact sheet and the job as JSON into a folder. */
export async function sweep(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { ...serviceOptions, out: { type: 'string' } }
  });
  checkDevice(values.device);
  const text = await readText(positionals);
  const language = languageOf(process.env.LC_ALL || process.env.LANG);
  const out = resolve(values.out ?? besideFile(positionals[0]));
  const service = openService({
    data: values.data,
    models: values.models,
    defaultModel: values['default-model']
  });
  try {
    await service.start();
    const { id } = await service.jobService.submit({ text }, null, language);
    await finish(service, id, line => showProgress(line));
    const job = service.presenter.job(service.jobService.job(id), language);
    await mkdir(out, { recursive: true });
    await writePictures(service, job, out);
    await writeFile(join(out, 'sheet.png'), await makeSheet(job, hash => service.files.get(hash), language));
    await writeFile(join(out, 'sweep.json'), `${JSON.stringify(job, null, 2)}\n`);
    console.log(`${job.progress.message} ${out}`);
    for (const { error } of job.cells.filter(({ state }) => state === 'failed').slice(0, 5)) {
      console.error(error?.message);
    }
    return job.state === 'done' ? 0 : 1;
  } finally {
    await service.stop();
  }
}

/** Resolves when the job is over, telling its progress on the way. Ctrl-C cancels it and keeps what is drawn. */
function finish(service: Service, id: string, tell: (line: string) => void): Promise<void> {
  const { hub, jobService, presenter } = service;
  const record = jobService.job(id);
  return new Promise(done => {
    const cancel = (): void => void jobService.cancel(id);
    const over = (): void => {
      process.off('SIGINT', cancel);
      process.off('SIGTERM', cancel);
      leave();
      tell('');
      done();
    };
    const leave = hub.listen(record.number, ({ type }) => {
      const job = jobService.job(id);
      tell(presenter.progress(job, 'en').message);
      if (type === 'done') {
        over();
      }
    });
    process.on('SIGINT', cancel);
    process.on('SIGTERM', cancel);
    if (isOver(jobService.job(id).state)) {
      over();
    }
  });
}

function showProgress(line: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${line}`);
  }
}

/** Each picture under its place and labels: `003 seed=4 cfg_scale=7.png`. */
async function writePictures(service: Service, job: Job, out: string): Promise<void> {
  const digits = String(job.cells.length).length;
  for (const [position, { image, index }] of job.cells.entries()) {
    const png = image && (await service.files.get(image));
    if (png) {
      const labels = job.plan.axes
        .map(({ id, labels: values }, axis) => `${id}=${values[index[axis]]}`)
        .join(' ');
      const name = `${String(position + 1).padStart(digits, '0')} ${labels}`.replace(
        /[^\p{L}\p{N} =.,+&_-]/gu,
        '_'
      );
      await writeFile(join(out, `${name.slice(0, NAME_MAX).trim()}.png`), png);
    }
  }
}

function besideFile(path: string): string {
  return path === '-' ? 'sweep' : join(dirname(path), basename(path, extname(path)));
}
