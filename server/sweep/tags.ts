/** The LoRAs that prompts name: there, usable, and of the family of the model that draws. */
import { type LoraTag, readTags } from '../../engine/prompt';
import type { ModelEntry, Where } from '../../schema/wire';
import { fileCalled } from './choices';
import type { Settled } from './settle';
import { fault } from './source';
import type { ExpandedCell, SweepContext } from './types';

/** Throws `weights_missing`, `model_unusable`, `lora_family` or `bad_tag` for the first tag that can't be followed, with its place. */
export function checkTags(cells: readonly ExpandedCell[], settled: Settled, context: SweepContext): void {
  const checked = new Set<string>();
  for (const { params } of cells) {
    const key = `${params.model}\n${params.prompt}`;
    if (params.prompt.includes('<') && !checked.has(key)) {
      checked.add(key);
      const model = context.models.find(({ name, kind }) => name === params.model && kind === 'checkpoint');
      for (const tag of tagsOf(params.prompt, settled)) {
        checkTag(tag, model, whereOf(tag, params.prompt, settled), context);
      }
    }
  }
}

function tagsOf(prompt: string, settled: Settled): LoraTag[] {
  try {
    return readTags(prompt).loras;
  } catch (error) {
    const { code, facts } = engineFailure(error);
    const at = Number(facts.at ?? 0);
    throw fault(code, facts, whereOf({ at, length: 1 }, prompt, settled));
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
    lora = fileCalled('lora', tag.name, context);
  } catch (error) {
    const { code, facts } = engineFailure(error);
    throw fault(code, facts, where);
  }
  if (lora.family && model?.family && lora.family !== model.family) {
    const facts = { name: lora.name, family: lora.family, model: model.name, model_family: model.family };
    throw fault('lora_family', facts, where);
  }
}

/** Where a tag of a cell's prompt was written, when the prompt stands in a text as it is. */
function whereOf(
  { at, length }: Pick<LoraTag, 'at' | 'length'>,
  prompt: string,
  { spec, insides }: Settled
): Where | undefined {
  const written = String(spec.base.prompt ?? '');
  const start = written.indexOf(prompt.slice(at, at + length));
  return start < 0 ? undefined : insides.prompt?.(start, start + length);
}

/** An error as data, whichever side of the wall made it. */
function engineFailure(error: unknown): { code: string; facts: Readonly<Record<string, string | number>> } {
  const { code, facts } = error as { code?: unknown; facts?: Readonly<Record<string, string | number>> };
  if (typeof code !== 'string' || facts === undefined) {
    throw error;
  }
  return { code, facts };
}
