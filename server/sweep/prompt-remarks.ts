/** What the prompt's readers find odd about the words of a sweep, once a piece, where it is written. */
import type { FaultData } from '../../schema/fault';
import { withDefaults } from '../../schema/catalogue';
import type { Where } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import { PROMPTS, type NormalForm } from '../../language/cell/spec/normal-form';
import { looksLike } from '../../language/infotext/pasted/looks-like';
import { analysePrompt } from '../../language/prompt';
import type { ExpandedCell } from './types';

/** Different prompts that are looked at; what is odd about the words of a sweep is seen in its first ones. */
const PROMPTS_MAX = 60;

type Settled = Pick<NormalForm, 'spec' | 'insides'> & { places: Readonly<Record<string, Where>> };

/**
 * Every warning of the analyser on the prompts of these cells, but for those that look like settings. A piece that many cells share is told
 * once.
 */
export function promptRemarks(
  cells: readonly ExpandedCell[],
  settled: Settled,
  { models, samplers }: Pick<SweepContext, 'models' | 'samplers'>
): FaultData[] {
  const ofKind = (kind: string): SweepContext['models'] => models.filter(each => each.kind === kind);
  const files = { loras: ofKind('lora'), embeddings: ofKind('embedding') };
  const others = PROMPTS.filter(name => looksLike(String(settled.spec.base[name] ?? '')) !== null);
  const looked = new Set<string>();
  const found = new Map<string, FaultData>();
  for (const { params } of cells) {
    for (const name of PROMPTS.filter(each => !others.includes(each))) {
      const text = params[name];
      const key = [name, params.dialect, params.emphasis, params.strict, text].join('\n');
      if (text === '' || looked.has(key) || looked.size >= PROMPTS_MAX) {
        continue;
      }
      looked.add(key);
      const { dialect, emphasis, strict, steps, sampler } = withDefaults(params);
      const calls = strict ? steps : steps * (samplers.find(each => each.name === sampler)?.order ?? 1);
      const side = name === 'prompt' ? 'positive' : 'negative';
      const options = { ...files, dialect, emphasis, strict, steps: calls, side } as const;
      for (const { code, facts, at, length } of analysePrompt(text, options).warnings) {
        const where = placeOf(text, at, length, String(settled.spec.base[name] ?? ''), settled.insides[name]);
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

/** Where a piece of a cell's prompt stands in the prompt as written: of its equals the one whose surroundings are most alike. */
function placeOf(
  text: string,
  at: number,
  length: number,
  written: string,
  inside: NormalForm['insides']['prompt']
): Where | undefined {
  const piece = text.slice(at, at + length);
  let best = { start: -1, alike: -1 };
  for (
    let start = piece === '' ? -1 : written.indexOf(piece);
    start >= 0;
    start = written.indexOf(piece, start + 1)
  ) {
    const alike =
      alikeBefore(text, at, written, start) + alikeAfter(text, at + length, written, start + length);
    best = alike > best.alike ? { start, alike } : best;
  }
  return best.start < 0 ? undefined : inside?.(best.start, best.start + length);
}

/** Characters that are looked at on either side. */
const AROUND = 40;

function alikeBefore(a: string, atA: number, b: string, atB: number): number {
  let k = 0;
  while (k < AROUND && k < atA && k < atB && a[atA - 1 - k] === b[atB - 1 - k]) {
    k++;
  }
  return k;
}

function alikeAfter(a: string, atA: number, b: string, atB: number): number {
  let k = 0;
  while (k < AROUND && atA + k < a.length && atB + k < b.length && a[atA + k] === b[atB + k]) {
    k++;
  }
  return k;
}
