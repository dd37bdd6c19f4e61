/** What the prompt's readers find odd about the words of a sweep, once a piece, where it is written. */
import type { FaultData } from '../../schema/fault';
import { withDefaults } from '../../schema/catalogue';
import type { Where } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import { PROMPTS, type NormalForm } from '../../language/cell/spec/normal-form';
import { looksLike } from '../../language/infotext/pasted/looks-like';
import { analysePrompt } from '../../language/prompt';
import type { InSlices } from './in-slices';
import { placeWithin } from './placed-piece';
import type { ExpandedCell } from './types';

/** Different prompts that are looked at; what is odd about the words of a sweep is seen in its first ones. */
const PROMPTS_MAX = 60;

type Settled = Pick<NormalForm, 'spec' | 'written'> & { places: Readonly<Record<string, Where>> };

/**
 * Every warning of the analyser on the prompts of these cells, but for those that look like settings. A piece that many cells share is told
 * once.
 */
export function* promptRemarks(
  cells: readonly ExpandedCell[],
  settled: Settled,
  { models, samplers }: Pick<SweepContext, 'models' | 'samplers'>
): InSlices<FaultData[]> {
  const ofKind = (kind: string): SweepContext['models'] => models.filter(each => each.kind === kind);
  const files = { loras: ofKind('lora'), embeddings: ofKind('embedding') };
  const others = PROMPTS.filter(name => looksLike(String(settled.spec.base[name] ?? '')) !== null);
  const looked = new Set<string>();
  const found = new Map<string, FaultData>();
  const read = PROMPTS.filter(each => !others.includes(each));
  for (const { params } of cells) {
    yield;
    for (const name of read) {
      const text = params[name];
      const key = [name, params.dialect, params.emphasis, params.strict, params.flavour, text].join('\n');
      if (text === '' || looked.has(key) || looked.size >= PROMPTS_MAX) {
        continue;
      }
      looked.add(key);
      const { dialect, emphasis, strict, steps, sampler, flavour } = withDefaults(params);
      const calls = strict ? steps : steps * (samplers.find(each => each.name === sampler)?.order ?? 1);
      const side = name === 'prompt' ? 'positive' : 'negative';
      const options = { ...files, dialect, emphasis, strict, flavour, steps: calls, side } as const;
      for (const { code, facts, at, length } of analysePrompt(text, options).warnings) {
        const where = placeWithin(name, { text, at, length }, settled);
        const place = where ?? settled.places[name];
        const id = JSON.stringify([code, where ?? facts]);
        if (!found.has(id)) {
          found.set(id, { code, facts, ...(place && { where: place }) });
        }
      }
    }
  }
  return [...found.values()];
}
