import { parseArgs } from 'node:util';
import { languageOf } from '../../schema/messages';
import { presentModel } from '../jobs/presenter';
import { openService } from '../service/open-service';
import { serviceOptions } from './options';

/** Lists the models found. */
export async function listModels(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: { ...serviceOptions, json: { type: 'boolean' } } });
  const language = languageOf(process.env.LC_ALL || process.env.LANG);
  const service = openService({
    data: values.data,
    models: values.models,
    defaultModel: values['default-model']
  });
  try {
    await service.start();
    const models = await service.registry.list();
    if (values.json) {
      for (const { entry } of models) {
        if (entry.usable) {
          await service.registry.hash(entry.name);
        }
      }
    }
    const entries = models.map(model => presentModel(model, language));
    if (values.json) {
      console.log(JSON.stringify(entries, null, 2));
      return 0;
    }
    const chosen = service.registry.defaultModel();
    for (const { name, family, size_bytes, usable, problem, bundled } of entries) {
      const size = `${(size_bytes / 1e6).toFixed(0)} MB`;
      const notes = [family, size, bundled ? 'bundled' : '', name === chosen ? 'default' : '']
        .filter(Boolean)
        .join(', ');
      console.log(usable ? `${name}  (${notes})` : `${name}  ${problem}`);
    }
    return entries.some(({ usable }) => usable) ? 0 : 1;
  } finally {
    await service.stop(0);
  }
}
