/** Fixtures of a LoRA at several weights: `out.<what>@<weight>`. The UNet's rows of all weights go in one batch. */
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { IOpenNetworks } from '../../../engine/networks';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { itemsOf, joined } from './arrays';
import { rowsOf } from './networks';

type Tensors = ReadonlyMap<string, Tensor>;

/** An expected tensor: what it is of, and at which weight. */
type Expected = { name: string; what: string; weight: number };

export const adapterKinds: Kind[] = [
  { name: 'lora', matches: ({ config }) => typeof config?.lora_file === 'string', check }
];

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const path = folder.absolute(fixture.config?.lora_file as string);
  const tensors = folder.tensors(fixture);
  const expected = Object.keys(fixture.tensors ?? {}).flatMap(name => {
    const match = /^out\.(.+)@(.+)$/.exec(name);
    return match ? [{ name, what: match[1], weight: Number(match[2]) }] : [];
  });
  const found = new Map([
    ...(await unetOutputs(expected, tensors, networks, path)),
    ...(await textOutputs(expected, tensors, networks, path))
  ]);
  return expected.map(({ name }) => {
    const numbers = found.get(name);
    return numbers
      ? compareNumbers(name, numbers, floatsOf(tensors.get(name), name), fixture.tolerance ?? {})
      : { name, outcome: 'fail', note: 'not a known output of a network' };
  });
}

async function unetOutputs(
  expected: readonly Expected[],
  tensors: Tensors,
  networks: IOpenNetworks,
  path: string
): Promise<[string, Float32Array][]> {
  const wanted = expected.filter(({ what }) => what === 'eps');
  if (wanted.length === 0) {
    return [];
  }
  const rows = rowsOf(tensors, networks);
  const weighted = wanted.flatMap(({ weight }) => rows.map(row => ({ ...row, loras: [{ path, weight }] })));
  const outputs = await networks.predict(weighted, { flavour: 'diffusers' });
  return wanted.map(({ name }, i) => [name, joined(outputs.slice(i * rows.length, (i + 1) * rows.length))]);
}

/** `text<i>_last`, the last state through the final norm, and `text<i>_hidden-<n>`, the n-th last of all states. */
async function textOutputs(
  expected: readonly Expected[],
  tensors: Tensors,
  networks: IOpenNetworks,
  path: string
): Promise<[string, Float32Array][]> {
  const outputs: [string, Float32Array][] = [];
  for (const { name, what, weight } of expected) {
    const match = /^text(\d+)_(?:(last)|hidden-(\d+))$/.exec(what);
    if (!match) {
      continue;
    }
    const states: Float32Array[] = [];
    for (const ids of itemsOf(tensors.get('in.ids'), 'in.ids')) {
      const { hidden, normed } = await networks.textStates(Number(match[1]), Array.from(ids), [
        { path, weight }
      ]);
      states.push(match[2] ? normed[0] : hidden[hidden.length - Number(match[3])]);
    }
    outputs.push([name, joined(states)]);
  }
  return outputs;
}
