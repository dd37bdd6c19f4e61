/** What a user gave of a sweep, in the base or on an axis. */
import type { ParameterValue } from '../../schema/catalogue';
import type { Spec } from '../../schema/wire';
import { promptSr, isVariantName } from '../../language/names/parameters';

export type Said = {
  /** The values of each parameter, in the base one. */
  values: ReadonlyMap<string, readonly ParameterValue[]>;
  /** Every prompt as it was written. */
  prompts: readonly string[];
};

/** The parameters of a sweep that its text or spec says, without what follows from the prompts. */
export function saidIn({ base, axes }: Spec): Said {
  const columns = axes.flatMap((axis): [string, ParameterValue[]][] =>
    'param' in axis
      ? [[axis.param, axis.values]]
      : axis.params.map((name, k) => [name, axis.values.map(row => row[k])])
  );
  const all = [
    ...Object.entries(base).map(([name, value]): [string, ParameterValue[]] => [name, [value]]),
    ...columns
  ];
  const values = new Map(all.filter(([name]) => name !== promptSr.name && !isVariantName(name)));
  const prompts = all
    .filter(([name]) => /prompt|variant/.test(name))
    .flatMap(([, written]) => written.map(String));
  return { values, prompts };
}
