import { parseArgs } from 'node:util';
import { withClient } from './client';
import { serviceOptions, terminalLanguage } from './options';
import { print } from './terminal';

/** Lists the models found. */
export async function listModels(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: { ...serviceOptions, json: { type: 'boolean' } } });
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const { models, default_model } = await withClient(options, terminalLanguage(), client => client.models());
  if (values.json) {
    print(JSON.stringify({ models, default_model }, null, 2));
  } else {
    for (const { name, family, size_bytes, usable, problem, bundled } of models) {
      const size = `${(size_bytes / 1e6).toFixed(0)} MB`;
      const notes = [family, size, bundled ? 'bundled' : '', name === default_model ? 'default' : ''].filter(
        Boolean
      );
      print(usable ? `${name}  (${notes.join(', ')})` : `${name}  ${problem}`);
    }
  }
  return models.some(({ usable }) => usable) ? 0 : 1;
}
