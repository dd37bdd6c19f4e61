/** Where the noise of pasted settings comes from, and seeds beyond those that a cell says. */
import { Fault, type FaultData } from '../../schema/fault';
import type { Parameter } from '../../schema/catalogue';
import type { Draft } from '../cell/spec/draft';
import { placed, type Source } from '../cell/source';
import { takes } from '../cell/values/check';
import { meansParameter } from './keys';
import type { CellPair } from './line-pairs';
import type { PairReader } from './pair-reader';

/** What every infotext of A1111 has; a few pairs that a person wrote have not all of them. */
export const ALWAYS: readonly string[] = ['steps', 'sampler', 'cfg_scale', 'seed', 'size'];
/** Programs that write A1111's infotext and draw their noise on the CPU. */
const CPU_NOISE = /comfy|fooocus|swarm|invoke|easy ?diffusion|draw things/i;

/** Sets the noise source that A1111 leaves unsaid: its own, which is that of NVIDIA cards. */
export function readNoise(
  draft: Draft,
  pairs: readonly CellPair[],
  source: Source,
  warnings: FaultData[]
): void {
  if (!draft.has('rng') && meansGpu(pairs)) {
    const where = source.where(pairs[0].keySpan);
    draft.give('rng', { value: 'nv', where });
    warnings.push({ code: 'rng_missing', facts: {}, where });
  }
}

function meansGpu(pairs: readonly CellPair[]): boolean {
  const has = (name: string): boolean =>
    pairs.some(({ means }) => means === name || meansParameter(means, name));
  const version = pairs.find(({ key }) => /^(?:version|app)$/i.test(key))?.value.value ?? '';
  return !has('rng') && ALWAYS.every(has) && !CPU_NOISE.test(version);
}

/**
 * A seed that is larger than a cell's, exactly: torch's CPU generator is seeded by the low 32 bits alone (`mt19937::init_with_uint32`),
 * the one of NVIDIA cards by all of them. Undefined for any other; throws `out_of_range` with the digits as written.
 */
export function readSeed(pair: CellPair, parameter: Parameter, reader: PairReader): number | undefined {
  const { value, span } = pair.value;
  const { max = Infinity } = parameter;
  if (!/^\d{1,20}$/.test(value) || BigInt(value) <= BigInt(max)) {
    return undefined;
  }
  const where = reader.source.where(span);
  const rng = reader.find('rng')?.value.value.toLowerCase() ?? (meansGpu(reader.pairs) ? 'nv' : 'cpu');
  const isCpu = reader.isSaid('rng') ? reader.saidRng === 'cpu' : rng === 'cpu';
  if (!isCpu || BigInt(value) >= 2n ** 64n) {
    return placed(where, () => {
      throw new Fault('out_of_range', { value, ...takes(parameter) });
    });
  }
  const drawn = Number(BigInt.asUintN(32, BigInt(value)));
  reader.warnings.push({ code: 'seed_low_bits', facts: { key: pair.key, seed: value, drawn }, where });
  return drawn;
}
