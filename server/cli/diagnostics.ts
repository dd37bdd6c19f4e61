import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '../../schema/fault';
import { say } from '../../schema/messages';
import { systemCode } from '../../schema/system-code';
import { withClient } from './client';
import { checkDevice, serviceOptions, terminalLanguage } from './options';
import { print } from './terminal';

const FILE = 'jupyterlab-diffusion-report.zip';

/** Writes a report of the service for whoever looks for a fault: of the one that runs on the data folder, or else of the machine. */
export async function diagnostics(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { ...serviceOptions, out: { type: 'string' }, prompts: { type: 'boolean' } }
  });
  checkDevice(values.device);
  const out = resolve(values.out ?? FILE);
  const language = terminalLanguage();
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const bytes = await withClient(options, language, client => client.report(values.prompts === true));
  try {
    await writeFile(out, bytes);
  } catch (error) {
    throw new Fault('file_unwritable', { path: out, reason: systemCode(error) });
  }
  print(say(values.prompts ? 'cli_report_prompts' : 'cli_report', { path: out }, language));
  return 0;
}
