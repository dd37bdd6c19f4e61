import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { Fault } from '../../schema/fault';
import { say, sentence } from '../../schema/messages';
import { systemCode } from '../../schema/system-code';
import { type Log, makeLog } from '../log';
import { type OpenOptions, openService } from '../service/open-service';
import { defaultDataFolder } from '../service/paths';
import { machineReport } from '../service/report-machine';
import type { Service } from '../service/service';
import { runningService } from './client';
import { checkDevice, readLogLevel, serviceOptions, terminalLanguage } from './options';
import { remoteClient } from './remote-client';
import { print, printError } from './terminal';

const FILE = 'jupyterlab-diffusion-report.zip';

type Wanted = { options: OpenOptions; prompts: boolean; language: Language; log: Log };

/**
 * Writes a report of the service for whoever looks for a fault: of the one that runs on the data folder, of what lies in the folder where
 * none does, and of the machine alone where neither can be had. Nothing is begun for it: what is drawn next may be what went wrong.
 */
export async function diagnostics(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { ...serviceOptions, out: { type: 'string' }, prompts: { type: 'boolean' } }
  });
  checkDevice(values.device);
  const out = resolve(values.out ?? FILE);
  const language = terminalLanguage();
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const log = makeLog({ level: readLogLevel(undefined, 'warn') });
  const wanted = { options, prompts: values.prompts === true, language, log };
  const { bytes, problem } = await whole(wanted).then(
    made => ({ bytes: made, problem: null }),
    (error: unknown) => ofMachine(wanted, error)
  );
  try {
    await writeFile(out, bytes);
  } catch (error) {
    throw new Fault('file_unwritable', { path: out, reason: systemCode(error) });
  }
  const holdsPrompts = wanted.prompts && problem === null;
  print(say(holdsPrompts ? 'cli_report_prompts' : 'cli_report', { path: out }, language));
  if (problem !== null) {
    printError(say('cli_report_machine', { problem }, language));
  }
  return 0;
}

/** The report of the service that runs, or of the jobs and the log of one that is opened and never begun. */
async function whole({ options, prompts, language, log }: Wanted): Promise<Buffer> {
  let service: Service;
  try {
    service = openService(options, log);
  } catch (error) {
    const running = runningService(error);
    if (!running) {
      throw error;
    }
    return remoteClient(running, language).report(prompts);
  }
  try {
    return await service.report.make({ prompts, language });
  } finally {
    await service.stop();
  }
}

async function ofMachine(
  { options, language, log }: Wanted,
  error: unknown
): Promise<{ bytes: Buffer; problem: string }> {
  const problem = error instanceof Fault ? inWords(error, language) : (error as Error).message;
  const dataFolder = resolve(options.data ?? defaultDataFolder());
  return { problem, bytes: await machineReport({ dataFolder, settings: options, log, problem }, language) };
}

function inWords({ code, facts }: Fault, language: Language): string {
  const { message, hint } = sentence(code, facts, language);
  return [message, hint].filter(Boolean).join(' ');
}
