/** What the settings of an infotext set in a cell. */
import { Fault, type FaultData } from '../../schema/fault';
import type { NestedFault } from '../../schema/messages/types';
import { type ParameterValue } from '../../schema/catalogue';
import type { Draft } from '../cell/spec/draft';
import { excerpt, type Source } from '../cell/source';
import type { SweepContext } from '../cell/types';
import type { Settings } from './find-settings';
import { type ForeignPair, writeForeign } from './foreign-keys';
import { isQuiet } from './keys';
import type { CellPair } from './line-pairs';
import { readModelHash } from './model-hash';
import { readNameHashes } from './name-hashes';
import { readNoise } from './noise';
import type { PassOver } from './pass-over';
import { PairReader } from './pair-reader';

/** A file that isn't here is refused when all else has been read, so that everything is said at once. */
const MISSING: ReadonlySet<string> = new Set(['model_missing', 'weights_missing', 'hash_unknown']);
const FOREIGN = 'extra_generation_params';

/**
 * Adds what an infotext sets to a draft. Words of the first line win; keys that mean nothing here are kept for the pictures and named in
 * a remark. Throws what is wrong with a value, or passes it over.
 */
export function addInfotext(
  draft: Draft,
  settings: Settings | null,
  source: Source,
  context: SweepContext,
  warnings: FaultData[],
  passOver?: PassOver
): void {
  if (!settings) {
    return;
  }
  const said = new Set([...draft.base.keys(), ...draft.axes.flatMap(axis => axis.params)]);
  const pairs = withoutAliases(onceEach(settings.pairs));
  if (settings.elsewhere) {
    const keys = [...new Set(pairs.map(({ key }) => key))];
    warnings.push({ code: 'settings_taken', facts: { keys }, where: source.where(pairs[0].keySpan) });
  }
  const reader = new PairReader(
    pairs,
    source,
    context,
    warnings,
    name => said.has(name),
    draft.base.get('rng')?.value
  );
  const given = new Map<string, ParameterValue>();
  const give = (name: string, value: ParameterValue, { span }: CellPair['value']): void => {
    // Some programs say a thing twice, in two ways.
    if (!said.has(name) && !(given.has(name) && given.get(name) === value)) {
      draft.give(name, { value, where: source.where(span) });
      given.set(name, value);
    }
  };
  let missing: Fault | undefined;
  const orPassedOver = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (error instanceof Fault && passOver) {
        passOver(error);
      } else if (error instanceof Fault && MISSING.has(error.code)) {
        missing ??= error;
      } else {
        throw error;
      }
    }
  };
  for (const pair of pairs) {
    orPassedOver(() =>
      reader.valuesOf(pair).forEach(([name, value]) => {
        give(name, value, pair.value);
      })
    );
  }
  // A1111 says by these keys alone that the hires fix was on.
  const hires = pairs.find(reader.isHires);
  if (hires && !draft.has('enable_hr')) {
    draft.give('enable_hr', { value: true, where: source.where(hires.keySpan) });
  }
  if (!said.has('model')) {
    orPassedOver(() => readModelHash(draft, pairs, source, context, warnings));
  }
  readNameHashes(draft, pairs, source, context, warnings);
  readNoise(draft, pairs, source, warnings);
  keepForeign(draft, reader.unread(), source, warnings);
  for (const span of settings.strays) {
    const text = excerpt(source.slice(span));
    warnings.push({ code: 'settings_stray', facts: { text }, where: source.where(span) });
  }
  if (settings.second) {
    warnings.push({ code: 'settings_second', facts: {}, where: source.where(settings.second) });
  }
  if (missing) {
    throw new Fault(missing.code, { ...missing.facts, ...alsoOf(warnings) } as never, missing.where);
  }
}

/** The remarks as one, for a refusal to carry. */
function alsoOf(warnings: readonly FaultData[]): { also?: NestedFault } {
  const all = warnings.map(({ code, facts }): NestedFault => ({ code, facts }));
  return all.length === 0
    ? {}
    : { also: all.reduceRight((then, first) => ({ code: 'several_remarks', facts: { first, then } })) };
}

/** Without those that only say again what another one says. */
function onceEach(pairs: readonly CellPair[]): CellPair[] {
  const said = new Map<string, CellPair>();
  for (const pair of pairs) {
    const words = `${pair.key}:${pair.value.value}`;
    said.set(words, said.get(words) ?? pair);
  }
  return [...said.values()];
}

/** Of a parameter that stands under its own key and under another program's name with another value, the latter sets nothing. */
function withoutAliases(pairs: readonly CellPair[]): CellPair[] {
  const own = new Map(pairs.filter(isOwnKey).map(pair => [pair.means, pair.value.value]));
  return pairs.map(pair => {
    const other = own.get(pair.means);
    const differs =
      other !== undefined && other !== pair.value.value && Number(other) !== Number(pair.value.value);
    return differs && !isOwnKey(pair) ? { ...pair, means: undefined } : pair;
  });
}

function isOwnKey({ key, means }: CellPair): boolean {
  return typeof means === 'object' && means.infotext?.key.toLowerCase() === key.toLowerCase();
}

function keepForeign(draft: Draft, unread: readonly CellPair[], source: Source, warnings: FaultData[]): void {
  const kept = unread.filter(({ key, value }) => !isQuiet(key, value.value));
  if (kept.length === 0) {
    return;
  }
  const where = source.where(kept[0].keySpan);
  warnings.push({ code: 'unknown_keys', facts: { keys: kept.map(({ key }) => key) }, where });
  if (!draft.has(FOREIGN)) {
    const pairs = kept.map(({ key, value }): ForeignPair => [key, value.value]);
    draft.give(FOREIGN, { value: writeForeign(pairs), where });
  }
}
