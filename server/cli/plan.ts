import { parseArgs } from 'node:util';
import { sentence } from '../../schema/messages';
import { withClient } from './client';
import { checkDevice, readText, serviceOptions, terminalLanguage } from './options';
import { print, printRemarks } from './terminal';

/** Prints what a sweep would cost. */
export async function plan(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { ...serviceOptions, json: { type: 'boolean' } }
  });
  checkDevice(values.device);
  const text = await readText(positionals);
  const language = terminalLanguage();
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const price = await withClient(options, language, client => client.plan(text));
  if (values.json) {
    print(JSON.stringify(price, null, 2));
    return 0;
  }
  const { cells, cached, unet_evals, eta_s, memory_mb, disk_mb, axes, warnings } = price;
  const code = cells === cached ? 'cli_plan_cached' : 'cli_plan';
  const facts = { cells, cached, draw: cells - cached, ...unet_evals, eta_s, memory_mb, disk_mb };
  print(sentence(code, facts, language).message);
  for (const { id, labels } of axes) {
    print(`  ${id}: ${labels.join(', ')}`);
  }
  printRemarks(warnings, language);
  return 0;
}
