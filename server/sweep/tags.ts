/** The LoRAs that prompts name: there, usable, and of the family of the model that draws. */
import { Fault } from '../../schema/fault';
import { type LoraTag, readTags } from '../../language/prompt';
import type { ModelEntry, Where } from '../../schema/wire';
import { fileCalled } from '../../language/names/choices';
import { placedInPrompt } from './engine-fault';
import { placeIn } from './placed-piece';
import type { NormalForm } from '../../language/cell/spec/normal-form';

import type { SweepContext } from '../../language/cell';
import type { ExpandedCell } from './types';

/** Throws `weights_missing`, `model_unusable`, `lora_family`, `tag_nameless` or `bad_tag` for the first tag that can't be followed, with its place. */
export function checkTags(
  cells: readonly ExpandedCell[],
  settled: NormalForm & { places: Readonly<Record<string, Where>> },
  context: SweepContext
): void {
  const checked = new Set<string>();
  for (const { params } of cells) {
    const key = `${params.model}\n${params.prompt}`;
    if (params.prompt.includes('<') && !checked.has(key)) {
      checked.add(key);
      const model = context.models.find(({ name, kind }) => name === params.model && kind === 'checkpoint');
      const { prompt } = params;
      for (const tag of placedInPrompt('prompt', prompt, settled, () => readTags(prompt)).loras) {
        const piece = prompt.slice(tag.at, tag.at + tag.length);
        const where = placeIn('prompt', { text: prompt, at: tag.at, length: tag.length }, settled);
        if (tag.name.trim() === '') {
          throw new Fault('tag_nameless', { text: piece }, where);
        }
        checkTag(tag, model, where, context);
      }
    }
  }
}

function checkTag(
  tag: LoraTag,
  model: ModelEntry | undefined,
  where: Where | undefined,
  context: SweepContext
): void {
  let lora: ModelEntry;
  try {
    lora = fileCalled('lora', tag.name, context, { where });
  } catch (error) {
    throw error instanceof Fault ? error.at(where) : error;
  }
  if (lora.family && model?.family && lora.family !== model.family) {
    const facts = { name: lora.name, family: lora.family, model: model.name, model_family: model.family };
    throw new Fault('lora_family', facts, where);
  }
}
