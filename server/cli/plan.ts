import { parseArgs } from 'node:util';
import { sentence } from '../../schema/messages';
import { guess } from '../../schema/messages/duration';
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
  const { cells, cached, unet_evals, eta_s, eta_range_s, memory_mb, disk_mb, axes, warnings } = price;
  const code = cells === cached ? 'cli_plan_cached' : 'cli_plan';
  const range = eta_range_s ? { low_s: eta_range_s[0], high_s: eta_range_s[1] } : {};
  const facts = { cells, cached, draw: cells - cached, ...unet_evals, eta_s, ...range, memory_mb, disk_mb };
  print(sentence(code, facts, language).message);
  const { wait } = price;
  if (wait && cells > cached) {
    const { jobs, seconds } = wait;
    print(
      seconds === null || seconds < 1
        ? sentence('starts_after', { jobs }, language).message
        : sentence('starts_in', { jobs, time: guess(seconds, language) }, language).message
    );
  }
  for (const { id, labels } of axes) {
    print(`  ${id}: ${labels.join(', ')}`);
  }
  printRemarks(warnings, language);
  return 0;
}
