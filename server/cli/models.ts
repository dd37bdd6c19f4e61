import { parseArgs } from 'node:util';
import type { Language } from '../../schema/catalogue';
import { say } from '../../schema/messages';
import type { ModelEntry } from '../../schema/wire';
import { withClient } from './client';
import { serviceOptions, terminalLanguage } from './options';
import { print, printRemarks } from './terminal';

/** Lists the models found, by their kinds. */
export async function listModels(words: string[]): Promise<number> {
  const { values } = parseArgs({ args: words, options: { ...serviceOptions, json: { type: 'boolean' } } });
  const options = { data: values.data, models: values.models, defaultModel: values['default-model'] };
  const language = terminalLanguage();
  const { models, default_model } = await withClient(options, language, client => client.models(), {
    looks: true
  });
  if (values.json) {
    print(JSON.stringify({ models, default_model }, null, 2));
  } else {
    for (const kind of new Set(models.map(each => each.kind))) {
      print(`${say('cli_kind', { kind }, language)}:`);
      models
        .filter(each => each.kind === kind)
        .forEach(each => print(`  ${lineOf(each, default_model, language)}`));
    }
    printRemarks(
      models.flatMap(({ remarks = [] }) => remarks),
      language
    );
  }
  return models.some(({ usable }) => usable) ? 0 : 1;
}

function lineOf(
  { name, kind, family, size_bytes, usable, problem, bundled }: ModelEntry,
  defaultModel: string | null,
  language: Language
): string {
  if (!usable) {
    return `${name}  ${problem}`;
  }
  const isDefault = kind === 'checkpoint' && name === defaultModel;
  const facts = {
    name,
    family: family ?? undefined,
    size: sizeOf(size_bytes),
    bundled: bundled ? 1 : undefined,
    default: isDefault ? 1 : undefined
  };
  return say('cli_model', facts, language);
}

/** A size in the unit that gives it up to three digits; what is there has at least 1 KB. */
function sizeOf(bytes: number): string {
  return bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} KB`
    : bytes < 1e9
      ? `${Math.round(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;
}
