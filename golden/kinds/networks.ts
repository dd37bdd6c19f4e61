/** Fixtures of one network call: the text encoder, the UNet, the VAE. */
import type { Tensor } from '../../engine/testing/read-tensors';
import type { INetworks } from '../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, GoldenFolder, Tolerance } from '../manifest';
import type { Kind } from '../runner';
import { itemsOf, joined } from './arrays';

type Tensors = ReadonlyMap<string, Tensor>;

const has = (fixture: Fixture, ...names: string[]): boolean => names.every(name => fixture.tensors?.[name]);
const isUNet = (fixture: Fixture): boolean =>
  has(fixture, 'in.sample', 'in.timestep', 'in.context', 'out.eps');
export const isVae = (fixture: Fixture): boolean =>
  has(fixture, 'in.image', 'out.mean', 'in.latent_scaled', 'out.decoded');
const isText = (fixture: Fixture): boolean => has(fixture, 'in.ids', 'out.last');

/** Outputs of transformers' text encoder that the engine never computes, because no SD1 checkpoint's pictures depend on them. */
const UNUSED_TEXT_OUTPUTS = ['out.hidden', 'out.pooled'];

export const networkKinds: Kind[] = [
  { name: 'unet', knows: isUNet, check: checkWithModel },
  { name: 'vae', knows: isVae, check: checkWithModel },
  { name: 'text', knows: isText, check: checkWithModel }
];

async function checkWithModel(
  fixture: Fixture,
  { folder, models }: Parameters<Kind['check']>[1]
): Promise<Item[]> {
  return checkNetworks(fixture, folder, await models.networks(fixture.model ?? ''));
}

/** Whether a fixture can be checked on any checkpoint of its model. */
export const isNetworkFixture = (fixture: Fixture): boolean =>
  isUNet(fixture) || isVae(fixture) || isText(fixture);

/** Checks one network fixture on given networks. */
export async function checkNetworks(
  fixture: Fixture,
  folder: GoldenFolder,
  networks: INetworks
): Promise<Item[]> {
  const tensors = folder.tensors(fixture);
  const tolerance = fixture.tolerance ?? {};
  if (isUNet(fixture)) {
    return checkUNet(tensors, networks, tolerance);
  }
  return isVae(fixture)
    ? checkVae(tensors, networks, tolerance)
    : checkText(fixture, tensors, networks, tolerance);
}

async function checkUNet(tensors: Tensors, networks: INetworks, tolerance: Tolerance): Promise<Item[]> {
  const sample = tensors.get('in.sample')!;
  const [, , height, width] = sample.shape;
  const timesteps = floatsOf(tensors.get('in.timestep'), 'in.timestep');
  const contexts = itemsOf(tensors.get('in.context'));
  const rows = itemsOf(sample).map((x, i) => ({
    x,
    timestep: timesteps[i],
    context: contexts[i],
    height,
    width
  }));
  const items: Item[] = [];
  for (const [name, flavour] of [
    ['out.eps', 'diffusers'],
    ['out.eps_a1111_cat_resize', 'a1111']
  ] as const) {
    const expected = tensors.get(name);
    if (expected) {
      const found = await networks.predict(rows, { flavour });
      items.push(compareNumbers(name, joined(found), floatsOf(expected, name), tolerance));
    }
  }
  return items;
}

async function checkVae(tensors: Tensors, networks: INetworks, tolerance: Tolerance): Promise<Item[]> {
  const [, , height, width] = tensors.get('in.image')!.shape;
  const [, , latentHeight, latentWidth] = tensors.get('in.latent_scaled')!.shape;
  const found: Record<string, Float32Array[]> = { 'out.mean': [], 'out.logvar': [], 'out.decoded': [] };
  for (const image of itemsOf(tensors.get('in.image'))) {
    const { mean, logvar } = await networks.encode(image, height, width);
    found['out.mean'].push(mean);
    found['out.logvar'].push(logvar);
  }
  for (const latent of itemsOf(tensors.get('in.latent_scaled'))) {
    found['out.decoded'].push(await networks.decode(latent, latentHeight, latentWidth));
  }
  return Object.entries(found).map(([name, parts]) =>
    compareNumbers(name, joined(parts), floatsOf(tensors.get(name), name), tolerance)
  );
}

/** The encoder's hidden states after each clip skip that the fixture holds (`out.last`, `out.skip2_ln`, …). */
async function checkText(
  fixture: Fixture,
  tensors: Tensors,
  networks: INetworks,
  tolerance: Tolerance
): Promise<Item[]> {
  const ids = tensors.get('in.ids')!;
  const chunks = itemsOf(ids).map(chunk => ({ ids: Array.from(chunk) }));
  const items: Item[] = [];
  for (const name of Object.keys(fixture.tensors ?? {}).filter(each => each.startsWith('out.'))) {
    if (UNUSED_TEXT_OUTPUTS.includes(name)) {
      continue;
    }
    const skip = name === 'out.last' ? 1 : Number(/^out\.skip(\d+)_ln$/.exec(name)?.[1]);
    if (!skip) {
      items.push({ name, outcome: 'fail', note: 'not a known output of an SD1 text encoder' });
      continue;
    }
    const encoded = await networks.encodeText(chunks, { clipSkip: skip });
    const found = encoded.map(({ states }) => states[0]);
    items.push(compareNumbers(name, joined(found), floatsOf(tensors.get(name), name), tolerance));
  }
  return items;
}
