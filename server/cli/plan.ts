import { parseArgs } from 'node:util';
import { languageOf, sentence } from '../../schema/messages';
import { openService } from '../service/open-service';
import { checkDevice, readText, serviceOptions } from './options';

/** Prints what a sweep would cost. */
export async function plan(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { ...serviceOptions, json: { type: 'boolean' } }
  });
  checkDevice(values.device);
  const text = await readText(positionals);
  const language = languageOf(process.env.LC_ALL || process.env.LANG);
  const service = openService({
    data: values.data,
    models: values.models,
    defaultModel: values['default-model']
  });
  try {
    await service.start();
    const price = await service.planner.plan({ text }, language);
    if (values.json) {
      console.log(JSON.stringify(price, null, 2));
      return 0;
    }
    const { cells, cached, unet_evals, eta_s, memory_mb, disk_mb, axes, warnings } = price;
    console.log(
      sentence(
        'cli_plan',
        { cells, cached, draw: cells - cached, ...unet_evals, eta_s, memory_mb, disk_mb },
        language
      ).message
    );
    for (const { id, labels } of axes) {
      console.log(`  ${id}: ${labels.join(', ')}`);
    }
    for (const { message } of warnings) {
      console.log(`  ! ${message}`);
    }
    return 0;
  } finally {
    await service.stop(0);
  }
}
