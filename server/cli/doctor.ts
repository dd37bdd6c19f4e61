import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { sentence } from '../../schema/messages';
import { type Check, checkLine, machineChecks, ran } from '../service/machine-checks';
import type { OpenOptions } from '../service/open-service';
import { defaultDataFolder, unreadFolders } from '../service/paths';
import { version } from '../service/version';
import { withClient } from './client';
import { serviceOptions, terminalLanguage } from './options';
import { print } from './terminal';

/** A disk that hangs is told of, and the other checks get their turn; what is only slow, as fonts looked for the first time, is waited for. */
const MACHINE_MAX_MS = 10_000;

/** Checks what the service needs, one line each: `ok` or `!!` with the reason. Exit code 1 when something it can't do without is missing. */
export async function doctor(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: serviceOptions });
  const folder = resolve(values.data ?? defaultDataFolder());
  const language = terminalLanguage();
  const [node, ...machine] = machineChecks(folder, language);
  const options = { ...values, defaultModel: values['default-model'] };
  let failed = 0;
  print(`jupyterlab-diffusion ${version}`);
  const checks: (Check & { maxMs?: number })[] = [
    node,
    { name: 'onnxruntime', run: checkOnnx },
    ...machine.map(each => ({ ...each, maxMs: MACHINE_MAX_MS })),
    { name: 'models', run: () => checkModels(options, language) }
  ];
  for (const check of checks) {
    const checked = await ran(check, language, check.maxMs);
    failed += checked.sound ? 0 : 1;
    print(checkLine(checked));
  }
  return failed === 0 ? 0 : 1;
}

/** Loads the native part in this process: nothing is parsed, so nothing can take it down. */
async function checkOnnx(): Promise<string> {
  const onnx = await import('onnxruntime-node');
  const backends = onnx.listSupportedBackends().map(({ name }) => name);
  const others = backends.filter(name => name !== 'cpu');
  return `draws on cpu${others.length > 0 ? `; its ${others.join(', ')} are not used yet` : ''}`;
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
